"""Where the figures of a number stand, found by their ink.

The recogniser boxes a figure at times half a figure beside it, most where print is poor. The ink
itself says better: as many pieces of it as there are figures, or, of a number whose figures touch
or are broken, parts of equal width, for figures are set equally wide.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.cleanup.model import Pixels
from ocr.model import Box

_TALL = 0.45
"""Least height of a figure's ink, in heights of the number: leaders and specks are lower."""
_BESIDE, _ABOVE = 0.3, 0.1
_OVERLAP = 0.3
_HAS_INK = "/"


def otherwise_placed(image: Pixels, word: Sequence[tuple[str, Box]]) -> list[dict[int, Box]]:
    """Return other places for the characters of a word, by their number, as its ink tells them.

    ``word``: its characters with their boxes in pixels of the image. Nothing is told of stops.
    """
    inked = [place for place, (text, _) in enumerate(word) if text.isalnum() or text in _HAS_INK]
    boxes = [word[place][1] for place in inked if word[place][1].width >= 1]
    if not boxes:
        return []
    pieces = _pieces(image, boxes)
    found = []
    if len(pieces) == len(inked):
        found.append(dict(zip(inked, pieces, strict=True)))
    if len(pieces) > 1 and all(text.isdecimal() for text, _ in word):
        left, right = pieces[0].left, pieces[-1].right
        wide = (right - left) / len(word)
        starts = [left + number * wide for number in range(len(word))]
        even = [Box(one, boxes[0].top, one + wide, boxes[0].bottom) for one in starts]
        found.append(dict(enumerate(even)))
    return found


def _pieces(image: Pixels, boxes: Sequence[Box]) -> list[Box]:
    """Return the pieces of ink as high as a figure from left to right, those above each other one.

    Looked for where the boxes are and a little around them.
    """
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    high = bottom - top
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    x0, y0 = max(0, int(left - _BESIDE * high)), max(0, int(top - _ABOVE * high))
    x1, y1 = int(right + _BESIDE * high), int(bottom + _ABOVE * high)
    part = image[y0:y1, x0:x1]
    if not part.size:
        return []
    _, ink = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(ink, np.uint8), connectivity=8)
    spans = sorted(
        (int(x), int(x + wide), int(y), int(y + tall))
        for x, y, wide, tall, _ in stats[1:]
        if tall >= _TALL * high
    )
    joined: list[tuple[int, int, int, int]] = []
    for span in spans:
        if joined and _overlap(joined[-1], span) > _OVERLAP:
            a, b, c, d = joined[-1]
            joined[-1] = (a, max(b, span[1]), min(c, span[2]), max(d, span[3]))
        else:
            joined.append(span)
    return [
        Box(float(x0 + a), float(y0 + c), float(x0 + b), float(y0 + d)) for a, b, c, d in joined
    ]


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    """Return how much of the narrower piece stands above or below the other."""
    narrow = min(one[1] - one[0], other[1] - other[0])
    return (one[1] - other[0]) / max(narrow, 1)
