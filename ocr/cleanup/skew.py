"""How far the print is turned, and turning and scaling it in one resampling."""

from __future__ import annotations

import math

import cv2
import numpy as np

from ocr.cleanup.model import Cleaned, Matrix, Pixels, inverse
from ocr.cleanup.shrink import shrunk
from ocr.model import Step

_SMALL_SIDE = 800
_WHITE = 255
_WIDEST = 8.0
_COARSE = (0.5, _WIDEST)
_FINE = ((0.1, 0.3), (0.04, 0.08))
_LEAST_TURN = 0.15
_LEAST_INK = 0.002
_LEAST_GAIN = 1.02


def measure(grey: Pixels) -> float:
    """Return by how many degrees the print is turned, counter-clockwise positive."""
    ink = _small_ink(grey, _SMALL_SIDE) * np.uint8(_WHITE)
    if float(ink.mean()) < _LEAST_INK * _WHITE:
        return 0.0
    # where lines of print lie is seen at half the size; how straight they are is not
    best = _sharpest(_small_ink(grey, _SMALL_SIDE // 2), 0.0, *_COARSE, cv2.INTER_NEAREST)
    for step, reach in _FINE:
        best = _sharpest(ink, best, step, reach, cv2.INTER_LINEAR)
    if (
        abs(best) < _LEAST_TURN
        or abs(best) > _WIDEST
        or _sharpness(ink, best, cv2.INTER_LINEAR)
        < _sharpness(ink, 0.0, cv2.INTER_LINEAR) * _LEAST_GAIN
    ):
        return 0.0
    return round(best, 2)


def _sharpest(ink: Pixels, middle: float, step: float, reach: float, method: int) -> float:
    """Return the angle at the peak of the sharpness, between two steps if it lies there."""
    angles = np.arange(middle - reach, middle + reach + step / 2, step)
    found = [_sharpness(ink, float(angle), method) for angle in angles]
    peak = int(np.argmax(found))
    if not 0 < peak < len(found) - 1:
        return float(angles[peak])
    before, top, after = found[peak - 1 : peak + 2]
    bend = before - 2 * top + after
    return float(angles[peak]) + (0.5 * step * (before - after) / bend if bend else 0.0)


def straighten(grey: Pixels, angle: float, scale: float) -> Cleaned:
    """Return the page turned by ``-angle`` and scaled, nothing cut off."""
    height, width = grey.shape[:2]
    if angle == 0.0:
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


def _small_ink(grey: Pixels, side: int) -> Pixels:
    small = grey
    while max(small.shape) >= 2 * side:
        small = shrunk(small, 0.5)
    _, ink = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(ink, dtype=np.uint8)


def _sharpness(ink: Pixels, angle: float, method: int) -> float:
    """Return how sharply rows of print and gaps follow each other at this angle."""
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    turned = cv2.warpAffine(ink, matrix, (width, height), flags=method)
    rows = np.asarray(cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_64F))[:, 0]
    return float(np.square(np.diff(rows)).sum())
