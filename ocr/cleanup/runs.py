"""Long level runs of ink, sought only in the rows that can hold one: most of a page has none."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from ocr.cleanup.model import Pixels

_BITS = 8
_FULL = 255


def level(ink: Pixels, length: int) -> Iterator[tuple[int, Pixels]]:
    """Yield bands of rows that hold level runs: the number of the first row, and the runs' mask.

    A run has at least ``length`` pixels, a pixel of slope allowed, and does not reach from one band
    into the next. ``ink`` is 0 and 1.
    """
    thickened = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    window = np.ones((1, length), np.uint8)
    for top, bottom in _bands(np.asarray(thickened, np.uint8), length):
        runs = cv2.morphologyEx(thickened[top:bottom], cv2.MORPH_OPEN, window)
        if np.asarray(runs).any():
            yield top, np.asarray(runs, dtype=np.uint8)


def _bands(ink: Pixels, length: int) -> list[tuple[int, int]]:
    """Return the stretches of rows in which a run may lie, told by eight pixels at a time."""
    # the window's middle may lie anywhere in a byte, hence two bytes less than it holds
    whole = length // _BITS - 2
    packed = np.packbits(ink, axis=1)
    if whole < 1 or packed.shape[1] < whole:
        return [(0, len(ink))]
    # what is beyond the page's edge counts as ink, as it does for the window
    packed[:, -1] |= (1 << -ink.shape[1] % _BITS) - 1
    long = cv2.erode(np.asarray(packed == _FULL, np.uint8), np.ones((1, whole), np.uint8))
    rows = np.asarray(long).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], rows, [False]])))
    return [(int(top), int(bottom)) for top, bottom in edges.reshape(-1, 2)]
