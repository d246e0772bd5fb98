"""Patch codes: four black bars, two wide and two narrow, that part a stack of paper.

Every scanner's and most copiers' software prints such sheets: bars 2.5 inches long, 0.20 or 0.08
inches thick, 0.08 inches apart (Kodak A-61599). They carry no checksum, so everything else has to
fit: the four lengths, the three gaps, that all lie parallel, and that exactly two are wide.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

from ocr.cleanup.model import Pixels
from ocr.cleanup.shrink import shrunk
from ocr.model import Box, Code

KIND = "patch"
PATTERNS = {"WWNN": "1", "WNNW": "2", "WNWN": "3", "NWWN": "4", "NNWW": "6", "NWNW": "T"}
"""Bars in the order from the sheet's edge inwards, wide or narrow, and the patch they mean."""
WIDE, NARROW, LENGTH = 0.20, 0.08, 2.5
"""Inches."""

_DPI = 100.0
_REACH = 0.45
_DARK = 0.6
_THIN, _RUN = 0.03, 0.3
"""What stays of the ink: pieces so thick over so long a stretch, up to five degrees askew."""
_THICKEST = 0.4
_LEAST_LENGTH = 1.0
_FILLED = 0.8
_PARALLEL = math.radians(2.0)
_SAME_LENGTH = 0.12
_ABREAST = 0.15
# shares of all four bars with their gaps, which measure 0.80 inches when the resolution is true
_OVERALL = (0.45, 1.4)
_NARROW, _WIDE, _GAP = (0.065, 0.15), (0.2, 0.32), (0.05, 0.15)
_APART = 0.45
_LONG = 2.3
_MOST_BARS = 200


@dataclass(frozen=True, slots=True)
class _Bar:
    """A black bar: its middle, the direction of its length, both sides, in pixels."""

    x: float
    y: float
    turn: float
    """Radians from the sheet's upper edge, within half a turn."""
    length: float
    thickness: float


def read(grey: Pixels, dpi: float) -> tuple[Code, ...]:
    """Return the patch codes on a page, whichever way it lies; boxes in its own pixels."""
    shrink = min(1.0, _DPI / dpi)
    small = shrunk(grey, shrink)
    bars = _bars(small, dpi * shrink)
    if not 4 <= len(bars) <= _MOST_BARS:
        return ()
    found = []
    for first in bars:
        four = _beside(first, bars)
        code = _code(four, small.shape[:2], dpi * shrink) if len(four) == 4 else None
        if code is not None and _stands_alone(four, bars):
            box = code.box
            edges = (box.left, box.top, box.right, box.bottom)
            found.append(Code(KIND, code.text, Box(*(edge / shrink for edge in edges))))
    return tuple(found)


def _beside(first: _Bar, bars: Sequence[_Bar]) -> list[_Bar]:
    """Return a bar and the three that follow it, of those that lie abreast of it."""
    abreast = [
        one
        for one in bars
        if _turned(one.turn, first.turn) < _PARALLEL
        and abs(_along(one, first.turn) - _along(first, first.turn)) < first.length / 2
        and _across(one, first.turn) >= _across(first, first.turn)
    ]
    return sorted(abreast, key=lambda one: _across(one, first.turn))[:4]


def _bars(small: Pixels, dpi: float) -> list[_Bar]:
    """Return what is as black, as long and as thick as a bar; print and pen strokes are thinner."""
    reach = max(3, round(_REACH * dpi)) | 1
    window = cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach))
    calm = cv2.medianBlur(small, 3)
    paper = cv2.blur(cv2.morphologyEx(calm, cv2.MORPH_CLOSE, window), (reach, reach))
    ink = np.asarray(calm < _DARK * np.asarray(paper), dtype=np.uint8)
    ink = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
    thin, long = max(2, round(_THIN * dpi)), round(_RUN * dpi)
    lying, standing = np.ones((thin, long), np.uint8), np.ones((long, thin), np.uint8)
    return [
        bar
        for window in (lying, standing)
        for bar in _of_length(cv2.morphologyEx(ink, cv2.MORPH_OPEN, window), dpi)
    ]


def _of_length(solid: MatLike, dpi: float) -> list[_Bar]:
    if not np.asarray(solid).any():
        return []  # nearly every page ends here
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    bars = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in np.asarray(stats[label]))
        if max(width, height) < _LEAST_LENGTH * dpi:
            continue
        part = np.asarray(labels[top : top + height, left : left + width] == label, np.uint8)
        bar = _bar(part, left, top, area, dpi)
        if bar is not None:
            bars.append(bar)
    return bars


