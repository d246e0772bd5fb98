"""What a file or a page may ask for before it is refused, and what a page job is."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.errors import OcrError
from ocr.model import Line, PageText


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file and one page may ask for; everything beyond is refused unread."""

    max_bytes: int = 300_000_000
    max_pages: int = 2_000
    max_pixels: int = 200_000_000
    min_side: int = 32
    page_seconds: float = 180.0
    pdf_dpi: int = 300


@dataclass(frozen=True, slots=True)
class ReadingJob:
    """One page that is to be read; ``key`` comes back with its outcome."""

    key: str
    image: bytes
    dpi: float
    own_text: PageText | None = None
    second_look: bool = False
    """Whether fields may be looked at again: then the cleaned sheet is kept for a while."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A page some of whose lines are to be read again."""

    job: ReadingJob
    text: PageText
    """What the page's first reading gave."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """How reading one page ended: with its text, or with the reason why not."""

    key: str
    text: PageText | None
    error: OcrError | None = None
