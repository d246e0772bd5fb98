"""The rules of tables and boxes lifted where there is a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Cleaned, Pixels
from ocr.cleanup.runs import level
from ocr.model import Step

_INK = 190
_FAINT = 228
"""Thin rules of a worn copy are hardly darker than this, but they are so from end to end."""
_EVENED = 0.03
_FAINT_RULE = range(150, 237)
"""How dark a faint rule is in its middle: print is darker there, paper paler."""
_FAINT_SHARE = 0.7
_SHORTEST_ACROSS = 0.35
_SHORTEST_DOWN = 0.5
_THICKEST = 0.03
_STROKE = 0.045
_WHITE = 255
_DARKER = 45
_NARROWEST = 0.4
_FEWEST_LINES = 2


@dataclass(frozen=True, slots=True)
class _Search:
    """Where level lines are sought."""

    ink: Pixels
    rule: Pixels | None = None
    """Pixels as dark as a faint rule; most of such a line is of them. None: any thin line is."""


def lift(grey: Pixels, dpi: float) -> Cleaned:
    """Return the page without long thin lines; strokes that cross a line stay whole."""
    ink = _darker(grey, _INK)
    grids = [one for one in (_grid(ink, dpi, _plain), _grid(grey, dpi, _faint)) if one is not None]
    if not grids:
        return Cleaned(grey)  # most pages end here
    # of one table some rules may be dark and others worn
    across, down = (np.maximum.reduce(lines) for lines in zip(*grids, strict=True))
    stroke = max(5, round(_STROKE * dpi))
    crossing_across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((stroke, 1), np.uint8))
    crossing_down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, stroke), np.uint8))
    keep_across = (crossing_across == 1) & (down == 0)
    keep_down = (crossing_down == 1) & (across == 0)
    keep_across |= _darker_than_rule(grey, dpi)
    gone = ((across == 1) & ~keep_across) | ((down == 1) & ~keep_down)
    image = grey.copy()
    image[gone] = _WHITE
    count = _count(across) + _count(down)
    return Cleaned(image, Step("rules-lifted", float(count), "lines"))


def _darker_than_rule(grey: Pixels, dpi: float) -> NDArray[np.bool_]:
    """Return what is darker than the line it lies on, or on whose blur: the marks of capitals.

    “THẮNG” right below a rule lost its accent to it. A line has one darkness along its length, and
    the rows beside it may be a part of it, where it climbs by a pixel.
    """
    along = cv2.blur(grey, (max(9, round(_SHORTEST_ACROSS * dpi)) | 1, 1))
    line = cv2.erode(along, np.ones((3, 1), np.uint8))
    return np.asarray(cv2.subtract(line, grey)) > _DARKER


def _grid(
    image: Pixels, dpi: float, search: Callable[[Pixels, float], _Search]
) -> tuple[Pixels, Pixels] | None:
    """Return the lines across and down where they make a table, else None."""
    upright = search(_transposed(image), dpi)
    down = _transposed(_long_lines(upright, round(_SHORTEST_DOWN * dpi), dpi))
    if not down.any():
        return None
    across = _long_lines(search(image, dpi), round(_SHORTEST_ACROSS * dpi), dpi)
    return (across, down) if _is_table(across, down) else None


def _plain(ink: Pixels, _dpi: float) -> _Search:
    return _Search(ink)


def _faint(grey: Pixels, dpi: float) -> _Search:
    """Return where level rules paler than ink may lie; grain is evened out along them."""
    evened = cv2.blur(grey, (max(3, round(_EVENED * dpi)), 1))
    # a rule that climbs by a pixel is dark in one of two rows
    middle = cv2.erode(grey, np.ones((3, 1), np.uint8))
    rule = cv2.inRange(middle, np.array(_FAINT_RULE.start), np.array(_FAINT_RULE.stop - 1))
    return _Search(_darker(np.asarray(evened, np.uint8), _FAINT), np.asarray(rule, np.uint8))


def _darker(grey: Pixels, than: int) -> Pixels:
    return np.asarray(cv2.threshold(grey, than, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)


def _long_lines(search: _Search, length: int, dpi: float) -> Pixels:
    """Return the horizontal lines at least that long and thinner than a bar."""
    ink = search.ink
    lines = np.zeros_like(ink)
    for top, runs in level(ink, length):
        _, labels, stats, _ = labelled(runs)
        thin = np.asarray(stats[:, cv2.CC_STAT_HEIGHT] <= _THICKEST * dpi + 0.01 * stats[:, 2] + 2)
        if search.rule is not None:
            of_rule = labels[search.rule[top : top + len(runs)] > 0]
            share = _FAINT_SHARE * stats[:, cv2.CC_STAT_AREA]
            thin &= np.bincount(of_rule, minlength=len(stats)) >= share
        thin[0] = False
        lines[top : top + len(runs)] = thin.astype(np.uint8)[labels]
    if not lines.any():
        return lines
    return np.asarray(cv2.bitwise_and(_near(lines), _near(ink)), dtype=np.uint8)


def _near(ink: Pixels) -> Pixels:
    """Return the ink and the blur right above and below it."""
    return np.asarray(cv2.dilate(ink, np.ones((3, 1), np.uint8)), dtype=np.uint8)


def _transposed(image: Pixels) -> Pixels:
    return np.asarray(cv2.transpose(image), dtype=np.uint8)


def _is_table(across: Pixels, down: Pixels) -> bool:
    """Return whether lines of both kinds meet in a grid as wide as a table.

    Underlines and fill-in lines alone are left: lifting them changed readings at random. A stamp's
    frame is too narrow, the edge of a sheet crosses nothing.
    """
    if not across.any():
        return False
    meeting = cv2.dilate(cv2.bitwise_or(across, down), np.ones((9, 9), np.uint8))
    count, labels, stats, _ = labelled(np.asarray(meeting, dtype=np.uint8))
    for number in range(1, count):
        if stats[number, cv2.CC_STAT_WIDTH] < _NARROWEST * across.shape[1]:
            continue
        left, top, width, height, _ = (int(value) for value in stats[number])
        part = (slice(top, top + height), slice(left, left + width))
        here = np.asarray(labels[part] == number, dtype=np.uint8)
        if min(_count(across[part] & here), _count(down[part] & here)) >= _FEWEST_LINES:
            return True
    return False


def _count(lines: Pixels) -> int:
    return int(cv2.connectedComponents(lines, connectivity=8)[0]) - 1
