"""Boxes to be ticked, “Nam ☐ Nữ ☒”: told by their frame, ticked or not by the ink inside.

A recogniser makes letters of them (“L]”, “É]”, “B4”). What it read stays as it is; the boxes are
marked beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import cv2
import numpy as np

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Pixels
from ocr.model import Box, Region, RegionKind

_INKS = (185, 205)
"""Darker is ink; the thin frame of a worn copy is whole at the second only."""
# of a box, in inches, and how far from a square it may be
_SMALLEST, _LARGEST = 0.07, 0.24
_SQUARE = 0.2
_FRAME = 0.9
"""Least share of a side that is ink."""
_CORNER = 2
"""Pixels of a side's end in one of which ink must be: blur rounds the corners of a frame."""
_RIM = 0.16
"""Part of the box that its frame takes on each side, the blur beside it included."""
_TICKED = 0.08
"""Least share of ink inside: a cross of thin strokes has a fifth, dust a hundredth."""
_MOST = 400
"""Boxes on a page; more are squared paper or a pattern, which nobody ticks."""
_BAR, _ACROSS = 0.45, 0.9
"""The bar of an H fills so much of the height at most, and so much of the width at least."""


def find(image: Pixels, dpi: float) -> tuple[Region, ...]:
    """Return the boxes to be ticked on a grey page, in its pixels."""
    found: list[Region] = []
    for darkest in _INKS:
        boxes = list(islice(_of_ink(image, darkest, dpi), _MOST + 1))
        if len(boxes) > _MOST:
            return ()
        for region in boxes:
            if not any(one.box.holds_middle(region.box) for one in found):
                found.append(region)
    return tuple(found)


def _of_ink(image: Pixels, darkest: int, dpi: float) -> Iterator[Region]:
    ink = np.asarray(cv2.threshold(image, darkest, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    _, _, stats, _ = labelled(ink)
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    fits = (np.minimum(wide, tall) >= _SMALLEST * dpi) & (np.maximum(wide, tall) <= _LARGEST * dpi)
    fits &= np.abs(wide - tall) <= _SQUARE * np.maximum(wide, tall)
    for left, top, width, height, _ in stats[1:][fits[1:]].tolist():
        part = ink[top : top + height, left : left + width]
        if not _is_framed(part):
            continue
        rim = max(2, round(_RIM * min(part.shape)))
        inside = part[rim:-rim, rim:-rim]
        if _is_barred(inside):
            continue
        ticked = float(inside.mean()) >= _TICKED
        kind = RegionKind.TICKED_BOX if ticked else RegionKind.EMPTY_BOX
        box = Box(float(left), float(top), float(left + width), float(top + height))
        yield Region(kind, box, 1.0)


def _is_framed(part: Pixels) -> bool:
    """Return whether ink runs along all four sides from corner to corner."""
    edge = max(2, round(0.1 * min(part.shape)))
    sides = (
        part[:edge].max(axis=0),
        part[-edge:].max(axis=0),
        part[:, :edge].max(axis=1),
        part[:, -edge:].max(axis=1),
    )
    return all(
        float(side.mean()) >= _FRAME and side[:_CORNER].any() and side[-_CORNER:].any()
        for side in sides
    )


def _is_barred(inside: Pixels) -> bool:
    """Return whether only a level bar lies inside: the serifs of a blurred H make a frame."""
    rows, columns = inside.any(axis=1), inside.any(axis=0)
    return bool(inside.any()) and rows.mean() <= _BAR and columns.mean() >= _ACROSS
