"""The marks of single letters are told from their picture alone."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr import glyphs
from ocr.cleanup.model import Pixels
from ocr.glyphs import Letter
from ocr.model import Box
from tests.ocr.conftest import font

NAMES = ("MẪN", "NGUYỄN", "THẨM", "Nhi", "viện", "KHẢI", "Thủy", "Ánh")


def drawn(text: str, size: int = 40) -> tuple[Pixels, list[tuple[str, Box]]]:
    """Return a word as printed and its letters with their boxes."""
    image = Image.new("L", (60 * len(text), 140), 255)
    pen = ImageDraw.Draw(image)
    face = font(size)
    pen.text((30, 90), text, font=face, fill=20, anchor="ls")
    letters = []
    for number, letter in enumerate(text):
        start = 30 + face.getlength(text[:number])
        left, top, right, bottom = face.getbbox(letter, anchor="ls")
        letters.append((letter, Box(start + left, 90 + top, start + right, 90 + bottom)))
    return np.asarray(image, np.uint8), letters


def test_every_vowel_is_taken_apart_and_put_together_again() -> None:
    made = {
        glyphs.put_together(Letter(base, marks))
        for base in glyphs.BASES
        for marks in glyphs.allowed(base)
    }
    assert {"ẫ", "Ợ", "ằ", "y", "Í", "ữ", "đ", "D"} <= made
    assert len(made) == 2 * 6 * 12 + 4
    for letter in made:
        apart = glyphs.taken_apart(letter)
        assert apart is not None
        assert glyphs.put_together(apart) == letter
    assert [glyphs.taken_apart(letter) for letter in ("n", "", "ñ", "ä")] == [None] * 4


def test_the_marks_of_printed_names_are_seen() -> None:
    right = 0
    for name in NAMES:
        image, letters = drawn(name)
        (seen,) = glyphs.look(image, [letters])
        right += seen.text == name
    assert right >= len(NAMES) - 1


@pytest.mark.parametrize(
    ("printed", "read"),
    [("MẪN", "MÃN"), ("NGUYỄN", "NGUYÊN"), ("Nhi", "Nhị"), ("Cẩm", "Cấm"), ("Đào", "Dào")],
)
def test_a_word_read_with_other_marks_than_printed_gets_a_poor_score(
    printed: str, read: str
) -> None:
    image, letters = drawn(printed)
    misread = [(letter, box) for letter, (_, box) in zip(read, letters, strict=True)]
    right, wrong = glyphs.look(image, [letters, misread])
    assert wrong.score < 0.3 < right.score
    assert wrong.text == printed


@pytest.mark.parametrize(
    ("printed", "read"),
    [("046190029305", "046190029805"), ("25/05/1966", "25/09/1966"), ("7106", "7108")],
)
def test_a_figure_read_otherwise_than_printed_gets_a_poor_score(printed: str, read: str) -> None:
    image, letters = drawn(printed)
    misread = [(letter, box) for letter, (_, box) in zip(read, letters, strict=True)]
    right, wrong = glyphs.look(image, [letters, misread])
    assert (right.text, wrong.text) == (printed, printed)
    assert wrong.score < 0.01 < 0.9 < right.score
    # a figure that does not look as read is looked at where its ink stands as well
    assert wrong.likely == pytest.approx(right.likely, abs=1e-3)
    assert right.likely == right.score


def test_a_number_boxed_half_a_figure_beside_itself_is_seen_where_its_ink_stands() -> None:
    image, letters = drawn("046190029305")
    half = letters[1][1].width / 2
    beside = [
        (one, Box(box.left + half, box.top, box.right + half, box.bottom)) for one, box in letters
    ]
    misread = [("8" if n == 8 else one, box) for n, (one, box) in enumerate(beside)]
    right, wrong = glyphs.look(image, [beside, misread])
    assert right.score > 0.9
    assert (wrong.text, wrong.score < 0.01) == ("046190029305", True)


def test_a_letter_among_figures_that_looks_like_a_figure_is_told_as_one() -> None:
    image, letters = drawn("15/06/1961")
    misread = [(read, box) for read, (_, box) in zip("15/0ó/19ó1", letters, strict=True)]
    (seen,) = glyphs.look(image, [misread])
    assert seen.text == "15/06/1961"
    image, letters = drawn("H48.24")
    misread = [(read, box) for read, (_, box) in zip("H4S.24", letters, strict=True)]
    assert glyphs.look(image, [misread])[0].text == "H48.24"
    for printed in ("10A", "CS50", "B1"):
        image, letters = drawn(printed)
        assert glyphs.look(image, [letters])[0].text == printed


def test_words_without_vowels_and_letters_without_a_place_say_nothing() -> None:
    image, _ = drawn("12")
    seen = glyphs.look(image, [[("k", Box(1, 1, 5, 9))], [], [("a", Box(5, 5, 5, 5))]])
    assert [one.score for one in seen] == [1.0, 1.0, 1.0]
    assert [one.text for one in seen] == ["k", "", "a"]


@pytest.mark.parametrize("printed", ["I", "II", "III"])
@pytest.mark.parametrize("read", ["I", "II", "III"])
def test_strokes_are_counted_whatever_was_read(printed: str, read: str) -> None:
    image, letters = drawn(printed)
    around = letters[0][1].union(letters[-1][1])
    width = around.width / len(read)
    boxes = [
        (
            "I",
            Box(around.left + n * width, around.top, around.left + (n + 1) * width, around.bottom),
        )
        for n in range(len(read))
    ]
    (seen,) = glyphs.look(image, [boxes])
    assert seen.text == printed
