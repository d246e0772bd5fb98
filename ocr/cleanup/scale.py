"""How much a page is to be enlarged or shrunk so that its type has the size that reads best."""

from __future__ import annotations

import math

import cv2
import numpy as np

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Pixels

READING_DPI = 225.0
_WANTED = 19.0
"""Median height of a letter, in pixels, of office type at the reading resolution."""
_FEWEST = 40
_LOWEST, _HIGHEST = 0.02, 0.25
_SMALLEST, _LARGEST = 0.6, 3.0
_MOST_PIXELS = 16_000_000


def measure(grey: Pixels, dpi: float) -> float:
    """Return the factor that brings the page's type to its reading size."""
    heights = letter_heights(grey, dpi)
    by_type = _WANTED / float(np.median(heights)) if len(heights) >= _FEWEST else READING_DPI / dpi
    most = math.sqrt(_MOST_PIXELS / grey.size)
    return round(min(max(by_type, _SMALLEST), _LARGEST, most), 3)


def letter_heights(grey: Pixels, dpi: float) -> Pixels:
    """Return the height in pixels of everything that looks like a letter."""
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, _, stats, _ = labelled(np.asarray(ink, dtype=np.uint8))
    width, height = np.asarray(stats[1:, cv2.CC_STAT_WIDTH]), np.asarray(stats[1:, 3])
    tall = (height > _LOWEST * dpi) & (height < _HIGHEST * dpi)
    like_letters = (width > 0.15 * height) & (width < 4 * height)
    return np.asarray(height[tall & like_letters])
