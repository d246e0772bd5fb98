"""The marks of fields, each with its own shape besides its colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui import theme
from ui.models.field_rows import FieldMark, mark_name

TONES = {
    FieldMark.DECIDED: "neutral",
    FieldMark.SURE: "good",
    FieldMark.DOUBT: "warning",
    FieldMark.FINDING: "error",
}
_ON_PAPER = {
    FieldMark.DECIDED: QColor(110, 120, 135),
    FieldMark.SURE: QColor(28, 122, 69),
    FieldMark.DOUBT: QColor(196, 120, 0),
    FieldMark.FINDING: QColor(190, 40, 30),
}


def colour_on_paper(mark: FieldMark) -> QColor:
    """Return a mark's colour for boxes on a page, which is white in any scheme."""
    return _ON_PAPER[mark]


def paint_mark(painter: QPainter, mark: FieldMark, area: QRectF) -> None:
    """Draw a mark into a square: bolt, disc, check or flag."""
    colour = theme.tone(TONES[mark])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / 16, area.height() / 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    match mark:
        case FieldMark.SURE:
            painter.drawPolygon(_polygon(9.5, 1, 3.5, 9, 7.4, 9, 6.2, 15, 12.6, 6.6, 8.6, 6.6))
        case FieldMark.DOUBT:
            painter.drawEllipse(QRectF(3.5, 3.5, 9, 9))
        case FieldMark.FINDING:
            painter.drawRect(QRectF(3, 1.5, 1.8, 13.5))
            painter.drawPolygon(_polygon(4.8, 2, 14, 2, 11.4, 5.6, 14, 9.2, 4.8, 9.2))
        case FieldMark.DECIDED:
            _paint_check(painter, colour)
    painter.restore()


def _polygon(*numbers: float) -> QPolygonF:
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return QPolygonF([QPointF(across, down) for across, down in pairs])


def _paint_check(painter: QPainter, colour: QColor) -> None:
    path = QPainterPath(QPointF(2.5, 8.5))
    path.lineTo(6.4, 12.4)
    path.lineTo(13.5, 3.8)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colour, 2.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(path)


class MarkSign(QWidget):
    """A mark beside a field's name; its word is in the tooltip and for readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: FieldMark | None = None
        self.setFixedSize(QSize(16, 16))

    @property
    def mark(self) -> FieldMark | None:
        """The mark shown."""
        return self._mark

    def show_mark(self, mark: FieldMark | None) -> None:
        """Show a mark, or none."""
        self._mark = mark
        word = mark_name(mark) if mark else ""
        self.setToolTip(word)
        self.setAccessibleName(word)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._mark is not None:
            painter = QPainter(self)
            paint_mark(painter, self._mark, QRectF(self.rect()))
            painter.end()
