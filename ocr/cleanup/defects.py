"""What goes wrong on the glass or before a phone: cut sides, lost corners, glare, two pages."""

from __future__ import annotations

import cv2
import numpy as np

from ocr import geometry
from ocr.cleanup import orientation
from ocr.cleanup.blobs import labelled
from ocr.cleanup.chain import Sheet
from ocr.cleanup.model import Pixels

_SIDES = ("left", "top", "right", "bottom")
_CORNERS = ("top-left", "top-right", "bottom-right", "bottom-left")
_INK = 160
_LETTER = (0.04, 0.3)
_TOUCHES = 2
_FEWEST_CUT = {"left": 3, "right": 3, "top": 6, "bottom": 6}
_OUTSIDE = 0.02
_STRIP = 0.003
_SPARSE = 8
_PAPER = 0.75
_MOSTLY = 0.6
_DARK_CORNER = 0.7
_CORNER = 0.16
_THIN = 9
_LEAST_LEG, _MOST_LEG = 0.03, 0.15
_TRIANGLE = (0.32, 0.68)
_LEGS = 3.0
_WHITE_PAPER = 0.94
_BURNT = 251
_SMALLEST_GLARE = 0.003
_SOFT = 7
_GUTTER_DPI = 50.0
_WIDE = 1.25
_MIDDLE = (0.4, 0.6)
_GUTTER = 0.012
_CLEAR = 0.004
_FEWEST_ROWS = 5


def cut_sides(page: Pixels, sheet: Sheet) -> tuple[str, ...]:
    """Return the sides where letters are cut by the sheet's edge, or a photo cuts the sheet."""
    cut = _cut_letters(sheet.image, sheet.dpi) | _outside(page, sheet)
    return tuple(side for side in _SIDES if side in cut)


def _cut_letters(flat: Pixels, dpi: float) -> set[str]:
    """Return the sides that several pieces of the size of letters touch."""
    reach = round(_LETTER[1] * dpi)
    bands = {
        "left": flat[:, :reach],
        "top": flat[:reach].T,
        "right": flat[:, -reach:][:, ::-1],
        "bottom": flat[-reach:][::-1].T,
    }
    return {
        side
        for side, band in bands.items()
        if _touching(np.ascontiguousarray(band), dpi) >= _FEWEST_CUT[side]
    }


def _touching(band: Pixels, dpi: float) -> int:
    """Return how many letters touch the band's left edge; a shadow or rule there is none."""
    _, ink = cv2.threshold(band, _INK, 1, cv2.THRESH_BINARY_INV)
    _, _, stats, _ = labelled(np.asarray(ink, dtype=np.uint8))
    parts = np.asarray(stats[1:])
    least, most = (side * dpi for side in _LETTER)
    longer = np.maximum(parts[:, 2], parts[:, 3])
    touches = (parts[:, 0] < _TOUCHES) & (longer >= least) & (longer <= 0.8 * most)
    # a letter has its ink spread over its box; a crumb of the scanner's shadow is a thin strip
    touches &= parts[:, 2] >= least / 2
    return int(np.count_nonzero(touches))


def _outside(page: Pixels, sheet: Sheet) -> set[str]:
    """Return the sides of a photographed sheet that lie beyond the picture's frame."""
    if not any(step.name == "unwarped" for step in sheet.steps):
        return set()
    tall, wide = page.shape[:2]
    height, width = sheet.image.shape
    corners = np.array([[0.0, width, width, 0.0], [0.0, 0.0, height, height]])
    x, y = geometry.moved(corners, sheet.back)
    away = {"left": x / wide, "top": y / tall, "right": 1 - x / wide, "bottom": 1 - y / tall}
    ends = {"left": (0, 3), "top": (0, 1), "right": (1, 2), "bottom": (2, 3)}
    near = {side for side in _SIDES if all(away[side][end] < _OUTSIDE for end in ends[side])}
    return {side for side in near if _shows_paper(page, side)}


def _shows_paper(page: Pixels, side: str) -> bool:
    """Return whether the outermost pixels of a photo are as bright as its paper, not its table."""
    turned = {"left": page.swapaxes(0, 1), "top": page, "right": page.swapaxes(0, 1)[::-1]}
    strip = turned.get(side, page[::-1])[: max(2, round(_STRIP * page.shape[0]))]
    paper = float(np.percentile(page[::_SPARSE, ::_SPARSE], 80))
    return float(np.mean(strip > _PAPER * paper)) > _MOSTLY


