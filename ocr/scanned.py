"""Images as a scanner gives them, made into the form in which they are kept.

Needs Pillow alone: a page is kept, and shown, before any worker process has looked at it.
"""

from __future__ import annotations

import io

from PIL import Image

from ocr import raster
from ocr.errors import EmptyFileError, UnsupportedFileError
from ocr.limits import Limits
from ocr.model import SourcePage

_QUALITY = 92
_JPEG, _PNG, _TIFF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", (b"II*\0", b"MM\0*")


def kept_form(data: bytes, *, dpi: float, lossless: bool, limits: Limits) -> SourcePage:
    """Return the image a device gave as JPEG or PNG: its own bytes if they are such already.

    Every pixel is decoded, so that a page that broke off on the way is refused now, while its
    paper is still at hand. Raises DamagedFileError, ImageTooLargeError, ImageTooSmallError,
    EmptyFileError, UnsupportedFileError.
    """
    if not data:
        raise EmptyFileError
    if not data.startswith((_JPEG, _PNG, *_TIFF)):
        raise UnsupportedFileError
    image = raster.decode(data, limits)
    own = data.startswith((_JPEG, _PNG))
    kept = data if own else _encoded(image, dpi, lossless=lossless)
    return SourcePage(1, kept, *image.size, dpi)


def _encoded(image: Image.Image, dpi: float, *, lossless: bool) -> bytes:
    buffer = io.BytesIO()
    if lossless:
        image.save(buffer, "PNG", dpi=(dpi, dpi), compress_level=1)
    else:
        image.save(buffer, "JPEG", dpi=(dpi, dpi), quality=_QUALITY, subsampling=0)
    return buffer.getvalue()
