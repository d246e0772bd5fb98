"""How readily one syllable is printed and another with the same letters read."""

from __future__ import annotations

import functools

from ocr.marks.syllables import ASKING, LEVEL, RISING, Syllable

_HATS = frozenset("âêôă")
_SHAPE_LOST, _SHAPE_WON, _STROKE = 4.0, 5.0, 4.0
"""Costs are negative logarithms of how often a slip is seen on worn printed pages."""
_ALIKE = frozenset({ASKING, RISING})
_LEAST_DOUBT = 0.4


@functools.lru_cache(maxsize=50_000)
def cost(printed: Syllable, read: Syllable) -> float:
    """Return how unlikely it is to read one for the other when both have the same base letters."""
    total = _tone_cost(printed, read.tone)
    for true, seen in zip(printed.letters, read.letters, strict=True):
        if true == seen:
            continue
        if true in "dđ":
            total += _STROKE
        else:
            total += _SHAPE_LOST if seen in "aeou" else _SHAPE_WON
    return total


def sure(confidence: float) -> float:
    """Return the weight of a reading: a doubted one is given up more readily."""
    return _LEAST_DOUBT + (1 - _LEAST_DOUBT) * confidence


def _tone_cost(printed: Syllable, read: int) -> float:
    if printed.tone == read:
        return 0.0
    over_hat = any(letter in _HATS for letter in printed.letters)
    if printed.tone == LEVEL:
        # the dot of an i is taken for a tone
        return 3.0 if "i" in printed.letters else 5.0
    if read == LEVEL:
        return 2.5 if over_hat else 5.0
    if printed.tone in _ALIKE and read in _ALIKE:
        return 2.0 if over_hat else 3.5
    return 3.5 if over_hat else 4.5
