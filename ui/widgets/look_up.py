"""Looking a value up: type a few letters without marks, arrow keys choose, Enter takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from digitizer.catalogue.listing import Entry
from ui.models.cards import Card, CardModel
from ui.screen import Tone
from ui.widgets.card_list import CardList
from ui.widgets.dialog import Dialog
from ui.widgets.parts import label
from ui.widgets.search_line import SearchLine

_SIZE = QSize(620, 460)
_PAUSE = 80
"""Milliseconds without a key before the lists are asked."""
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class LookUp(Dialog):
    """Offers what the lists know; ``asked`` is answered by ``show_found``."""

    asked = Signal(str)
    """The words to look for."""
    chosen = Signal(str)
    """The text that goes into the field."""

    def __init__(self, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Look up: {field}").format(field=title))
        self.line = SearchLine(words)
        self.line.setAccessibleName(self.windowTitle())
        self.line.setPlaceholderText(self.tr("A few letters, with or without marks"))
        self.line.setClearButtonEnabled(True)
        self.line.selectAll()
        self.model = CardModel(self)
        self.list = CardList(self.tr("What the lists know"), self.model)
        self._hint = label(role="subtle", wrap=True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        for widget in (self.line, self.list, self._hint):
            column.addWidget(widget)
        self.resize(_SIZE)
        self.line.installEventFilter(self)
        self.line.typed.connect(lambda _text: self._pause.start())
        self.line.returnPressed.connect(lambda: self._take(self.list.current_value()))
        self.list.opened.connect(self._take)
        self.list.clicked.connect(lambda _index: self._take(self.list.current_value()))
        self._pause.timeout.connect(self.ask)

    def ask(self) -> None:
        """Ask for what the line says now."""
        self.asked.emit(self.line.seen)

    def show_found(self, words: str, found: Sequence[Entry]) -> None:
        """Show what was found, if these words still stand in the line."""
        if words != self.line.seen:
            return
        self.model.show([self._card(one, place) for place, one in enumerate(found)])
        if found:
            self.list.choose(self.model.cards[0].key)
        self._hint.setText(
            self.tr("Enter takes what is marked; arrow keys choose; Escape closes.")
            if found
            else self.tr("The lists know nothing like it.")
        )

    def _card(self, entry: Entry, place: int) -> Card:
        about = []
        if entry.code:
            about.append(self.tr("Code {code}").format(code=entry.code))
        if entry.valid_from:
            about.append(self.tr("in force since {day}").format(day=f"{entry.valid_from:%d/%m/%Y}"))
        if entry.valid_to:
            about.append(self.tr("until {day}").format(day=f"{entry.valid_to:%d/%m/%Y}"))
        now = self.tr("today: {place}").format(place="; ".join(entry.now)) if entry.now else ""
        lines = (" · ".join(about), now)
        return Card(
            key=(place, entry.text),
            title=entry.text,
            lines=tuple(line for line in lines if line),
            chip=self.tr("former") if entry.valid_to else "",
            tone=Tone.WARNING if entry.valid_to else Tone.NEUTRAL,
            value=entry.text,
            wraps=True,
        )

    def _take(self, text: object) -> None:
        if isinstance(text, str):
            self.accept()
            self.chosen.emit(text)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.line
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _TO_LIST
        ):
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)
