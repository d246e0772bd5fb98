"""A PDF page by page, as pictures drawn on a working thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from typing_extensions import override

from ui.pictures import PdfPage

_MARGIN = 32
_POINTS_WIDE = 595.0
"""An A4 page's width in points; the picture says its own size once it is there."""
_STEP = 1.25


class PdfView(QScrollArea):
    """Shows one page at a time and says which picture it wants next."""

    wanted = Signal(int, float)
    """Page number and pixels per point of the picture to draw."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self._label)
        self.viewport().setProperty("role", "paper")
        self._zoom = 1.0
        self._number = 1
        self._total = 0
        self._active = False

    @property
    def number(self) -> int:
        """The page shown, from 1."""
        return self._number

    @property
    def total(self) -> int:
        """How many pages there are."""
        return self._total

    def start(self) -> None:
        """Show another document from its first page."""
        self._number, self._zoom, self._active = 1, 1.0, True
        self._ask()

    def clear(self) -> None:
        """Show nothing."""
        self._active = False
        self._total = 0
        self._label.clear()
        self._label.resize(0, 0)

    def show_page(self, page: PdfPage) -> None:
        """Show a drawn page."""
        self._number, self._total = page.number, page.total
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(page.image)
        pixmap.setDevicePixelRatio(ratio)
        self._label.setPixmap(pixmap)
        self._label.resize(QSize(round(pixmap.width() / ratio), round(pixmap.height() / ratio)))

    def turn_page(self, step: int) -> None:
        """Show the next page (1) or the one before (-1)."""
        if 1 <= self._number + step <= self._total:
            self._number += step
            self._ask()

    def zoom_by(self, step: int) -> None:
        """Show the page larger (1), smaller (-1) or fitted to the width (0)."""
        self._zoom = 1.0 if step == 0 else min(4.0, max(0.4, self._zoom * _STEP**step))
        self._ask()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._active and event.size().width() != event.oldSize().width():
            self._ask()

    def _ask(self) -> None:
        if self._active:
            width = max(200, self.viewport().width() - _MARGIN)
            fitted = min(width / _POINTS_WIDE, 1.6)
            self.wanted.emit(self._number, fitted * self._zoom * self.devicePixelRatioF())
