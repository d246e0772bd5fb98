"""A page parted by the colour of its ink: red, blue and black, on a coarser copy."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Pixels
from ocr.cleanup.shrink import shrunk

DPI = 150.0
_MM = 25.4
_RED_LEAD, _BLUE_LEAD = 30, 24
_DARK = 165
_COLOURED = 45
_PAPER_SHRINK = 8
_PAPER_WINDOW = 7
_DEEPEST = 0.5


@dataclass(frozen=True)
class Inks:
    """One mask of 0 and 1 for each ink, and what a pixel of them is on the sheet."""

    red: Pixels
    blue: Pixels
    black: Pixels
    grey: Pixels
    """Brightness as it came, at the same size."""
    even: Pixels
    """Brightness with the light evened out."""
    shrink: float
    """Multiplied with this, a length on the sheet is one on the masks."""
    dpi: float

    def millimetres(self, length: float) -> int:
        """Return a length in pixels of the masks, at least one."""
        return max(1, round(length / _MM * self.dpi))


def joined_parts(mask: Pixels, across: int, down: int) -> list[tuple[int, int, int, int]]:
    """Return left, top, width and height of what becomes one when gaps that wide are closed.

    Found on a copy of half the size: it takes a quarter of the time and is as good.
    """
    height, width = mask.shape
    small = np.zeros(((height + 1) // 2, (width + 1) // 2), np.uint8)
    for row in (0, 1):
        for column in (0, 1):
            part = mask[row::2, column::2]
            small[: part.shape[0], : part.shape[1]] |= part
    window = np.ones((max(1, down // 2), max(1, across // 2)), np.uint8)
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, window)
    _, _, stats, _ = labelled(np.asarray(joined, dtype=np.uint8))
    return [
        (2 * left, 2 * top, min(2 * wide, width - 2 * left), min(2 * high, height - 2 * top))
        for left, top, wide, high, _ in ((int(value) for value in row) for row in stats[1:])
    ]


def separated(page: Pixels, flat: Pixels, dpi: float) -> Inks:
    """Return the inks of a sheet laid flat; ``flat`` is its grey with the light evened out."""
    shrink = min(1.0, DPI / dpi)
    small, even = shrunk(page, shrink), shrunk(flat, shrink)
    dark = np.asarray(even < _DARK)
    if page.ndim == 2:
        nothing = np.zeros_like(even)
        return Inks(nothing, nothing, dark.astype(np.uint8), small, even, shrink, dpi * shrink)
    blue, green, red = cv2.split(_on_white(small))
    red_lead = cv2.subtract(red, cv2.max(blue, green))
    # violet and blue-black ink leans to blue over green; red must not lead
    blue_lead = cv2.subtract(blue, cv2.max(red, cv2.addWeighted(green, 0.7, red, 0.3, 0)))
    is_red, is_blue = np.asarray(red_lead) > _RED_LEAD, np.asarray(blue_lead) > _BLUE_LEAD
    spread = cv2.subtract(cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red))
    black = dark & (np.asarray(spread) < _COLOURED) & ~is_red & ~is_blue
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    reds, blues, blacks = (np.asarray(mask, np.uint8) for mask in (is_red, is_blue, black))
    return Inks(reds, blues, blacks, grey, even, shrink, dpi * shrink)


def _on_white(image: Pixels) -> Pixels:
    """Return each channel as if the paper were white: a lamp's colour is no ink."""
    height, width = image.shape[:2]
    small = shrunk(image, 1 / _PAPER_SHRINK)
    window = np.ones((_PAPER_WINDOW, _PAPER_WINDOW), np.uint8)
    near = np.asarray(cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, window), 7))
    # a shadow is half as bright as the sheet at most; what is darker is ink, however wide
    paper = np.maximum(near, np.maximum(40.0, _DEEPEST * np.percentile(near, 80, axis=(0, 1))))
    wide = cv2.resize(np.asarray(paper, np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(image, wide, scale=255.0), dtype=np.uint8)
