"""The base of the window's dialogs: as high as the words in them need at the width they have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget
from typing_extensions import override

from ui.tasks import while_there

_AROUND = 60
"""Pixels of the screen left to the window's frame."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with two answers, each of them a verb."""

    title: str
    text: str
    yes: str
    no: str


class Dialog(QDialog):
    """A dialog that goes when it is closed and in which no word is ever cut off.

    Qt computes a window's least height from one-line hints: a sentence that wraps, or one that
    appears later, would squeeze everything else.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def while_open(self, receive: Callable[[Any], object]) -> Callable[[Any], None]:
        """Return a receiver that does nothing once this dialog is gone."""
        return while_there(self, receive)

    def end(self) -> None:
        """Close as one that has done its work, unless it was closed before."""
        if shiboken6.isValid(self):
            self.accept()

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            self._fit()
        return handled

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        if layout.hasHeightForWidth():
            needed = layout.totalHeightForWidth(self.width())
        else:
            needed = layout.totalSizeHint().height()
        needed = min(needed, self.screen().availableSize().height() - _AROUND)
        self.setMinimumHeight(needed)
        if layout.expandingDirections() & Qt.Orientation.Vertical:
            return
        self.setMaximumHeight(needed)


def ask(parent: QWidget, question: Question, wish: Callable[[], object]) -> None:
    """Ask before something that cannot be undone; Enter and Escape both leave it undone."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(question.title)
    box.setText(question.text)
    yes = box.addButton(question.yes, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(question.no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    yes.clicked.connect(lambda _checked=False: wish())
    box.open()
