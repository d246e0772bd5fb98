"""A sample is drawn by lot, and its verdict is no surer than its size allows."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from ocr.model import Box, PageText, TextSource, Word
from ocr.sampling import Lot, judged
from tests.ocr.conftest import png


def page(*texts: str) -> PageText:
    words = tuple(
        Word(text, Box(10 + 60 * i, 10, 60 + 60 * i, 40), 0.9, 0) for i, text in enumerate(texts)
    )
    return PageText(800, 60, 300, words)


def sheet() -> bytes:
    image = Image.new("L", (800, 60), 255)
    ImageDraw.Draw(image).rectangle((70, 10, 120, 40), fill=0)
    return png(image)


def test_the_same_batch_gives_the_same_words_whatever_the_order_of_its_pages() -> None:
    pages = [(f"trang {n}", page("một", "hai", "ba", "bốn")) for n in range(30)]
    lots = []
    for order in (pages, pages[::-1]):
        lot = Lot(20)
        for name, text in order:
            lot.offer(name, sheet(), text)
        lots.append(lot)
    first, second = ([(one.page, one.word) for one in lot.drawn()] for lot in lots)
    assert first == second
    assert len(first) == 20
    assert lots[0].words == 120
    assert len({name for name, _ in first}) > 8


def test_handwriting_and_a_files_own_text_take_no_part() -> None:
    text = page("in", "viết")
    by_hand = replace(text.words[1], by_hand=True)
    lot = Lot(5)
    lot.offer("một", sheet(), replace(text, words=(text.words[0], by_hand)))
    lot.offer("hai", sheet(), replace(text, source=TextSource.TEXT_LAYER))
    assert [one.word for one in lot.drawn()] == ["in"]


def test_the_picture_shows_the_word_and_a_little_around_it() -> None:
    lot = Lot(1)
    text = page("a", "đen")
    lot.offer("một", sheet(), replace(text, words=text.words[1:]))
    with Image.open(io.BytesIO(lot.drawn()[0].picture)) as picture:
        assert picture.width == pytest.approx(86, abs=2)
        assert picture.convert("L").getpixel((43, 25)) == 0
        assert picture.convert("L").getpixel((2, 2)) == 255


def test_intervals_are_those_of_the_books() -> None:
    """Clopper and Pearson, 1934: 0 wrong of 100 leaves 96.38 %; 5 wrong of 100 88.72 to 98.36 %."""
    clean = judged([("từ", "từ")] * 100)
    assert clean.words_right == pytest.approx((0.96378, 1.0), abs=1e-4)
    assert clean.letters_right is None
    some = judged([("từ", "từ")] * 95 + [("tù", "từ")] * 5)
    assert some.words_right == pytest.approx((0.88717, 0.98357), abs=1e-4)
    assert some.share == pytest.approx(0.975)
    low, high = some.letters_right or (1.0, 0.0)
    assert low < 0.975 < high
    assert judged([]).words_right == (0.0, 1.0)
