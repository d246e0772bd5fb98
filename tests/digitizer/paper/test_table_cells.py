"""Tables are read cell by cell, on ruled and on unruled paper; each cell shows where it stands."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.model.field import FieldReading, Method
from digitizer.paper.extraction import extract, lines_to_look_at
from ocr.model import Box, PageText, Region, RegionKind, TextSource, Word
from tests.digitizer.paper import pages

CATALOGUE = Catalogue.load()
LINES = [
    "3. Ngành, nghề kinh doanh:",
    "STT      Tên ngành                 Mã ngành",
    "1      Bán lẻ lương thực           4711",
    "2      Bán lẻ đồ uống            4723",
    "4. Vốn kinh doanh: 80.000.000 đồng (Tám mươi triệu đồng)",
]
HOUSEHOLD = [
    "Những thành viên trong hộ gia đình cùng thay đổi",
    "TT    Họ, chữ đệm và tên    Ngày sinh    Giới tính    Số định danh cá nhân    Mối quan hệ",
    "1    LÊ MẪU NHI    05/10/2016    Nữ    092316000012    Con",
    "2    LÊ THỊ MẪU    02/06/1995    Nữ    092195007434    Vợ",
    "Người kê khai",
]


def read(code: str, text: PageText) -> dict[str, FieldReading]:
    return {one.name: one for one in extract(CATALOGUE.document_types[code], [(1, text)])}


def cells(reading: FieldReading) -> list[dict[str, str]]:
    return [{cell.name.rpartition(".")[2]: cell.value for cell in row} for row in reading.rows]


def own(lines: list[str]) -> PageText:
    return pages.page_text(lines, source=TextSource.TEXT_LAYER, confidence=1.0)


def test_every_cell_of_an_entry_has_a_name_a_value_and_its_place_on_the_page() -> None:
    found = read("household_business_certificate", pages.page_text(LINES))["business_lines"]
    assert cells(found) == [
        {"line": "Bán lẻ lương thực", "code": "4711"},
        {"line": "Bán lẻ đồ uống", "code": "4723"},
    ]
    first, second = (row[1].evidence[0] for row in found.rows)
    assert second.top - first.top == pytest.approx(80.0)
    assert first.left > found.rows[0][0].evidence[0].right


def test_members_of_a_household_are_read_column_by_column() -> None:
    found = read("residence_change_declaration", pages.page_text(HOUSEHOLD))
    tables = [one for one in found.values() if one.rows]
    assert [cells(one) for one in tables] == [
        [
            {
                "name": "LÊ MẪU NHI",
                "birth_date": "2016-10-05",
                "sex": "Nữ",
                "personal_id": "092316000012",
                "relation": "Con",
            },
            {
                "name": "LÊ THỊ MẪU",
                "birth_date": "1995-06-02",
                "sex": "Nữ",
                "personal_id": "092195007434",
                "relation": "Vợ",
            },
        ]
    ]


def test_a_table_of_the_files_own_text_is_sure_where_its_numbers_run_through() -> None:
    found = read("household_business_certificate", own(LINES))["business_lines"]
    assert found.method is Method.TEXT_LAYER
    assert found.sure
    assert found.value == "4711 Bán lẻ lương thực; 4723 Bán lẻ đồ uống"


def test_an_entry_that_begins_with_a_small_letter_is_not_sure_for_its_first_line_may_be_lost() -> (
    None
):
    whole = [
        cell
        for row in read("household_business_certificate", own(LINES))["business_lines"].rows
        for cell in row
    ]
    assert all(cell.sure for cell in whole)
    lines = [line.replace("Bán lẻ lương", "bán lẻ lương") for line in LINES]
    found = read("household_business_certificate", own(lines))["business_lines"]
    doubted = [cell.value for row in found.rows for cell in row if not cell.sure]
    assert doubted == ["bán lẻ lương thực"]
    assert not found.sure


def test_a_table_whose_numbers_leave_one_out_is_not_sure() -> None:
    lines = [line.replace("2   ", "3   ", 1) if line[0] == "2" else line for line in LINES]
    found = read("household_business_certificate", own(lines))["business_lines"]
    assert cells(found)
    assert not found.sure


def test_a_table_read_once_from_pixels_is_not_sure_and_is_read_again() -> None:
    text = pages.page_text(LINES)
    kind = CATALOGUE.document_types["household_business_certificate"]
    assert not read(kind.code, text)["business_lines"].sure
    assert lines_to_look_at(kind, [(1, text)])[1]


def test_a_table_of_the_files_own_text_is_not_read_again_from_pixels() -> None:
    kind = CATALOGUE.document_types["household_business_certificate"]
    assert lines_to_look_at(kind, [(1, own(LINES))]) == {}


def test_rules_part_cells_that_stand_too_near_for_white_to_part_them() -> None:
    lines = [
        "3. Ngành, nghề kinh doanh:",
        "STT    Tên ngành    Mã ngành",
        "1 Bán lẻ lương thực 4711",
        "2 Bán lẻ đồ uống 4723",
    ]
    text = pages.page_text(lines)
    words = [word for word in text.words if word.line >= 2]
    codes = [word.box for word in words if word.text.isdigit() and len(word.text) == 4]
    names = [word.box for word in words if not word.text.isdigit()]
    left = min(box.left for box in names) - 5
    # the second code stands further left than the first: it is set under it here
    edge = max(box.right for box in names) + 5
    moved = tuple(
        replace(word, box=Box(edge + 5, word.box.top, edge + 95, word.box.bottom))
        if word.box in codes
        else word
        for word in text.words
    )
    downs = (350.0, 425.0, 505.0)
    grid = tuple(
        tuple(
            Box(a, top, b, top + 75) for a, b in ((290.0, left), (left, edge), (edge, edge + 200))
        )
        for top in downs[:2]
    )
    table = Region(RegionKind.TABLE, Box(290, 350, edge + 200, 505), 0.9, cells=grid)
    found = read("household_business_certificate", replace(text, words=moved, regions=(table,)))[
        "business_lines"
    ]
    assert cells(found) == [
        {"line": "Bán lẻ lương thực", "code": "4711"},
        {"line": "Bán lẻ đồ uống", "code": "4723"},
    ]


def with_word(text: PageText, word: str, box: Box, confidence: float = 0.9) -> PageText:
    """Return the page with one more word, on a line of its own."""
    line = 1 + max(one.line for one in text.words)
    return replace(text, words=(*text.words, Word(word, box, confidence, line, font_size=44.0)))


def box_of(text: PageText, word: str) -> Box:
    return next(one.box for one in text.words if one.text == word)


def test_what_is_half_as_high_as_the_print_is_no_part_of_a_cell() -> None:
    text = pages.page_text(LINES)
    behind = box_of(text, "thực")
    dirt = Box(behind.left + 3, behind.bottom + 10, behind.left + 50, behind.bottom + 24)
    found = read("household_business_certificate", with_word(text, "2A", dirt))
    assert cells(found["business_lines"])[0] == {"line": "Bán lẻ lương thực", "code": "4711"}


def test_print_that_was_read_twice_stands_in_its_cell_once() -> None:
    text = pages.page_text(LINES)
    word = box_of(text, "lương")
    part = Box(word.left + 8, word.top + 4, word.right + 2, word.bottom + 4)
    found = read("household_business_certificate", with_word(text, "ương", part))
    assert cells(found["business_lines"])[0] == {"line": "Bán lẻ lương thực", "code": "4711"}


def test_a_rule_of_the_form_above_parts_no_cell_that_a_word_crosses_it_in() -> None:
    text = pages.page_text(LINES)
    crossed, behind, code = box_of(text, "lương"), box_of(text, "thực"), box_of(text, "4711")
    cuts = (290.0, 400.0, (crossed.left + crossed.right) / 2, behind.right + 5, code.right + 60)
    tops = (350.0, 425.0, 505.0)
    grid = tuple(
        tuple(Box(a, top, b, bottom) for a, b in itertools.pairwise(cuts))
        for top, bottom in itertools.pairwise(tops)
    )
    table = Region(RegionKind.TABLE, Box(290, 350, cuts[-1], 505), 0.9, cells=grid)
    found = read("household_business_certificate", replace(text, regions=(table,)))
    assert [one["line"] for one in cells(found["business_lines"])] == [
        "Bán lẻ lương thực",
        "Bán lẻ đồ uống",
    ]


def test_a_word_behind_a_rule_of_the_form_above_still_belongs_to_its_cell() -> None:
    lines = [line.replace("Bán lẻ đồ uống  ", "Bán lẻ  ") for line in LINES]
    text = own(lines)
    # the rule stands in the white before the last words of one row alone
    last, code = box_of(text, "thực"), box_of(text, "4711")
    cuts = (290.0, 400.0, last.left - 4, last.right + 30, code.right + 60)
    tops = (350.0, 425.0, 505.0)
    grid = tuple(
        tuple(Box(a, top, b, bottom) for a, b in itertools.pairwise(cuts))
        for top, bottom in itertools.pairwise(tops)
    )
    table = Region(RegionKind.TABLE, Box(290, 350, cuts[-1], 505), 0.9, cells=grid)
    found = read("household_business_certificate", replace(text, regions=(table,)))[
        "business_lines"
    ]
    assert cells(found)[0] == {"line": "Bán lẻ lương thực", "code": "4711"}
    assert found.sure


def test_a_last_word_on_a_line_of_its_own_stays_the_last() -> None:
    text = pages.page_text(LINES)
    first = box_of(text, "lương")
    line = next(one.line for one in text.words if one.text == "lương")
    below = Box(first.left - 30, first.top + 32, first.left + 20, first.bottom + 32)
    word = Word("ăn", below, 0.9, line, font_size=44.0)
    found = read("household_business_certificate", replace(text, words=(*text.words, word)))
    assert cells(found["business_lines"])[0]["line"] == "Bán lẻ lương thực ăn"


def test_a_table_with_words_in_no_column_is_not_sure() -> None:
    text = own(LINES)
    code = box_of(text, "4711")
    far = Box(code.right + 400, code.top, code.right + 480, code.bottom)
    found = read("household_business_certificate", with_word(text, "kèm", far, 1.0))
    assert not found["business_lines"].sure


@pytest.mark.parametrize(
    "day",
    ["ngày 20 tháng 4 năm 2023", "ngày .... tháng .... năm 2024", "ngày tháng năm 2024"],
)
def test_days_over_the_signatures_are_no_part_of_the_last_entry(day: str) -> None:
    relation = next(word for word in pages.page_text(HOUSEHOLD).words if word.text == "Vợ")
    below = f"@300 ....., {day} @{int(relation.box.left)} {day}"
    lines = [*HOUSEHOLD[:-1], below, "@300 Ý KIẾN CỦA CHỦ HỘ @1200 NGƯỜI KÊ KHAI"]
    members = read("residence_change_declaration", pages.page_text(lines))["members"]
    assert [row["relation"] for row in cells(members)] == ["Con", "Vợ"]
