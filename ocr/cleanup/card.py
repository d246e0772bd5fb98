"""Whether what is left of a page after cropping is a card rather than a sheet."""

from __future__ import annotations

_LONG, _SHORT = 85.6, 53.98
_MM = 25.4
_SHAPE = _LONG / _SHORT
_SAME_SHAPE = 0.06
_LONGEST = 115.0
ENLARGED = 1.4
"""How much larger than office type the fine type of a card is best read."""


def resolution(width: int, height: int, dpi: float) -> float:
    """Return the resolution of a picture that shows just a card, or what the file says."""
    long, short = max(width, height), min(width, height)
    if abs(long / short / _SHAPE - 1) > _SAME_SHAPE:
        return dpi
    return round(long / _LONG * _MM, 2)


def is_card(width: int, height: int, dpi: float) -> bool:
    """Return whether print covers no more than a card, its margins included."""
    return min(width, height) > 0 and width / dpi * _MM < _LONGEST
