"""From colour to grey so that red seals and red ink fade while black and blue stay."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.model import Cleaned, Pixels
from ocr.model import Step

_LEAST_RED = 0.0005
_RED_LEAD = 40


def to_grey(image: Pixels) -> Cleaned:
    """Return the red channel of a BGR image: in it a red seal is nearly white."""
    if image.ndim == 2:
        return Cleaned(image)
    blue, green, red = cv2.split(image)
    lead = cv2.subtract(red, cv2.max(blue, green))
    share = float(np.count_nonzero(lead > _RED_LEAD)) / lead.size
    step = Step("red-lifted", round(100 * share, 2), "%") if share > _LEAST_RED else None
    return Cleaned(np.asarray(red, dtype=np.uint8), step)
