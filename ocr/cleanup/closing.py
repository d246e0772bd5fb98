"""Figures that stood in boxes of their own, set as close together as print is.

Without their boxes they stand several widths apart, and a recogniser takes each for a word or a
speck: “0 4 6 1 9 4” became “0; 4; 6i Le 9)”. Where every figure came from is kept, so that words
are shown where they stand on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import cv2
import numpy as np

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Pixels, Points
from ocr.model import Box

_INK = 190
_TALL = 0.25
"""Least height of a figure, of that of its box; a stop or a dash is lower."""
_SPECK = 0.06
"""Smaller than this, of the height of a box, is dust, and stays behind."""
_APART = 0.12
"""Gap between two figures in one box, of their height; more is a number in a table."""
_WIDEST = 1.15
"""Widest figure or letter, of the height of all."""
_GAP, _EMPTY = 0.2, 0.5
"""Ground set between two figures, and in place of empty boxes, of their height."""
_CLOSE = 0.45
"""Mean ground between figures, of their height, from which they are no longer read as one word."""
_FEWEST = 3
_LEAST_GROUND = 3
"""Pixels; each figure takes one more on both sides along."""
_BELOW = 0.12
"""Ground between rows of a grid, and by how far its boxes are out of line, of a box."""
_WHITE = 255


@dataclass(frozen=True, slots=True)
class Closed:
    """Where the figures of one row of boxes stood and where they stand now, in pixels."""

    top: int
    bottom: int
    stood: tuple[int, ...]
    """Edges from left to right; the ground between two figures is a stretch as well."""
    stands: tuple[int, ...]

    def opened(self, points: Points) -> Points:
        """Return where points of the page with closed rows lie on the page before."""
        return self._moved(points, self.stands, self.stood)

    def closed(self, points: Points) -> Points:
        """Return where points of the page before lie on the page with closed rows."""
        return self._moved(points, self.stood, self.stands)

    def _moved(self, points: Points, here: Sequence[int], there: Sequence[int]) -> Points:
        x, y = points
        inside = (y >= self.top) & (y <= self.bottom) & (x >= here[0]) & (x <= here[-1])
        return np.stack([np.where(inside, np.interp(x, here, there), x), y])


def close_up(image: Pixels, rows: Sequence[Sequence[Box]]) -> tuple[Pixels, tuple[Closed, ...]]:
    """Return the page with the figures of each row set close together, and how each was moved.

    ``rows`` are boxes from left to right, in pixels, whose sides are gone from the page. A row is
    left where its boxes hold more than one figure each, or stands in a grid of such rows.
    """
    alone = [row for row in rows if not any(_lie_in_a_grid(row, other) for other in rows)]
    page, found = image, []
    for row in alone:
        top, bottom = round(min(box.top for box in row)), round(max(box.bottom for box in row))
        part = image[top:bottom]
        figures = _figures(part, row)
        closed = _closed(figures, row, top, bottom - top)
        if closed is None:
            continue
        page = image.copy() if page is image else page
        page[top:bottom, closed.stood[0] : closed.stood[-1]] = _WHITE
        figures_of = zip(pairwise(closed.stood), pairwise(closed.stands), strict=True)
        for (left, right), (start, end) in islice(figures_of, 0, None, 2):
            page[top:bottom, start:end] = part[:, left:right]
        found.append(closed)
    return page, tuple(found)


def _lie_in_a_grid(row: Sequence[Box], other: Sequence[Box]) -> bool:
    """Return whether another row lies just above or below this one, box over box."""
    gap = max(other[0].top - row[0].bottom, row[0].top - other[0].bottom)
    if other is row or gap > _BELOW * row[0].height:
        return False
    near = _BELOW * row[0].width
    same = sum(any(abs(one.left - box.left) <= near for one in other) for box in row)
    return same > len(row) / 2


@dataclass(frozen=True, slots=True)
class _Figure:
    """The columns that the print of one box fills: a figure, a sign, or both."""

    left: int
    right: int
    height: int
    """Of the figure; 0 of a sign alone."""


def _figures(part: Pixels, row: Sequence[Box]) -> list[_Figure | None]:
    """Return what stands in each box, or nothing where some box holds more than one figure."""
    ink = np.asarray(cv2.threshold(part, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    _, _, stats, _ = labelled(ink)
    lefts, wide, high = (stats[1:, n] for n in (0, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    rights, tall = lefts + wide, high >= _TALL * part.shape[0]
    seen = np.maximum(wide, high) >= _SPECK * part.shape[0]
    middles = lefts + wide / 2
    found: list[_Figure | None] = []
    for box in row:
        own = seen & (middles >= box.left) & (middles < box.right)
        if not own.any():
            found.append(None)
            continue
        height = int(high[own & tall].max(initial=0))
        order = np.argsort(lefts[own & tall])
        gaps = lefts[own & tall][order][1:] - rights[own & tall][order][:-1]
        if gaps.size and gaps.max() > _APART * height:
            return []
        found.append(_Figure(int(lefts[own].min()), int(rights[own].max()), height))
    return found


def _closed(
    figures: Sequence[_Figure | None], row: Sequence[Box], top: int, tall: int
) -> Closed | None:
    """Return where the figures of a row are to stand, or None where they may stay."""
    printed = [one for one in figures if one is not None]
    heights = [one.height for one in printed if one.height]
    if len(heights) < _FEWEST:
        return None
    height = float(np.median(heights))
    grounds = [other.left - one.right for one, other in pairwise(printed)]
    if max(one.right - one.left for one in printed) > _WIDEST * height:
        return None
    if min(grounds) < _LEAST_GROUND or float(np.mean(grounds)) < _CLOSE * height:
        return None
    gap, empty = max(2, round(_GAP * height)), round(_EMPTY * height)
    stood: list[int] = []
    stands: list[int] = []
    ground = 0
    for one in figures:
        if one is None:
            ground = empty
            continue
        left, right = one.left - 1, one.right + 1
        start = min(left, stands[-1] + ground) if stands else left
        stood += [left, right]
        stands += [start, start + right - left]
        ground = gap
    end = max(round(row[-1].right), stood[-1] + 1)
    return Closed(top, top + tall, (*stood, end), (*stands, end))
