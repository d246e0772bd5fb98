"""A born-digital PDF as PDF/A-2b without turning its letters into pixels."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import pdfa

FLAVOUR = "2b"


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


def _drop_unchecked(document: pikepdf.Pdf) -> None:
    """Remove the optional /CIDSet of embedded fonts, which the validator cannot check."""
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and "/CIDSet" in item:
            del item["/CIDSet"]