def _bar(part: Pixels, left: int, top: int, area: int, dpi: float) -> _Bar | None:
    points = cv2.findNonZero(part)
    (x, y), (one, other), degrees = cv2.minAreaRect(points)
    # the rectangle is drawn through the middles of the outermost pixels
    length, thickness = max(one, other) + 1, min(one, other) + 1
    fits = _THIN * dpi <= thickness <= _THICKEST * dpi and length >= _LEAST_LENGTH * dpi
    if not fits or area < _FILLED * length * thickness:
        return None
    turn = math.radians(degrees if one >= other else degrees + 90) % math.pi
    return _Bar(x + left, y + top, turn, length, area / length)


def _code(four: Sequence[_Bar], shape: tuple[int, int], dpi: float) -> Code | None:
    """Return the code that four bars in their order are, or None if they are none."""
    turn = four[0].turn
    lengths = [one.length for one in four]
    along = [_along(one, turn) for one in four]
    if max(lengths) - min(lengths) > _SAME_LENGTH * max(lengths):
        return None
    if max(along) - min(along) > _ABREAST * max(lengths):
        return None
    pattern = _pattern(four, dpi)
    if pattern is None:
        return None
    if _reads_backwards(four, turn, shape):
        pattern = pattern[::-1]
    name = PATTERNS.get(pattern)
    return None if name is None else Code(KIND, name, _box(four))


def _stands_alone(four: Sequence[_Bar], bars: Sequence[_Bar]) -> bool:
    """Return whether no further bar lies among the four or near them, as in a table or barcode."""
    turn, length = four[0].turn, four[0].length
    places = [_across(one, turn) for one in four]
    near = _APART * (max(places) - min(places))
    return not any(
        min(places) - near < _across(one, turn) < max(places) + near
        and abs(_along(one, turn) - _along(four[0], turn)) < length
        for one in bars
        if one not in four
    )


def _along(bar: _Bar, turn: float) -> float:
    """Return where a bar's middle lies in the direction of the bars."""
    return bar.x * math.cos(turn) + bar.y * math.sin(turn)


def _across(bar: _Bar, turn: float) -> float:
    """Return where a bar's middle lies from bar to bar."""
    return bar.y * math.cos(turn) - bar.x * math.sin(turn)


def _pattern(four: Sequence[_Bar], dpi: float) -> str | None:
    """Return which bars are wide, if the four measure what those of a patch code do.

    Measured by each other: not every scanner is true to the resolution it names.
    """
    places = [_across(one, four[0].turn) for one in four]
    thick = [one.thickness for one in four]
    overall = places[3] - places[0] + (thick[0] + thick[3]) / 2
    least, most = _OVERALL
    if not least * dpi <= overall <= most * dpi or four[0].length < _LONG * overall:
        return None
    gaps = [places[n + 1] - places[n] - (thick[n] + thick[n + 1]) / 2 for n in range(3)]
    if not all(_GAP[0] <= gap / overall <= _GAP[1] for gap in gaps):
        return None
    kinds = [_width(one / overall) for one in thick]
    return "".join(kinds) if all(kinds) else None


def _width(share: float) -> str:
    if _WIDE[0] <= share <= _WIDE[1]:
        return "W"
    return "N" if _NARROW[0] <= share <= _NARROW[1] else ""


def _reads_backwards(four: Sequence[_Bar], turn: float, shape: tuple[int, int]) -> bool:
    """Return whether the sheet's nearer edge is beyond the last bar: its first bar is that one.

    Patch codes stand along the edge that is fed first, so the sheet may lie any way round.
    """
    height, width = shape
    x, y = (sum(values) / 4 for values in zip(*((one.x, one.y) for one in four), strict=True))
    middle = y * math.cos(turn) - x * math.sin(turn)
    centre = height / 2 * math.cos(turn) - width / 2 * math.sin(turn)
    return bool(middle > centre)


def _turned(one: float, other: float) -> float:
    between = abs(one - other) % math.pi
    return min(between, math.pi - between)


def _box(four: Sequence[_Bar]) -> Box:
    xs, ys = [], []
    for bar in four:
        across = abs(bar.length * math.cos(bar.turn)) + abs(bar.thickness * math.sin(bar.turn))
        down = abs(bar.length * math.sin(bar.turn)) + abs(bar.thickness * math.cos(bar.turn))
        xs += [bar.x - across / 2, bar.x + across / 2]
        ys += [bar.y - down / 2, bar.y + down / 2]
    return Box(max(0.0, min(xs)), max(0.0, min(ys)), max(xs), max(ys))
