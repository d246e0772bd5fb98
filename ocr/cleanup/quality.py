"""Measures of a page image as it came in, taken before anything is recognised."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from ocr.cleanup import defects, fingers, scale
from ocr.cleanup.chain import Sheet
from ocr.cleanup.model import Pixels
from ocr.cleanup.shrink import percentiles, shrunk
from ocr.model import Fault, Quality

_SMALL_SIDE = 1600
_INK = 180
LEAST_INK = 0.0006
"""Share of print below which there is nothing to read."""
_BLANK_EDGE = 0.03
_PAPER = 80
_SPARSE = 4
_COLOUR = 60
_TILE = 320
_TILES = 6
_TILE_INK = (0.01, 0.4)
_REACH = 0.06
_STEEP = 0.5
_FEWEST_EDGES = 200
_FEWEST_LETTERS = 40
# Where reading begins to suffer: office type was blurred, bleached and scanned coarser by steps.
# Darkness alone costs no letter; below its bound a copy is hard to look at.
BLURRED = 0.023
"""Width over which print turns into paper, in inches."""
FAINT = 0.3
DARK = 0.3
COARSE = 8.5
"""Height of a letter in pixels."""
GLARE = 0.005


def measure(page: Pixels, grey: Pixels, sheet: Sheet) -> Quality:
    """Return the measures of a page as it came.

    ``grey`` and ``sheet`` are its sheet laid flat, before and after its light was evened out.
    """
    size = (page.shape[1], page.shape[0])
    height, width = grey.shape[:2]
    shrink = min(1.0, _SMALL_SIDE / max(height, width))
    small = shrunk(grey, shrink)
    dark, paper, light = percentiles(small, (1, _PAPER, 95))
    across, down = round(_BLANK_EDGE * width), round(_BLANK_EDGE * height)
    # the rim is left out: a scanner's shadow there is no print
    inner = sheet.image[down : height - down, across : width - across]
    paper_pixels = cv2.countNonZero(cv2.threshold(inner, _INK - 1, 1, cv2.THRESH_BINARY)[1])
    ink = (inner.size - paper_pixels) / max(inner.size, 1)
    measured = Quality(
        sharpness=round(float(cv2.Laplacian(small, cv2.CV_32F).std()), 2),
        contrast=round((light - dark) / 255, 3),
        ink=round(ink, 5),
        blank=ink < LEAST_INK and _coloured(page) < LEAST_INK,
        dpi=sheet.dpi,
        brightness=round(paper / 255, 3),
        cut_sides=defects.cut_sides(page, sheet),
        missing_corners=defects.missing_corners(small, paper),
        glare=round(defects.glare(small, paper), 4),
        gutter=defects.gutter(sheet, size),
        fingers=fingers.sides(page if sheet.colour is None else sheet.colour),
    )
    if ink >= LEAST_INK:
        measured = _with_print(measured, grey, sheet)
    return replace(measured, faults=faults(measured))


def faults(measured: Quality) -> tuple[Fault, ...]:
    """Return what the measures say is wrong."""
    if measured.blank:
        return (Fault.BLANK,)
    letters = measured.letter_height
    blurred = measured.edge_width > BLURRED * measured.dpi
    told = {
        Fault.BLURRED: blurred,
        # blurred strokes are pale because they have run into the paper
        Fault.FAINT: letters > 0 and measured.print_contrast < FAINT and not blurred,
        Fault.DARK: measured.brightness < DARK,
        Fault.COARSE: 0 < letters < COARSE,
        Fault.CUT_OFF: bool(measured.cut_sides),
        Fault.CORNER_MISSING: bool(measured.missing_corners),
        Fault.GLARE: measured.glare > GLARE,
        Fault.TWO_PAGES: measured.gutter > 0,
        Fault.FINGERS: bool(measured.fingers),
    }
    return tuple(fault for fault, is_there in told.items() if is_there)


def _with_print(measured: Quality, grey: Pixels, sheet: Sheet) -> Quality:
    """Add what the print itself tells: the size of letters, how sharp and how dark they are."""
    places = _tiles(sheet.image)
    heights = [scale.letter_heights(sheet.image[place], sheet.dpi) for place in places]
    found = np.concatenate(heights) if heights else np.zeros(0)
    widths = [_edge_widths(grey[place], sheet.dpi) for place in places]
    edges = np.concatenate(widths) if widths else np.zeros(0)
    darkness = [_darkness(grey[place]) for place in places]
    return replace(
        measured,
        letter_height=round(float(np.median(found)), 1) if len(found) >= _FEWEST_LETTERS else 0.0,
        edge_width=round(float(np.median(edges)), 1) if len(edges) >= _FEWEST_EDGES else 0.0,
        print_contrast=round(float(np.median(darkness)), 3) if darkness else 0.0,
    )


def _coloured(page: Pixels) -> float:
    """Return the share of the page in strong colour: a seal alone makes a page no blank one."""
    if page.ndim == 2:
        return 0.0
    small = page[::_SPARSE, ::_SPARSE]
    spread = small.max(axis=2) - small.min(axis=2)
    return float(np.mean(spread > _COLOUR))


def _tiles(flat: Pixels) -> list[tuple[slice, slice]]:
    """Return the places with the most print, but no picture: a few tell as much as the page."""
    height, width = flat.shape
    rows, columns = max(1, height // _TILE), max(1, width // _TILE)
    _, inked = cv2.threshold(flat, _INK, 255, cv2.THRESH_BINARY_INV)
    small = shrunk(np.asarray(inked, dtype=np.uint8), 0.25)
    coarse = cv2.resize(small, (8 * columns, 8 * rows), interpolation=cv2.INTER_AREA)
    share = np.asarray(coarse).reshape(rows, 8, columns, 8).mean(axis=(1, 3)) / 255
    least, most = _TILE_INK
    tall, wide = height // rows, width // columns
    order = np.argsort(share, axis=None)[::-1]
    return [
        (slice(row * tall, (row + 1) * tall), slice(column * wide, (column + 1) * wide))
        for row, column in (divmod(int(place), columns) for place in order)
        if least < share[row, column] < most
    ][:_TILES]


def _edge_widths(grey: Pixels, dpi: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return, at each edge of print, the local contrast divided by the steepest slope."""
    reach = max(5, 2 * round(_REACH * dpi / 2) + 1)
    window = np.ones((reach, reach), np.uint8)
    contrast = cv2.subtract(cv2.dilate(grey, window), cv2.erode(grey, window)).astype(np.float32)
    along = cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8)
    slope = cv2.magnitude(along, down)
    light, dark = percentiles(grey, (95, 5))
    whole = light - dark
    # the weaker slopes around an edge belong to it, or to grain
    steepest = slope >= cv2.dilate(slope, window)
    edge = steepest & (contrast > _STEEP * whole) & (slope > 1)
    return np.asarray(contrast[edge] / slope[edge], dtype=np.float32)


def _darkness(grey: Pixels) -> float:
    """Return how much darker the print of a tile is than its paper, as a share of the paper."""
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    there = np.asarray(ink) == 1
    if not there.any() or there.all():
        return 0.0
    (paper,), (print_,) = (percentiles(grey[part], (50,)) for part in (~there, there))
    return (paper - print_) / max(paper, 1.0)
