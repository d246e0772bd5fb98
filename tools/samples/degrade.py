"""What an office does to a clean page: skew, light, noise and dust, or a phone's photo."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.samples.typeset import Box, Picture

Matrix = NDArray[np.float64]
Layer = NDArray[Any]
LEVELS = ("0", "1", "2", "3", "photo")
BENT = ("curled", "folded")
"""A bound or rolled sheet and one folded to fit a pocket, scanned without being pressed flat."""
_CURL, _CREASE = (0.024, 0.04), (0.010, 0.020)
"""How far print is moved down at most, as a share of the page's height."""


@dataclass(frozen=True)
class Scan:
    """The picture that comes out, and where every point of the straight page went."""

    picture: Picture
    matrix: Matrix
    skew: float
    quality: int
    level: str
    rotation: int = 0
    bow: NDArray[np.float32] | None = None
    """How much lower print lies in each column, at the top and at the bottom of the page."""


@dataclass(frozen=True)
class _Fault:
    skew: tuple[float, float]
    blur: float
    noise: float
    light: float
    paper: float
    black: float
    dust: int
    show_through: float
    worn: float
    quality: int


_FAULTS = {
    "1": _Fault((0.3, 0.7), 0.75, 3.0, 0.03, 0.975, 0.07, 12, 0.0, 0.0, 86),
    "2": _Fault((0.7, 1.6), 0.9, 4.0, 0.06, 0.955, 0.11, 40, 0.05, 0.03, 84),
    "3": _Fault((1.2, 2.0), 1.25, 9.0, 0.16, 0.91, 0.20, 160, 0.16, 0.14, 72),
}


def degrade(picture: Picture, level: str, rng: np.random.Generator) -> Scan:
    """One page as level 0 (clean), 1–3 (good to poor scan) or «photo» (a phone over a desk)."""
    if level == "0":
        return Scan(picture, np.eye(3), 0.0, 92, level)
    if level == "photo":
        return _photo(picture, rng)
    if level in BENT:
        return _bent(picture, level, rng)
    return _scan(picture, level, rng)


def _bent(picture: Picture, level: str, rng: np.random.Generator) -> Scan:
    """A good scan of a sheet that did not lie flat: print bows, and where it rises it is darker."""
    height, width = picture.shape[:2]
    across = np.linspace(0, 1, width, dtype=np.float32)
    if level == "curled":
        # the spine is to the left; a looser wave runs over the rest of the page
        reach = float(rng.uniform(0.16, 0.3))
        shape = np.exp(-across / reach) + 0.35 * np.sin(np.pi * across) ** 2
        top, bottom = (float(rng.uniform(*_CURL)) * height * sign for sign in (1, -0.6))
    else:
        crease = float(rng.uniform(0.42, 0.58))
        shape = 1 - np.abs(across - crease) / max(crease, 1 - crease)
        top, bottom = (float(rng.uniform(*_CREASE)) * height * sign for sign in (1, 0.7))
    bow = np.stack([top * shape, bottom * shape]).astype(np.float32)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    lower = bow[0] + (bow[1] - bow[0]) * (y / height)
    lowered = cv2.remap(picture, x, y - lower, cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    slope = np.abs(np.gradient(shape))
    shade = 1 - 0.12 * slope / slope.max()
    dark = (lowered * shade[None, :, None]).round().astype(np.uint8)
    return replace(_scan(dark, "1", rng), level=level, bow=bow)


def turned(scan: Scan, rotation: int) -> Scan:
    """The scan laid on the glass sideways or upside down: turned clockwise by 90, 180 or 270."""
    picture, matrix = scan.picture, scan.matrix
    for _ in range(rotation // 90):
        height = picture.shape[0]
        picture = np.rot90(picture, -1)
        matrix = np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]) @ matrix
    return replace(scan, picture=np.ascontiguousarray(picture), matrix=matrix, rotation=rotation)


def moved(box: Box, scan: Scan) -> list[int]:
    """The upright box, in pixels of the degraded picture, around a box of the straight page."""
    corners = np.array([[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]])
    if scan.bow is not None:
        height = scan.picture.shape[1 if scan.rotation % 180 else 0]
        columns = np.arange(scan.bow.shape[1])
        top, bottom = (np.interp(corners[:, 0], columns, row) for row in scan.bow)
        corners[:, 1] += top + (bottom - top) * corners[:, 1] / height
    there = cv2.perspectiveTransform(corners[None].astype(np.float64), scan.matrix)[0]
    low, high = there.min(axis=0), there.max(axis=0)
    return [math.floor(low[0]), math.floor(low[1]), math.ceil(high[0]), math.ceil(high[1])]


def _scan(picture: Picture, level: str, rng: np.random.Generator) -> Scan:
    fault = _FAULTS[level]
    height, width = picture.shape[:2]
    skew = float(rng.uniform(*fault.skew)) * float(rng.choice((-1, 1)))
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    matrix[:2, 2] += rng.uniform(-8, 8, 2)
    page = picture.astype(np.float32) / 255
    if fault.worn:
        page = _wear(page, fault.worn, rng)
    if fault.show_through:
        page = _show_through(page, fault.show_through)
    turned = cv2.warpAffine(
        page, matrix[:2], (width, height), flags=cv2.INTER_CUBIC, borderValue=(1.0, 1.0, 1.0)
    )
    soft = cv2.GaussianBlur(turned, (0, 0), fault.blur)
    lit = (fault.black + soft * (fault.paper - fault.black)) * _light(
        width, height, fault.light, rng
    )
    lit = _grain(lit, fault.noise / 255, rng)
    _dust(lit, fault.dust, rng)
    _edges(lit, level, rng)
    # a scanner stretches its white: plain paper is nearly clipped, only shadows stay grey
    stretched = lit / (fault.paper * (0.955 if level != "3" else 0.985))
    return Scan(_to_bytes(stretched), matrix, skew, fault.quality, level)


