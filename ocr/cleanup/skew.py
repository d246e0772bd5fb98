"""How far the print is turned, and turning and scaling it in one resampling."""

from __future__ import annotations

import math
from itertools import pairwise

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from ocr.cleanup.model import Cleaned, Matrix, Pixels, inverse
from ocr.cleanup.shrink import shrunk
from ocr.model import Step

_SOUGHT_AT, _MEASURED_AT = 400, 3000
"""Pixels the longer side has at least when the turn is sought, and when it is measured."""
_WIDEST = 8.0
_SOUGHT = np.arange(-_WIDEST, _WIDEST + 0.25, 0.5)
_MEASURED = np.arange(-0.4, 0.45, 0.1)
_STRIPS = 32
_LEAST_TURN = 0.15
"""Degrees below which print is read as well as it lies, and turning would only soften it."""
_LEAST_INK = 0.002
_LEAST_GAIN = 1.02

Rows = NDArray[np.float64]


def measure(grey: Pixels) -> float:
    """Return by how many degrees the print is turned, counter-clockwise positive."""
    ink = _ink(_smaller(grey, _SOUGHT_AT))
    if float(ink.mean()) < _LEAST_INK:
        return 0.0
    # where lines of print lie is seen in a small picture; how straight they are is not
    sharp = [_turned_sharpness(ink, float(angle)) for angle in _SOUGHT]
    strips = _strips(_smaller(grey, _MEASURED_AT))
    angles = _MEASURED + _peak(_SOUGHT, sharp)
    found = [_sharpness(_moved(strips, float(angle))) for angle in angles]
    best = round(_peak(angles, found), 2)
    gain = max(found) / (_sharpness(_moved(strips, 0.0)) or 1.0)
    # so little that it is left as it lies need not be sure
    is_sure = gain >= _LEAST_GAIN or abs(best) < _LEAST_TURN
    return best if is_sure and abs(best) <= _WIDEST else 0.0


def _strips(grey: Pixels) -> list[tuple[float, Rows]]:
    """Return the darkness of every row in strips of the page, each with its way from the middle.

    Turning the whole page by less than a pixel a strip softens it, and a page level by its pixels
    would always seem the sharpest; the sums of a strip's rows are the same at every angle.
    """
    width = grey.shape[1]
    edges = np.linspace(0, width, _STRIPS + 1).round().astype(int)
    return [
        ((left + right - width) / 2, _rows(grey[:, left:right]))
        for left, right in pairwise(edges)
        if left < right
    ]


def _moved(strips: list[tuple[float, Rows]], angle: float) -> Rows:
    """Return the rows of the page when its strips lie as they would on a page turned back."""
    slope = math.tan(math.radians(angle))
    places = np.arange(len(strips[0][1]), dtype=np.float64)
    whole = np.zeros(len(places))
    for away, rows in strips:
        whole += np.interp(places - away * slope, places, rows)
    return whole


def _peak(angles: Rows, found: list[float]) -> float:
    """Return the angle at the peak of the sharpness, between two steps if it lies there."""
    peak = int(np.argmax(found))
    if not 0 < peak < len(found) - 1:
        return float(angles[peak])
    before, top, after = found[peak - 1 : peak + 2]
    bend = before - 2 * top + after
    step = float(angles[1] - angles[0])
    return float(angles[peak]) + (0.5 * step * (before - after) / bend if bend else 0.0)


def straighten(grey: Pixels, angle: float, scale: float) -> Cleaned:
    """Return the page turned by ``-angle``, where that helps, and scaled; nothing cut off."""
    height, width = grey.shape[:2]
    if abs(angle) < _LEAST_TURN:
        return _scaled(grey, scale)
    forward = _turn(width, height, angle, scale)
    corners = forward @ np.array([[0, width, width, 0], [0, 0, height, height], [1, 1, 1, 1]])
    left, top = corners[0].min(), corners[1].min()
    forward[0, 2] -= left
    forward[1, 2] -= top
    size = (math.ceil(corners[0].max() - left), math.ceil(corners[1].max() - top))
    shrunk, smaller = _shrunk_before(grey, scale)
    turned = cv2.warpAffine(
        shrunk,
        (forward @ inverse(smaller))[:2],
        size,
        flags=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_LINEAR,
        borderValue=255,
    )
    back = inverse(forward)
    return Cleaned(np.asarray(turned, dtype=np.uint8), Step("straightened", angle, "°"), back)


def _scaled(grey: Pixels, scale: float) -> Cleaned:
    if scale == 1.0:
        return Cleaned(grey)
    height, width = grey.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    image = cv2.resize(grey, size, interpolation=method)
    back = np.diag([width / size[0], height / size[1], 1.0])
    return Cleaned(np.asarray(image, dtype=np.uint8), Step("scaled", round(scale, 3), "×"), back)


def _shrunk_before(grey: Pixels, scale: float) -> tuple[Pixels, Matrix]:
    """Shrink by areas first: turning and shrinking by interpolation alone drops thin strokes."""
    if scale >= 1:
        return grey, np.eye(3)
    smaller = _scaled(grey, scale)
    return smaller.image, inverse(smaller.back)


def _turn(width: int, height: int, angle: float, scale: float) -> Matrix:
    matrix = np.eye(3)
    # the image's y axis points down, so OpenCV's counter-clockwise is ours with the sign turned
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, scale)
    return matrix


def _smaller(grey: Pixels, side: int) -> Pixels:
    small = grey
    while max(small.shape) >= 2 * side:
        small = shrunk(small, 0.5)
    return small


def _ink(grey: Pixels) -> Pixels:
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(ink, dtype=np.uint8)


def _turned_sharpness(ink: Pixels, angle: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    turned = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST)
    return _sharpness(_rows(turned))


def _rows(image: Pixels | MatLike) -> Rows:
    # whole numbers are summed six times as quickly, and a row's darkness fits into them
    sums = cv2.reduce(image, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    return np.asarray(sums, dtype=np.float64)[:, 0]


def _sharpness(rows: Rows) -> float:
    """Return how sharply rows of print and gaps follow each other."""
    return float(np.square(np.diff(rows)).sum())
