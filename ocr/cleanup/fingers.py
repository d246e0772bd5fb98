"""Fingers that hold a sheet before a phone, or lie on the glass: of skin's colour, over an edge."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.model import Pixels
from ocr.cleanup.shrink import percentiles, shrunk

_SIDES = ("left", "top", "right", "bottom")
_SMALL_SIDE = 700
_PAPER = 85
_WHITE = 235.0
# chroma of skin once the paper is made white: redder than blue, of any lightness
_RED, _BLUE = (136, 182), (88, 124)
_SPREAD = 12
"""Least distance of the two: paper yellowed by age or lamp has less."""
_LIGHT = (35, 225)
_RIM = 3
_AREA = (0.0012, 0.06)
_DEPTH, _BREADTH = (0.02, 0.3), (0.022, 0.22)
_LONG = 0.45
_FILLED = 0.6
_TIP = 0.92


def sides(page: Pixels) -> tuple[str, ...]:
    """Return the sides of a sheet in colour over which a finger reaches; of a grey one, none."""
    if page.ndim == 2:
        return ()
    skin = _skin(shrunk(page, min(1.0, _SMALL_SIDE / max(page.shape[:2]))))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(skin, connectivity=4)
    height, width = skin.shape
    short = min(height, width)
    found = set()
    for label in range(1, count):
        left, top, across, down, area = (int(value) for value in np.asarray(stats[label]))
        if not _AREA[0] <= area / skin.size <= _AREA[1]:
            continue
        edges = (left, top, width - left - across, height - top - down)
        touched = [side for side, gap in zip(_SIDES, edges, strict=True) if gap <= _RIM]
        # a table's rest along the sheet runs round its corners
        if len(touched) != 1:
            continue
        part = np.asarray(labels[top : top + down, left : left + across] == label)
        if _is_finger(_from_edge(part, touched[0]), short):
            found.add(touched[0])
    return tuple(side for side in _SIDES if side in found)


def _skin(small: Pixels) -> Pixels:
    """Return where a picture has the colour of skin, its paper made white first."""
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), np.uint8)
    (bright,) = percentiles(grey, (_PAPER,))
    paper = np.median(small[grey >= bright].reshape(-1, 3), axis=0)
    steps = np.arange(256.0)[:, None] * (_WHITE / np.maximum(paper, 1.0))
    white = np.asarray(cv2.LUT(small, np.clip(steps, 0, 255).astype(np.uint8)[None]), np.uint8)
    tones = np.asarray(cv2.cvtColor(white, cv2.COLOR_BGR2YCrCb), np.uint8)
    bounds = [np.array(edge, np.uint8) for edge in zip(_LIGHT, _RED, _BLUE, strict=True)]
    inside = cv2.threshold(cv2.inRange(tones, *bounds), 0, 1, cv2.THRESH_BINARY)[1]
    apart = cv2.subtract(cv2.extractChannel(tones, 1), cv2.extractChannel(tones, 2))
    _, spread = cv2.threshold(apart, _SPREAD - 1, 1, cv2.THRESH_BINARY)
    mask = np.asarray(cv2.bitwise_and(inside, spread), np.uint8)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8)


def _from_edge(part: NDArray[np.bool_], side: str) -> NDArray[np.bool_]:
    """Return a piece turned so that the edge it touches is its first row."""
    turned = {"left": part.T, "top": part, "right": part.T[::-1], "bottom": part[::-1]}
    return turned[side]


def _is_finger(part: NDArray[np.bool_], short: int) -> bool:
    """Return whether a piece is as broad and as long as a finger, full, and rounded at its tip."""
    depth, breadth = part.shape
    if not _DEPTH[0] <= depth / short <= _DEPTH[1]:
        return False
    if not _BREADTH[0] <= breadth / short <= _BREADTH[1]:
        return False
    if depth < _LONG * breadth or part.mean() < _FILLED:
        return False
    rows = part.sum(axis=1)
    tip = float(rows[-max(1, depth // 8) :].mean())
    body = float(np.median(rows[: max(1, depth // 2)]))
    return tip < _TIP * body
