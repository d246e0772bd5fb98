"""Recognisers can be exchanged, and ours agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from ocr import tesseract
from ocr.engines import choice, inprocess, output
from ocr.engines.base import Engine
from ocr.engines.inprocess import InProcess
from ocr.engines.program import Program
from ocr.errors import LanguageMissingError, PageTimeoutError
from ocr.model import Character, Word
from tests.ocr.conftest import printed_page

HEADER = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)
TABLE = (
    "4\t1\t1\t1\t1\t0\t10\t20\t200\t30\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t10\t20\t90\t30\t96.5\tĐiều\n"
    "5\t1\t1\t1\t1\t2\t110\t20\t90\t30\t41\t5\n"
    "4\t1\t1\t1\t2\t0\t10\t60\t200\t30\t-1\t\n"
    "5\t1\t1\t1\t2\t1\t10\t60\t90\t30\t12\t   \n"
    "4\t1\t2\t1\t1\t0\t10\t90\t200\t30\t-1\t\n"
    "5\t1\t2\t1\t1\t1\t10\t90\t90\t30\t90\tQĐÐ-UB\n"
)
MARKUP = (
    "<span class='ocr_line' id='line_1_1' "
    'title="bbox 10 20 210 50; baseline 0.1 -5; x_size 28; x_descenders 5">'
)


@dataclass
class EntryPoint:
    name: str
    load: Callable[[], Callable[[], object]]


@pytest.fixture
def fresh_choice() -> Iterator[None]:
    choice.chosen.cache_clear()
    yield
    choice.chosen.cache_clear()


def engines() -> list[Engine]:
    return [Program(), InProcess()] if inprocess.available() else [Program()]


def text(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


@pytest.mark.parametrize("table", [TABLE, f"{HEADER}\n{TABLE}"])
def test_words_come_out_of_the_table_with_baselines_and_lines_without_gaps(table: str) -> None:
    first, second, third = output.words(table, MARKUP)
    assert (first.text, first.confidence, first.line) == ("Điều", 0.965, 0)
    assert first.baseline == (10.0, 45.0, 100.0, 54.0)
    assert first.font_size == 28
    assert second.text == "5"
    assert (third.text, third.line, third.baseline) == ("QĐ-UB", 1, None)


def test_each_word_has_its_characters_with_their_scores_and_none_where_they_do_not_fit() -> None:
    pieces = (
        "<span class='ocrx_word' title='bbox 10 20 100 50; x_wconf 96'>"
        + "".join(
            f"<span class='ocrx_cinfo' title='x_bboxes 1 2 3 4; x_conf {score}'>{letter}</span>"
            for letter, score in (("Đ", 99.5), ("i", 98), ("ê\u0300", 61.2), ("u", 99.5))
        )
        + "</span><span class='ocrx_word' title='bbox 110 20 200 50; x_wconf 41'>"
        "<span class='ocrx_cinfo' title='x_bboxes 1 2 3 4; x_conf 41'>&amp;</span></span>"
    )
    first, second, third = output.words(TABLE, MARKUP + pieces)
    assert "".join(one.text for one in first.characters) == first.text == "Điều"
    assert first.characters[2] == Character("ề", 0.612)
    assert second.characters == third.characters == ()


@pytest.mark.engine
@pytest.mark.parametrize("engine", engines(), ids=lambda engine: type(engine).__name__)
def test_the_characters_of_every_word_of_a_page_make_up_its_text(engine: Engine) -> None:
    page = np.asarray(printed_page()[0].reduce(2))
    words = engine.recognise(page, language="vie", dpi=150, seconds=60)
    assert len(words) > 40
    for word in words:
        assert "".join(one.text for one in word.characters) == word.text
        assert all(0 <= one.confidence <= 1 for one in word.characters)


@pytest.mark.engine
@pytest.mark.parametrize("engine", engines(), ids=lambda engine: type(engine).__name__)
def test_every_character_says_where_it_stands(engine: Engine) -> None:
    """A second look takes the picture of each vowel from there; without it names are never sure."""
    page = np.asarray(printed_page()[0].reduce(2))
    words = engine.recognise(page, language="vie", dpi=150, seconds=60)
    for word in words:
        for one in word.characters:
            assert one.box is not None, word
            assert word.box.left - 2 <= one.box.left < one.box.right <= word.box.right + 2


@pytest.mark.usefixtures("fresh_choice")
def test_the_recogniser_of_another_package_is_used_before_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Other(Program):
        def version(self) -> str:
            return "other 1"

    found = {choice.GROUP: [EntryPoint("other", lambda: Other)]}
    monkeypatch.setattr(choice, "entry_points", lambda group: found[group])
    assert tesseract.version() == "other 1"


@pytest.mark.usefixtures("fresh_choice")
@pytest.mark.parametrize(("installed", "expected"), [(False, Program), (True, InProcess)])
def test_the_program_reads_unless_the_library_is_installed(
    monkeypatch: pytest.MonkeyPatch, installed: bool, expected: type
) -> None:
    monkeypatch.setattr(inprocess, "available", lambda: installed)
    assert isinstance(choice.chosen(), expected)


@pytest.mark.engine
@pytest.mark.skipif(not inprocess.available(), reason="tesserocr is not installed")
def test_both_ways_to_tesseract_read_the_same() -> None:
    page = np.asarray(printed_page()[0].reduce(2))
    program, library = (
        engine.recognise(page, language="vie", dpi=150, seconds=60) for engine in engines()
    )
    assert Levenshtein.normalized_similarity(text(program), text(library)) > 0.99
    tops = {word.text: word.box.top for word in program}
    shared = [word for word in library if word.text in tops]
    assert len(shared) > 40
    assert all(abs(word.box.top - tops[word.text]) < 200 for word in shared)
    assert (
        Program().orientation(page, seconds=60)[0] == InProcess().orientation(page, seconds=60)[0]
    )


@pytest.mark.engine
@pytest.mark.skipif(not inprocess.available(), reason="tesserocr is not installed")
def test_a_page_that_takes_too_long_in_the_process_is_given_up() -> None:
    page = np.asarray(printed_page()[0])
    with pytest.raises(PageTimeoutError):
        InProcess().recognise(page, language="vie", dpi=300, seconds=0.002)


@pytest.mark.engine
@pytest.mark.parametrize("engine", engines(), ids=lambda engine: type(engine).__name__)
def test_a_language_that_is_missing_is_named(engine: Engine) -> None:
    with pytest.raises(LanguageMissingError):
        engine.recognise(np.full((50, 50), 255, np.uint8), language="xyz", dpi=300, seconds=60)


@pytest.mark.engine
@pytest.mark.parametrize("engine", engines(), ids=lambda engine: type(engine).__name__)
def test_only_the_letters_allowed_are_read_and_the_next_page_is_free_again(engine: Engine) -> None:
    page = np.asarray(printed_page(("Ngày sinh 30/12/1992 ghi rõ",) * 4)[0].reduce(2))
    digits = engine.recognise(page, language="vie", dpi=150, seconds=60, letters="0123456789")
    assert set(text(digits)) <= set("0123456789 ")
    assert "sinh" in text(engine.recognise(page, language="vie", dpi=150, seconds=60))
