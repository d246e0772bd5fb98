"""Signatures and handwriting: strokes larger and sparser than print, or blue among black print."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.blobs import chosen as mask_of
from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Pixels
from ocr.model import Box, Region, RegionKind
from ocr.regions.inks import Inks, joined_parts

_LINE = 12.0
_LETTER = (1.0, 6.0)
_LARGE = 11.0
_HIGH = 1.9
_SPARSE = 0.24
_LEAST_STROKE = 0.012
_STRAIGHT = 0.5
_JOIN = (2.6, 1.2)
_LEAST_BLUE = 6.0
_BLUE_PRINT = 0.8
_SIGNED = (11.0, 5.8)
_LIFTED = (1.2, 0.7)
_MAIN_STROKE = 0.4
_BESIDE_SEAL = 14.0
_APART = 2.0
_GROUND = 3.2
_AROUND = 12.0


def find(inks: Inks, seals: list[Region], lines: Pixels) -> tuple[list[Region], Pixels]:
    """Return signatures and handwriting in pixels of the masks, and the strokes of a pen."""
    blue = _blue(inks)
    strokes = _large_strokes(np.asarray((inks.black | blue) & (1 - lines), np.uint8), inks)
    mask = np.asarray(strokes | blue, dtype=np.uint8)
    if not mask.any():
        return [], mask
    across, down = (inks.millimetres(side) for side in _JOIN)
    least = inks.millimetres(3.0)
    found = []
    for left, top, width, height in joined_parts(mask, across, down):
        if max(width, height) < inks.millimetres(_LEAST_BLUE) or min(width, height) < least / 2:
            continue
        box = Box(left, top, left + width, top + height)
        found.append(_named(box, _is_one_stroke(mask, box, inks), inks, seals))
    return _together(found, inks.millimetres(_APART)), mask


def _together(found: list[Region], apart: int) -> list[Region]:
    """Return the regions with strokes of one signature or note, a pen's breadth apart, as one."""
    merged: list[Region] = []
    for region in found:
        one = region
        for other in [other for other in merged if _gap(other.box, one.box) <= apart]:
            merged.remove(other)
            first = max(
                one, other, key=lambda each: (each.kind is RegionKind.SIGNATURE, each.confidence)
            )
            one = Region(first.kind, one.box.union(other.box), first.confidence)
        merged.append(one)
    return merged


def _is_one_stroke(mask: Pixels, box: Box, inks: Inks) -> bool:
    """Return whether one stroke of a signature's size makes up most of what is written."""
    part = (slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right)))
    across, down = (inks.millimetres(side) for side in _LIFTED)
    # ink of a seal across it and a lifted pen part one stroke into several
    whole = cv2.morphologyEx(mask[part], cv2.MORPH_CLOSE, np.ones((down, across), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    wide, high = (inks.millimetres(side) for side in _SIGNED)
    parts = np.asarray(stats[1:])
    large = parts[(parts[:, 2] >= wide) & (parts[:, 3] >= high)]
    return bool(large[:, 4].sum() > _MAIN_STROKE * np.count_nonzero(whole))


def _named(box: Box, is_stroke: bool, inks: Inks, seals: list[Region]) -> Region:
    """Tell a signature from other handwriting by its one stroke and by where it stands."""
    reach = inks.millimetres(_BESIDE_SEAL)
    beside = any(_gap(box, seal.box) < reach for seal in seals)
    if is_stroke:
        return Region(RegionKind.SIGNATURE, box, 0.9 if beside else 0.6)
    return Region(RegionKind.HANDWRITING, box, 0.6)


def _gap(one: Box, other: Box) -> float:
    across = max(one.left - other.right, other.left - one.right, 0)
    down = max(one.top - other.bottom, other.top - one.bottom, 0)
    return float(np.hypot(across, down))


def _large_strokes(ink: Pixels, inks: Inks) -> Pixels:
    """Return strokes that are too large and too sparse for print, and no rules or frames."""
    _, labels, stats, _ = labelled(_without_rules(ink, inks))
    parts = np.asarray(stats, dtype=np.float64)
    width, height, area = parts[:, 2], parts[:, 3], parts[:, 4]
    least, most = (inks.millimetres(side) for side in _LETTER)
    letters = height[(height >= least) & (height <= most) & (width <= 3 * height)]
    letter = float(np.median(letters)) if len(letters) else inks.millimetres(2.3)
    large = np.maximum(width, height) >= inks.millimetres(_LARGE)
    large &= np.minimum(width, height) >= inks.millimetres(2.0)
    high = height >= _HIGH * letter
    sparse = area <= _SPARSE * width * height
    there = area >= _LEAST_STROKE * width * height
    chosen = large & high & sparse & there
    chosen[0] = False
    for number in np.flatnonzero(chosen):
        left, top, across, down = (int(value) for value in stats[number][:4])
        here = labels[top : top + down, left : left + across] == number
        if _is_drawn(np.asarray(here, dtype=np.uint8)):
            chosen[number] = False
    return mask_of(labels, stats, chosen)


def _is_drawn(here: Pixels) -> bool:
    """Return whether a shape is made of level and upright lines, as a frame or a table is."""
    side = max(5, round(0.12 * max(here.shape)))
    level = cv2.morphologyEx(here, cv2.MORPH_OPEN, np.ones((1, side), np.uint8))
    upright = cv2.morphologyEx(here, cv2.MORPH_OPEN, np.ones((side, 1), np.uint8))
    straight = np.count_nonzero(np.asarray(level) | np.asarray(upright))
    return bool(straight > _STRAIGHT * np.count_nonzero(here))


def _without_rules(ink: Pixels, inks: Inks) -> Pixels:
    length = inks.millimetres(_LINE)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    rules = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(rules * 255)), dtype=np.uint8)


def _blue(inks: Inks) -> Pixels:
    """Return the blue ink where it is a pen's: not where the print itself is blue."""
    blue, black = (int(np.count_nonzero(mask)) for mask in (inks.blue, inks.black))
    if blue > _BLUE_PRINT * (blue + black):
        return np.zeros_like(inks.blue)
    # single pixels are the colour fringes of a scanner's three lines
    ink = np.asarray(cv2.morphologyEx(inks.blue, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)))
    # a pen draws lines; blue as wide as this is the ground of a card or a printed field
    wide, around = (np.ones((inks.millimetres(side),) * 2, np.uint8) for side in (_GROUND, _AROUND))
    ground = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, wide))
    if ground.any():
        ink = np.where(np.asarray(cv2.dilate(ground, around)) == 1, 0, ink)
    return ink.astype(np.uint8)
