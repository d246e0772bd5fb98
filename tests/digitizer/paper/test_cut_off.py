"""A value whose end may stand in the next line, which no field has taken, is known as such."""

from __future__ import annotations

import pytest

from digitizer.catalogue import Catalogue
from digitizer.paper.finding_values import find_values
from digitizer.paper.layout import sheet_of
from digitizer.paper.printed import Paper
from ocr.model import PageText
from tests.digitizer.paper import pages

TYPE = Catalogue.load().document_type("marriage_certificate")
LEFT, RIGHT = 300.0, 1400.0
HEAD = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "GIẤY CHỨNG NHẬN KẾT HÔN")


LONG = ("Nơi cư trú: Tổ 5", "Nơi cư trú: Tổ dân phố Mỹ Hòa, phường Mẫu", 0.97)


def certificate(below: str, score: float, more: tuple[str, str, float] = LONG) -> PageText:
    """Return a certificate with two columns, and what is read below the names in the second."""
    rows = (
        ("Họ, chữ đệm, tên của vợ: PHÙNG THỊ", "Họ, chữ đệm, tên của chồng: LÊ TRỌNG", 0.97),
        ("HỒNG PHƯỢNG", below, score),
        ("Ngày, tháng, năm sinh: 24/07/1995", "Ngày, tháng, năm sinh: 19/01/1998", 0.97),
        ("Dân tộc: Kinh", "Dân tộc: Kinh", 0.97),
        more,
    )
    words = []
    for number, line in enumerate(HEAD):
        words += pages.words_of(line, 700.0, 200.0 + 80 * number, number, 0.97)
    for number, (left, right, read) in enumerate(rows, start=len(HEAD)):
        top = 200.0 + 60.0 * number
        words += pages.words_of(left, LEFT, top, number, 0.97)
        words += pages.words_of(right, RIGHT, top, number, read)
    return PageText(pages.WIDTH, pages.HEIGHT, 300.0, tuple(words), basis="by hand")


def husband(below: str, score: float) -> tuple[list[str], bool]:
    """Return the words of the husband's name, and whether more of it may follow."""
    values = find_values(TYPE, Paper((sheet_of(1, certificate(below, score)),)))
    words = [piece.text for line in values["husband_name"] for piece in line]
    return words, "husband_name" in values.cut_off


def test_the_end_of_a_name_in_the_next_line_belongs_to_it() -> None:
    assert husband("VỸ", 0.9) == (["LÊ", "TRỌNG", "VỸ"], False)


@pytest.mark.parametrize(("below", "may_go_on"), [("VỸ", True), ("ix", False), ("~.", False)])
def test_two_capitals_too_pale_to_be_taken_for_more_than_a_speck_leave_a_name_in_doubt(
    below: str, may_go_on: bool
) -> None:
    assert husband(below, 0.4) == (["LÊ", "TRỌNG"], may_go_on)


def test_a_name_that_reaches_the_edge_of_its_column_may_go_on_in_a_line_that_was_lost() -> None:
    short = ("Quốc tịch: Việt Nam", "Quốc tịch: Việt Nam", 0.97)

    def in_doubt(more: tuple[str, str, float]) -> frozenset[str]:
        return find_values(TYPE, Paper((sheet_of(1, certificate("~.", 0.4, more)),))).cut_off

    # “NGÔ MINH” for “NGÔ MINH LỘC”: the third name stood in a line that nobody read
    assert "husband_name" in in_doubt(short)
    assert "husband_name" not in in_doubt(LONG)


def test_a_speck_in_the_row_below_is_no_end_of_a_value() -> None:
    lines = (
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "@400 Đến nay, Ủy ban nhân dân xã chưa trả kết quả cho Bà. Lý do: Cán bộ",
        "@300 địa chính đang xác minh thực địa do mưa lũ kéo dài. @2000 :",
    )
    sheet = sheet_of(1, pages.page_text(lines))
    values = find_values(Catalogue.load().document_type("apology_letter"), Paper((sheet,)))
    printed = " ".join(piece.text for line in values["reason"] for piece in line)
    assert "kéo dài" in printed or "reason" in values.cut_off
