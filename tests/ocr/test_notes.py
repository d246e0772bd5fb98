"""Raised note marks are read in their place, and nothing else is taken for one."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr import notes
from ocr.cleanup.model import Pixels
from ocr.model import Box, Character, Word
from tests.ocr.conftest import font

BASELINE = 80
SIZE = 37.0


def printed(*pieces: tuple[str, bool]) -> tuple[Pixels, tuple[Word, ...]]:
    """Return a line of words, raised where told; what is raised is no word yet."""
    strip = Image.new("L", (1400, 130), 255)
    draw = ImageDraw.Draw(strip)
    x = 60.0
    words = []
    for text, raised in pieces:
        face = font(18 if raised else 30)
        draw.text((x, BASELINE - (13 if raised else 0)), text, font=face, fill=0, anchor="ls")
        end = x + face.getlength(text)
        if not raised:
            box = Box(x, BASELINE - 22.0, end, BASELINE + 1.0)
            baseline = (x, float(BASELINE), end, float(BASELINE))
            words.append(Word(text, box, 0.9, 0, 1, baseline, SIZE))
        x = end + (2 if text.endswith(":") else 14)
    return np.asarray(strip), tuple(words)


def restored(image: Pixels, words: tuple[Word, ...]) -> list[str]:
    found = notes.restore(words, image, language="vie", dpi=225, seconds=60)
    return [word.text for word in found]


@pytest.mark.engine
def test_note_marks_that_were_not_read_come_back_in_their_place() -> None:
    image, words = printed(
        ("Nơi", False),
        ("sinh:", False),
        ("(4)", True),
        ("Huế", False),
        ("thân:", False),
        ("(12)", True),
        ("Vinh", False),
    )
    found = notes.restore(words, image, language="vie", dpi=225, seconds=60)
    assert [word.text for word in found] == ["Nơi", "sinh:", "(4)", "Huế", "thân:", "(12)", "Vinh"]
    mark = found[2]
    assert words[1].box.right <= mark.box.left < mark.box.right <= words[2].box.left
    assert mark.box.bottom < BASELINE - 6


@pytest.mark.engine
def test_what_was_misread_in_a_marks_stead_goes() -> None:
    image, (label, value) = printed(("sinh:", False), ("(5)", True), ("1997", False))
    letters = (*(Character(one, 0.97) for one in "sinh:"), Character("®", 0.2))
    wider = Box(label.box.left, label.box.top, value.box.left - 8, label.box.bottom)
    label = Word("sinh:®", wider, 0.2, 0, 1, label.baseline, SIZE, (), letters)
    first, mark, last = notes.restore((label, value), image, language="vie", dpi=225, seconds=60)
    assert (first.text, mark.text, last.text) == ("sinh:", "(5)", "1997")
    assert first.confidence == 0.97
    assert first.box.right <= mark.box.left


@pytest.mark.engine
@pytest.mark.parametrize(
    "text", ["Số: 903 /QĐ-UBND", "(1) Ghi rõ (2)", "“Tự do” - 1/2 T.T 7ʼ", "Đ/c: A'B'C (III)"]
)
def test_print_that_is_not_raised_is_left_alone(text: str) -> None:
    image, words = printed(*((word, False) for word in text.split()))
    assert restored(image, words) == text.split()


@pytest.mark.engine
def test_a_mark_that_was_read_is_not_doubled() -> None:
    image, words = printed(("sinh:", False), ("(5)", True), ("1997", False))
    label = words[0]
    wide = Box(label.box.left, label.box.top, words[1].box.left - 5, label.box.bottom)
    read = (Word("sinh:(5)", wide, 0.9, 0, 1, label.baseline, SIZE), words[1])
    assert restored(image, read) == ["sinh:(5)", "1997"]
