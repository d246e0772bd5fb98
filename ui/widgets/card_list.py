"""The list of cards and how a card is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from ui import theme
from ui.models.cards import Card, CardModel, CardRole, Index
from ui.screen import Tone

_MARGIN = 12
_GAP = 8
_ICON = 20
_ROW_PADDING = 9


@dataclass(frozen=True, slots=True)
class _Text:
    place: QRect
    words: str
    bold: bool
    subtle: bool


class CardDelegate(QStyledItemDelegate):
    """Paints a card: icon, title with its chip, and the lines below."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        card = index.data(int(CardRole.CARD))
        if not isinstance(card, Card):
            return super().sizeHint(option, index)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else 300
        texts = _laid_out(card, option.font, QRect(0, 0, width, 10_000))
        height = max(_ICON if card.icon else 0, texts[-1].place.bottom() + 1 - _ROW_PADDING)
        return QSize(160, height + 2 * _ROW_PADDING)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(int(CardRole.CARD))
        if not isinstance(card, Card):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option)
        area = option.rect.adjusted(_MARGIN, _ROW_PADDING, -_MARGIN, -_ROW_PADDING)
        if card.icon:
            icon = theme.icon(card.icon, card.tone.value)
            icon.paint(painter, QRect(area.left(), area.top(), _ICON, _ICON))
        if card.chip:
            paint_chip(painter, option.font, card.chip, card.tone, area.topRight())
        for text in _laid_out(card, option.font, option.rect):
            _paint_text(painter, option, text, wraps=card.wraps)
        painter.restore()


def _laid_out(card: Card, font: QFont, row: QRect) -> list[_Text]:
    """Return where each text of a card stands within its row."""
    area = row.adjusted(_MARGIN, _ROW_PADDING, -_MARGIN, 0)
    if card.icon:
        area.setLeft(area.left() + _ICON + _GAP)
    # a bare sentence is read, not scanned: it is not bold
    bold = bool(card.lines or card.chip)
    beside = chip_width(font, card.chip) + _GAP if card.chip else 0
    place = _placed(card, card.title, _bold(font) if bold else font, area, beside)
    texts = [_Text(place, card.title, bold=bold, subtle=False)]
    for line in card.lines:
        rest = QRect(area.left(), place.bottom() + 3, area.width(), 10_000)
        place = _placed(card, line, font, rest, 0)
        texts.append(_Text(place, line, bold=False, subtle=True))
    return texts


def _placed(card: Card, words: str, font: QFont, area: QRect, beside: int) -> QRect:
    metrics = QFontMetrics(font)
    width = max(60, area.width() - beside)
    if not card.wraps:
        return QRect(area.left(), area.top(), width, metrics.height())
    room = QRect(area.left(), area.top(), width, 10_000)
    taken = metrics.boundingRect(room, int(_WRAPPED), words)
    return QRect(area.left(), area.top(), width, taken.height())


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    state = option.state
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if selected or state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tone("selected" if selected else "hover"))
        painter.drawRoundedRect(option.rect.adjusted(4, 1, -4, -1), 6, 6)
    if selected:
        painter.setBrush(theme.tone("accent"))
        bar = QRect(option.rect.left() + 4, option.rect.top() + 8, 3, option.rect.height() - 16)
        painter.drawRoundedRect(bar, 1.5, 1.5)
    focused = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
    if state & focused == focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.tone("accent"), 1.5))
        painter.drawRoundedRect(option.rect.adjusted(4, 1, -4, -1), 6, 6)


def _paint_text(
    painter: QPainter, option: QStyleOptionViewItem, text: _Text, *, wraps: bool
) -> None:
    font = _bold(option.font) if text.bold else option.font
    painter.setFont(font)
    painter.setPen(theme.tone("subtle") if text.subtle else option.palette.text().color())
    if wraps:
        painter.drawText(text.place, int(_WRAPPED), text.words)
        return
    room = text.place.width()
    words = QFontMetrics(font).elidedText(text.words, Qt.TextElideMode.ElideRight, room)
    painter.drawText(text.place, int(_LINE), words)


_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
_LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


def chip_width(font: QFont, text: str) -> int:
    """Return how wide a chip is."""
    return QFontMetrics(_small(font)).horizontalAdvance(text) + 14


def paint_chip(painter: QPainter, font: QFont, text: str, tone: Tone, corner: QPoint) -> None:
    """Paint a chip whose top-right corner is given."""
    width = chip_width(font, text)
    height = QFontMetrics(_small(font)).height() + 3
    box = QRect(corner.x() - width + 1, corner.y() - 1, width, height)
    edge = theme.tone(tone.value)
    edge.setAlphaF(0.25)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(theme.tone(f"{tone.value}_back"))
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(theme.tone(tone.value))
    painter.setFont(_small(font))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPixelSize(max(11, font.pixelSize() - 1))
    return made


class CardList(QListView):
    """A list of cards worked by mouse or keyboard."""

    chosen = Signal(object)
    """The value of the card that became current by the person's hand, or None."""
    opened = Signal(object)
    """The value of the card on which Enter or a double click came."""

    def __init__(self, name: str, model: CardModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.cards = model
        self._grows = False
        self._quiet = False
        self.setModel(model)
        self.setItemDelegate(CardDelegate(self))
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(self._on_opened)
        self._keep: object = None
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)

    def grow_with_contents(self) -> None:
        """Be as tall as the cards instead of scrolling; the page around it scrolls."""
        self._grows = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.cards.modelReset.connect(self.updateGeometry)
        self.cards.rowsInserted.connect(self.updateGeometry)
        self.cards.dataChanged.connect(self.updateGeometry)

    def current_value(self) -> object:
        """Return what the current card stands for, or None."""
        return self.currentIndex().data(int(CardRole.VALUE))

    def choose(self, key: object) -> bool:
        """Make the card with this key current, without telling; return whether it is there."""
        model = self.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            card = index.data(int(CardRole.CARD))
            if isinstance(card, Card) and card.key == key:
                self._quiet = True
                self.setCurrentIndex(index)
                self._quiet = False
                return True
        return False

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._quiet:
            self.chosen.emit(current.data(int(CardRole.VALUE)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.model().rowCount():
            if not self.currentIndex().isValid():
                # the list was empty when it got the focus: Enter means the card on top
                self.setCurrentIndex(self.model().index(0, 0))
            self._on_opened(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if any(card.wraps for card in self.cards.cards):
            self.scheduleDelayedItemsLayout()
            if self._grows and event.size().width() != event.oldSize().width():
                self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        if not self._grows:
            return super().sizeHint()
        rows = range(self.model().rowCount())
        height = sum(self.sizeHintForRow(row) for row in rows)
        return QSize(200, height + 2 * self.frameWidth() + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._grows else super().minimumSizeHint()

    def _on_opened(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(int(CardRole.VALUE)))

    def _on_about_to_reset(self) -> None:
        card = self.currentIndex().data(int(CardRole.CARD))
        self._keep = card.key if isinstance(card, Card) else None

    def _on_reset(self) -> None:
        if self._keep is not None:
            self.choose(self._keep)
