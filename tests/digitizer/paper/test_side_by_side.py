"""Two persons side by side, or one below the other in any order: nobody gets the other's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract
from digitizer.paper.judging import judge
from ocr.model import PageText, Word
from tests.digitizer.paper import pages

CATALOGUE = Catalogue.load()
KIND = CATALOGUE.document_type("marriage_certificate")
WIFE = (
    "Họ, chữ đệm, tên vợ: TRẦN THỊ NGUYỆT",
    "Ngày, tháng, năm sinh: 08/11/1996",
    "Dân tộc: Kinh",
    "Nơi cư trú: Thôn Nà Lốc, xã Bắc Sơn,",
    "tỉnh Lạng Sơn",
    "Giấy tờ tùy thân: CCCD số 020196163920",
)
HUSBAND = (
    "Họ, chữ đệm, tên chồng: TRỊNH ĐỨC",
    "TUẤN",
    "Ngày, tháng, năm sinh: 23/11/1998",
    "Dân tộc: Tày",
    "Nơi cư trú: Tổ 3, phường Sa Pa, tỉnh Lào Cai",
    "Giấy tờ tùy thân: CCCD số 010098669994",
)
WANTED = {
    "wife_name": "TRẦN THỊ NGUYỆT",
    "wife_birth_date": "1996-11-08",
    "wife_ethnicity": "Kinh",
    "wife_residence": "Thôn Nà Lốc, xã Bắc Sơn, tỉnh Lạng Sơn",
    "wife_personal_id": "020196163920",
    "husband_name": "TRỊNH ĐỨC TUẤN",
    "husband_birth_date": "1998-11-23",
    "husband_ethnicity": "Tày",
    "husband_residence": "Tổ 3, phường Sa Pa, tỉnh Lào Cai",
    "husband_personal_id": "010098669994",
    "registration_place": "Ủy ban nhân dân xã Bắc Sơn, tỉnh Lạng Sơn",
}
PLACE = "Nơi đăng ký kết hôn: Ủy ban nhân dân xã Bắc Sơn, tỉnh Lạng Sơn"


def paper(*columns: Sequence[str]) -> PageText:
    """Return a certificate whose blocks stand in columns of ten centimetres, top to bottom."""
    words: list[Word] = pages.words_of("GIẤY CHỨNG NHẬN KẾT HÔN", 700, 100, 0)
    number = 1
    for place, column in enumerate(columns):
        for row, line in enumerate(column):
            words += pages.words_of(line, 250 + 1000 * place, 250 + 80 * row, number)
            number += 1
    below = 250 + 80 * max(map(len, columns))
    words += pages.words_of(PLACE, 250, below, number)
    return replace(pages.page_text(["x"]), words=tuple(words))


def read(text: PageText) -> tuple[FieldReading, ...]:
    return extract(KIND, [(1, text)], CATALOGUE.rules)


@pytest.mark.parametrize(
    "columns",
    [(WIFE, HUSBAND), (HUSBAND, WIFE), ((*WIFE, *HUSBAND),), ((*HUSBAND, *WIFE),)],
    ids=["wife left", "husband left", "wife first", "husband first"],
)
def test_each_person_keeps_what_is_printed_of_them(columns: Sequence[Sequence[str]]) -> None:
    found = {one.name: one.value for one in read(paper(*columns))}
    assert {name: found[name] for name in WANTED} == WANTED


def test_a_number_of_the_other_sex_makes_the_data_of_both_unsure() -> None:
    # the blocks are mixed up in a way no layout explains
    wife = [line.replace("020196163920", "010096669994") for line in WIFE]
    readings = read(paper(wife, HUSBAND))
    codes = {one.code for one in judge(KIND, readings, CATALOGUE.rules)}
    assert "personal-id-sex-mismatch" in codes
    of_persons = [one for one in readings if one.name.startswith(("wife", "husband"))]
    assert not [one.name for one in of_persons if one.sure and not one.name.endswith("_name")]


def test_a_misread_birth_year_leaves_what_stands_beside_it_as_it_is() -> None:
    wife = [line.replace("08/11/1996", "08/11/1998") for line in WIFE]
    found = {one.name: one.sure for one in read(paper(wife, HUSBAND))}
    assert not found["wife_birth_date"]
    assert found["wife_ethnicity"]
    assert found["husband_birth_date"]
