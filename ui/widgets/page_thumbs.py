"""Pages side by side as small pictures, each with its state below."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QPainter,
    QPen,
)
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
_MIME = "application/x-digitizer-pages"
_CELL = QSize(142, 218)


def dragged_pages(data: QMimeData) -> tuple[int, ...]:
    """Return the ids of the pages that are being dragged; none when it is something else."""
    return tuple(int(one) for one in bytes(data.data(_MIME).data()).split())


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
    moved = Signal(object, object)
    """Tuple of page ids that were dragged, and the id of the page before which they were dropped
    (None: behind the last)."""

    def __init__(self, name: str, model: PagesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(PageDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSpacing(4)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.doubleClicked.connect(lambda _index: self.open_current())
        self._current: int | None = None
        self._row = -1
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._find_again)

    def pages(self) -> tuple[Page, ...]:
        """Return the pages shown."""
        model = self.model()
        return model.pages if isinstance(model, PagesModel) else ()

    def chosen_pages(self) -> list[Page]:
        """Return the pages that are selected, as they lie; the current one if none is."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        pages = self.pages()
        current = self.current_page()
        chosen = [pages[row] for row in rows if row < len(pages)]
        return chosen or ([current] if current is not None else [])

    def current_page(self) -> Page | None:
        """Return the page that is current, or None."""
        page = self.currentIndex().data(int(PageRole.PAGE))
        return page if isinstance(page, Page) else None

    def go_to(self, page_id: str) -> None:
        """Make the page of this id, given in text, the current one, if it is here."""
        for row, page in enumerate(self.pages()):
            if str(page.id) == page_id:
                self.setCurrentIndex(self.model().index(row, 0))

    def open_current(self) -> None:
        """Ask for the current page to be shown large."""
        page = self.current_page()
        if page is not None:
            self.opened.emit(page)

    @override
    def startDrag(self, supported: Qt.DropAction) -> None:
        chosen = self.chosen_pages()
        if not chosen:
            return
        data = QMimeData()
        data.setData(_MIME, " ".join(str(page.id) for page in chosen).encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.MoveAction)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._judge_drag(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._judge_drag(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if not event.mimeData().hasFormat(_MIME):
            # files go to the area around
            event.ignore()
            return
        ids = dragged_pages(event.mimeData())
        before = self._page_at(event.position().toPoint())
        event.acceptProposedAction()
        if before is None or before not in ids:
            self.moved.emit(ids, before)

    def _judge_drag(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def _page_at(self, point: QPoint) -> int | None:
        """Return the id of the page before which something dropped here lies."""
        index = self.indexAt(point)
        if not index.isValid():
            return None
        row = index.row() + (point.x() > self.visualRect(index).center().x())
        pages = self.pages()
        return pages[row].id if row < len(pages) else None

    def _remember(self) -> None:
        page = self.current_page()
        self._current = None if page is None else page.id
        self._row = self.currentIndex().row()

    def _find_again(self) -> None:
        """Make the page that was current so again, or the one now in its place."""
        if self._row < 0:
            return
        ids = [page.id for page in self.pages()]
        row = ids.index(self._current) if self._current in ids else self._row
        self.setCurrentIndex(self.model().index(min(row, len(ids) - 1), 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
            return
        super().keyPressEvent(event)
