"""The sheet in a photo found by its rim and laid flat, as if it had been on a scanner's glass."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from ocr.cleanup.model import Cleaned, Pixels
from ocr.cleanup.shrink import shrunk
from ocr.model import Step

_SMALL_SIDE = 640
_PRINT = 11
_RIM = 5
_RATIO = math.log(1.12)
_FRAME = (0.008, 0.03)
_DARKER = 0.82
_DARK_SHARE = 0.3
_LEAST_AREA = 0.12
_FILLED = 0.95
_CORNER_SHARE = 0.12
_FORMATS = ((297.0, 210.0), (85.6, 53.98))
_SAME_SHAPE = 0.13
_MM = 25.4
_TRIM = 0.003

Corners = NDArray[np.float64]
"""Four rows x, y: top left, top right, bottom right, bottom left."""


@dataclass(frozen=True, slots=True)
class Laid:
    """The sheet laid flat and its resolution; of a page that is no photo, the page itself."""

    cleaned: Cleaned
    dpi: float


def lay_flat(image: Pixels, dpi: float) -> Laid:
    """Return the sheet of a photo laid flat; a scan, or a photo without four clear rims, stays."""
    height, width = image.shape[:2]
    shrink = min(1.0, _SMALL_SIDE / max(height, width))
    light = _light(shrunk(image, shrink))
    if not _has_surroundings(light):
        return Laid(Cleaned(image), dpi)
    found = find(light)
    if found is None:
        return Laid(Cleaned(image), dpi)
    return _unwarped(image, found / shrink, dpi)


def find(light: Pixels) -> Corners | None:
    """Return the corners of the bright sheet in a small grey picture, or nothing if unclear."""
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_PRINT, _PRINT))
    paper = np.asarray(cv2.morphologyEx(light, cv2.MORPH_CLOSE, window), dtype=np.float32)
    depth = np.log(np.maximum(cv2.GaussianBlur(paper, (0, 0), 1.0), 4.0))
    # a shadow's edge is soft and the sheet's is not: only a steep ratio parts regions
    steep = cv2.morphologyEx(depth, cv2.MORPH_GRADIENT, np.ones((_RIM, _RIM), np.uint8))
    calm = np.asarray(np.asarray(steep) < _RATIO, dtype=np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(calm, connectivity=4)
    order = np.argsort(stats[1:, cv2.CC_STAT_AREA])[::-1][:3] + 1
    for number in order[: count - 1]:
        if stats[number, cv2.CC_STAT_AREA] < _LEAST_AREA * light.size:
            break
        corners = _corners(np.asarray(labels == number, dtype=np.uint8))
        if corners is not None and _is_bright(depth, corners):
            return _at_the_rim(corners, np.asarray(paper, dtype=np.uint8))
    return None


def _light(image: Pixels) -> Pixels:
    if image.ndim == 2:
        return image
    # white paper is bright in every channel, a coloured table top is dark in one
    blue, green, red = cv2.split(image)
    return np.asarray(cv2.min(cv2.min(blue, green), red), dtype=np.uint8)


def _has_surroundings(light: Pixels) -> bool:
    """Return whether the picture's frame is much darker than paper, which no scan's is."""
    height, width = light.shape
    near, far = (max(2, round(share * max(height, width))) for share in _FRAME)
    band = np.zeros(light.shape, dtype=bool)
    band[near : height - near, near : width - near] = True
    band[far : height - far, far : width - far] = False
    inner = light[far : height - far, far : width - far]
    if not band.any() or not inner.size:
        return False  # too narrow a strip to have a frame
    paper = float(np.percentile(inner, 80))
    return float(np.mean(light[band] < _DARKER * paper)) > _DARK_SHARE


def _corners(region: Pixels) -> Corners | None:
    """Return the four corners of a region that is a quadrilateral, or nothing."""
    outlines, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    rough = _four(hull)
    if rough is None:
        return None
    if cv2.contourArea(outline) < _FILLED * cv2.contourArea(rough.astype(np.float32)):
        return None
    return _refined(outline.reshape(-1, 2).astype(np.float64), rough)


def _at_the_rim(corners: Corners, light: Pixels) -> Corners:
    """Return the corners moved out to where the brightness falls most steeply across the rim."""
    height, width = light.shape
    middle = corners.mean(axis=0)
    shares = np.linspace(_CORNER_SHARE, 1 - _CORNER_SHARE, 41)[:, None]
    reach = np.arange(-_RIM, 2 * _RIM + 1, 0.5)
    lines = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        places = start + shares * (end - start)
        out = np.array([end[1] - start[1], start[0] - end[0]]) / np.hypot(*(end - start))
        if out @ (places.mean(axis=0) - middle) < 0:
            out = -out
        x, y = (places[:, axis : axis + 1] + reach * out[axis] for axis in (0, 1))
        profile = cv2.remap(
            light,
            x.astype(np.float32),
            y.astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ).astype(np.float64)
        fall = profile[:, :-2] - profile[:, 2:]
        rim = reach[np.argmax(fall, axis=1) + 1]
        lines.append(_fitted(places + rim[:, None] * out))
    moved = np.array([_meeting(lines[side - 1], lines[side]) for side in range(4)])
    # pixel centres are half a pixel from the edges that the corners are counted by
    return np.asarray(np.clip(moved + 0.5, 0, (width, height)), dtype=np.float64)


def _four(hull: MatLike) -> Corners | None:
    """Return the hull simplified to four corners, from the top left clockwise."""
    around = cv2.arcLength(hull, closed=True)
    for share in (0.01, 0.02, 0.03, 0.05, 0.07):
        points = cv2.approxPolyDP(hull, share * around, closed=True).reshape(-1, 2)
        if len(points) == 4:
            return _in_order(points.astype(np.float64))
        if len(points) < 4:
            return None
    return None


def _in_order(points: Corners) -> Corners:
    middle = points.mean(axis=0)
    turned = points[np.argsort(np.arctan2(*(points - middle).T[::-1]))]
    first = int(np.argmin(turned.sum(axis=1)))
    return np.roll(turned, -first, axis=0)


def _refined(outline: NDArray[np.float64], rough: Corners) -> Corners | None:
    """Return the corners where straight lines along the four sides meet."""
    lines = []
    for start, end in zip(rough, np.roll(rough, -1, axis=0), strict=True):
        along = end - start
        length = float(np.hypot(*along))
        offset = outline - start
        share = offset @ along / length**2
        apart = np.abs(offset[:, 0] * along[1] - offset[:, 1] * along[0]) / length
        near = (share > _CORNER_SHARE) & (share < 1 - _CORNER_SHARE) & (apart < 0.03 * length)
        if np.count_nonzero(near) < 0.3 * length:
            return None
        lines.append(_fitted(outline[near]))
    return np.array([_meeting(lines[side - 1], lines[side]) for side in range(4)])


def _fitted(points: NDArray[np.float64]) -> NDArray[np.float64]:
    fitted = cv2.fitLine(points.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)
    return _line(*(float(value) for value in np.asarray(fitted).ravel()))


def _line(dx: float, dy: float, x: float, y: float) -> NDArray[np.float64]:
    return np.array([dy, -dx, dx * y - dy * x])


def _meeting(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    point = np.cross(first, second)
    return np.asarray(point[:2] / point[2])


def _is_bright(depth: NDArray[np.float32], corners: Corners) -> bool:
    """Return whether the sheet is brighter than what lies beyond each side within the picture."""
    height, width = depth.shape
    middle = corners.mean(axis=0)
    shares = np.linspace(0.1, 0.9, 33)[:, None]
    inside_frame = 0
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        places = start + shares * (end - start)
        out = (places.mean(axis=0) - middle) / np.hypot(*(places.mean(axis=0) - middle))
        beyond, within = places + 2 * _RIM * out, places - 2 * _RIM * out
        there = ((beyond >= 0) & (beyond < (width, height))).all(axis=1)
        if np.count_nonzero(there) < len(places) / 2:
            continue  # the sheet runs out of the picture here
        inside_frame += 1
        lead = _at(depth, within[there]) - _at(depth, beyond[there])
        if float(np.median(lead)) < _RATIO:
            return False
    return inside_frame >= 3


def _at(depth: NDArray[np.float32], places: NDArray[np.float64]) -> NDArray[np.float32]:
    height, width = depth.shape
    x = np.clip(places[:, 0].astype(np.int64), 0, width - 1)
    y = np.clip(places[:, 1].astype(np.int64), 0, height - 1)
    return np.asarray(depth[y, x])


def _unwarped(image: Pixels, corners: Corners, dpi: float) -> Laid:
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    across, down = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    width, height, resolution = _snapped(across, down, dpi)
    # the very rim, where sheet and table mix, is left out; no print comes that near
    x, y = _TRIM * width, _TRIM * height
    flat = np.array(
        [[-x, -y], [width + x, -y], [width + x, height + y], [-x, height + y]], dtype=np.float32
    )
    forward = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    unwarped = cv2.warpPerspective(
        image, forward, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    back = np.asarray(np.linalg.inv(forward), dtype=np.float64)
    pixels = np.asarray(unwarped, dtype=np.uint8)
    share = 100 * cv2.contourArea(corners.astype(np.float32)) / (image.shape[0] * image.shape[1])
    return Laid(Cleaned(pixels, Step("unwarped", round(share, 1), "%"), back), resolution)


def _snapped(across: float, down: float, dpi: float) -> tuple[int, int, float]:
    """Return the size the sheet is laid out to, of a known format if it nearly has its shape."""
    long, short = max(across, down), min(across, down)
    length, breadth = min(_FORMATS, key=lambda sides: abs(long / short - sides[0] / sides[1]))
    if abs(long / short * breadth / length - 1) > _SAME_SHAPE:
        return round(across), round(down), dpi
    resolution = round(long / length * _MM, 1)
    short = long * breadth / length
    if down >= across:
        return round(short), round(long), resolution
    return round(long), round(short), resolution
