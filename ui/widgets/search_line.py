"""A line to search in: it tells what is typed while a syllable is still being composed."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ui import theme

_BESIDE = 40
"""Pixels beside the words: the frame and the button that empties the line."""
_WIDEST = 300


class SearchLine(QLineEdit):
    """Says the whole text, with what the input method shows but has not committed yet."""

    typed = Signal(str)
    """The text as it is seen now, NFC."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._preedit = ""
        self.textChanged.connect(lambda _text: self.typed.emit(self.seen))

    @property
    def composing(self) -> bool:
        """Whether an input method shows text that is not yet committed."""
        return bool(self._preedit)

    @property
    def seen(self) -> str:
        """The text as it is seen: what is composed stands at the cursor."""
        text, at = self.text(), self.cursorPosition()
        return unicodedata.normalize("NFC", text[:at] + self._preedit + text[at:])

    @override
    def minimumSizeHint(self) -> QSize:
        """Return room for the words that say what may be typed, unless they are a sentence."""
        least = super().minimumSizeHint()
        hint = self.fontMetrics().horizontalAdvance(self.placeholderText()) + _BESIDE
        most = theme.scaled(_WIDEST)
        return least if hint > most else QSize(max(least.width(), hint), least.height())

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        before, self._preedit = self._preedit, event.preeditString()
        super().inputMethodEvent(event)
        if self._preedit != before:
            self.typed.emit(self.seen)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._preedit = ""
        super().focusOutEvent(event)
