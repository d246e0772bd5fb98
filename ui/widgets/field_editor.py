"""The box in which a field's value is typed: it wraps, grows, and is safe with input methods."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget
from typing_extensions import override

from digitizer.vietnamese.tones import syllable_at
from ui import composing, theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_COMMANDS = (
    Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.MetaModifier
)
_MOST_LINES = 4
_MARGIN = 2
_SPARE = 2
"""Pixels below the last line, or Qt takes it for one that is not wholly shown and scrolls."""
_BETWEEN = ";"
"""What stands between the rows of a table in its one value."""


class FieldEditor(QPlainTextEdit):
    """Takes one value; keys act on the screen only while nothing is being composed.

    A value is one line of text, however many lines it takes to show all of it: nobody accepts
    what he cannot see.
    """

    accepted = Signal()
    """Enter was pressed with nothing left to compose."""
    restore_wished = Signal()
    """Escape was pressed."""
    entered = Signal()
    """The box took the focus."""
    left = Signal()
    """The box lost the focus to another widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        self._around = 0
        self.keystrokes = 0
        """Keys pressed in it and words composed, since somebody last set this to 0."""
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(_MARGIN)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.textChanged.connect(self._on_text_changed)
        self._fit()

    @property
    def composing(self) -> bool:
        """Whether an input method shows text that is not yet committed."""
        return bool(self._preedit)

    @property
    def value(self) -> str:
        """The typed text, NFC, on one line, without space around it."""
        return one_line(self.text())

    @property
    def line_count(self) -> int:
        """How many lines the text takes at this width."""
        # a plain text document measures its height in lines
        return max(1, round(self.document().size().height()))

    def text(self) -> str:
        """Return the text as it stands in the box."""
        return self.toPlainText()

    def setText(self, text: str) -> None:  # noqa: N802 - as the one-line box of Qt is called
        """Put a text into the box with its end in sight; it counts as not typed."""
        self.setPlainText(one_line(text))
        self.moveCursor(QTextCursor.MoveOperation.End)

    def show_value(self, text: str) -> None:
        """Show a value from its beginning."""
        if one_line(text) != self.text():
            self.setText(text)
            self.moveCursor(QTextCursor.MoveOperation.Start)

    def turn_syllable(self, turn: Callable[[str], str]) -> None:
        """Replace the syllable at the cursor by what ``turn`` makes of it; one step to undo.

        Where a whole value is selected, the first syllable is meant.
        """
        if self.isReadOnly() or self.composing:
            return
        cursor = self.textCursor()
        text = self.text()
        at = cursor.selectionStart() if cursor.hasSelection() else cursor.position()
        start, end = syllable_at(text, at)
        turned = turn(text[start:end])
        if turned == text[start:end]:
            return
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(turned)
        cursor.setPosition(start + min(at - start, len(turned)))
        self.setTextCursor(cursor)

    def part_at_cursor(self) -> tuple[tuple[int, int], str]:
        """Return the part between commas at the cursor: its place and its words.

        Where text is selected, and not all of it, the selection is meant.
        """
        text, cursor = self.text(), self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        if start == end or (start, end) == (0, len(text)):
            at = cursor.position()
            start = text.rfind(",", 0, at) + 1
            end = text.find(",", at)
            end = len(text) if end < 0 else end
            start += len(text[start:end]) - len(text[start:end].lstrip())
        return (start, end), text[start:end].strip()

    def replace_part(self, part: tuple[int, int], text: str) -> None:
        """Put text in place of a part; one step to undo."""
        cursor = self.textCursor()
        cursor.setPosition(min(part[0], len(self.text())))
        cursor.setPosition(min(part[1], len(self.text())), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def forget_steps(self) -> None:
        """Forget what was typed before: the text is a saved value now."""
        self.document().clearUndoRedoStacks()

    def show_doubts(self, places: Sequence[int]) -> None:
        """Underline letters that were read with doubt; typing over one takes its mark away."""
        selections = []
        for place in places:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(place)
            cursor.setPosition(place + 1, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = _doubtful()
            selections.append(selection)
        self.setExtraSelections(selections)

    def doubts(self) -> tuple[int, ...]:
        """Return where the letters stand that are still marked as doubtful."""
        marked = (selection.cursor for selection in self.extraSelections())
        return tuple(sorted(c.selectionStart() for c in marked if c.hasSelection()))

    def select_doubt(self, step: int) -> bool:
        """Select the next doubtful letter (``step`` 1) or the one before (-1), to be typed over.

        Returns False when there is none that way.
        """
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        on_letter = end - start == 1
        if step > 0:
            first = end if on_letter else start
            ahead = [at for at in self.doubts() if at >= first]
        else:
            last = start if on_letter else end
            ahead = [at for at in self.doubts() if at < last]
        if not ahead:
            return False
        place = ahead[0] if step > 0 else ahead[-1]
        cursor.setPosition(place)
        cursor.setPosition(place + 1, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    def select_from_end(self) -> None:
        """Select the whole value with its beginning in sight."""
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.moveCursor(QTextCursor.MoveOperation.Start, QTextCursor.MoveMode.KeepAnchor)

    def _on_text_changed(self) -> None:
        text = self.text()
        composed = _flat(unicodedata.normalize("NFC", text))
        if composed == text or self.composing:
            return
        before = _flat(unicodedata.normalize("NFC", text[: self.textCursor().position()]))
        cursor = self.textCursor()
        cursor.joinPreviousEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(composed)
        cursor.setPosition(min(len(before), len(composed)))
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def _fit(self) -> None:
        """Be as high as the text, up to a few lines; from there on it scrolls."""
        lines = self.line_count
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if lines > _MOST_LINES else policy.ScrollBarAlwaysOff
        )
        shown = min(lines, _MOST_LINES) * self.fontMetrics().lineSpacing()
        height = shown + 2 * _MARGIN + _SPARE + self._around
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # border and padding belong to the style sheet
        self._around = self.height() - self.viewport().height()
        self._fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum() > 0 and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(one_line(source.text()))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self.composing:
                event.accept()
                return True
            undone = event.matches(QKeySequence.StandardKey.Undo)
            if _belongs_to_screen(event) or (undone and not self.document().isUndoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        self.keystrokes += 1
        super().inputMethodEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keystrokes += 1
        if self.composing:
            if event.key() in _ENTER:
                composing.commit()
                event.accept()
                return
            if event.modifiers() & _COMMANDS:
                # held back as a shortcut, it must not become a letter instead
                event.accept()
                return
            super().keyPressEvent(event)
        elif event.key() in _ENTER:
            # with Shift or Ctrl too: no value has a line break in it
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                event.ignore()
            else:
                self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.restore_wished.emit()
        else:
            super().keyPressEvent(event)

    def choose_entry(self, step: int) -> None:
        """Select the entry at the cursor, or the next (1) or previous (-1) if it is selected.

        The rows of a table stand in one value, with semicolons between them.
        """
        spans = entries(self.toPlainText())
        cursor = self.textCursor()
        here = max(
            (place for place, span in enumerate(spans) if span[0] <= cursor.selectionStart()),
            default=0,
        )
        if (cursor.selectionStart(), cursor.selectionEnd()) == spans[here]:
            here = min(max(here + step, 0), len(spans) - 1)
        start, end = spans[here]
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

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
            self.moveCursor(QTextCursor.MoveOperation.Start)
        # a menu on the field is not leaving it
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._drop_selection()
            self.left.emit()

    def _drop_selection(self) -> None:
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)


def _doubtful() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setBackground(theme.tone("warning_back"))
    made.setUnderlineColor(theme.tone("warning"))
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    return made


def entries(text: str) -> list[tuple[int, int]]:
    """Return where the entries of a table's value begin and end, in letters; at least one."""
    found, at = [], 0
    for part in text.split(_BETWEEN):
        start = at + len(part) - len(part.lstrip())
        found.append((start, max(start, at + len(part.rstrip()))))
        at += len(part) + len(_BETWEEN)
    return found


def one_line(text: str) -> str:
    """Return a text NFC and on one line, without space around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _flat(text: str) -> str:
    """Return a text with a space for each line break; every letter keeps its place."""
    return "".join(" " if letter in "\r\n\u2028\u2029" else letter for letter in text)


def _belongs_to_screen(event: QKeyEvent) -> bool:
    """Return whether a key the box would use to move or delete means the page here."""
    if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
        keypad = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier
        return event.modifiers() == keypad and event.key() in _ARROWS
    return event.key() in (*_ARROWS, Qt.Key.Key_D, Qt.Key.Key_L, Qt.Key.Key_U)
