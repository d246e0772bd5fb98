"""Sorting learns kinds of paper from what officers confirm, and unknown papers stay unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitizer.catalogue import Catalogue
from digitizer.model.doctype import DocumentType
from digitizer.paper import sorting
from digitizer.paper.likeness import (
    Confirmed,
    KindModel,
    features_of,
    packed,
    shipped_model,
    unpacked,
)
from tests.digitizer.paper import pages
from tests.digitizer.paper.design_office import DesignOffice
from tests.digitizer.paper.forms import FORMS

CATALOGUE = Catalogue.load()
KNOWN = CATALOGUE.document_types


def club(name: str, number: int) -> tuple[str, ...]:
    """A paper of the office's own kind: no title that a definition could name."""
    return (
        *pages.MOTTO,
        f"Số hội viên: {number:06d}",
        f"Hội viên: {name}",
        "Chi hội làm vườn và sinh vật cảnh",
        "Đã đóng hội phí và quỹ tương trợ năm nay đầy đủ",
        "Được tham gia lớp tập huấn kỹ thuật chiết ghép cây cảnh",
        f"Ban chấp hành chi hội xác nhận cho hội viên {name.rsplit(maxsplit=1)[-1]}",
        "Trưởng ban kiểm tra      Thủ quỹ chi hội",
    )


UNKNOWN = (
    "Đơn kiến nghị của tập thể hộ dân sống hai bên bờ kênh thủy lợi",
    "Chúng tôi đề nghị nạo vét lòng kênh, sửa cống và làm lại lối đi",
    "Mùa mưa nước tràn vào nhà, mùa khô không có nước tưới ruộng",
    "Kính mong các cấp xem xét sớm cho bà con yên tâm sản xuất",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[DesignOffice]:
    found = DesignOffice.open(tmp_path / "data")
    own = DocumentType(
        code="garden_club_card",
        name="Giấy xác nhận hội viên làm vườn",
        titles=("GIẤY XÁC NHẬN HỘI VIÊN LÀM VƯỜN",),
        anchors=(),
        fields=(),
        legal_source="Nội bộ",
        effective_from=CATALOGUE.document_type("cccd_front").effective_from,
    )
    found.station.design.save(found.administrator, own)
    found.station.reload_definitions()
    yield found
    found.station.close()


def read(office: DesignOffice, code: str, lines: tuple[str, ...]) -> int:
    """Take in a page as if read and sort it; return the paper's id."""
    office.dossier(code)
    office.page(code, pages.page_text(lines))
    machine = replace(office.machine, learning=office.station.paper.learning)
    machine.understand(office.clerk, code)
    (document,) = office.station.store.dossiers.documents(code)
    return document.id


def test_a_kind_that_officers_confirmed_is_recognised_on_later_pages(
    office: DesignOffice,
) -> None:
    dossiers = office.station.store.dossiers
    for number, name in enumerate(("Trần Thị Mẫu", "Lê Văn Mẫu", "Võ Mẫu Hoa")):
        document = read(office, f"HS-{number}", club(name, number))
        if number == 0:
            assert dossiers.document(document).type is None
        office.station.paper.set_document_type(office.clerk, document, "garden_club_card")
    found = dossiers.document(read(office, "HS-8", club("Phạm Mẫu Đào", 771)))
    assert found.type == "garden_club_card"
    assert found.type_probability > 0.7
    assert found.type_decided_by is None
    assert dossiers.document(read(office, "HS-9", UNKNOWN)).type is None
    # the same file name as ever: it is never looked at
    assert {page.original_name for page in dossiers.pages("HS-8")} == {"quet.png"}


def test_what_was_learned_outlives_the_program_and_a_changed_mind(office: DesignOffice) -> None:
    paper = office.station.paper
    document = read(office, "HS-1", club("Trần Thị Mẫu", 1))
    paper.set_document_type(office.clerk, document, "garden_club_card")
    paper.set_document_type(office.clerk, document, "criminal_record_certificate")
    (known,) = office.station.store.dossiers.known_kinds()
    assert (known.type, known.first) == ("criminal_record_certificate", True)
    paper.set_document_type(office.clerk, document, "other_paper")
    assert [one.type for one in office.station.store.dossiers.known_kinds()] == [
        "criminal_record_certificate"
    ]


@pytest.mark.parametrize("code", FORMS)
def test_the_shipped_model_knows_forms_and_not_those_it_never_saw(code: str) -> None:
    features = features_of(pages.page_text(FORMS[code]))
    without = {one: kind for one, kind in KNOWN.items() if one != code}
    guess = shipped_model().guess(features, without)
    assert guess is None or guess.probability < 0.5


def test_a_page_without_its_title_is_known_by_its_words() -> None:
    lines = [line for line in pages.BIRTH_DECLARATION if not line.startswith("TỜ KHAI")]
    text = pages.page_text(lines[5:])
    (found,) = sorting.sort_into_documents([(pages.page(1), text)], CATALOGUE)
    (alone,) = sorting.sort_into_documents([(pages.page(1), text)], CATALOGUE, KindModel())
    assert found.type == "birth_registration_declaration"
    assert found.probability > alone.probability


def test_a_page_of_two_sides_whose_back_is_hard_to_read_is_learned() -> None:
    lines = (*pages.CARD_FRONT, "", "Ngón trỏ trái", "Bản chụp thẻ hai mặt nộp kèm tờ khai")
    text = pages.page_text(lines)
    (before,) = sorting.sort_into_documents([(pages.page(1), text)], CATALOGUE)
    model = KindModel.shipped()
    model.learn(
        Confirmed("cccd_sheet", True, features_of(pages.page_text([*lines, f"Tờ {n}"])))
        for n in range(3)
    )
    (found,) = sorting.sort_into_documents([(pages.page(1), text)], CATALOGUE, model)
    assert (before.type, found.type) == ("cccd_front", "cccd_sheet")


def test_a_later_page_that_officers_confirmed_goes_on_with_its_paper() -> None:
    model = KindModel.shipped()
    second = ("Phần II. Quá trình công tác của người khai", *UNKNOWN[1:])
    kind = "residence_change_declaration"
    model.learn(
        Confirmed(kind, False, features_of(pages.page_text([*second, f"Trang {n}"])))
        for n in range(3)
    )
    first = (pages.page(1, original="a"), pages.page_text(FORMS[kind]))
    later = replace(pages.page(2, original="b"), width=1754, height=1240, dpi=150.0)
    text = pages.page_text([*second, "Trang 9"])
    (found,) = sorting.sort_into_documents([first, (later, text)], CATALOGUE, model)
    assert (found.type, found.page_ids) == (kind, (1, 2))
    apart = sorting.sort_into_documents([first, (later, text)], CATALOGUE)
    assert [one.page_ids for one in apart] == [(1,), (2,)]


# how soon a thousand numbers are drawn says how busy the machine is, nothing of the program
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(0, 65535), max_size=1300))
def test_features_survive_being_kept(numbers: set[int]) -> None:
    assert unpacked(packed(frozenset(numbers))) == frozenset(numbers)


@given(st.text(max_size=40))
def test_damaged_features_are_refused_or_read_but_never_crash(text: str) -> None:
    try:
        unpacked(text)
    except ValueError:
        return


def test_a_page_of_five_thousand_words_is_bounded() -> None:
    line = " ".join(f"tu{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(100))
    text = pages.page_text([line.replace("tu", f"t{chr(97 + n % 26)}x") for n in range(50)])
    assert len(features_of(text)) < 1600
