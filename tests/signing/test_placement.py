"""A visible signature finds free paper near its corner and never covers print."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from signing.appearance import bundled_font, fit
from signing.document import sign
from signing.errors import NoPageError, NoRoomError, NotAPdfError, PdfUnsignableError
from signing.keys import SigningKey
from signing.pdfa import check_pdfa
from signing.placement import Place, appearance_in, find_place, high_enough, with_strip
from signing.slots import slots
from signing.verify import check

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
CLERK, AGENCY = slots()["clerk-copy"], slots()["agency-copy"]
Rebuild = Callable[[bytes, Callable[[pikepdf.Pdf], None]], bytes]


def drawn(*boxes: tuple[float, float, float, float], turn: int = 0) -> bytes:
    """Return an A4 page with black boxes: left, bottom, right, top in points."""
    ink = b"0 g " + b" ".join(
        b"%.1f %.1f %.1f %.1f re f" % (left, bottom, right - left, top - bottom)
        for left, bottom, right, top in boxes
    )
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pikepdf.Stream(pdf, ink)
        page.obj.Rotate = turn
        pdf.save(target)
    return target.getvalue()


def shown(pdf: bytes) -> np.ndarray:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return np.asarray(document[0].render(scale=1, grayscale=True).to_numpy()).squeeze()


def test_on_blank_paper_a_signature_stands_in_its_corner() -> None:
    left, _, _, top = find_place(drawn(), CLERK).box
    assert left == pytest.approx(14, abs=1)
    assert top == pytest.approx(842 - 14, abs=1)
    _, _, right, top = find_place(drawn(), AGENCY).box
    assert right == pytest.approx(595 - 14, abs=2)
    assert top == pytest.approx(842 - 14, abs=1)


def test_a_letterhead_pushes_it_aside_and_no_further() -> None:
    page = drawn((40, 770, 250, 812), (300, 770, 560, 812))
    place = find_place(page, CLERK)
    assert place.box[3] <= 770 - 2 or place.box[1] >= 812 + 2
    assert place.box[3] > 700


def test_two_signatures_do_not_overlap(key: SigningKey, person: SigningKey) -> None:
    now = datetime.now(UTC)
    first = find_place(drawn(), AGENCY)
    values = {"owner": "Lê Văn Mẫu", "organisation": "UBND xã Mẫu Sơn", "form": "SAO Y"}
    look = appearance_in(AGENCY, first, values)
    signed = sign(drawn(), person, field="person", appearance=look, reason="", at=now)
    second = find_place(signed, AGENCY)
    assert second.box[3] < first.box[1] or second.box[2] < first.box[0]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_on_a_turned_page_it_stands_upright_in_the_corner_the_reader_sees(
    person: SigningKey, turn: int
) -> None:
    page = drawn((200, 300, 380, 400), turn=turn)
    before = shown(page)
    place = find_place(page, CLERK)
    look = appearance_in(CLERK, place, {"owner": "Lê Văn Mẫu"})
    signed = sign(page, person, field="person", appearance=look, reason="", at=datetime.now(UTC))
    changed = np.argwhere(shown(signed) != before)
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    assert (left, top) == (pytest.approx(14, abs=2), pytest.approx(14, abs=2))
    # wider than high: the lines run from left to right
    assert right - left == pytest.approx(170, abs=3)
    assert bottom - top == pytest.approx(34, abs=3)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 500), st.floats(500, 820), st.floats(3, 200), st.floats(3, 60)),
        max_size=12,
    )
)
def test_whatever_is_printed_it_is_never_covered(
    boxes: list[tuple[float, float, float, float]],
) -> None:
    page = drawn(*((x, y, x + wide, y + high) for x, y, wide, high in boxes))
    for slot in (CLERK, AGENCY):
        try:
            left, bottom, right, top = find_place(page, slot).box
        except NoRoomError:
            continue
        under = shown(page)[int(842 - top) : int(842 - bottom) + 1, int(left) : int(right) + 1]
        assert (under > 200).all()


def test_every_specimen_takes_both_signatures_without_covering_print() -> None:
    pages = [path for path in sorted(SAMPLES.rglob("*")) if path.suffix in {".jpg", ".png"}]
    assert len(pages) >= 5
    for path in pages:
        target = io.BytesIO()
        with Image.open(path) as picture:
            dots = 72 * picture.width / 595
            picture.convert("RGB").save(target, "PDF", resolution=dots)
        for slot in (CLERK, AGENCY):
            try:
                place = find_place(target.getvalue(), slot)
            except NoRoomError:
                place = find_place(with_strip(target.getvalue(), slot), slot)
            assert isinstance(place, Place)


def test_a_full_page_gets_a_strip_above_and_stays_what_it_was(
    plain_pdf: bytes, person: SigningKey
) -> None:
    full = drawn((0, 0, 595, 842))
    # a page that is dark all over has no paper to compare with: it counts as print only in part
    printed = drawn(*((20, y, 575, y + 6) for y in range(20, 830, 12)))
    with pytest.raises(NoRoomError):
        find_place(printed, CLERK)
    higher = with_strip(printed, CLERK)
    assert higher.startswith(printed)
    place = find_place(higher, CLERK)
    assert place.box[1] >= 830
    assert isinstance(find_place(with_strip(full, AGENCY), AGENCY), Place)
    archival = with_strip(plain_pdf, CLERK)
    assert check_pdfa(archival).conforms
    look = appearance_in(CLERK, find_place(archival, CLERK), {"owner": "Nguyễn Thị Mẫu"})
    signed = sign(
        archival, person, field="person", appearance=look, reason="", at=datetime.now(UTC)
    )
    assert check(signed).pdfa.conforms
    with pytest.raises(PdfUnsignableError):
        with_strip(signed, AGENCY)


def test_the_lines_are_those_of_the_rules() -> None:
    place = find_place(drawn(), AGENCY)
    values = {"organisation": "Ủy ban nhân dân xã Mẫu Sơn", "form": ""}
    look = appearance_in(AGENCY, place, values, image=b"a seal")
    assert look.lines == ("Ủy ban nhân dân xã Mẫu Sơn", "{time}")
    assert look.image is None
    assert look.font_size == 10
    assert all(slot.legal_source for slot in slots().values())


def test_the_agencys_lines_keep_the_size_the_rule_names_and_the_clerks_may_shrink() -> None:
    # free paper for a signature of 85 %, and for none of full size
    tight = drawn(*((0, y, 595, y + 4) for y in range(0, 776, 12)), (0, 806, 595, 842))
    assert find_place(tight, CLERK).scale < 1
    with pytest.raises(NoRoomError):
        find_place(tight, AGENCY)
    name = "Ủy ban nhân dân phường Văn Miếu - Quốc Tử Giám, thành phố Hà Nội"
    values = {"organisation": name, "form": "SAO LỤC"}
    slot = high_enough(AGENCY, values)
    assert slot.height > AGENCY.height
    for one, kept in ((slot, True), (AGENCY, False)):
        look = appearance_in(one, find_place(drawn(), one), values)
        size, lines = fit(look, bundled_font())
        assert (size == 10) is kept
        assert " ".join(lines).startswith("SAO LỤC Ủy ban")
    assert high_enough(AGENCY, {"organisation": "UBND xã Mẫu", "form": "SAO Y"}) == AGENCY


def test_what_is_no_pdf_or_has_no_such_page_is_said_so() -> None:
    with pytest.raises(NotAPdfError):
        find_place(b"no PDF", CLERK)
    with pytest.raises(NoPageError):
        find_place(drawn(), CLERK, page=3)


def test_a_page_of_absurd_size_is_not_drawn(rebuilt: Rebuild) -> None:
    def enlarge(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].mediabox = (0, 0, 10_000_000, 10_000_000)

    with pytest.raises(NoRoomError):
        find_place(rebuilt(drawn(), enlarge), CLERK)
