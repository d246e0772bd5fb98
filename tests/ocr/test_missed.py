"""Print that the recogniser passed over is read by itself; what is no print is left alone."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr import missed
from ocr.cleanup.model import Pixels
from ocr.model import Box, Word
from tests.ocr.conftest import font

pytestmark = pytest.mark.engine
TYPE = 34
UPPER = "Cẩm Thành, ngày 16 tháng 11 năm 2026"
NUMBER = "Số: 346/QĐ-UBND"
BODY = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;"


def page() -> tuple[Pixels, list[Word]]:
    """Return a heading of two columns, the left one higher, with a line of text and their words."""
    image = Image.new("L", (1500, 500), 255)
    draw = ImageDraw.Draw(image)
    words: list[Word] = []
    for line, (text, left, top) in enumerate(
        ((NUMBER, 90, 100), (UPPER, 800, 116), (BODY, 90, 260))
    ):
        x = float(left)
        for part in text.split():
            draw.text((x, top), part, font=font(TYPE), fill=0)
            box = Box(*(float(edge) for edge in draw.textbbox((x, top), part, font(TYPE))))
            words.append(
                Word(part, box, 0.95, line, 1, (box.left, top + 30.0, box.right, top + 30.0))
            )
            x += draw.textlength(part + " ", font=font(TYPE))
    return np.asarray(image), words


def restored(image: Pixels, words: list[Word], *beside: Box) -> tuple[Word, ...]:
    return missed.restore(tuple(words), image, language="vie", dpi=225, seconds=60, beside=beside)


def lines(words: tuple[Word, ...]) -> list[str]:
    numbers = sorted({word.line for word in words})
    return [" ".join(w.text for w in words if w.line == number) for number in numbers]


def test_a_line_that_no_word_covers_is_read_and_stands_in_its_place() -> None:
    image, words = page()
    found = restored(image, words[2:])
    assert lines(found)[-1] == BODY
    assert NUMBER in " ".join(lines(found)[:-1])
    for word, truth in zip((w for w in found if w.text in NUMBER.split()), words[:2], strict=True):
        assert abs(word.box.left - truth.box.left) < 4
        assert abs(word.box.bottom - truth.box.bottom) < 4
        assert word.baseline is not None


def test_a_number_read_as_rubbish_beside_a_lower_date_is_read_again() -> None:
    image, words = page()
    rubbish = [
        Word("R2", words[0].box, 0.6, 1, 1, words[0].baseline),
        Word("long", words[1].box, 0.1, 1, 1, words[1].baseline),
    ]
    found = restored(image, [*rubbish, *words[2:]])
    assert lines(found) == [f"{NUMBER} {UPPER}", BODY]


def test_what_was_read_well_stays_as_it_was() -> None:
    image, words = page()
    assert restored(image, words) == tuple(words)


def test_lettering_of_a_seal_is_not_read_as_print() -> None:
    image, words = page()
    seal = words[0].box.union(words[1].box)
    assert restored(image, words[2:], seal) == tuple(words[2:])


def test_scrawls_and_specks_give_no_words() -> None:
    image, words = page()
    spoilt = image.copy()
    marks = Image.fromarray(spoilt)
    draw = ImageDraw.Draw(marks)
    for x in range(100, 700, 45):
        draw.line((x, 400, x + 25, 425, x + 8, 430, x + 30, 402), fill=0, width=3)
    assert restored(np.asarray(marks), words) == tuple(words)


def test_a_page_without_words_is_left_alone() -> None:
    assert restored(page()[0], []) == ()
