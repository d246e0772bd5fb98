"""Measures of a page image as it came in."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.model import Pixels
from ocr.model import Quality

_SMALL_SIDE = 1600
_INK = 180
_BLANK = 0.0006
_BLANK_EDGE = 0.03


def measure(grey: Pixels, flat: Pixels) -> Quality:
    """Return sharpness and contrast of the grey page, and how much of the flat one is print."""
    height, width = grey.shape[:2]
    shrink = min(1.0, _SMALL_SIDE / max(height, width))
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    sharpness = float(cv2.Laplacian(small, cv2.CV_32F).std())
    dark, light = (float(value) for value in np.percentile(np.asarray(small), (1, 95)))
    across, down = round(_BLANK_EDGE * width), round(_BLANK_EDGE * height)
    # the rim is left out: a scanner's shadow there is no print
    inner = flat[down : height - down, across : width - across]
    ink = float(np.count_nonzero(inner < _INK)) / max(inner.size, 1)
    return Quality(
        sharpness=round(sharpness, 2),
        contrast=round((light - dark) / 255, 3),
        ink=round(ink, 5),
        blank=ink < _BLANK,
    )
