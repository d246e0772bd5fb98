"""One page large, in a window of its own beside the work."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QStackedLayout, QWidget

from ocr.model import PageText
from ui import keys
from ui.screen import add_key
from ui.widgets.levels import PagePicture, build_picture
from ui.widgets.page_view import PageView


@dataclass(frozen=True, slots=True)
class LargePage:
    """A page decoded on a working thread."""

    picture: PagePicture
    rotation: int


class PageWindow(QDialog):
    """Shows a page; Escape closes it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setModal(False)
        self.view = PageView()
        waiting = QLabel(self.tr("Loading the page…"))
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(waiting)
        self._stack.addWidget(self.view)
        add_key(self, self.tr("Zoom in"), QKeySequence(keys.ZOOM_IN), self.view.zoom_in)
        add_key(self, self.tr("Zoom out"), QKeySequence(keys.ZOOM_OUT), self.view.zoom_out)
        add_key(self, self.tr("Fit the page"), QKeySequence(keys.ZOOM_FIT), self.view.fit_page)
        room = self.screen().availableSize()
        self.resize(min(760, room.width() - 80), min(860, room.height() - 80))

    @staticmethod
    def load(data: bytes, text: PageText | None) -> LargePage:
        """Decode a page; runs on a working thread."""
        return LargePage(build_picture(data), text.rotation if text else 0)

    def show_page(self, page: LargePage) -> None:
        """Show the decoded page."""
        self._stack.setCurrentWidget(self.view)
        self.view.show_page(page.picture, rotation=page.rotation)
        self.view.fit_page()
        self.view.setFocus()
