"""Pages of a PDF on a printer; drawn on a working thread, which Qt allows for printers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from digitizer.errors import FileUnreadableError
from ui import pictures
from ui.screen import Screen, Tone
from ui.tasks import Lane

translate = QCoreApplication.translate
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


def ask_printer(screen: Screen, parent: QWidget, then: Callable[[QPrinter], object]) -> None:
    """Ask on which printer; the office's own comes first."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if preferred := screen.desk.workstation.settings.printer:
        printer.setPrinterName(preferred)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: then(printer))
    dialog.setModal(True)
    dialog.show()


def print_pages(screen: Screen, printer: QPrinter, make: Callable[[], bytes]) -> None:
    """Make a PDF in a lane, print it and say at the screen how many pages went out."""
    done = translate("printing", "{count} pages were sent to the printer.")
    screen.run(
        Lane.DEVICES,
        lambda _handle: print_pdf(make(), printer),
        lambda count: screen.say(done.format(count=count), Tone.GOOD),
        title=translate("printing", "Printing"),
    )
