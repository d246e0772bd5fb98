"""Small copies of a page, and the spread of its grey values, for looking at it as a whole."""

from __future__ import annotations

import weakref
from collections.abc import Sequence

import cv2
import numpy as np

from ocr.cleanup.model import Pixels

_WORTH_KEEPING = 1_000_000
_HALVES: dict[int, tuple[weakref.ref[Pixels], Pixels]] = {}


def shrunk(image: Pixels, factor: float) -> Pixels:
    """Return the image at ``factor`` of its size, never enlarged.

    Halved as often as possible first: that is exact and ten times as quick as one odd factor.
    """
    if factor >= 1:
        return image
    height, width = image.shape[:2]
    across, down = max(1, round(width * factor)), max(1, round(height * factor))
    while min(image.shape[:2]) > 2 and image.shape[1] >= 2 * across and image.shape[0] >= 2 * down:
        image = _halved(image)
    if image.shape[:2] == (down, across):
        return image
    return np.asarray(cv2.resize(image, (across, down), interpolation=cv2.INTER_AREA), np.uint8)


def _halved(image: Pixels) -> Pixels:
    """Return the image at half its size; kept as long as the image itself, for the next step."""
    known = _HALVES.get(id(image))
    if known is not None and known[0]() is image:
        return known[1]
    rows, columns = image.shape[0] // 2, image.shape[1] // 2
    even = image[: 2 * rows, : 2 * columns]
    half = np.asarray(cv2.resize(even, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
    if image.size >= _WORTH_KEEPING:
        name = id(image)
        _HALVES[name] = (weakref.ref(image, lambda _: _HALVES.pop(name, None)), half)
    return half


def percentiles(image: Pixels, shares: Sequence[float]) -> list[float]:
    """Return the grey values below which so many percent of the pixels lie."""
    counted = np.cumsum(np.bincount(image.ravel(), minlength=256))
    wanted = [share / 100 * (image.size - 1) + 1 for share in shares]
    return [float(np.searchsorted(counted, place)) for place in wanted]
