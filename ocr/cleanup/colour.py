"""From colour to grey so that red seals and red ink fade while black, blue and red print stay."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.model import Cleaned, Pixels
from ocr.cleanup.shrink import shrunk
from ocr.model import Step

_LEAST_RED = 0.0005
_RED_LEAD = 40
_SMALL_DPI = 75.0
_JOINED = (0.14, 0.05)
_LINE_HEIGHT = (0.05, 0.4)
_LINE_SHAPE = 3.0
_LARGEST_SEAL = 4.5
"""Of a seal or stamp, in inches; a larger red shape is the border of the page around its print."""
_LINE_DENSITY = (0.15, 0.75)


def to_grey(image: Pixels, dpi: float) -> Cleaned:
    """Return the red channel of a BGR image: in it a red seal is nearly white.

    Lines printed in red, as titles of cards and certificates are, keep the darkness of the green
    channel instead.
    """
    if image.ndim == 2:
        return Cleaned(image)
    # one after the other: splitting all three at once takes four times as long
    blue, green, red = (cv2.extractChannel(image, channel) for channel in range(3))
    lead = cv2.subtract(red, cv2.max(blue, green))
    share = float(np.count_nonzero(lead > _RED_LEAD)) / lead.size
    if share <= _LEAST_RED:
        return Cleaned(np.asarray(red, dtype=np.uint8))
    grey = np.asarray(red, dtype=np.uint8)
    for left, top, right, bottom in _red_lines(np.asarray(lead, dtype=np.uint8), dpi):
        part = (slice(top, bottom), slice(left, right))
        grey[part] = np.minimum(grey[part], np.asarray(green)[part])
    return Cleaned(grey, Step("red-lifted", round(100 * share, 2), "%"))


def _red_lines(lead: Pixels, dpi: float) -> list[tuple[int, int, int, int]]:
    """Return where red stands in flat runs as high as type; a seal joins to a round blob."""
    shrink = min(1.0, _SMALL_DPI / dpi)
    small = shrunk(lead, shrink)
    _, ink = cv2.threshold(small, _RED_LEAD / 2, 1, cv2.THRESH_BINARY)
    across, down = (max(1, round(side * dpi * shrink)) for side in _JOINED)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((down, across), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    lowest, highest = (side * dpi * shrink for side in _LINE_HEIGHT)
    largest = _LARGEST_SEAL * dpi * shrink
    seals = [
        part
        for part in np.asarray(stats[1:])
        if min(part[2], part[3]) > highest and max(part[2], part[3]) <= largest
    ]
    lines = []
    for number in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[number])
        if not (lowest <= height <= highest and width >= _LINE_SHAPE * height):
            continue
        if any(_within(stats[number], seal) for seal in seals):
            continue
        here = labels[top : top + height, left : left + width] == number
        inked = np.count_nonzero(here & (ink[top : top + height, left : left + width] == 1))
        least, most = _LINE_DENSITY
        if not least * area <= inked <= most * width * height:
            continue
        edges = (left - 1, top - 1, left + width + 1, top + height + 1)
        lines.append(tuple(max(0, round(edge / shrink)) for edge in edges))
    return [(left, top, right, bottom) for left, top, right, bottom in lines]


def _within(part: NDArray[np.int32], seal: NDArray[np.int32]) -> bool:
    x, y = part[0] + part[2] / 2, part[1] + part[3] / 2
    return bool(0 <= x - seal[0] <= seal[2] and 0 <= y - seal[1] <= seal[3])
