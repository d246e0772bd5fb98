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


def certificate(below: str) -> PageText:
    """Return a certificate with two columns, and what stands below the names in the second."""
    rows = (
        ("Họ, chữ đệm, tên của vợ: PHÙNG THỊ", "Họ, chữ đệm, tên của chồng: LÊ TRỌNG"),
        ("", below),
        ("Ngày, tháng, năm sinh: 24/07/1995", "Ngày, tháng, năm sinh: 19/01/1998"),
        ("Dân tộc: Kinh", "Dân tộc: Kinh"),
    )
    words = []
    for number, line in enumerate(HEAD):
        words += pages.words_of(line, 700.0, 200.0 + 80 * number, number, 0.97)
    for number, (left, right) in enumerate(rows, start=len(HEAD)):
        top = 200.0 + 60.0 * number
        words += pages.words_of(left, LEFT, top, number, 0.97)
        words += pages.words_of(right, RIGHT, top, number, 0.97)
    return PageText(pages.WIDTH, pages.HEIGHT, 300.0, tuple(words), basis="by hand")


@pytest.mark.parametrize(("below", "so"), [("VỸ", True), ("12/3", False), ("và các con", False)])
def test_a_name_in_capitals_may_go_on_below_in_capitals(below: str, so: bool) -> None:
    values = find_values(TYPE, Paper((sheet_of(1, certificate(below)),)))
    husband = [piece.text for line in values["husband_name"] for piece in line]
    assert husband[:2] == ["LÊ", "TRỌNG"]
    assert ("husband_name" in values.cut_off or husband[2:] == ["VỸ"]) is so
