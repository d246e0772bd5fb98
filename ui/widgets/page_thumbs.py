"""Pages side by side as small pictures, each with its state below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QImage, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from digitizer.model.document import Page
from ui import theme
from ui.models.cards import Index
from ui.models.pages import PageRole, PagesModel, Shown

PICTURE = QSize(118, 156)
_CELL = QSize(142, 218)


class PageDelegate(QStyledItemDelegate):
    """Paints a page's picture, its number and its state."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return _CELL

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        _paint_ground(painter, option)
        top = option.rect.top() + 8
        left = option.rect.left() + (option.rect.width() - PICTURE.width()) // 2
        place = QRect(left, top, PICTURE.width(), PICTURE.height())
        _paint_picture(painter, place, index.data(int(PageRole.PICTURE)))
        _paint_words(painter, option, index, place)
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    frame = option.rect.adjusted(2, 2, -2, -2)
    selected = option.state & QStyle.StateFlag.State_Selected
    if selected or option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tone("selected" if selected else "hover"))
        painter.drawRoundedRect(frame, 8, 8)
    if selected and option.state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.tone("accent"), 1.5))
        painter.drawRoundedRect(frame, 8, 8)


def _paint_picture(painter: QPainter, place: QRect, picture: object) -> None:
    if not isinstance(picture, QImage) or picture.isNull():
        painter.setPen(QPen(theme.tone("border"), 1))
        painter.setBrush(theme.tone("neutral_back"))
        painter.drawRect(place)
        return
    ratio = picture.devicePixelRatio()
    size = QSize(round(picture.width() / ratio), round(picture.height() / ratio))
    target = QRect(place.topLeft(), size)
    target.moveCenter(place.center())
    painter.drawImage(target, picture)
    painter.setPen(QPen(theme.tone("border"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(target)


def _paint_words(
    painter: QPainter, option: QStyleOptionViewItem, index: Index, place: QRect
) -> None:
    metrics = QFontMetrics(option.font)
    line = QRect(
        option.rect.left() + 8, place.bottom() + 6, option.rect.width() - 16, metrics.height()
    )
    bold = QFont(option.font)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(option.palette.text().color())
    painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, str(index.data()))
    state = index.data(int(PageRole.STATE))
    if isinstance(state, Shown):
        line.translate(0, metrics.height() + 2)
        _paint_state(painter, option.font, line, state)


def _paint_state(painter: QPainter, font: QFont, line: QRect, state: Shown) -> None:
    metrics = QFontMetrics(font)
    icon = 16
    text = metrics.elidedText(state.text, Qt.TextElideMode.ElideRight, line.width() - icon - 4)
    width = icon + 4 + metrics.horizontalAdvance(text)
    left = line.left() + (line.width() - width) // 2
    theme.icon(state.icon, state.tone.value).paint(painter, QRect(left, line.top() + 1, icon, icon))
    painter.setFont(font)
    painter.setPen(theme.tone(state.tone.value))
    painter.drawText(QRect(left + icon + 4, line.top(), line.width(), line.height()), 0, text)


class PageThumbs(QListView):
    """The pages of a dossier, to look at and to choose from."""

    opened = Signal(object)
    """Page that a person wants to see large."""

    def __init__(self, name: str, model: PagesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(PageDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSpacing(4)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(lambda _index: self.open_current())

    def current_page(self) -> Page | None:
        """Return the page that is current, or None."""
        page = self.currentIndex().data(int(PageRole.PAGE))
        return page if isinstance(page, Page) else None

    def open_current(self) -> None:
        """Ask for the current page to be shown large."""
        page = self.current_page()
        if page is not None:
            self.opened.emit(page)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
            return
        super().keyPressEvent(event)
