"""Round seals by their red ring, whole or in part."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.model import Box, Region, RegionKind
from ocr.regions.inks import Inks, joined_parts

_JOIN = 2.5
_LEAST, _MOST = 13.0, 62.0
_RADIUS = (9.0, 26.0)
_RING = 1.1
_TRIES = 150
_BINS = 48
_LEAST_RING = 0.3
_SOLID = 0.62
_THINNEST = 0.015
_SAMPLE = 600
_LEAST_INK = 0.02
_FLATTEST, _EDGE = 0.45, 2


def find(inks: Inks) -> list[Region]:
    """Return the seals in pixels of the masks."""
    if np.count_nonzero(inks.red) < _LEAST_INK * inks.millimetres(_LEAST) ** 2:
        return []
    reach = 2 * inks.millimetres(_JOIN) + 1
    found = []
    for left, top, width, height in joined_parts(inks.red, reach, reach):
        if not inks.millimetres(_LEAST) <= max(width, height) <= inks.millimetres(_MOST):
            continue
        if _is_flat(left, top, width, height, inks):
            continue  # a red heading
        here = inks.red[top : top + height, left : left + width] == 1
        seal = _seal(here, (left, top), inks)
        if seal is not None:
            found.append(seal)
    return found


def _is_flat(left: int, top: int, width: int, height: int, inks: Inks) -> bool:
    """Return whether a part is too flat for a seal, which only the sheet's edge cuts to a strip."""
    tall, wide = inks.red.shape
    cut = min(left, top, wide - left - width, tall - top - height) <= _EDGE
    return not cut and min(width, height) < _FLATTEST * max(width, height)


def _seal(here: NDArray[np.bool_], corner: tuple[int, int], inks: Inks) -> Region | None:
    rows, columns = np.nonzero(here)
    if len(rows) < _THINNEST * here.size:
        return None
    points = np.column_stack([columns, rows]).astype(np.float64)
    circle = _circle(points, inks)
    if circle is None:
        return None
    x, y, radius, share = circle
    if share < _LEAST_RING or _filled(here, x, y, radius) > _SOLID:
        return None  # an emblem printed in colour is filled, a seal is a line drawing
    left, top = corner
    # only the part of the ring that was printed: a seal over the edge of a sheet goes no further
    box = Box(
        left + max(float(points[:, 0].min()), x - radius),
        top + max(float(points[:, 1].min()), y - radius),
        left + min(float(points[:, 0].max()), x + radius) + 1,
        top + min(float(points[:, 1].max()), y + radius) + 1,
    )
    return Region(RegionKind.SEAL, box, round(min(1.0, 0.35 + share), 2))


def _circle(points: NDArray[np.float64], inks: Inks) -> tuple[float, float, float, float] | None:
    """Return the ring that most of the outermost ink lies on, and how much of it is printed."""
    rng = np.random.default_rng(0)
    outline = cv2.convexHull(points.astype(np.float32)).reshape(-1, 2).astype(np.float64)
    if len(outline) < 5:
        return None
    sample = points[rng.permutation(len(points))[:_SAMPLE]]
    near = np.vstack([outline, sample])
    least, most = (inks.millimetres(side) for side in _RADIUS)
    ring = inks.millimetres(_RING)
    best: tuple[float, float, float, float] | None = None
    for _ in range(_TRIES):
        fitted = _through(outline[rng.choice(len(outline), 3, replace=False)])
        if fitted is None or not least <= fitted[2] <= most:
            continue
        x, y, radius = fitted
        away = np.hypot(near[:, 0] - x, near[:, 1] - y)
        if np.mean(away > radius + ring) > 0.08:
            continue
        on = np.abs(away - radius) < ring
        turns = np.arctan2(near[on, 1] - y, near[on, 0] - x)
        bins = np.unique(((turns + np.pi) / (2 * np.pi) * _BINS).astype(int) % _BINS)
        share = len(bins) / _BINS
        if best is None or share > best[3]:
            best = (x, y, radius, share)
    return best


def _through(three: NDArray[np.float64]) -> tuple[float, float, float] | None:
    """Return the circle through three points; none if they lie in a row."""
    (ax, ay), (bx, by), (cx, cy) = three
    twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    if abs(twice) < 1e-6:
        return None
    a, b, c = ax**2 + ay**2, bx**2 + by**2, cx**2 + cy**2
    x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / twice
    y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / twice
    return float(x), float(y), float(np.hypot(ax - x, ay - y))


def _filled(here: NDArray[np.bool_], x: float, y: float, radius: float) -> float:
    """Return the share of the inner disc that is inked."""
    rows, columns = np.mgrid[0 : here.shape[0], 0 : here.shape[1]]
    inside = np.hypot(columns - x, rows - y) < 0.85 * radius
    return float(np.mean(here[inside])) if inside.any() else 0.0
