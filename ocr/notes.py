"""Raised note marks, “(1)” behind a label, that the recogniser drops: found as ink, read larger.

They stand on nearly every declaration. A raised group of small blobs between two slim ones, with
nothing below it down to the line's baseline, is such a mark. The digits of all marks of a page are
set beside each other, enlarged, and read as one number; if that is not as many digits, all is left.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr import tesseract
from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Pixels
from ocr.model import Box, Character, Word

_INK = 170
_RAISED = 0.22
"""Share of the type's size above the baseline that is free below a raised mark."""
_TALL = (0.24, 0.62)
_SLIM = 1.6
_APART = 0.16
_MOST_DIGITS = 2
_SHORTER = 0.55
"""Least height of a digit, as a share of its bracket's."""
_READ_HEIGHT = 26.0
_SPACE = 0.3
_EDGE = 40
_WHITE = 255
_UNSURE = 0.5
_DIGITS = "0123456789"
_ENDS_WITH_MARK = re.compile(r"\(\d{1,2}\)\W?$")
_MISREAD = re.compile(r"^(.*?[^\W\d_]:?|)[^\w:]*\d?[^\w:]*$")

Part = NDArray[np.int32]
"""Left, top, width, height and area of a blob."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A raised mark: where it stands, and where each of its digits does."""

    box: Box
    digits: tuple[Box, ...]
    line: int


def restore(
    words: tuple[Word, ...], image: Pixels, *, language: str, dpi: float, seconds: float
) -> tuple[Word, ...]:
    """Return the words with the raised note marks between them."""
    marks = [one for one in _marks(words, image) if not _is_read(one, words)]
    if not marks:
        return words
    digits = [box for mark in marks for box in mark.digits]
    row = _as_a_number(image, digits)

    def read(letters: str) -> list[Character]:
        found = tesseract.recognise(
            row,
            language=language,
            dpi=dpi,
            seconds=seconds,
            mode=tesseract.ONE_BLOCK,
            letters=letters,
        )
        return [one for word in found for one in _characters(word)]

    seen, most = read(""), 1.0
    if not _are_digits(seen, len(digits)):
        seen, most = read(_DIGITS), _UNSURE
    if not _are_digits(seen, len(digits)):
        return words
    result, start = list(words), 0
    for mark in marks:
        read_here = seen[start : start + len(mark.digits)]
        start += len(mark.digits)
        text = "".join(one.text for one in read_here)
        sure = min(most, *(one.confidence for one in read_here))
        result = _with_mark(result, mark, f"({text})", sure)
    return tuple(result)


def _characters(word: Word) -> tuple[Character, ...]:
    return word.characters or tuple(Character(one, word.confidence) for one in word.text)


def _are_digits(seen: Sequence[Character], count: int) -> bool:
    return len(seen) == count and all(one.text in _DIGITS for one in seen)


def _marks(words: Sequence[Word], image: Pixels) -> Iterator[_Mark]:
    lines: dict[int, list[Word]] = {}
    for word in words:
        if word.baseline is not None and word.font_size > 0:
            lines.setdefault(word.line, []).append(word)
    for number, line in lines.items():
        yield from _in_line(number, line, image)


