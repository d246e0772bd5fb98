"""Printed lines that hold a value read once more: alone, at another size, by another model.

One reading cannot tell a wrong tone mark from a right one; readings of the same pixels at another
size or by a network trained on other data err in other places. What they agree on is evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from ocr import geometry, glyphs, tesseract
from ocr.cleanup.chain import Sheet
from ocr.cleanup.model import Pixels, Way
from ocr.errors import LanguageMissingError
from ocr.model import PLAINLY, Box, Line, Rereading, Word, WordAgain

_SIDE, _ABOVE = 0.35, 0.18
_REACH = 14.0
"""Heights of the line looked at beyond its last word when nothing else stands there."""
_GAP, _EDGE = 22, 40
_WHITE = 255
_MOST_LINES = 150
_TALLEST, _WIDEST = 160, 6000
_OVER = 0.5
_SIGNS = re.compile(r"(?P<inner>(?<=\d)[.,]+(?=\d))|[\W_]+")


@dataclass(frozen=True, slots=True)
class Witness:
    """One way to read a line again."""

    name: str
    language: str
    scale: float
    letters: str = ""


SECOND = Witness("Vietnamese 1.0", "Vietnamese", 1.0)
"""A network of another size, trained on other pages: it errs in other places than the first."""
THIRD = Witness("Vietnamese 1.3", "Vietnamese", 1.3)
"""Asked where the second does not say what the first said."""


@dataclass(frozen=True, slots=True)
class _Strip:
    line: Line
    crop: Pixels
    words: tuple[Box, ...]
    """The line's words, in pixels of the crop."""


def reread(
    lines: Sequence[Line], sheet: Sheet, witness: Witness, *, seconds: float
) -> tuple[Rereading, ...]:
    """Return what the witness reads on the lines, all of them in one call.

    A model that is not installed is no witness. A line it reads nothing on has no words.
    """
    strips = _strips(lines[:_MOST_LINES], sheet)
    if not strips:
        return ()
    page, tops = _page([_sized(strip.crop, witness.scale) for strip in strips])
    try:
        words = tesseract.recognise(
            page,
            language=witness.language,
            dpi=sheet.dpi * witness.scale,
            seconds=seconds,
            mode=tesseract.ONE_BLOCK,
            letters=witness.letters,
        )
    except LanguageMissingError:
        return ()
    rows = [_between(words, top, below) for top, below in pairwise(tops)]
    # the letters of all lines at once: asked line by line, they took a quarter of a second look
    seen = iter(glyphs.look(page, [_letters_of(word) for row in rows for word in row]))
    return tuple(
        Rereading(
            box=strip.line.box,
            count=len(strip.line.words),
            witness=witness.name,
            words=_placed([(word, next(seen)) for word in row], strip, witness.scale),
        )
        for strip, row in zip(strips, rows, strict=True)
    )


def readings(lines: Sequence[Line], sheet: Sheet, *, seconds: float) -> tuple[Rereading, ...]:
    """Return what further witnesses read on the lines: a second, and a third where they differ."""
    second = reread(lines, sheet, SECOND, seconds=seconds)
    said = {one.box: one.words for one in second}
    disputed = [line for line in lines if is_disputed(line.text, said.get(line.box, ()))]
    return (*second, *reread(disputed, sheet, THIRD, seconds=seconds))


def is_disputed(first: str, second: Sequence[WordAgain]) -> bool:
    """Return whether a third reading has to say which of two is right.

    Where they differ in figures alone, how these look says it as well.
    """
    one, other = _only_letters(first), _only_letters("".join(word.text for word in second))
    if other in ("", one):
        return False
    seen = _only_letters("".join(word.marks for word in second))
    if not len(one) == len(other) == len(seen):
        return True
    told = all(
        a == b or (c in glyphs.FIGURES and c in (a, b))
        for a, b, c in zip(one, other, seen, strict=True)
    )
    return not told or min(word.marks_likely for word in second) < PLAINLY


def _only_letters(text: str) -> str:
    """Return letters, figures and the signs between figures: “14,6m” is not “146m”."""
    return _SIGNS.sub(lambda found: "," if found["inner"] else "", text)


def fits(line: Line, sheet: Sheet) -> bool:
    """Return whether the line is neither too high nor too long to be looked at again."""
    return bool(_strips([line], sheet))


