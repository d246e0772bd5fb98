"""How alike two page images look, whatever their resolution, light or noise."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from ocr import raster
from ocr.limits import Limits

_SIDE, _KEPT = 32, 8
_DRAFT = 256


def distance(one: bytes, other: bytes, limits: Limits) -> float:
    """Return the share of coarse features in which two images differ, 0 alike to about 0.5 unlike.

    Raises OcrError if one cannot be decoded.
    """
    return float(np.mean(_print(one, limits) != _print(other, limits)))


def _print(data: bytes, limits: Limits) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which low frequencies of the image lie above their median (a perceptual hash)."""
    with Image.open(io.BytesIO(data)) as image:
        # an eighth of the size suffices, and costs a fraction
        image.draft("L", (_DRAFT, _DRAFT))
        raster.check_size(*image.size, limits)
        small = image.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    pixels = np.asarray(small, dtype=np.float64)
    steps = np.arange(_SIDE)
    cosines = np.cos(np.pi / _SIDE * np.outer(np.arange(_KEPT), steps + 0.5))
    low = (cosines @ pixels @ cosines.T).ravel()[1:]
    return np.asarray(low > np.median(low))
