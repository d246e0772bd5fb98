"""A small bar chart, painted from the theme; its figures also stand in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui import theme


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, how long it is from 0 to 1, and the words at its end."""

    title: str
    length: float
    text: str
    tone: str = "accent"
    mark: float | None = None
    """Where the aim stands, from 0 to 1."""


class Bars(QWidget):
    """Horizontal bars below each other."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars."""
        self._bars = tuple(bars)
        self.setAccessibleDescription("; ".join(f"{bar.title}: {bar.text}" for bar in bars))
        self.updateGeometry()
        self.update()

    @property
    def _row(self) -> int:
        return 2 * self.fontMetrics().lineSpacing() + 14

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, max(1, len(self._bars)) * self._row)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().lineSpacing()
        for place, bar in enumerate(self._bars):
            top = place * self._row
            end = self.fontMetrics().horizontalAdvance(bar.text)
            painter.setPen(self.palette().text().color())
            room = QRectF(0, top, self.width() - end - 12, line)
            title = self.fontMetrics().elidedText(
                bar.title, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), title)
            painter.drawText(
                QRectF(self.width() - end, top, end, line),
                int(Qt.AlignmentFlag.AlignRight),
                bar.text,
            )
            track = QRectF(0, top + line + 3, self.width(), 10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tone("neutral_back"))
            painter.drawRoundedRect(track, 4, 4)
            painter.setBrush(theme.tone(bar.tone))
            filled = QRectF(track)
            filled.setWidth(track.width() * min(1.0, max(0.0, bar.length)))
            painter.drawRoundedRect(filled, 4, 4)
            if bar.mark is not None:
                painter.setPen(QPen(self.palette().text().color(), 2))
                at = track.left() + track.width() * bar.mark
                painter.drawLine(int(at), int(track.top()) - 2, int(at), int(track.bottom()) + 2)
        painter.end()
