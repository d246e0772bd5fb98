"""The line in which a field's value is typed, safe with Vietnamese input methods."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ui import composing

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class FieldEditor(QLineEdit):
    """Takes one value; keys act on the screen only while nothing is being composed."""

    accepted = Signal()
    """Enter was pressed with nothing left to compose."""
    restore_wished = Signal()
    """Escape was pressed."""
    entered = Signal()
    """The line took the focus."""
    left = Signal()
    """The line lost the focus to another widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        self.textEdited.connect(self._on_text_edited)

    @property
    def composing(self) -> bool:
        """Whether an input method shows text that is not yet committed."""
        return bool(self._preedit)

    @property
    def value(self) -> str:
        """The typed text, NFC, without space around it."""
        return unicodedata.normalize("NFC", self.text()).strip()

    def show_value(self, text: str) -> None:
        """Show a value from its beginning."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def select_from_end(self) -> None:
        """Select the whole value with its beginning in sight."""
        self.end(False)
        self.home(True)

    def _on_text_edited(self, text: str) -> None:
        composed = unicodedata.normalize("NFC", text)
        if composed != text and not self.composing:
            before = unicodedata.normalize("NFC", text[: self.cursorPosition()])
            self.setText(composed)
            self.setCursorPosition(len(before))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self.composing:
                event.accept()
                return True
            if _belongs_to_screen(event):
                event.ignore()
                return False
        return super().event(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            if event.key() in _ENTER:
                composing.commit()
                event.accept()
                return
            super().keyPressEvent(event)
        elif event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.restore_wished.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEY:
            self.select_from_end()
        self.entered.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._preedit = ""
        if event.reason() in _BY_KEY:
            self.home(False)
        # a menu on the field is not leaving it
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def _belongs_to_screen(event: QKeyEvent) -> bool:
    """Return whether a key the line would use to move or delete means the page here."""
    if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
        keypad = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier
        return event.modifiers() == keypad and event.key() in _ARROWS
    return event.key() in (*_ARROWS, Qt.Key.Key_U)
