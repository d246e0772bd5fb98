"""A table with labels on its left and one column of values for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract
from ocr.model import PageText, Word
from tests.digitizer.paper import pages

CATALOGUE = Catalogue.load()
COLUMNS = (300.0, 900.0, 1700.0)
STEP, CELL = 60.0, 95.0
HEADS = ("Thông tin", "Bên nữ", "Bên nam")
CELLS = (
    (("Họ, chữ đệm, tên",), ("TRẦN THỊ NGUYỆT",), ("TRỊNH ĐỨC TUẤN",)),
    (("Ngày, tháng, năm", "sinh"), ("08/11/1996",), ("23/11/1998",)),
    (("Dân tộc",), ("Mường",), ("Mông",)),
    (("Quốc tịch",), ("Việt Nam",), ("Việt Nam",)),
    (
        ("Nơi cư trú",),
        ("Thôn Nà Lốc, xã", "Bắc Sơn, tỉnh Lạng Sơn"),
        ("Tổ 3, phường Sa Pa,", "tỉnh Lào Cai"),
    ),
    (
        ("Giấy tờ tùy thân",),
        ("CCCD số 020196163920, cấp", "ngày 10/7/2021"),
        ("CCCD số 010098669994, cấp", "ngày 25/4/2021"),
    ),
)
WANTED = {
    "wife_name": "TRẦN THỊ NGUYỆT",
    "wife_birth_date": "1996-11-08",
    "wife_ethnicity": "Mường",
    "wife_residence": "Thôn Nà Lốc, xã Bắc Sơn, tỉnh Lạng Sơn",
    "wife_id_paper": "CCCD số 020196163920, cấp ngày 10/7/2021",
    "wife_personal_id": "020196163920",
    "husband_name": "TRỊNH ĐỨC TUẤN",
    "husband_birth_date": "1998-11-23",
    "husband_ethnicity": "Mông",
    "husband_residence": "Tổ 3, phường Sa Pa, tỉnh Lào Cai",
    "husband_personal_id": "010098669994",
}


def paper(title: str, heads: Sequence[str] = HEADS, *, centred: bool = False) -> PageText:
    """Return a page with such a table; ``centred``: labels stand beside the middle of values."""
    words: list[Word] = []
    line = 0

    def put(text: str, column: int, top: float) -> None:
        nonlocal line
        words.extend(pages.words_of(text, COLUMNS[column], top, line))
        line += 1

    for text, top in ((pages.MOTTO[0], 100.0), (title, 200.0)):
        put(text, 0, top)
    order = [HEADS.index(head) for head in heads]
    for place, head in enumerate(heads):
        put(head, place, 330.0)
    top = 430.0
    for cells in CELLS:
        shown = [cells[number] for number in order]
        most = max(map(len, shown))
        for place, lines in enumerate(shown):
            shift = (most - len(lines)) * STEP / 2 if centred else 0.0
            for number, text in enumerate(lines):
                put(text, place, top + shift + number * STEP)
        top += (most - 1) * STEP + CELL
    put("Chúng tôi cam đoan những lời khai trên đây là đúng sự thật và tự nguyện.", 0, top)
    put("Bắc Sơn, ngày 20 tháng 02 năm 2025", 1, top + 2 * STEP)
    return replace(pages.page_text(["x"]), words=tuple(words))


def read(kind: str, text: PageText) -> dict[str, FieldReading]:
    definition = CATALOGUE.document_type(kind)
    return {one.name: one for one in extract(definition, [(1, text)], CATALOGUE.rules)}


@pytest.mark.parametrize("centred", [False, True], ids=["labels on top", "labels centred"])
@pytest.mark.parametrize("heads", [HEADS, ("Thông tin", "Bên nam", "Bên nữ")])
def test_each_person_keeps_her_column(heads: Sequence[str], centred: bool) -> None:
    text = paper("TỜ KHAI ĐĂNG KÝ KẾT HÔN", heads, centred=centred)
    found = {
        name: one.value for name, one in read("marriage_registration_declaration", text).items()
    }
    assert {name: found[name] for name in WANTED} == WANTED
    assert found["made_at_date"] == "2025-02-20"


def test_the_heading_of_a_column_says_whose_name_stands_below_it() -> None:
    found = read("marriage_certificate", paper("GIẤY CHỨNG NHẬN KẾT HÔN"))
    names = ("wife_name", "husband_name", "wife_ethnicity", "husband_ethnicity")
    assert [found[name].value for name in names] == [WANTED[name] for name in names]


def test_without_its_headings_nothing_of_such_a_table_is_sure() -> None:
    text = paper("TỜ KHAI ĐĂNG KÝ KẾT HÔN")
    heads = {"Bên": "Cột", "nữ": "một", "nam": "hai"}
    words = [replace(one, text=heads.get(one.text, one.text)) for one in text.words]
    found = read("marriage_registration_declaration", replace(text, words=tuple(words)))
    of_persons = {n: one for n, one in found.items() if n.startswith(("wife", "husband"))}
    assert any(one.value for one in of_persons.values())
    assert not [name for name, one in of_persons.items() if one.sure]
