"""Pages nobody prints: they cost time within bounds and never a wrong value called sure."""

from __future__ import annotations

import time
from dataclasses import replace

from digitizer.catalogue import Catalogue
from digitizer.paper.extraction import extract, lines_to_look_at
from ocr.model import Box, Rereading, WordAgain
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