def strip_page(lines: Sequence[Line], sheet: Sheet, scale: float) -> tuple[Pixels, list[int]]:
    """Return the page of strips a witness reads, and where each line's strip begins."""
    return _page([_sized(strip.crop, scale) for strip in _strips(lines, sheet)])


def _strips(lines: Sequence[Line], sheet: Sheet) -> list[_Strip]:
    forward = sheet.from_page
    height, width = sheet.image.shape
    strips = []
    for line in lines:
        words = [geometry.box(word, forward, width, height) for word in line.words]
        area = _area(line, words, forward, sheet.image)
        crop = sheet.image[int(area.top) : int(area.bottom), int(area.left) : int(area.right)]
        if crop.size and crop.shape[0] <= _TALLEST and crop.shape[1] <= _WIDEST:
            left, top = int(area.left), int(area.top)
            inside = (
                Box(word.left - left, word.top - top, word.right - left, word.bottom - top)
                for word in words
            )
            strips.append(_Strip(line, crop, tuple(inside)))
    return strips


def _area(line: Line, words: Sequence[Box], forward: Way, image: Pixels) -> Box:
    """Return the ground of the line on the sheet, up to the words beside it.

    Words that the first reading lost stand there; who sees them knows the value is not whole.
    """
    height, width = image.shape
    around = words[0]
    for word in words[1:]:
        around = around.union(word)
    side, above = _SIDE * around.height, _ABOVE * around.height
    left, right = around.left - side, around.right + _REACH * around.height
    if line.before is not None:
        edge = geometry.box(line.before, forward, width, height).right
        left = min(left, max(edge + side / 2, around.left - _REACH * around.height))
    if line.after is not None:
        edge = geometry.box(line.after, forward, width, height).left
        right = max(around.right + side / 2, min(right, edge - side / 2))
    return Box(
        max(0.0, left),
        max(0.0, around.top - above),
        min(float(width), right + 1),
        min(float(height), around.bottom + above + 1),
    )


def _sized(crop: Pixels, scale: float) -> Pixels:
    if scale == 1.0:
        return crop
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(crop, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def _page(crops: Sequence[Pixels]) -> tuple[Pixels, list[int]]:
    """Return the crops one below the other, and where the strip of each begins."""
    tops = [0]
    for crop in crops:
        tops.append(tops[-1] + crop.shape[0] + _GAP)
    width = max(crop.shape[1] for crop in crops) + 2 * _EDGE
    page = np.full((tops[-1] + _GAP, width), _WHITE, dtype=np.uint8)
    for crop, top in zip(crops, tops, strict=False):
        start = top + _GAP // 2
        page[start : start + crop.shape[0], _EDGE : _EDGE + crop.shape[1]] = crop
    return page, tops


def _between(words: Sequence[Word], top: int, bottom: int) -> list[Word]:
    inside = [word for word in words if top <= (word.box.top + word.box.bottom) / 2 < bottom]
    return sorted(inside, key=lambda word: word.box.left)


def _placed(
    words: Sequence[tuple[Word, glyphs.Seen]], strip: _Strip, scale: float
) -> tuple[WordAgain, ...]:
    """Return the words with the words of the first reading they lie over, and their marks."""
    placed = []
    for word, marks in words:
        left, right = (word.box.left - _EDGE) / scale, (word.box.right - _EDGE) / scale
        first, last = _over(left, right, strip.words)
        placed.append(
            WordAgain(
                text=word.text,
                score=round(word.confidence, 4),
                first=first,
                last=last,
                marks=marks.text,
                marks_score=marks.score if marks.text else 0.0,
                marks_likely=marks.likely if marks.text else 0.0,
            )
        )
    return tuple(placed)


def _letters_of(word: Word) -> list[tuple[str, Box]]:
    return [(one.text, one.box) for one in word.characters if one.box is not None]


def _over(left: float, right: float, words: Sequence[Box]) -> tuple[int, int]:
    """Return first and last of the words that lie below this stretch of the line."""
    over = [
        number
        for number, word in enumerate(words)
        if min(right, word.right) - max(left, word.left) > _OVER * min(right - left, word.width)
    ]
    middle = (left + right) / 2
    # the words of a table's entry are not in the order of the line: its key cell comes first
    before = sum(word.left < middle for word in words)
    if not over and 0 < before < len(words):
        nearest = max((w.left, number) for number, w in enumerate(words) if w.left < middle)
        over = [nearest[1]]
    beside = -1 if before == 0 else len(words)
    return (over[0], over[-1]) if over else (beside, beside)
