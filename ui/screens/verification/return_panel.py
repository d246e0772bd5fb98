"""Sending a dossier back: a reason from a list, words of one's own, and no dialog in the way."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from ui.widgets.parts import label, plain_button


class ReturnPanel(QFrame):
    """Asks why a dossier goes back to the clerk."""

    confirmed = Signal(str)
    """The whole reason, never empty."""
    dismissed = Signal()
    """The dossier stays here after all."""
    asking = Signal(bool)
    """Whether the panel is in use."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reasons = QComboBox()
        self.reasons.addItems(
            [
                self.tr("A page is missing or cut off"),
                self.tr("A page cannot be read; scan it again"),
                self.tr("A paper belongs to another dossier"),
                self.tr("The type of a paper is wrong"),
                self.tr("The papers contradict each other"),
                self.tr("Another reason (say which)"),
            ]
        )
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("What should the clerk do?"))
        self.problem = label(role="subtle", wrap=True)
        self.problem.setProperty("tone", "error")
        self.problem.hide()
        self._return = plain_button(self.tr("Return the dossier"), self.confirm, role="primary")
        self._stay = plain_button(self.tr("Do not return"), self.dismiss)
        self._build()

    def _build(self) -> None:
        self.setProperty("role", "bar")
        reasons_label = label(self.tr("Reason for returning"), role="heading")
        reasons_label.setBuddy(self.reasons)
        self.reasons.setAccessibleName(reasons_label.text())
        self.words.setAccessibleName(self.tr("Words for the clerk"))
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._stay)
        buttons.addWidget(self._return)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 10)
        for widget in (reasons_label, self.reasons, self.words, self.problem):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.words.returnPressed.connect(self.confirm)
        self.hide()

    def ask(self) -> None:
        """Show the panel and put the cursor into it."""
        self.problem.hide()
        self.show()
        self.asking.emit(True)
        self.reasons.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def reason(self) -> str:
        """The reason as it is sent, or empty when the other reason is not said."""
        words = self.words.text().strip()
        if self.reasons.currentIndex() == self.reasons.count() - 1:
            return words
        chosen = self.reasons.currentText()
        return f"{chosen}. {words}" if words else chosen

    def confirm(self) -> None:
        """Send the reason, or ask for it."""
        if not self.reason:
            self.problem.setText(self.tr("Say in a few words why the dossier goes back."))
            self.problem.show()
            self.words.setFocus()
            return
        self.confirmed.emit(self.reason)

    def dismiss(self) -> None:
        """Leave the dossier here."""
        self.hide()
        self.asking.emit(False)
        self.dismissed.emit()

    def clear(self) -> None:
        """Forget what was asked for the dossier before."""
        self.reasons.setCurrentIndex(0)
        self.words.clear()
        self.hide()
        self.asking.emit(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
