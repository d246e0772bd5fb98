"""The only door to the recogniser: a clean grey page in, words with boxes out."""

from __future__ import annotations

from ocr.cleanup.model import Pixels
from ocr.engines.base import ONE_BLOCK, SINGLE_COLUMN, SPARSE
from ocr.engines.choice import chosen
from ocr.model import Word

__all__ = ["ONE_BLOCK", "SINGLE_COLUMN", "SPARSE", "orientation", "recognise", "version"]


def version() -> str:
    """Return the recogniser's version."""
    return chosen().version()


def recognise(
    image: Pixels,
    *,
    language: str,
    dpi: float,
    seconds: float,
    mode: int = SINGLE_COLUMN,
    letters: str = "",
) -> tuple[Word, ...]:
    """Return the words of a page in pixels of this very image."""
    return chosen().recognise(
        image, language=language, dpi=dpi, seconds=seconds, mode=mode, letters=letters
    )


def orientation(image: Pixels, *, seconds: float) -> tuple[int, float]:
    """Return the clockwise turn that makes the page upright, and the confidence in it."""
    return chosen().orientation(image, seconds=seconds)
