"""The strip that shows a batch under way: how far, pause, go on, stop."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from ui.remaining import Remaining, in_words
from ui.widgets.parts import button, label


class SigningStrip(QFrame):
    """Progress of one batch; hidden while nothing is signed."""

    def __init__(self, pause: QAction, stop: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.text = label()
        self._remaining = Remaining()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the signatures"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self.text)
        row.addWidget(self.bar, 1)
        row.addWidget(button(pause))
        row.addWidget(button(stop, icon="stop"))
        self.hide()

    def show_progress(self, done: int, total: int, *, paused: bool) -> None:
        """Show how many documents are finished."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        text = (
            self.tr("Paused: {done} of {total} are finished.")
            if paused
            else self.tr("Signing: {done} of {total} are finished.")
        )
        if paused or not done:
            self._remaining.rest()
        left = in_words(None if paused else self._remaining.seconds(done, total))
        self.text.setText(" ".join((text.format(done=done, total=total), left)).strip())