def _in_line(number: int, line: Sequence[Word], image: Pixels) -> Iterator[_Mark]:
    """Yield the raised marks between the first and a little beyond the last word."""
    size = statistics.median(word.font_size for word in line)
    level = statistics.median((word.baseline or (0.0, 0.0, 0.0, 0.0))[3] for word in line)
    height, width = image.shape
    left = max(0, int(line[0].box.left))
    right = min(width, int(max(word.box.right for word in line) + 2 * size))
    top, bottom = max(0, int(level - 1.05 * size)), min(height, int(level + 0.05 * size))
    strip = image[top:bottom, left:right]
    free = round(level - _RAISED * size) - top
    if strip.shape[0] <= free or strip.shape[1] < size or free < _TALL[0] * size:
        return
    ink = np.asarray(cv2.threshold(strip, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    _, _, stats, _ = labelled(ink)
    low = np.asarray(ink[free:].any(axis=0))
    for group in _bracketed(_hanging(stats[1:], low, free, size), size):
        edges = np.array([(x, y, x + w, y + h) for x, y, w, h, _ in group], dtype=np.float64)
        edges += (left, top, left, top)
        boxes = [Box(*row) for row in edges.tolist()]
        whole = boxes[0].union(boxes[-1])
        # a line joined from two columns has print above its baseline that is not raised
        beside = [word.box.bottom for word in line if word.box.left < whole.left]
        if beside and whole.bottom <= beside[-1] - 0.5 * _RAISED * size:
            yield _Mark(whole, tuple(boxes[1:-1]), number)


def _hanging(parts: Part, low: NDArray[np.bool_], free: int, size: float) -> list[Part]:
    """Return the blobs that hang in the air, with nothing below them, from the left."""
    least, most = (share * size for share in _TALL)
    return [
        part
        for part in parts[np.argsort(parts[:, 0], kind="stable")]
        if part[1] + part[3] <= free
        and least <= part[3] <= most
        and not low[part[0] : part[0] + part[2]].any()
    ]


def _bracketed(parts: Sequence[Part], size: float) -> Iterator[Sequence[Part]]:
    """Yield runs of one or two digits between two slim blobs as tall as each other."""
    start = 0
    while start < len(parts):
        for digits in range(_MOST_DIGITS, 0, -1):
            group = parts[start : start + digits + 2]
            if len(group) == digits + 2 and _like_a_mark(group, size):
                yield group
                start += digits + 1
                break
        start += 1


def _like_a_mark(group: Sequence[Part], size: float) -> bool:
    gaps = [after[0] - before[0] - before[2] for before, after in pairwise(group)]
    first, *digits, last = group
    slim = all(part[3] >= _SLIM * part[2] for part in (first, last))
    alike = abs(first[3] - last[3]) <= 0.25 * max(first[3], last[3])
    lower = min(first[3], last[3])  # brackets reach beyond digits, if blur leaves that to be seen
    tall = all(_SHORTER * first[3] <= part[3] <= lower for part in digits)
    return bool(max(gaps) <= _APART * size and slim and alike and tall)


def _is_read(mark: _Mark, words: Sequence[Word]) -> bool:
    return any(
        word.line == mark.line
        and word.box.right > mark.box.left + 0.5 * mark.box.width
        and word.box.left < mark.box.right
        and _ENDS_WITH_MARK.search(word.text)
        for word in words
    )


def _as_a_number(image: Pixels, digits: Sequence[Box]) -> Pixels:
    """Return the digits of all marks, enlarged, in one row: numbers are read surely."""
    scale = _READ_HEIGHT / float(np.median([box.height for box in digits]))
    crops = [
        cv2.resize(
            image[int(box.top) : int(box.bottom), max(0, int(box.left) - 1) : int(box.right) + 1],
            None,
            fx=scale,
            fy=scale,
            interpolation=cv2.INTER_CUBIC,
        )
        for box in digits
    ]
    tallest = max(crop.shape[0] for crop in crops)
    space = round(_SPACE * tallest)
    wide = sum(crop.shape[1] + space for crop in crops)
    row = np.full((tallest + 2 * _EDGE, wide + 2 * _EDGE), _WHITE, dtype=np.uint8)
    x = _EDGE
    for crop in crops:
        bottom = _EDGE + tallest
        row[bottom - crop.shape[0] : bottom, x : x + crop.shape[1]] = crop
        x += crop.shape[1] + space
    return row


def _with_mark(words: Sequence[Word], mark: _Mark, text: str, sure: float) -> list[Word]:
    """Put the mark among the words of its line; what was misread in its stead goes."""
    line = [word for word in words if word.line == mark.line]
    box = mark.box
    printed = replace(
        line[0],
        text=text,
        box=box,
        confidence=sure,
        characters=(),
        alternatives=(),
        baseline=(box.left, box.bottom, box.right, box.bottom),
        font_size=box.height,
    )
    kept = [left for word in line if (left := _without_mark(word, box)) is not None]
    before = [word for word in kept if word.box.left < box.left]
    after = [word for word in kept if word.box.left >= box.left]
    place = next(number for number, word in enumerate(words) if word.line == mark.line)
    others = [word for word in words[place:] if word.line != mark.line]
    return [*words[:place], *before, printed, *after, *others]


def _without_mark(word: Word, box: Box) -> Word | None:
    """Return the word without what it holds of the mark; nothing if it holds nothing else."""
    covered = min(word.box.right, box.right) - max(word.box.left, box.left)
    if covered < 0.3 * box.width:
        return word
    found = _MISREAD.match(word.text)
    if found is None or (not found[1] and word.box.width > 1.5 * box.width):
        return word
    if not found[1]:
        return None
    shorter = replace(word.box, right=max(word.box.left + 1, min(word.box.right, box.left)))
    characters = word.characters[: len(found[1])]
    sure = min([one.confidence for one in characters], default=word.confidence)
    return replace(
        word,
        text=found[1],
        box=shorter,
        confidence=max(word.confidence, sure),
        characters=characters,
    )
