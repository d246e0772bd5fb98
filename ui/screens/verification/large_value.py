"""One value large: its pixels at twice the size, and a line with room for all of its text."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import composing
from ui.models import field_words
from ui.models.field_rows import FieldRow, reason
from ui.widgets.dialog import Dialog
from ui.widgets.field_editor import FieldEditor
from ui.widgets.field_snippet import Snippet
from ui.widgets.parts import answers, label, plain_button

SNIPPET = QSize(1400, 700)
"""Largest cut-out asked for."""
SNIPPET_DPI = 230
_WIDTH = 860


class LargeValue(Dialog):
    """Enter puts the text into the field's line, where it is accepted; Escape leaves it."""

    taken = Signal(str)
    """The text, for the field's line."""

    def __init__(self, row: FieldRow, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(row.title)
        self.snippet = Snippet()
        self.editor = FieldEditor()
        self.editor.setProperty("role", "large")
        self.editor.setAccessibleName(row.title)
        self.editor.setAccessibleDescription(row.spoken)
        self.editor.setText(text)
        self.editor.accepted.connect(self._on_taken)
        self.editor.restore_wished.connect(self.reject)
        why = field_words.explanation(row.value, row.shown) or reason(row)
        buttons = answers(plain_button(self.tr("Leave it (Esc)"), self.reject))
        take = plain_button(self.tr("Take it (Enter)"), self._on_taken, role="primary")
        buttons.addWidget(take)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(row.title, role="title", wrap=True))
        column.addWidget(label(why, role="subtle", wrap=True))
        column.addWidget(self.snippet)
        column.addWidget(self.editor)
        column.addLayout(buttons)
        self.resize(_WIDTH, 200)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.select_from_end()

    def show_image(self, image: QImage) -> None:
        """Show the field's pixels."""
        self.snippet.show_image(image)

    def _on_taken(self) -> None:
        composing.commit()
        self.taken.emit(self.editor.value)
        self.accept()
