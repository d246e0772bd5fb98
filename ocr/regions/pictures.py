"""Photographs and portraits: solid areas of many shades, where print is strokes on white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import cv2
import numpy as np

from ocr.cleanup.model import Pixels
from ocr.model import Box, Region, RegionKind
from ocr.regions.inks import Inks

_DPI = 50.0
_MM = 25.4
_SHADES = (0.86, 0.74, 0.62)
_SOLID = 2.4
_LEAST, _SHORTER = 19.0, 14.0
_MOST = 75.0
_SAME = 0.3
_FILLED = 0.72
_FEWEST_TONES = 4
_TONES = 16
_TONE = 0.01


def find(inks: Inks, codes: Sequence[Box]) -> list[Region]:
    """Return the pictures in pixels of the masks; ``codes`` are known to be none."""
    shrink = min(1.0, _DPI / inks.dpi)
    small = np.asarray(
        cv2.resize(inks.grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8
    )
    paper = float(np.percentile(small, 80))
    unit = inks.dpi * shrink / _MM
    found: list[Box] = [Box(*(edge * shrink for edge in astuple(code))) for code in codes]
    known = len(found)
    # on the tinted ground of a card a portrait stands out only against that ground
    for shade in _SHADES:
        for box in _solid(small, shade * paper, unit):
            if not any(_overlap(box, other) > _SAME for other in found):
                found.append(box)
    return [
        Region(RegionKind.PICTURE, Box(*(edge / shrink for edge in astuple(box))), 0.8)
        for box in found[known:]
    ]


def _solid(small: Pixels, level: float, unit: float) -> list[Box]:
    """Return the areas darker than the level that are of a picture's size and of many tones."""
    dark = np.asarray(small < level, dtype=np.uint8)
    window = np.ones((max(2, round(_SOLID * unit)),) * 2, np.uint8)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, window)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    height, width = dark.shape
    found = []
    for number, row in enumerate(stats[1:], start=1):
        left, top, across, down, area = (int(value) for value in row)
        long, short = max(across, down), min(across, down)
        if not _LEAST * unit <= long <= _MOST * unit or short < _SHORTER * unit:
            continue
        if left <= 1 or top <= 1 or left + across >= width - 1 or top + down >= height - 1:
            continue  # a shadow or the lid beyond the sheet
        part = (slice(top, top + down), slice(left, left + across))
        shades = small[part][labels[part] == number]
        if area >= _FILLED * across * down and _tones(shades) >= _FEWEST_TONES:
            found.append(Box(left, top, left + across, top + down))
    return found


def _tones(shades: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> int:
    """Return how many of sixteen tones a share of the pixels has: a grey bar has one."""
    counts = np.bincount(np.asarray(shades) // (256 // _TONES), minlength=_TONES)
    return int(np.count_nonzero(counts > _TONE * len(shades)))


def _overlap(one: Box, other: Box) -> float:
    smaller = min(one.width * one.height, other.width * other.height)
    return one.shared(other) / max(smaller, 1.0)
