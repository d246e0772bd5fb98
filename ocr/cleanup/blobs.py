"""The connected blobs of ink on a page."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.model import Pixels

_MOST_SHORT = 65_000
_MOST_BOXES = 2_000
# the neighbours that a scan from the top left has already passed
_PASSED = np.array([[1, 1, 1], [1, 0, 0], [0, 0, 0]], dtype=np.uint8)

Labels = NDArray[np.int32] | NDArray[np.uint16]


def chosen(labels: Labels, stats: NDArray[np.int32], which: NDArray[np.bool_]) -> Pixels:
    """Return a mask of some blobs; where they cover little, only their boxes are looked at."""
    numbers = np.flatnonzero(which)
    sides = stats[numbers, cv2.CC_STAT_WIDTH].astype(np.int64), stats[numbers, cv2.CC_STAT_HEIGHT]
    if len(numbers) > _MOST_BOXES or int((sides[0] * sides[1]).sum()) > labels.size / 4:
        return np.asarray(which.astype(np.uint8)[labels], dtype=np.uint8)
    mask = np.zeros(labels.shape, np.uint8)
    for number, (left, top, width, height, _) in zip(
        numbers.tolist(), stats[numbers].tolist(), strict=True
    ):
        part = (slice(top, top + height), slice(left, left + width))
        mask[part] |= labels[part] == number
    return mask


def labelled(ink: Pixels) -> tuple[int, Labels, NDArray[np.int32], NDArray[np.float64]]:
    """Return the number of blobs, each pixel's blob, their boxes with areas, and their middles.

    Short labels take a third of the time. There are at most as many as there are pixels that begin
    a blob when read from the top left, so those are counted first.
    """
    passed = cv2.dilate(ink, _PASSED, borderValue=0)
    beginnings = cv2.countNonZero(cv2.subtract(ink, passed))
    kind = cv2.CV_16U if beginnings < _MOST_SHORT else cv2.CV_32S
    count, labels, stats, middles = cv2.connectedComponentsWithStats(
        ink, connectivity=8, ltype=kind
    )
    return (
        count,
        cast(Labels, labels),
        np.asarray(stats, dtype=np.int32),
        np.asarray(middles, dtype=np.float64),
    )
