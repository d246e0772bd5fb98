"""Pages of a PDF on a printer; runs on a working thread, which Qt allows for printers."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from digitizer.errors import FileUnreadableError
from ui import pictures

_DPI = 300
_POINTS_AN_INCH = 72


def print_pdf(data: bytes, printer: QPrinter) -> int:
    """Print every page at its size and return how many there were. Raises FileUnreadableError."""
    scale = _DPI / _POINTS_AN_INCH
    page = pictures.pdf_page(data, 1, scale)
    printer.setFullPage(True)
    _turn(printer, page)
    painter = QPainter()
    if not painter.begin(printer):
        raise FileUnreadableError(name=printer.printerName() or printer.outputFileName())
    try:
        for number in range(1, page.total + 1):
            if number > 1:
                page = pictures.pdf_page(data, number, scale)
                _turn(printer, page)
                printer.newPage()
            ratio = printer.resolution() / _DPI
            size = QRectF(0, 0, page.image.width() * ratio, page.image.height() * ratio)
            painter.drawImage(size, page.image)
    finally:
        painter.end()
    return page.total


def _turn(printer: QPrinter, page: pictures.PdfPage) -> None:
    wide = page.image.width() > page.image.height()
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    )
