"""The calls a worker process answers; heavy libraries load when the first call comes."""

from __future__ import annotations

from pathlib import Path

from ocr.errors import OcrError
from ocr.limits import Limits, ReadingJob, SecondLook
from ocr.model import PageText, Quality, SourceInfo, SourcePage


def inspect_file(path: str, limits: Limits) -> SourceInfo:
    """Return what the file at ``path`` holds."""
    from ocr import sources

    return sources.inspect(Path(path), limits)


def render_pages(
    path: str, info: SourceInfo, numbers: tuple[int, ...], limits: Limits
) -> list[SourcePage | OcrError]:
    """Return the wanted pages of the file at ``path`` as images, or each one's error."""
    from ocr import sources

    return sources.pages(Path(path), info, numbers, limits)


def unlock_file(path: str, password: str) -> bytes:
    """Return the file at ``path`` as one that asks for no password."""
    from ocr import pdf

    return pdf.unlocked(Path(path), password)


def read_page(job: ReadingJob, language: str, limits: Limits) -> PageText:
    """Return the words of one page."""
    from ocr import page

    return page.read(job, language, limits)


def look_again(asked: SecondLook, limits: Limits) -> PageText:
    """Return one page with further readings of some of its lines."""
    from ocr import page

    return page.look_again(asked, limits)


def measure_page(image: bytes, dpi: float, limits: Limits) -> Quality:
    """Return the measures of one page image; nothing is recognised."""
    from ocr import page

    return page.measured(image, dpi, limits)