def missing_corners(small: Pixels, paper: float) -> tuple[str, ...]:
    """Return the corners where something dark shows in the shape of a fold or a tear."""
    return tuple(
        name
        for turn, name in enumerate(_CORNERS)
        if _is_missing(np.ascontiguousarray(np.rot90(small, k=turn)), paper)
    )


def _is_missing(small: Pixels, paper: float) -> bool:
    """Return whether the top left corner is dark and bounded by a slope."""
    side = min(small.shape)
    reach = round(_CORNER * side)
    dark = np.asarray(small[:reach, :reach] < _DARK_CORNER * paper, dtype=np.uint8)
    if not dark[: max(2, reach // 20), : max(2, reach // 20)].all():
        return False
    # a scanner's shadow along the edge is thin: without it the corner stands alone
    thin = np.ones((max(2, reach // _THIN),) * 2, np.uint8)
    dark = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, thin), dtype=np.uint8)
    _, labels = cv2.connectedComponents(dark, connectivity=4)
    region = np.asarray(labels == labels[0, 0])
    along, down = (int(np.count_nonzero(region.any(axis=axis))) for axis in (0, 1))
    least, most = _LEAST_LEG * side, _MOST_LEG * side
    if not (least <= along <= most and least <= down <= most):
        return False
    filled = float(np.count_nonzero(region)) / (along * down)
    lowest, highest = _TRIANGLE
    return lowest <= filled <= highest and max(along, down) <= _LEGS * min(along, down)


def glare(small: Pixels, paper: float) -> float:
    """Return the share of the sheet that a reflection has burnt out, where paper is not white."""
    if paper >= _WHITE_PAPER * 255:
        return 0.0
    burnt = np.asarray(small >= _BURNT, dtype=np.uint8)
    whole = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((_SOFT, _SOFT), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    areas = np.asarray(stats[1:, cv2.CC_STAT_AREA], dtype=np.float64) / small.size
    return float(areas[areas >= _SMALLEST_GLARE].sum())


def gutter(sheet: Sheet, size: tuple[int, int]) -> float:
    """Return where two pages side by side meet, as a share of the image's longer side; else 0."""
    height, width = sheet.image.shape
    if max(height, width) < _WIDE * min(height, width):
        return 0.0
    lying = width > height
    # turned to lie, one page as tall as it should be has its lines along the short side
    single = orientation.lies_sideways if lying else orientation.stands_upright
    if single(sheet.image):
        return 0.0
    flat = sheet.image if lying else np.asarray(cv2.transpose(sheet.image), np.uint8)
    place = _gap(flat, sheet.dpi)
    if place is None:
        return 0.0
    middle = np.array([[place], [flat.shape[0] / 2]])
    x, y = geometry.moved(middle if lying else middle[::-1], sheet.back)
    share = float(x[0]) / size[0] if size[0] >= size[1] else float(y[0]) / size[1]
    return round(share, 4)


def _gap(flat: Pixels, dpi: float) -> float | None:
    """Return the column in the middle of the widest strip with no print between two pages of it."""
    shrink = min(1.0, _GUTTER_DPI / dpi)
    small = cv2.resize(flat, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    ink = np.asarray(np.asarray(small) < _INK + 40, dtype=np.float64)
    width = ink.shape[1]
    # a dark fold is a column as good as full, an empty one as good as bare: neither is print
    share = ink.mean(axis=0)
    clear = (share <= _CLEAR) | (share > 0.6)
    start, end = (round(edge * width) for edge in _MIDDLE)
    best, run = (0, 0), 0
    for column in range(start, end):
        run = run + 1 if clear[column] else 0
        best = max(best, (run, column))
    length, last = best
    if length < _GUTTER * width:
        return None
    middle = last - length / 2 + 1
    halves = (ink[:, : round(middle)], ink[:, round(middle) :])
    if min(_rows(half) for half in halves) < _FEWEST_ROWS:
        return None
    return middle / shrink


def _rows(half: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> int:
    """Return how many lines of print follow each other down a page."""
    inked = half.mean(axis=1) > 0.03
    return int(np.count_nonzero(inked[1:] & ~inked[:-1]))
