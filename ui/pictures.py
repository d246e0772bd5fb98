"""Turns bytes into pictures on working threads: QImage only, pixmaps belong to the GUI thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

# pdfium is not safe to use from two threads at once
_pdfium = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with the id of what it shows."""

    key: int
    image: QImage


def small(data: bytes, size: QSize, ratio: float) -> QImage:
    """Return an image scaled down to fit a size, sharp on a screen of this pixel ratio."""
    # the buffer must outlive the reader's use of it
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAllocationLimit(1024)
    target = QSize(round(size.width() * ratio), round(size.height() * ratio))
    stored = reader.size()
    if stored.isValid() and stored.width() > 4 * target.width():
        # the JPEG decoder halves cheaply; the last step is done by averaging
        rough = stored.scaled(target * 2, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(rough)
    image = reader.read()
    if image.isNull():
        return image
    shown = image.scaled(
        target, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    shown.setDevicePixelRatio(ratio)
    return shown


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page of a PDF as a picture."""

    number: int
    """From 1."""
    total: int
    image: QImage


def pdf_page(data: bytes, number: int, scale: float) -> PdfPage:
    """Draw one page of a PDF; ``scale`` is pixels per point."""
    import pypdfium2

    with _pdfium:
        document = pypdfium2.PdfDocument(data)
        try:
            # without its forms a page is drawn without the visible signature
            document.init_forms()
            total = len(document)
            place = min(max(number, 1), total)
            bitmap = document[place - 1].render(
                scale=scale, rev_byteorder=True, may_draw_forms=True
            )
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            form = (
                QImage.Format.Format_RGB888
                if bitmap.n_channels == 3
                else QImage.Format.Format_RGBX8888
            )
            # copied: pdfium's memory goes away with the bitmap
            image = QImage(bytes(bitmap.buffer), width, height, stride, form).copy()
        finally:
            document.close()
    return PdfPage(place, total, image)
