"""Uneven light, shadows and grey paper taken out by dividing by the paper's brightness."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.model import Cleaned, Pixels
from ocr.cleanup.shrink import percentiles, shrunk
from ocr.model import Step

_SHRINK = 8
_PRINT = 9
_SMOOTH = 15
_EVEN = 6.0


def flatten(image: Pixels) -> Cleaned:
    """Return the grey page as if its paper were white everywhere."""
    height, width = image.shape[:2]
    small = shrunk(image, 1 / _SHRINK)
    # closing with a window wider than a stroke leaves the paper, the median its slow changes
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_PRINT, _PRINT))
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, window), _SMOOTH)
    paper = np.asarray(np.maximum(paper, 1), dtype=np.uint8)
    darkest, brightest = percentiles(np.asarray(paper, np.uint8), (5, 95))
    unevenness = brightest - darkest
    wide = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    flat = cv2.divide(image, wide, scale=255.0)
    step = Step("light-flattened", round(unevenness, 1)) if unevenness > _EVEN else None
    return Cleaned(np.asarray(flat, dtype=np.uint8), step)
