"""Pages nobody prints: they cost time within bounds and never a wrong value called sure."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from digitizer.catalogue import Catalogue
from digitizer.paper.extraction import extract, lines_to_look_at
from ocr.model import Box, PageText, Region, RegionKind, Rereading, Word, WordAgain
from tests.digitizer.paper.pages import BIRTH_DECLARATION, page_text, words_of

CATALOGUE = Catalogue.load()
TYPE = CATALOGUE.document_type("birth_registration_declaration")


def test_a_page_of_five_thousand_words_is_extracted_within_seconds() -> None:
    words = []
    for line in range(250):
        text = "Họ, chữ đệm, tên: " + " ".join(["Nguyễn", "Văn"] * 8)
        words += words_of(text, 20.0, 10.0 + 13 * line, line)
    assert len(words) == 5_000
    page = replace(page_text([]), words=tuple(words))
    started = time.perf_counter()
    readings = extract(TYPE, [(1, page)], CATALOGUE.rules)
    lines_to_look_at(TYPE, [(1, page)], CATALOGUE.rules)
    assert time.perf_counter() - started < 10
    assert not any(one.sure and one.name.endswith("_name") for one in readings)


@pytest.mark.alone
def test_a_ruled_list_of_as_many_words_takes_little_longer_than_the_same_words_without_rules() -> (
    None
):
    wide, high = 120.0, 34.0
    rows = [
        [(Box(x, y, x + wide, y + high), text) for x, text in zip(lefts, texts, strict=True)]
        for y in (10.0 + high * number for number in range(100))
        for lefts in [[10.0 + wide * number for number in range(20)]]
        for texts in [["Dân tộc:", "Dân tộc: Kinh"] * 10]
    ]
    words = []
    for number, (cell, text) in enumerate(one for row in rows for one in row):
        parts = text.split()
        step = 110 / len(parts)
        for place, part in enumerate(parts):
            left = cell.left + 5 + step * place
            box = Box(left, cell.top + 6, left + 0.9 * step, cell.bottom - 6)
            words.append(Word(part, box, 0.95, number))
    assert len(words) == 5_000
    ruled = tuple(tuple(cell for cell, _ in row) for row in rows)
    around = Box(10.0, 10.0, 10.0 + 20 * wide, 10.0 + 100 * high)
    table = Region(RegionKind.TABLE, around, 0.9, cells=ruled, ruled=ruled)
    plain = replace(page_text([]), words=tuple(words))
    assert _seconds(replace(plain, regions=(table,))) < 4 * _seconds(plain)


def _seconds(page: PageText) -> float:
    started = time.perf_counter()
    assert not any(one.sure for one in extract(TYPE, [(1, page)], CATALOGUE.rules))
    return time.perf_counter() - started


def test_further_readings_that_fit_no_line_change_nothing() -> None:
    page = page_text(BIRTH_DECLARATION)
    strange = (
        Rereading(Box(0, 0, 1, 1), 3, "w", (WordAgain("X", 1.0, 0, 2),)),
        Rereading(Box(0, 0, 1, 1), 0, "w", ()),
        Rereading(page.words[0].box, 1, "w", (WordAgain("", 0.0, -1, -1),)),
    )
    plain = extract(TYPE, [(1, page)], CATALOGUE.rules)
    assert extract(TYPE, [(1, replace(page, again=strange))], CATALOGUE.rules) == plain


def test_words_of_a_further_reading_far_outside_the_line_are_no_error() -> None:
    page = page_text(BIRTH_DECLARATION)
    line = next(
        one for one in lines_to_look_at(TYPE, [(1, page)], CATALOGUE.rules)[1] if "MẪU" in one.text
    )
    odd = (
        WordAgain("A", 0.9, -1, 400),
        WordAgain("B", 0.9, 400, 400),
        WordAgain("C", 0.9, 2, 0),
    )
    again = (Rereading(line.box, len(line.words), "w", odd),)
    readings = extract(TYPE, [(1, replace(page, again=again))], CATALOGUE.rules)
    assert not next(one for one in readings if one.name == "requester_name").sure
