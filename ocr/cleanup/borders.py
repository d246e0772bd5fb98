"""Black rims of a scan and punch holes painted white, so that nothing is sought in them."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Cleaned, Pixels
from ocr.cleanup.shrink import shrunk
from ocr.model import Step

_SMALL_DPI = 75.0
_DARK = 190
_LONGEST_LETTER = 0.3
_HOLE = (0.16, 0.36)
_HOLE_ROUND = 1.25
_HOLE_FILLED = 0.68
_HOLE_MARGIN = 0.9
_WHITE = 255
_MOSTLY = 0.5
_LEAST_SHEET = 0.03


def lift(flat: Pixels, dpi: float) -> Cleaned:
    """Return the page without dark strips along its edges and without punch holes."""
    shrink = min(1.0, _SMALL_DPI / dpi)
    small = shrunk(flat, shrink)
    _, dark = cv2.threshold(small, _DARK, 1, cv2.THRESH_BINARY_INV)
    if _is_all_dark(np.asarray(dark, dtype=np.uint8)):
        return Cleaned(flat)
    _, labels, stats, _ = labelled(np.asarray(dark, dtype=np.uint8))
    parts = np.asarray(stats, dtype=np.int64)
    gone = _on_the_frame(parts, dark.shape, dpi * shrink) | _holes(parts, dark.shape, dpi * shrink)
    gone[0] = False
    if not gone.any():
        return Cleaned(flat)
    chosen = np.asarray(gone.astype(np.uint8)[labels], dtype=np.uint8)
    # the blur around what goes, but not the print a pixel further on
    mask = cv2.dilate(chosen, np.ones((3, 3), np.uint8))
    height, width = flat.shape
    wide = cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST)
    image = flat.copy()
    image[np.asarray(wide) == 1] = _WHITE
    share = 100 * float(chosen.sum()) / chosen.size
    return Cleaned(image, Step("borders-lifted", round(share, 2), "%"))


def _is_all_dark(dark: Pixels) -> bool:
    """Tell white print on a black page from a sheet or card on a black lid."""
    if dark.mean() < _MOSTLY:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(1 - dark, connectivity=4)
    largest = max((int(part[cv2.CC_STAT_AREA]) for part in stats[1:]), default=0)
    return largest < _LEAST_SHEET * dark.size


def _on_the_frame(
    parts: np.ndarray[tuple[int, ...], np.dtype[np.int64]], shape: tuple[int, ...], dpi: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which parts touch the picture's frame and are longer than a cut letter."""
    height, width = shape[:2]
    left, top, across, down = (parts[:, column] for column in range(4))
    touches = (left <= 1) | (top <= 1) | (left + across >= width - 1) | (top + down >= height - 1)
    return touches & (np.maximum(across, down) > _LONGEST_LETTER * dpi)


def _holes(
    parts: np.ndarray[tuple[int, ...], np.dtype[np.int64]], shape: tuple[int, ...], dpi: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which parts are solid discs of a punch's size near an edge."""
    height, width = shape[:2]
    left, top, across, down, area = (parts[:, column] for column in range(5))
    smallest, largest = (side * dpi for side in _HOLE)
    size = (np.minimum(across, down) >= smallest) & (np.maximum(across, down) <= largest)
    solid = area >= _HOLE_FILLED * across * down
    disc = np.maximum(across, down) <= _HOLE_ROUND * np.minimum(across, down)
    margin = _HOLE_MARGIN * dpi
    near = (left + across < margin) | (left > width - margin)
    near |= (top + down < margin) | (top > height - margin)
    return size & solid & disc & near
