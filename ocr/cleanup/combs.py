"""The sides of boxes for one figure each, lifted so that the figures are read as print.

Forms give every figure of a number its own box. A recogniser takes the sides for strokes:
“|0|3[8|o|ø|2|4”. Such boxes are told by upright lines of one height at equal steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Cleaned, Pixels
from ocr.cleanup.runs import level
from ocr.model import Box, Step

_INK = 190
# of a box, in inches: taller than the tallest letters, lower than a row of a table
_LOWEST, _TALLEST = 0.14, 0.5
_THICKEST = 0.03
_NARROWEST, _WIDEST = 0.09, 0.38
_LEVEL = 0.035
_ONE_SIDE = 0.085
"""Widest that the sides of two boxes which do not touch are together; they count as one."""
_UNEVEN = 0.15
_FEWEST = 5
"""Sides of four boxes."""
_MOST = 2000
_LONG = 0.75
_CLOSED = 0.7
"""Least share of the boxes above whose middle, or below it, a line runs."""
_WHITE = 255


@dataclass(frozen=True, slots=True)
class _Side:
    """An upright line, in pixels."""

    left: int
    right: int
    top: int
    bottom: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Lifted(Cleaned):
    """The page without the sides of boxes, and where the boxes were."""

    rows: tuple[tuple[Box, ...], ...] = ()
    """The ground within each box, from left to right, row by row."""


def lift(grey: Pixels, dpi: float) -> Lifted:
    """Return the page without the boxes that figures stand in one by one."""
    ink = np.asarray(cv2.threshold(grey, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    combs = [comb for row in _rows(_sides(ink, dpi), dpi) for comb in _combs(row, dpi)]
    if not combs:
        return Lifted(grey)
    image = grey.copy()
    rows = tuple(_boxes(comb) for comb in combs if _lift_comb(image, ink, comb, dpi))
    if not rows:
        return Lifted(grey)
    step = Step("boxes-lifted", float(sum(map(len, rows))), "boxes")
    return Lifted(image, step, rows=rows)


def _boxes(comb: Sequence[_Side]) -> tuple[Box, ...]:
    top, bottom = min(side.top for side in comb), max(side.bottom for side in comb)
    return tuple(
        Box(float(one.right), float(top), float(other.left), float(bottom))
        for one, other in pairwise(comb)
    )


def _sides(ink: Pixels, dpi: float) -> list[_Side]:
    """Return the thin upright lines that may be sides of boxes."""
    found = []
    upright = np.asarray(cv2.transpose(ink), dtype=np.uint8)
    for first, runs in level(upright, max(8, round(_LOWEST * dpi))):
        count, _, stats, _ = labelled(runs)
        for number in range(1, count):
            top, left, height, width, _ = (int(value) for value in stats[number])
            if width <= _THICKEST * dpi + 3 and height <= _TALLEST * dpi:
                found.append(_Side(first + left, first + left + width, top, top + height))
    # so many upright strokes are a picture's or a pattern's
    return found if len(found) <= _MOST else []


def _rows(sides: Sequence[_Side], dpi: float) -> Iterator[list[_Side]]:
    """Yield the sides that begin and end at one height, from left to right."""
    near = _LEVEL * dpi
    ordered = sorted(sides, key=lambda side: side.top)
    taken = [False] * len(ordered)
    for number, first in enumerate(ordered):
        row = []
        for other in range(number, len(ordered)):
            side = ordered[other]
            if side.top - first.top > near:
                break
            if not taken[other] and abs(side.bottom - first.bottom) <= near:
                taken[other] = True
                row.append(side)
        if len(row) >= _FEWEST:
            yield sorted(row, key=lambda side: side.left)


def _combs(row: Sequence[_Side], dpi: float) -> Iterator[list[_Side]]:
    """Yield the runs of sides at equal steps."""
    merged: list[_Side] = []
    for side in row:
        if merged and side.right - merged[-1].left < _ONE_SIDE * dpi:
            merged[-1] = replace(merged[-1], right=side.right)
        else:
            merged.append(side)
    run: list[_Side] = []
    for side in merged:
        step = side.middle - run[-1].middle if run else 0.0
        even = len(run) < 2 or abs(step - (run[-1].middle - run[-2].middle)) <= _UNEVEN * step
        if run and not (_NARROWEST * dpi <= step <= _WIDEST * dpi and even):
            if len(run) >= _FEWEST:
                yield run
            run = run[-1:] if _NARROWEST * dpi <= step <= _WIDEST * dpi else []
        run.append(side)
    if len(run) >= _FEWEST:
        yield run


def _lift_comb(image: Pixels, ink: Pixels, comb: Sequence[_Side], dpi: float) -> bool:
    """Whiten the sides and the long lines above and below the figures, if there are any.

    Without such a line the sides are the stems of large print.
    """
    rim = max(2, round(_THICKEST * dpi / 3))
    height, width = image.shape
    left, right = max(0, comb[0].left - rim), min(width, comb[-1].right + rim)
    top = max(0, min(side.top for side in comb) - 2 * rim)
    bottom = min(height, max(side.bottom for side in comb) + 2 * rim)
    part = ink[top:bottom, left:right]
    step = (comb[-1].middle - comb[0].middle) / (len(comb) - 1)
    window = np.ones((1, max(3, round(_LONG * step))), np.uint8)
    lines = cv2.morphologyEx(cv2.dilate(part, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, window)
    gone = np.asarray(lines, dtype=np.uint8)
    middles = [round((one.middle + other.middle) / 2) - left for one, other in pairwise(comb)]
    ends = (gone[: 4 * rim].max(axis=0), gone[-4 * rim :].max(axis=0))
    # feet of letters leave the ground between two stems free
    if max(float(end[middles].mean()) for end in ends) < _CLOSED:
        return False
    for side in comb:
        gone[:, max(0, side.left - rim - left) : side.right + rim - left] = 1
    image[top:bottom, left:right][gone == 1] = _WHITE
    return True
