"""Solid fill-in lines lifted from under what is written on them; strokes across them stay whole."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Cleaned, Pixels
from ocr.cleanup.runs import level
from ocr.model import Step

_INK = 190
_SHORTEST = 0.7
_THICKEST = 0.03
_SLOPE = 0.006
_TOUCHED = 0.04
_FINE = 0.0115
_NEAR = 7
_DOT = 0.036
_ROOM = 0.5
_WHITE = 255


def lift(grey: Pixels, dpi: float) -> Cleaned:
    """Return the page without the long thin lines that print stands on or crosses.

    A line that touches nothing, as under a heading, disturbs no letter and is left.
    """
    ink = np.asarray(cv2.threshold(grey, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    lines = _lines(ink, dpi)
    if not lines.any():
        return Cleaned(grey)
    image = grey.copy()
    lifted = 0
    for top, bottom in _bands(lines, dpi):
        rows = slice(top, bottom)
        lifted += _lift_in(image[rows], ink[rows], lines[rows], dpi)
    if not lifted:
        return Cleaned(grey)
    return Cleaned(image, Step("underlines-lifted", float(lifted), "lines"))


def _bands(lines: Pixels, dpi: float) -> list[tuple[int, int]]:
    """Return the rows around lines, with room for the print on them; most of a page has none."""
    margin = round(_ROOM * dpi)
    marked = cv2.dilate(lines.max(axis=1, keepdims=True), np.ones((2 * margin + 1, 1), np.uint8))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(marked).ravel(), [0]])))
    return [(int(top), int(bottom)) for top, bottom in edges.reshape(-1, 2)]


def _lift_in(image: Pixels, ink: Pixels, lines: Pixels, dpi: float) -> int:
    """Whiten the lines that print stands on in a band of the page; return how many they were."""
    print_ = np.asarray((ink == 1) & (lines == 0), dtype=np.uint8)
    # a letter that stands on the line keeps the line's pixels as its foot
    entered = cv2.bitwise_and(cv2.dilate(print_, np.ones((2, 3), np.uint8), anchor=(1, 1)), lines)
    reach = max(2, round(_FINE * dpi) + 1)
    across = cv2.dilate(entered, np.ones((reach, 1), np.uint8), anchor=(0, reach - 1))
    between = cv2.dilate(_dots(print_, dpi), np.ones((2 * reach + 1, 3), np.uint8))
    free = np.asarray((across == 0) | (lines == 0) | (between == 1), dtype=np.bool_)
    near = np.asarray(cv2.dilate(print_, np.ones((_NEAR, 1), np.uint8)) == 1) & (lines == 1)
    count, labels, stats, _ = labelled(lines)
    touched = np.bincount(np.asarray(labels)[near], minlength=count)
    area = np.asarray(stats[:, cv2.CC_STAT_AREA])
    chosen = touched > _TOUCHED * area
    chosen[0] = False
    if not chosen.any():
        return 0
    gone = np.asarray(chosen[labels]) & free
    image[gone] = _WHITE
    # the blur beside the line goes with it where there is no print
    rim = np.asarray(cv2.dilate(gone.astype(np.uint8), np.ones((5, 1), np.uint8)) == 1)
    image[rim & (cv2.dilate(print_, np.ones((3, 3), np.uint8)) == 0) & free] = _WHITE
    return int(np.count_nonzero(chosen))


def _dots(print_: Pixels, dpi: float) -> Pixels:
    """Return the small blobs: a dot below a letter must not grow together with its foot."""
    _, labels, stats, _ = labelled(print_)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    return np.asarray((sides <= _DOT * dpi).astype(np.uint8)[labels], dtype=np.uint8)


def _lines(ink: Pixels, dpi: float) -> Pixels:
    """Return the pixels of long thin horizontal lines."""
    lines = np.zeros_like(ink)
    for top, runs in level(ink, round(_SHORTEST * dpi)):
        here = ink[top : top + len(runs)]
        count, labels, stats, _ = labelled(runs)
        inked = np.bincount(np.asarray(labels)[here == 1], minlength=count)
        across = np.asarray(stats[:, cv2.CC_STAT_WIDTH])
        thin = np.asarray(stats[:, cv2.CC_STAT_HEIGHT]) <= _THICKEST * dpi + 2 + _SLOPE * across
        # a pen's stroke is thicker than a printed line, and a signature no fill-in line
        thin &= inked <= (_FINE * dpi + 1) * across
        thin[0] = False
        lines[top : top + len(runs)] = thin.astype(np.uint8)[labels] & here
    return lines
