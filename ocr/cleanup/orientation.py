"""Whether a page lies on its side, seen cheaply from the rhythm of its rows."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.model import Cleaned, Matrix, Pixels
from ocr.cleanup.shrink import shrunk
from ocr.model import Step

_SMALL_SIDE = 800
_LEAD = 1.15
_LEAST_INK = 0.002


def lies_sideways(grey: Pixels) -> bool:
    """Return whether columns alternate between print and gap more sharply than rows do."""
    ink = _ink(grey)
    return ink is not None and _rhythm(ink.T) > _LEAD * _rhythm(ink)


def stands_upright(grey: Pixels) -> bool:
    """Return whether rows alternate more sharply than columns do: turned, it would lie sideways."""
    ink = _ink(grey)
    return ink is not None and _rhythm(ink) > _LEAD * _rhythm(ink.T)


def _ink(grey: Pixels) -> Pixels | None:
    """Return the print on a small copy; nothing where there is hardly any."""
    shrink = min(1.0, _SMALL_SIDE / max(grey.shape[:2]))
    small = shrunk(grey, shrink)
    threshold = cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU
    ink = np.asarray(cv2.threshold(small, 0, 1, threshold)[1], dtype=np.uint8)
    return None if float(ink.mean()) < _LEAST_INK else ink


def turn(image: Pixels, degrees: int) -> Cleaned:
    """Return the image turned clockwise by 0, 90, 180 or 270 degrees."""
    if degrees == 0:
        return Cleaned(image)
    height, width = image.shape[:2]
    turned = np.ascontiguousarray(np.rot90(image, k=-degrees // 90))
    return Cleaned(turned, Step("turned", float(degrees), "°"), _back(degrees, width, height))


def _back(degrees: int, width: int, height: int) -> Matrix:
    """Return the way from the turned image's points to the image's own."""
    rows = {
        90: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
        180: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        270: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
    }
    return np.array(rows[degrees], dtype=np.float64)


def _rhythm(ink: Pixels) -> float:
    """Return how sharply lines of print and gaps follow each other down the image.

    Each of several strips is taken by itself, so that a slight skew does not blur the rows.
    """
    strips = np.array_split(ink, 8, axis=1)
    sums = [strip.sum(axis=1, dtype=np.float64) / strip.shape[1] for strip in strips]
    return float(sum(np.square(np.diff(rows)).mean() for rows in sums))
