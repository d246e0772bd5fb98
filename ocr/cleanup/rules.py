"""The rules of tables and boxes lifted where there is a table."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Cleaned, Pixels
from ocr.cleanup.runs import level
from ocr.model import Step

_INK = 190
_SHORTEST_ACROSS = 0.35
_SHORTEST_DOWN = 0.5
_THICKEST = 0.03
_STROKE = 0.045
_WHITE = 255
_NARROWEST = 0.4
_FEWEST_LINES = 2


def lift(grey: Pixels, dpi: float) -> Cleaned:
    """Return the page without long thin lines; strokes that cross a line stay whole."""
    ink = np.asarray(cv2.threshold(grey, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    down = _transposed(_long_lines(_transposed(ink), round(_SHORTEST_DOWN * dpi), dpi))
    if not down.any():
        return Cleaned(grey)  # most pages end here
    across = _long_lines(ink, round(_SHORTEST_ACROSS * dpi), dpi)
    if not _is_table(across, down):
        return Cleaned(grey)
    stroke = max(5, round(_STROKE * dpi))
    crossing_across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((stroke, 1), np.uint8))
    crossing_down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, stroke), np.uint8))
    keep_across = (crossing_across == 1) & (down == 0)
    keep_down = (crossing_down == 1) & (across == 0)
    gone = ((across == 1) & ~keep_across) | ((down == 1) & ~keep_down)
    image = grey.copy()
    image[gone] = _WHITE
    count = _count(across) + _count(down)
    return Cleaned(image, Step("rules-lifted", float(count), "lines"))


def _long_lines(ink: Pixels, length: int, dpi: float) -> Pixels:
    """Return the horizontal lines at least that long and thinner than a bar."""
    lines = np.zeros_like(ink)
    for top, runs in level(ink, length):
        _, labels, stats, _ = labelled(runs)
        thin = np.asarray(stats[:, cv2.CC_STAT_HEIGHT] <= _THICKEST * dpi + 0.01 * stats[:, 2] + 2)
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
