"""Word boxes set right where the recogniser left letters of a line outside all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from ocr.cleanup.model import Pixels
from ocr.model import Box, Word

_INK = 150
_WIDE_GAP = 0.35
_WIDEST_GAP = 4.0


def to_print(words: tuple[Word, ...], image: Pixels) -> tuple[Word, ...]:
    """Return the words with letters in the gaps between them given to the nearer word.

    Tesseract's boxes now and then lack a word's first or last letter; in a gap that holds print the
    widest white stretch is the real space.
    """
    fixed = list(words)
    for left, right in pairwise(range(len(fixed))):
        before, after = fixed[left], fixed[right]
        gap = after.box.left - before.box.right
        if (
            before.line != after.line
            or not _WIDE_GAP < gap / (after.font_size or 1e9) < _WIDEST_GAP
        ):
            continue
        space = _space(before.box, after.box, image)
        if space is not None:
            fixed[left] = replace(before, box=replace(before.box, right=space[0]))
            fixed[right] = replace(after, box=replace(after.box, left=space[1]))
    return tuple(_with_baseline(word, old) for word, old in zip(fixed, words, strict=True))


def _space(before: Box, after: Box, image: Pixels) -> tuple[float, float] | None:
    """Return the widest white stretch between two words, or nothing if all is white."""
    top, bottom = int(max(before.top, after.top)), int(min(before.bottom, after.bottom))
    start = int(before.right)
    band = image[top:bottom, start : int(after.left)]
    if not band.size:
        return None
    inked = np.flatnonzero((band < _INK).any(axis=0))
    if not len(inked):
        return None
    edges = np.concatenate([[-1], inked, [band.shape[1]]])
    widest = int(np.argmax(np.diff(edges)))
    return float(start + edges[widest] + 1), float(start + edges[widest + 1])


def _with_baseline(word: Word, old: Word) -> Word:
    if word is old or old.baseline is None:
        return word
    x0, y0, x1, y1 = old.baseline
    slope = (y1 - y0) / max(x1 - x0, 1.0)
    left, right = word.box.left, word.box.right
    return replace(
        word, baseline=(left, y0 + slope * (left - x0), right, y0 + slope * (right - x0))
    )
