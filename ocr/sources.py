"""Files as they come in: what they are, and their pages as images.

Every file is taken to be hostile: kind by bytes, sizes checked before anything is decoded.
"""

from __future__ import annotations

from pathlib import Path

from ocr import pdf, raster
from ocr.errors import (
    EmptyFileError,
    FileTooLargeError,
    OcrError,
    TooManyPagesError,
    UnsupportedFileError,
)
from ocr.limits import Limits
from ocr.model import SourceInfo, SourceKind, SourcePage

_HEAD = 1024
# ISO/IEC 23008-12: what telephones write; a film in the same container has other brands
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}


def kind_of(head: bytes) -> SourceKind:
    """Return the kind of a file from its first bytes."""
    for magic, kind in (
        (b"\xff\xd8\xff", SourceKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", SourceKind.PNG),
        (b"II*\0", SourceKind.TIFF),
        (b"MM\0*", SourceKind.TIFF),
        (b"II+\0", SourceKind.TIFF),
        (b"MM\0+", SourceKind.TIFF),
        (b"BM", SourceKind.BMP),
    ):
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return SourceKind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return SourceKind.HEIF
    if b"%PDF-" in head:
        return SourceKind.PDF
    raise UnsupportedFileError


def inspect(path: Path, limits: Limits) -> SourceInfo:
    """Return what a file holds without decoding its pages."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyFileError
    if size > limits.max_bytes:
        raise FileTooLargeError(size=size, limit=limits.max_bytes)
    with path.open("rb") as file:
        kind = kind_of(file.read(_HEAD))
    if kind is SourceKind.PDF:
        info = pdf.inspect(path)
    else:
        info = SourceInfo(kind, raster.inspect(path, kind, limits))
    if info.page_count > limits.max_pages:
        raise TooManyPagesError(pages=info.page_count, limit=limits.max_pages)
    return info


def pages(
    path: Path, info: SourceInfo, numbers: tuple[int, ...], limits: Limits
) -> list[SourcePage | OcrError]:
    """Return the wanted pages, or for each page that cannot be had the reason."""
    if info.kind is SourceKind.PDF:
        return pdf.pages(path, numbers, limits)
    return [_image_page(path, info.kind, number, limits) for number in numbers]


def _image_page(path: Path, kind: SourceKind, number: int, limits: Limits) -> SourcePage | OcrError:
    try:
        return raster.page(path, kind, number, limits)
    except OcrError as error:
        return error
