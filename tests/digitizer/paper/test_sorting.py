from __future__ import annotations

from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.paper.sorting import SortedDocument, sort_into_documents
from ocr.model import PageText, Quality
from tests.digitizer.paper import pages

CATALOGUE = Catalogue.load()


def sort(*texts: PageText, original: str = "") -> tuple[SortedDocument, ...]:
    taken = [
        (pages.page(number, original=original, original_page=number), text)
        for number, text in enumerate(texts, start=1)
    ]
    return sort_into_documents(taken, CATALOGUE)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (pages.BIRTH_DECLARATION, "birth_registration_declaration"),
        (pages.CARD_FRONT, "cccd_front"),
        (pages.DECISION, "administrative_document"),
    ],
)
def test_a_paper_is_known_by_its_title(lines: tuple[str, ...], code: str) -> None:
    (found,) = sort(pages.page_text(lines))
    assert found.type == code
    assert found.probability > 0.7


@pytest.mark.parametrize(
    "kind",
    sorted(
        code
        for code, kind in CATALOGUE.document_types.items()
        if code != "other_paper" and not kind.sides_of
    ),
)
def test_every_titled_kind_is_known_by_title_and_anchors(kind: str) -> None:
    definition = CATALOGUE.document_types[kind]
    lines = [*pages.MOTTO, *definition.titles[:1], "", *definition.anchors]
    (found,) = sort(pages.page_text(lines))
    assert found.type == kind


def test_a_title_with_misread_marks_is_still_known() -> None:
    marks = str.maketrans("ỜĂÝÁÍ", "ƠAYẢI")
    lines = [line.translate(marks) for line in pages.BIRTH_DECLARATION]
    (found,) = sort(pages.page_text(lines))
    assert found.type == "birth_registration_declaration"


def test_a_title_inside_a_sentence_does_not_name_the_paper() -> None:
    (found,) = sort(pages.page_text(["Tôi đề nghị được cấp bản sao giấy khai sinh cho con tôi."]))
    assert found.type is None
    assert found.probability == 0


def test_the_card_of_2024_is_not_taken_for_the_card_of_2021() -> None:
    lines = [
        "CĂN CƯỚC",
        "IDENTITY CARD",
        "Số định danh cá nhân / Personal identification number:",
        "051195007434",
        "Họ, chữ đệm và tên khai sinh / Full name:",
        "TRẦN THỊ MẪU",
    ]
    (found,) = sort(pages.page_text(lines))
    assert found.type == "can_cuoc_front"


def test_a_card_whose_title_is_lost_is_known_by_its_qr() -> None:
    lines = ["Giới tính / Sex: Nữ", "Quê quán / Place of origin:"]
    (found,) = sort(pages.page_text(lines, codes=[pages.CARD_QR]))
    assert found.type == "cccd_front"


def test_pages_without_a_head_go_on_with_the_paper_before() -> None:
    text = pages.page_text(["Điều 2. Quyết định này có hiệu lực kể từ ngày ký."])
    found = sort(pages.page_text(pages.DECISION), text, text)
    assert [one.page_ids for one in found] == [(1, 2, 3)]
    assert found[0].type == "administrative_document"


def test_the_last_page_with_the_recipients_belongs_to_its_decision() -> None:
    last = pages.page_text(["Nơi nhận:", "- Như Điều 3;", "- Lưu: VT, VP."])
    found = sort(pages.page_text(pages.DECISION), last)
    assert [one.page_ids for one in found] == [(1, 2)]


CARD_BACK = (
    "Đặc điểm nhân dạng / Personal identification:",
    "Ngón trỏ trái",
    "Left index finger",
    "CỤC TRƯỞNG CỤC CẢNH SÁT",
    "DIRECTOR GENERAL OF THE POLICE DEPARTMENT",
)


def test_front_and_back_of_a_card_are_two_papers() -> None:
    back = pages.page_text(CARD_BACK)
    found = sort(pages.page_text(pages.CARD_FRONT), back, original="one file")
    assert [(one.type, one.page_ids) for one in found] == [
        ("cccd_front", (1,)),
        ("cccd_back", (2,)),
    ]


def test_front_and_back_copied_onto_one_page_are_one_paper() -> None:
    (found,) = sort(pages.page_text((*pages.CARD_FRONT, "", *CARD_BACK)))
    assert (found.type, found.page_ids) == ("cccd_sheet", (1,))


def test_a_new_title_begins_a_new_paper_in_the_same_file() -> None:
    decision = pages.page_text(pages.DECISION)
    found = sort(decision, decision, original="one file")
    assert [one.page_ids for one in found] == [(1,), (2,)]


def test_the_back_of_a_sheet_without_print_stays_with_its_front() -> None:
    blank = replace(pages.page_text([]), quality=Quality(blank=True))
    found = sort(pages.page_text(pages.BIRTH_DECLARATION), blank, original="one file")
    assert [one.page_ids for one in found] == [(1, 2)]


def test_names_of_files_say_nothing() -> None:
    text = pages.page_text(["Một trang viết tay."])
    named = replace(pages.page(1), original_name="giay-khai-sinh.jpg")
    assert sort_into_documents([(named, text)], CATALOGUE)[0].type is None


def test_no_pages_are_no_papers() -> None:
    assert sort_into_documents([], CATALOGUE) == ()
