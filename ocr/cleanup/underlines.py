"""Solid fill-in lines lifted from under what is written on them; strokes across them stay whole."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.model import Cleaned, Pixels
from ocr.model import Step

_INK = 190
_SHORTEST = 0.7
_THICKEST = 0.03
_SLOPE = 0.006
_TOUCHED = 0.04
_FINE = 0.0115
_WHITE = 255


def lift(grey: Pixels, dpi: float) -> Cleaned:
    """Return the page without the long thin lines that print stands on or crosses.

    A line that touches nothing, as under a heading, disturbs no letter and is left.
    """
    ink = np.asarray(cv2.threshold(grey, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    lines = _lines(ink, dpi)
    if not lines.any():
        return Cleaned(grey)
    reach = max(3, round(_THICKEST * dpi))
    print_ = np.asarray((ink == 1) & (lines == 0), dtype=np.uint8)
    # a stroke that leans leaves the line a pixel aside of where it entered
    above = cv2.dilate(print_, np.ones((reach, 3), np.uint8), anchor=(1, reach - 1))
    below = cv2.dilate(print_, np.ones((reach, 3), np.uint8), anchor=(1, 0))
    across = np.asarray((above == 1) & (lines == 1))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    near = np.asarray((above == 1) | (below == 1)) & (lines == 1)
    touched = np.bincount(np.asarray(labels)[near], minlength=count)
    area = np.asarray(stats[:, cv2.CC_STAT_AREA])
    chosen = touched > _TOUCHED * area
    chosen[0] = False
    if not chosen.any():
        return Cleaned(grey)
    gone = np.asarray(chosen[labels]) & ~across
    image = grey.copy()
    image[gone] = _WHITE
    # the blur beside the line goes with it where there is no print
    rim = np.asarray(cv2.dilate(gone.astype(np.uint8), np.ones((5, 1), np.uint8)) == 1)
    image[rim & (cv2.dilate(print_, np.ones((3, 3), np.uint8)) == 0) & ~across] = _WHITE
    return Cleaned(image, Step("underlines-lifted", float(np.count_nonzero(chosen)), "lines"))


def _lines(ink: Pixels, dpi: float) -> Pixels:
    """Return the pixels of long thin horizontal lines."""
    length = round(_SHORTEST * dpi)
    closed = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    runs = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)))
    if not runs.any():
        return np.zeros_like(ink)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    inked = np.bincount(np.asarray(labels)[ink == 1], minlength=count)
    across = np.asarray(stats[:, cv2.CC_STAT_WIDTH])
    thin = np.asarray(stats[:, cv2.CC_STAT_HEIGHT]) <= _THICKEST * dpi + 2 + _SLOPE * across
    # a pen's stroke is thicker than a printed line, and a signature no fill-in line
    thin &= inked <= (_FINE * dpi + 1) * across
    thin[0] = False
    return np.asarray(cv2.bitwise_and(thin.astype(np.uint8)[labels], ink), dtype=np.uint8)
