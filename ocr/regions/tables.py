"""Tables by their ruled lines, where lines of both kinds meet in a grid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Pixels
from ocr.cleanup.runs import level
from ocr.model import Box, Region, RegionKind
from ocr.regions.inks import Inks, joined_parts

_INK = 205
_LEVEL, _UPRIGHT = 14.0, 5.0
_THICKEST = 1.2
_WIDEST_GAP = 0.8
_NARROWEST = 55.0
_FEWEST = (2, 2)
_FEWEST_ALL = 5
_FEWEST_MEETINGS = 5
# a rule of the grid goes through this much of it
_SHORTEST = 0.4
_APART = 1.5
# an upright rule goes through this much of the height of a row whose cells it parts
_THROUGH = 0.8
_MOST_CELLS = 2_000


def find(inks: Inks) -> tuple[list[Region], Pixels]:
    """Return the tables in pixels of the masks, and the lines of all; a mere frame is none."""
    ink = np.asarray(cv2.threshold(inks.even, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    lying = _lines(ink, inks.millimetres(_LEVEL), inks)
    upright = np.ascontiguousarray(
        _lines(np.ascontiguousarray(ink.T), inks.millimetres(_UPRIGHT), inks).T
    )
    if not lying.any() or not upright.any():
        return [], np.zeros_like(ink)
    near = np.ones((2 * inks.millimetres(_WIDEST_GAP) + 1,) * 2, np.uint8)
    wide_level, wide_upright = cv2.dilate(lying, near), cv2.dilate(upright, near)
    meetings = np.asarray(cv2.bitwise_and(wide_level, wide_upright))
    grid = np.asarray(cv2.bitwise_or(wide_level, wide_upright), dtype=np.uint8)
    apart = inks.millimetres(_APART)
    found = []
    lines = np.zeros_like(ink)
    for left, top, width, height in joined_parts(grid, 1, 1):
        if width < inks.millimetres(_NARROWEST):
            continue
        part = (slice(top, top + height), slice(left, left + width))
        across, down, joints = (
            _count(np.asarray(mask[part], np.uint8)) for mask in (lying, upright, meetings)
        )
        if across < _FEWEST[0] or down < _FEWEST[1] or across + down < _FEWEST_ALL:
            continue
        if joints < _FEWEST_MEETINGS:
            continue
        lines[part] = np.maximum(lines[part], grid[part])
        box = Box(left, top, left + width, top + height)
        downs = [
            box.top + place
            for place in _places(np.asarray(lying[part], np.uint8), box.width, apart)
        ]
        standing = np.asarray(upright[part], np.uint8)
        cells = _cells(standing, downs, box, apart)
        ruled = _ruled(standing, downs, box, apart) if cells else ()
        sure = 0.9 if joints >= 9 else 0.7
        found.append(Region(RegionKind.TABLE, box, sure, cells=cells, ruled=ruled))
    return found, lines


def _cells(
    upright: Pixels, downs: Sequence[float], box: Box, apart: float
) -> tuple[tuple[Box, ...], ...]:
    """Return the cells between the rules, row by row; cells that were joined are not told."""
    turned = np.ascontiguousarray(upright.T)
    acrosses = [box.left + place for place in _places(turned, box.height, apart)]
    if len(downs) * len(acrosses) > _MOST_CELLS:
        return ()
    return tuple(
        tuple(Box(left, top, right, bottom) for left, right in pairwise(acrosses))
        for top, bottom in pairwise(downs)
    )


def _ruled(
    upright: Pixels, downs: Sequence[float], box: Box, apart: float
) -> tuple[tuple[Box, ...], ...]:
    """Return the cells of each row between the upright rules that go through it."""
    near = cv2.dilate(upright, np.ones((1, round(apart)), np.uint8))
    rows = []
    for top, bottom in pairwise(downs):
        band = near[round(top - box.top) : max(round(bottom - box.top), round(top - box.top) + 1)]
        through = (np.mean(band, axis=0) >= _THROUGH).astype(np.uint8)[None]
        places = [box.left + left + wide / 2 for left, _, wide, _ in joined_parts(through, 1, 1)]
        inner = [one for one in places if box.left + 2 * apart < one < box.right - 2 * apart]
        edges = pairwise((box.left, *sorted(inner), box.right))
        rows.append(tuple(Box(left, top, right, bottom) for left, right in edges))
    return tuple(rows)


def _places(rules: Pixels, length: float, apart: float) -> list[float]:
    """Return the heights of the level rules; pieces of one rule may lie a little askew."""
    parts = sorted((top + high / 2, wide) for _, top, wide, high in joined_parts(rules, 1, 1))
    groups: list[list[tuple[float, float]]] = []
    for middle, wide in parts:
        if groups and middle - groups[-1][-1][0] <= apart:
            groups[-1].append((middle, wide))
        else:
            groups.append([(middle, wide)])
    return [
        sum(middle * wide for middle, wide in group) / sum(wide for _, wide in group)
        for group in groups
        if sum(wide for _, wide in group) >= _SHORTEST * length
    ]


def _lines(ink: Pixels, length: int, inks: Inks) -> Pixels:
    """Return the long thin level lines, a slight skew allowed."""
    lines = np.zeros_like(ink)
    for top, runs in level(ink, length):
        _, labels, stats, _ = labelled(runs)
        thin = np.asarray(stats[:, 3] <= inks.millimetres(_THICKEST) + 0.03 * stats[:, 2])
        thin[0] = False
        lines[top : top + len(runs)] = thin.astype(np.uint8)[labels]
    return lines


def _count(mask: Pixels) -> int:
    return int(cv2.connectedComponents(mask, connectivity=8)[0]) - 1
