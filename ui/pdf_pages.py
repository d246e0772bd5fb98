"""Draws the pages that a view of a PDF asks for, in a lane."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui import pictures
from ui.screen import Screen
from ui.tasks import Lane, while_there
from ui.widgets.pdf_view import PdfView


class PdfPages(QObject):
    """Holds the document a view shows; a picture that comes late is not shown any more."""

    drawn = Signal()
    """Another page is shown."""

    def __init__(self, screen: Screen, view: PdfView) -> None:
        super().__init__(view)
        self._screen = screen
        self._view = view
        self._data = b""
        self._asked = 0
        view.wanted.connect(self._on_wanted)

    @property
    def data(self) -> bytes:
        """The document that is shown; empty where there is none."""
        return self._data

    def show(self, data: bytes) -> None:
        """Show another document from its first page, or nothing when it is empty."""
        self._data = data
        self._asked += 1
        self._view.start() if data else self._view.clear()

    def _on_wanted(self, number: int, scale: float) -> None:
        if not self._data:
            return
        self._asked += 1
        data, ticket = self._data, self._asked

        def show(page: pictures.PdfPage) -> None:
            if ticket == self._asked:
                self._view.show_page(page)
                self.drawn.emit()

        self._screen.run(
            Lane.DEVICES,
            lambda _handle: pictures.pdf_page(data, number, scale),
            while_there(self, show),
        )
