"""Pale print made dark: carbon copies and worn ribbons would else pass for an empty page."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

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
_TILE = 32


def darken(flat: Pixels) -> Cleaned:
    """Return the page with its print made dark if all of it is pale, else the page as it is."""
    # every second pixel will do: strokes are wider, and this is done for every page
    sparse = np.ascontiguousarray(flat[::_THIN, ::_THIN])
    soft = np.asarray(cv2.GaussianBlur(sparse, (3, 3), 0), dtype=np.uint8)
    printed = _printed(soft)
    if not printed.any():
        return Cleaned(flat)
    share = _shares(soft, printed)
    paper = _shares(soft, None)
    depth, deepest = (
        (_WHITE - int(np.searchsorted(share, percent / 100))) / _WHITE
        for percent in (_PRINTED, _DARKEST)
    )
    grain = float(np.searchsorted(paper, 0.5) - np.searchsorted(paper, 0.16)) / _WHITE
    if deepest > _DARK or not max(_LEAST, _GRAIN * grain) < depth < _DARK_ENOUGH:
        return Cleaned(flat)
    gain = _AIM / depth
    table = np.clip(_WHITE - gain * (_WHITE - np.arange(256.0)), 0, _WHITE).astype(np.uint8)
    return Cleaned(np.asarray(cv2.LUT(flat, table)), Step("pale-darkened", round(gain, 2), "×"))


def _shares(soft: Pixels, where: Pixels | None) -> NDArray[np.float64]:
    """Return the share of pixels up to each grey value."""
    counts = cv2.calcHist([soft], [0], where, [256], [0, 256]).ravel()
    return np.asarray(np.cumsum(counts) / counts.sum(), dtype=np.float64)


def _printed(soft: Pixels) -> Pixels:
    """Mark the parts that may hold print: a card on a sheet has little, but it need not be pale."""
    height, width = soft.shape
    rows, columns = height // _TILE, width // _TILE
    if not rows or not columns:
        return np.ones_like(soft)
    even = soft[: rows * _TILE, : columns * _TILE]
    darkest = even.reshape(rows, _TILE, columns, _TILE).min(axis=(1, 3))
    marked = np.asarray(darkest < _WHITE * (1 - _LEAST), dtype=np.uint8)
    return np.asarray(
        cv2.resize(marked, (width, height), interpolation=cv2.INTER_NEAREST), dtype=np.uint8
    )
