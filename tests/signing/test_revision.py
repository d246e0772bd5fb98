"""A revision fits whatever kind of file it is appended to, in the eyes of other programs."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from signing.document import sign
from signing.errors import NotAPdfError, PdfUnsignableError, SigningError
from signing.keys import SigningKey
from signing.model import Appearance
from signing.preparing import Request, add_fields, prepare
from signing.revision import appending, text_string
from signing.verify import check

NOW = datetime.now(UTC)
LOOK = Appearance(("Ký bởi: Lê Văn Mẫu", "{time}"), 0, (300, 60, 515, 110))


def pages(change: Callable[[pikepdf.Pdf], None] | None = None, **how: object) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.add_blank_page(page_size=(595, 842))
        if change is not None:
            change(pdf)
        pdf.save(target, **how)  # type: ignore[arg-type]
    return target.getvalue()


def notes_in_an_object_of_their_own(pdf: pikepdf.Pdf) -> None:
    note = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=[0, 0, 9, 9]))
    pdf.pages[0].obj.Annots = pdf.make_indirect(Array([note]))


def a_form_within_the_catalogue(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]))


def a_form_and_fields_of_their_own(pdf: pikepdf.Pdf) -> None:
    fields = pdf.make_indirect(Array([]))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=fields))


KINDS: dict[str, bytes] = {
    "table": pages(object_stream_mode=pikepdf.ObjectStreamMode.disable),
    "streams": pages(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "linear": pages(linearize=True),
    "old": pages(force_version="1.4", object_stream_mode=pikepdf.ObjectStreamMode.disable),
    "notes": pages(notes_in_an_object_of_their_own),
    "form": pages(a_form_within_the_catalogue),
    "own form": pages(a_form_and_fields_of_their_own),
    "no last line end": pages().rstrip(b"\n"),
    "agreed fields": add_fields(
        pages(), [("person", 0, (60, 60, 200, 90)), ("agency", -1, (300, 60, 515, 110))]
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_two_signatures_are_sound_for_pyhanko_poppler_and_qpdf(
    tmp_path: Path, person: SigningKey, key: SigningKey, kind: str
) -> None:
    base = KINDS[kind]
    first = sign(base, person, field="person", appearance=LOOK, reason="Ký (1)", at=NOW)
    both = sign(first, key, field="agency", appearance=None, reason="", at=NOW)
    assert both.startswith(base)
    signers = check(both).signers
    assert [(one.field, one.intact, one.modified_after) for one in signers] == [
        ("person", True, False),
        ("agency", True, False),
    ]
    file = tmp_path / "a.pdf"
    file.write_bytes(both)
    said = subprocess.run(["pdfsig", file], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid.") == 2, said
    assert "Total document signed" in said
    found = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("kind", ["table", "streams"])
def test_the_new_section_is_of_the_same_kind_as_the_files_own(
    person: SigningKey, kind: str
) -> None:
    base = KINDS[kind]
    signed = sign(base, person, field="person", appearance=None, reason="", at=NOW)
    added = signed[len(base) :]
    assert (b"\nxref\n" in added) is (kind == "table")
    assert (b"/Type/XRef" in added) is (kind == "streams")


@given(st.text(max_size=60))
def test_any_text_survives_as_a_pdf_string(text: str) -> None:
    kept = "".join(sign_ for sign_ in text if not (text.isascii() and not " " <= sign_ <= "~"))
    try:
        kept.encode("utf-16-be")
    except UnicodeEncodeError:
        return
    assert str(pikepdf.Object.parse(text_string(text))) == kept


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_random_damage_makes_preparing_crash(data: st.DataObject) -> None:
    base = bytearray(KINDS[data.draw(st.sampled_from(sorted(KINDS)))])
    for _ in range(data.draw(st.integers(1, 12))):
        base[data.draw(st.integers(0, len(base) - 1))] = data.draw(st.integers(0, 255))
    try:
        prepared = prepare(bytes(base), Request("person", appearance=LOOK), at=NOW)
    except SigningError:
        return
    assert len(prepared.digest) == 32


def test_a_file_whose_size_entry_lies_gets_numbers_of_its_own() -> None:
    lying = re.sub(rb"/Size \d+", b"/Size 3", KINDS["table"])
    assert lying != KINDS["table"]
    try:
        with appending(lying) as revision:
            assert revision.next_number >= 6
    except (NotAPdfError, PdfUnsignableError):
        return


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (Path("/dev/zero"), "no regular file"),
        (Path("/dev/null"), "no regular file"),
        (Path("/nowhere/a.pdf"), "No such file or directory"),
    ],
)
def test_what_is_no_file_is_not_read(source: Path, reason: str) -> None:
    with pytest.raises(NotAPdfError) as caught:
        prepare(source, Request("person"), at=NOW)
    assert caught.value.details["reason"] == reason


def test_a_file_beyond_the_limit_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signing.revision.LARGEST_FILE", 1_000)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7" + bytes(1_000))
    with pytest.raises(NotAPdfError) as caught:
        prepare(tmp_path / "a.pdf", Request("person"), at=NOW)
    assert caught.value.details["reason"] == "too large"
