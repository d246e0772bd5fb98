"""Dust in the white of a page taken away; what lies near print may be a dot or a mark and stays."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.blobs import chosen, labelled
from ocr.cleanup.model import Cleaned, Pixels
from ocr.model import Step

_INK = 200
_SPECK = 0.03
_ACROSS, _DOWN = 0.09, 0.05
_WHITE = 255
_FEWEST = 3


def lift(grey: Pixels, dpi: float) -> Cleaned:
    """Return the page without small blobs that have no letter beside, above or below them."""
    ink = np.asarray(cv2.threshold(grey, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    _, labels, stats, _ = labelled(ink)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    small = np.asarray(sides <= _SPECK * dpi)
    small[0] = False
    if np.count_nonzero(small) < _FEWEST:
        return Cleaned(grey)
    letters = cv2.subtract(ink, chosen(labels, stats, small))
    across, down = 2 * round(_ACROSS * dpi) + 1, 2 * round(_DOWN * dpi) + 1
    near = cv2.dilate(letters, np.ones((1, across), np.uint8))
    near = cv2.dilate(near, np.ones((down, 1), np.uint8))
    dust = small & ~_touching(stats, np.asarray(near, dtype=np.uint8))
    count = int(np.count_nonzero(dust))
    if count < _FEWEST:
        return Cleaned(grey)
    mask = cv2.dilate(chosen(labels, stats, dust), np.ones((3, 3), np.uint8))
    image = grey.copy()
    image[np.asarray(mask) == 1] = _WHITE
    return Cleaned(image, Step("specks-lifted", float(count), "specks"))


def _touching(stats: NDArray[np.int32], near: Pixels) -> NDArray[np.bool_]:
    """Return which blobs lie in the marked area by one of their corners or their middle."""
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    right = left + stats[:, cv2.CC_STAT_WIDTH] - 1
    bottom = top + stats[:, cv2.CC_STAT_HEIGHT] - 1
    corners = ((top, left), (top, right), (bottom, left), (bottom, right))
    middle = ((top + bottom) // 2, (left + right) // 2)
    return np.asarray(sum(near[place] for place in (*corners, middle)) > 0)
