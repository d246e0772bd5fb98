"""Pale print made dark: carbon copies and worn ribbons would else pass for an empty page."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.model import Cleaned, Pixels
from ocr.model import Step

_WHITE = 255
_PRINTED = 0.3
"""Percent of the page that must be print for its darkness to count."""
_DARK_ENOUGH = 0.45
_DARKEST = 0.02
_DARK = 0.55
"""Print as dark as this anywhere, be it a single word, shows that the page is not pale."""
_LEAST = 0.15
"""What shows through from a sheet's back is paler than this, and must not become print."""
_GRAIN = 6.0
_AIM = 0.8
_THIN = 2


def darken(flat: Pixels) -> Cleaned:
    """Return the page with its print made dark if all of it is pale, else the page as it is."""
    # every second pixel will do: strokes are wider, and this is done for every page
    sparse = np.ascontiguousarray(flat[::_THIN, ::_THIN])
    soft = np.asarray(cv2.GaussianBlur(sparse, (3, 3), 0))
    counts = cv2.calcHist([soft], [0], None, [256], [0, 256]).ravel()
    share = np.cumsum(counts) / counts.sum()
    depth, deepest = (
        (_WHITE - int(np.searchsorted(share, percent / 100))) / _WHITE
        for percent in (_PRINTED, _DARKEST)
    )
    grain = float(np.searchsorted(share, 0.5) - np.searchsorted(share, 0.16)) / _WHITE
    if deepest > _DARK or not max(_LEAST, _GRAIN * grain) < depth < _DARK_ENOUGH:
        return Cleaned(flat)
    gain = _AIM / depth
    table = np.clip(_WHITE - gain * (_WHITE - np.arange(256.0)), 0, _WHITE).astype(np.uint8)
    return Cleaned(np.asarray(cv2.LUT(flat, table)), Step("pale-darkened", round(gain, 2), "×"))
