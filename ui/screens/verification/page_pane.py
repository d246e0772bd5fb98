"""The right pane: the page with its few tools above it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.screens.verification.work import ShelvedPage
from ui.widgets.page_items import PageBox
from ui.widgets.page_view import PageView
from ui.widgets.parts import ElidedLabel, Empty, tool


class PagePane(QWidget):
    """Shows a page, or why there is none to see."""

    def __init__(self, view: PageView, tools: Sequence[tuple[QAction, str]]) -> None:
        super().__init__()
        self.view = view
        self.page_id: int | None = None
        self._title = ElidedLabel()
        self._title.setProperty("role", "subtle")
        self._empty = Empty("file", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._bar = self._build_bar(tools)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)

    def show_page(self, page: ShelvedPage, title: str) -> None:
        """Show a page; the one already shown stays as it is."""
        self._title.setText(title)
        self._bar.show()
        self._stack.setCurrentWidget(self.view)
        if page.page_id == self.page_id:
            return
        self.page_id = page.page_id
        words = page.text.words if page.text else ()
        self.view.show_page(page.picture, rotation=page.rotation, words=words)

    def show_boxes(self, boxes: Sequence[PageBox]) -> None:
        """Show the boxes of the fields on the page."""
        self.view.show_boxes(boxes)

    def say(self, title: str, text: str = "") -> None:
        """Say why there is no page to see."""
        self.page_id = None
        self._title.setText("")
        self._bar.setVisible(bool(title))
        self.view.show_page(None)
        self._empty.title.setText(title)
        self._empty.text.setText(text)
        self._stack.setCurrentWidget(self._empty)

    @property
    def complaint(self) -> str:
        """Why there is no page to see, as it is said."""
        return self._empty.text.text()

    def _build_bar(self, tools: Sequence[tuple[QAction, str]]) -> QWidget:
        bar = QFrame()
        bar.setProperty("role", "header")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(2)
        row.addWidget(self._title, 1)
        for action, icon in tools:
            row.addWidget(tool(action, icon))
        return bar
