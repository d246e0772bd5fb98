"""Empty paper cut away, so that a card on an A4 scan costs no more than a card."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Cleaned, Pixels
from ocr.cleanup.shrink import shrunk
from ocr.model import Step

_SMALL_DPI = 100.0
_INK = 200
_JOINED = 9
_SPECK = 0.08
_LEAST_INK = 16
_MARGIN = 0.2
_WORTH_IT = 0.6


def to_print(grey: Pixels, dpi: float) -> Cleaned:
    """Return the part of the page that holds print; specks smaller than a letter do not count."""
    shrink = min(1.0, _SMALL_DPI / dpi)
    small = shrunk(grey, shrink)
    _, ink = cv2.threshold(small, _INK, 1, cv2.THRESH_BINARY_INV)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((_JOINED, _JOINED), np.uint8))
    count, labels, stats, _ = labelled(np.asarray(joined, dtype=np.uint8))
    inked = np.bincount(np.asarray(labels)[np.asarray(ink) == 1], minlength=count)
    large = np.maximum(stats[:, 2], stats[:, 3]) >= _SPECK * dpi * shrink
    # grains of dust close together may be joined to something as wide as a letter
    parts = np.asarray(stats)[1:][(large & (inked >= _LEAST_INK))[1:]]
    if not len(parts):
        return Cleaned(grey)
    height, width = grey.shape
    margin = _MARGIN * dpi
    left = max(0, int(parts[:, 0].min() / shrink - margin))
    top = max(0, int(parts[:, 1].min() / shrink - margin))
    right = min(width, int((parts[:, 0] + parts[:, 2]).max() / shrink + margin))
    bottom = min(height, int((parts[:, 1] + parts[:, 3]).max() / shrink + margin))
    share = (right - left) * (bottom - top) / grey.size
    if share > _WORTH_IT:
        return Cleaned(grey)
    back = np.array([[1.0, 0.0, left], [0.0, 1.0, top], [0.0, 0.0, 1.0]])
    part = np.ascontiguousarray(grey[top:bottom, left:right])
    return Cleaned(part, Step("cropped", round(100 * share, 1), "%"), back)
