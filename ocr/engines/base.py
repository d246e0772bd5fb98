"""What every recogniser can do."""

from __future__ import annotations

from typing import Protocol

from ocr.cleanup.model import Pixels
from ocr.model import Word

SINGLE_COLUMN = 4
ONE_BLOCK = 6
SPARSE = 11


class Engine(Protocol):
    """A recogniser: a clean grey page in, words with boxes out."""

    def version(self) -> str:
        """Return the recogniser's version; raise ``RecogniserMissingError`` without one."""
        ...

    def recognise(
        self,
        image: Pixels,
        *,
        language: str,
        dpi: float,
        seconds: float,
        mode: int = SINGLE_COLUMN,
        letters: str = "",
    ) -> tuple[Word, ...]:
        """Return the words of a page in pixels of this very image."""
        ...

    def orientation(self, image: Pixels, *, seconds: float) -> tuple[int, float]:
        """Return the clockwise turn that makes the page upright, and the confidence in it."""
        ...
