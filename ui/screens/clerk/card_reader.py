"""A citizen card held under a hand scanner: what it types is taken as a card, not as letters.

Hand scanners type the QR code's text, and passport readers the lines for machines, as a keyboard
does, with Enter behind each line. A line that is a card is emptied and its person told.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from digitizer.model.dossier import Owner
from digitizer.paper.witnesses import CCCD_PARTS, parse_mrz, parse_qr
from digitizer.vietnamese import fold

_SILENCE = 120
"""Milliseconds without a letter after which a code without Enter is whole."""
_ENTER = ("\r", "\n")
_ZONE_LINES = 3
_ZONE_START = ("idvnm", "i<vnm")


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Whose card was read, and whether its name has its marks."""

    owner: Owner
    marked: bool


def card_in(text: str) -> ReadCard | None:
    """Return whose card a QR code's text or the lines for machines are, or None."""
    parts = parse_qr(text)
    if parts is not None:
        return ReadCard(Owner(name=parts[2], personal_id=parts[0]), marked=True)
    zone = parse_mrz(text.splitlines())
    if zone is None:
        return None
    return ReadCard(
        Owner(name=zone.by_name.get("name", ""), personal_id=zone.by_name["personal_id"]),
        marked=False,
    )


class CardReader(QObject):
    """Listens at some lines; ``read`` tells the card."""

    read = Signal(object)
    """ReadCard."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._zone: list[str] = []
        self._line: QLineEdit | None = None
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_SILENCE)
        self._silence.timeout.connect(self._on_silence)

    def listen_at(self, line: QLineEdit) -> None:
        """Take cards that are read into a line."""
        line.installEventFilter(self)
        line.textChanged.connect(lambda text: self._on_text(line, text))

    def _on_text(self, line: QLineEdit, text: str) -> None:
        if text.count("|") >= CCCD_PARTS - 1:
            self._line = line
            self._silence.start()

    def _on_silence(self) -> None:
        if self._line is not None:
            self._take(self._line, self._line.text())

    def _take(self, line: QLineEdit, text: str) -> bool:
        card = card_in(text)
        if card is None:
            return False
        self._silence.stop()
        line.clear()
        self.read.emit(card)
        return True

    def _on_enter(self, line: QLineEdit) -> bool:
        """Return whether Enter belonged to a card and not to the dialog."""
        text = line.text()
        if text.count("|") >= CCCD_PARTS - 1:
            return self._take(line, text)
        if fold(text).startswith(_ZONE_START) or self._zone:
            self._zone = [*self._zone, text]
            line.clear()
            if len(self._zone) == _ZONE_LINES:
                whole, self._zone = "\n".join(self._zone), []
                self._take(line, whole)
            return True
        return False

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QLineEdit)
            and event.text() in _ENTER
        ):
            return self._on_enter(watched)
        return super().eventFilter(watched, event)