def _grain(page: Layer, strength: float, rng: np.random.Generator) -> Layer:
    height, width = page.shape[:2]
    grey = cv2.GaussianBlur(rng.standard_normal((height, width), dtype=np.float32), (0, 0), 0.7)
    colour = rng.standard_normal((height // 2, width // 2, 3), dtype=np.float32)
    spots = np.asarray(cv2.resize(colour, (width, height)))
    grained: Layer = page + grey[..., None] * strength * 1.5 + spots * strength * 0.35
    return grained


def _light(width: int, height: int, strength: float, rng: np.random.Generator) -> Layer:
    grid = 1 - strength * rng.random((4, 3)).astype(np.float32)
    grid[:, 0] -= strength * 0.6
    light = cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(light)[..., np.newaxis]


def _show_through(page: Layer, strength: float) -> Layer:
    back = cv2.GaussianBlur(page[:, ::-1], (0, 0), 5)
    back = np.roll(back, (-260, 90), axis=(0, 1))
    seen: Layer = page * (1 - strength * (1 - back))
    return seen


def _wear(page: Layer, strength: float, rng: np.random.Generator) -> Layer:
    """Toner that did not stick: paler patches and small holes in the strokes."""
    height, width = page.shape[:2]
    patches = cv2.resize(
        rng.random((height // 60, width // 60)).astype(np.float32), (width, height)
    )
    holes = cv2.resize(rng.random((height // 2, width // 2)).astype(np.float32), (width, height))
    lost = strength * patches * 1.6 + (holes > 1 - strength * 0.5) * 0.5
    worn: Layer = page + (1 - page) * np.clip(lost, 0, 0.75)[..., None]
    return worn


def _dust(page: Layer, count: int, rng: np.random.Generator) -> None:
    height, width = page.shape[:2]
    for _ in range(count):
        place = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        grey = float(rng.uniform(0.25, 0.75))
        cv2.circle(page, place, int(rng.integers(1, 4)), (grey, grey, grey), -1, cv2.LINE_AA)


def _edges(page: Layer, level: str, rng: np.random.Generator) -> None:
    if level == "1":
        return
    width = page.shape[1]
    page[: int(rng.integers(3, 9))] = 0.12
    reach = int(rng.integers(18, 46))
    fade = np.linspace(0.55, 1, reach, dtype=np.float32)[None, :, None]
    if rng.random() < 0.5:
        page[:, :reach] *= fade
    else:
        page[:, width - reach :] *= fade[:, ::-1]


def _photo(picture: Picture, rng: np.random.Generator) -> Scan:
    height, width = picture.shape[:2]
    out_width, out_height = 2448, 3264
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    margin = rng.uniform(0.035, 0.085, (4, 2)) * (out_width, out_height)
    frame = np.array([[0, 0], [out_width, 0], [out_width, out_height], [0, out_height]])
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    target = (frame + inward * margin).astype(np.float32)
    matrix: Matrix = np.asarray(cv2.getPerspectiveTransform(corners, target), np.float64)
    size = (out_width, out_height)
    page = cv2.warpPerspective(picture.astype(np.float32) / 255, matrix, size, flags=cv2.INTER_AREA)
    inside = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, size)[..., None]
    shade = cv2.GaussianBlur(inside, (0, 0), 26)[..., None]
    desk = _desk(size, rng) * (1 - 0.5 * np.roll(shade, (14, 10), axis=(0, 1)))
    scene = page * np.asarray((0.97, 0.955, 0.92), np.float32) * inside + desk * (1 - inside)
    scene *= _lamp(size)
    scene = cv2.GaussianBlur(scene, (0, 0), 0.9)
    scene = _grain(scene.astype(np.float32), 6 / 255, rng)
    top = target[1] - target[0]
    return Scan(_to_bytes(scene), matrix, -math.degrees(math.atan2(top[1], top[0])), 80, "photo")


def _desk(size: tuple[int, int], rng: np.random.Generator) -> Layer:
    """A brown table with a grain along it."""
    width, height = size
    streaks = cv2.resize(rng.random((height // 3, 6)).astype(np.float32), (width, height))
    tone = 0.8 + 0.35 * cv2.GaussianBlur(streaks, (0, 0), 4)
    return (tone[..., None] * np.asarray((0.52, 0.37, 0.25), np.float32)).astype(np.float32)


def _lamp(size: tuple[int, int]) -> Layer:
    """Light from one corner and the soft shadow of the hand that holds the phone."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    slope = 0.8 + 0.24 * (x / width) + 0.08 * (1 - y / height)
    reach = np.hypot((x - width * 0.15) / (width * 0.5), (y - height * 0.97) / (height * 0.3))
    shadow = 1 - 0.4 / (1 + np.exp((reach - 0.9) * 7))
    lamp: Layer = (slope * shadow)[..., None].astype(np.float32)
    return lamp


def _to_bytes(page: Layer) -> Picture:
    return (np.clip(page, 0, 1) * 255).round().astype(np.uint8)
