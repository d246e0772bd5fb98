"""A born-digital PDF as PDF/A-2b without turning its letters into pixels."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Sequence

import pikepdf
from pikepdf import pdfa

FLAVOUR = "2b"
_FEWEST_SURE = 10


def archive_copy(pdf: bytes, pages: Sequence[int]) -> bytes | None:
    """Return these pages (numbers from 1) as PDF/A-2b with their own text.

    Returns None when the file cannot be made to conform (a font that is not embedded, say); the
    caller then makes a two-layer copy from the rendered pages instead.
    """
    target = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            wanted = set(pages)
            for number in reversed(range(1, len(document.pages) + 1)):
                if number not in wanted:
                    del document.pages[number - 1]
            _drop_unchecked(document)
            pdfa.save(document, target, FLAVOUR)
    except (pdfa.PdfaError, pikepdf.PdfError):
        return None
    return target.getvalue()


def mixed_copy(
    pdf: bytes, own: Sequence[int], scanned: bytes, others: Sequence[int]
) -> bytes | None:
    """Return PDF/A-2b in which the pages ``own`` keep their letters, in the order of their numbers.

    ``scanned`` is PDF/A made of the pages ``others``. Returns None when the two cannot be one file
    that conforms.
    """
    kept = archive_copy(pdf, own)
    if kept is None:
        return None
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(kept)) as whole, pikepdf.open(io.BytesIO(scanned)) as layers:
        for page, number in zip(layers.pages, others, strict=True):
            whole.pages.insert(sum(other < number for other in (*own, *others)), page)
        whole.save(target, deterministic_id=True)
    data = target.getvalue()
    report = pdfa.validate_written(io.BytesIO(data), pdfa.Flavour.PDFA_2B)
    return data if report.passed else None


def earlier_layer(page: str, words: Sequence[str]) -> float | None:
    """Return the share of surely read words that an earlier recogniser's layer has, too.

    None where there is no such layer, or too few sure words to judge it by.
    """
    if not page.strip() or len(words) < _FEWEST_SURE:
        return None
    there = Counter(unicodedata.normalize("NFC", page).split())
    return round(sum((Counter(words) & there).values()) / len(words), 3)


def _drop_unchecked(document: pikepdf.Pdf) -> None:
    """Remove the optional /CIDSet of embedded fonts, which the validator cannot check."""
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and "/CIDSet" in item:
            del item["/CIDSet"]
