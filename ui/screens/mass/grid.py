"""The grid of mass verification: pixels above, value below; keys mark, move and accept."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from ui import theme
from ui.models.value_cards import ValueCard, ValueCardOrder, ValueRole

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
CARD_SIZE = QSize(264, 116)
_PADDING = 8
_GLANCE = 100
"""Milliseconds between two looks at which cards are on screen."""
LOOKED_AT = 600
"""Milliseconds a card must have been on screen before its page can be accepted as a whole."""
Index = QModelIndex | QPersistentModelIndex


class ValueDelegate(QStyledItemDelegate):
    """Paints a card."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.scaled(CARD_SIZE.width()), theme.scaled(CARD_SIZE.height()))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(int(ValueRole.CARD))
        if not isinstance(card, ValueCard):
            return
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = option.rect.adjusted(4, 4, -4, -4)
        _paint_ground(painter, option, area, card)
        inner = area.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        room = _text_room(option.font, inner)
        pixels = QRect(inner.topLeft(), QSize(inner.width(), room.top() - inner.top() - 4))
        _paint_pixels(painter, pixels, card)
        _paint_value(painter, option, room, card)
        painter.restore()


def _text_room(font: QFont, inner: QRect) -> QRect:
    """Return where the value stands in a card: two lines at its foot, beside the mark."""
    height = 2 * QFontMetrics(font).lineSpacing()
    return QRect(inner.left() + 20, inner.bottom() - height + 1, inner.width() - 20, height)


def fits(text: str, font: QFont) -> bool:
    """Return whether a value is shown whole in a card; what is not seen whole is not accepted."""
    card = QRect(0, 0, theme.scaled(CARD_SIZE.width()), theme.scaled(CARD_SIZE.height()))
    edge = 4 + _PADDING
    room = _text_room(font, card.adjusted(edge, edge, -edge, -edge))
    taken = QFontMetrics(font).boundingRect(room, int(_WRAPPED), text)
    return taken.width() <= room.width() and taken.height() <= room.height()


_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap


def _paint_ground(
    painter: QPainter, option: QStyleOptionViewItem, area: QRect, card: ValueCard
) -> None:
    current = bool(option.state & QStyle.StateFlag.State_HasFocus) or bool(
        option.state & QStyle.StateFlag.State_Selected
    )
    painter.setBrush(theme.tone("error_back" if card.wrong else "surface"))
    painter.setPen(QPen(theme.tone("accent" if current else "border"), 2 if current else 1))
    painter.drawRoundedRect(area, 6, 6)


def _paint_pixels(painter: QPainter, area: QRect, card: ValueCard) -> None:
    if card.image is None or card.image.isNull():
        return
    size = card.image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    if size.height() > card.image.height():
        size = card.image.size()
    place = QRect(area.topLeft(), size)
    painter.fillRect(place, QColor(Qt.GlobalColor.white))
    painter.drawImage(place, card.image)


def _paint_value(
    painter: QPainter, option: QStyleOptionViewItem, room: QRect, card: ValueCard
) -> None:
    mark, tone = ("close", "error") if card.wrong else ("neutral", "neutral")
    if card.changed:
        mark, tone = "good", "good"
    theme.icon(mark, tone).paint(painter, QRect(room.left() - 20, room.top() + 2, 14, 14))
    painter.setPen(option.palette.text().color())
    painter.drawText(room, int(_WRAPPED), card.shown)


class ValueGrid(QListView):
    """Cards in rows; arrow keys move, Space marks, Enter accepts the row."""

    row_accepted = Signal(object)
    """Cards of the row that are not marked wrong."""
    wrong_turned = Signal(int)
    """Id of the value that was marked wrong, or no longer is."""
    typed = Signal(str)
    """A letter was typed on a card: the person wants to put the value right."""

    def __init__(self, order: ValueCardOrder, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = order
        self._seen: dict[int, int] = {}
        self.setModel(order)
        self.setItemDelegate(ValueDelegate(self))
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._watch = QTimer(self)
        self._watch.setInterval(_GLANCE)
        self._watch.timeout.connect(self._look)
        self._watch.start()

    def current_card(self) -> ValueCard | None:
        """Return the card the person is on."""
        card = self.currentIndex().data(int(ValueRole.CARD))
        return card if isinstance(card, ValueCard) else None

    def visible_cards(self) -> tuple[ValueCard, ...]:
        """Return the cards that are wholly on screen."""
        area = self.viewport().rect()
        return tuple(
            card
            for row in range(self._order.rowCount())
            if area.contains(self.visualRect(self._order.index(row, 0)))
            and isinstance(card := self._order.index(row, 0).data(int(ValueRole.CARD)), ValueCard)
        )

    def looked_at(self, card: ValueCard) -> bool:
        """Return whether a card has been on screen long enough to be judged."""
        return self._seen.get(card.value_id, 0) >= LOOKED_AT

    def row_cards(self) -> tuple[ValueCard, ...]:
        """Return the cards in the row of the current one."""
        here = self.visualRect(self.currentIndex())
        return tuple(
            card
            for row in range(self._order.rowCount())
            if self.visualRect(self._order.index(row, 0)).top() == here.top()
            and isinstance(card := self._order.index(row, 0).data(int(ValueRole.CARD)), ValueCard)
        )

    def forget_looks(self) -> None:
        """Begin anew with other values."""
        self._seen.clear()

    def _look(self) -> None:
        if self.isVisible() and self.window().isActiveWindow():
            for card in self.visible_cards():
                # only with its pixels is a card something to look at
                if card.image is not None:
                    self._seen[card.value_id] = self._seen.get(card.value_id, 0) + _GLANCE

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self.current_card()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if card is None or not plain:
            super().keyPressEvent(event)
        elif event.key() in _ENTER:
            self.row_accepted.emit(self.row_cards())
        elif event.key() == Qt.Key.Key_Space:
            self.wrong_turned.emit(card.value_id)
        elif event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
