"""One page on screen with the boxes on it: looked at, moved, and pointed into.

The scene's unit is a pixel of the stored image, so boxes need no conversion; turning and scaling
are the view's transform alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsScene,
    QGraphicsView,
    QRubberBand,
    QWidget,
)
from typing_extensions import override

from ocr.model import Box, Word
from ui.widgets.levels import PagePicture
from ui.widgets.page_items import BoxesItem, PageBox, PageItem, rect_of
from ui.widgets.page_keys import wish_of

_FIELD_SHARE = 0.6
"""Share of the view's width a focused field fills."""
_LARGEST_SHARE = 0.96
_READABLE = 22
"""Height in screen pixels that a printed line should have."""
_TALLEST = 42
"""Height beyond which a printed line only takes room from what is around it."""
_LINE = 64
"""Most pixels of a box that are taken for one printed line."""
_CLOSEST = 1.0
_FARTHEST = 0.04
_ZOOM_STEP = 1.25
_MARGIN = 60.0
_AROUND = 80.0
Pose = tuple[float, int, int, int]
"""How a page lies in its view: scale, clockwise degrees, and the pixel in the middle."""


class PageView(QGraphicsView):
    """Shows a page upright with its boxes; says what was pointed at, in pixels of the image."""

    word_chosen = Signal(object, bool)
    """Word that was Ctrl-clicked, and whether Shift asked to add it to what is there."""
    box_chosen = Signal(object)
    """Key of the box that was clicked."""
    area_chosen = Signal(object, bool)
    """Box that was drawn with Ctrl held, and whether Shift asked to add."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        # a page's few items never move: looking them up in a tree costs more than asking each
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._page = PageItem()
        self._boxes = BoxesItem()
        self._scene.addItem(self._page)
        self._scene.addItem(self._boxes)
        self.setScene(self._scene)
        self._picture: PagePicture | None = None
        self._rotation = 0
        self._turn = 0
        self._zoom = 1.0
        self._fits = True
        self._pressed: QPoint | None = None
        self._band: QRubberBand | None = None
        self._panning = False
        self._watching = False
        self.pointing = False
        """Whether words and areas are taken without Ctrl: the page is then moved by its bars."""
        self._prepare()

    def _prepare(self) -> None:
        self.setAccessibleName(self.tr("Page image"))
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setMinimumSize(QSize(240, 200))
        self.viewport().setMouseTracking(True)
        # pointing at the page must not take the focus from the line that is being typed in
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    # what is shown

    def show_page(
        self, picture: PagePicture | None, *, rotation: int = 0, words: Sequence[Word] = ()
    ) -> None:
        """Show another page upright, fitted to the width; None shows nothing."""
        self._picture = picture
        self._rotation, self._turn, self._fits = rotation % 360, 0, True
        self._page.show_picture(picture)
        page = self._page.boundingRect()
        self._boxes.set_area(page)
        self._boxes.set_boxes(())
        self._boxes.set_words(tuple(words))
        self._boxes.focused = None
        self._scene.setSceneRect(page.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        if picture is not None:
            self.fit_width()

    def show_boxes(self, boxes: Sequence[PageBox]) -> None:
        """Show these boxes, thin; a click on one says its key."""
        self._boxes.set_boxes(tuple(boxes))

    @property
    def focused_box(self) -> Box | None:
        """The highlighted rectangle."""
        rect = self._boxes.focused
        if rect is None:
            return None
        return Box(rect.left(), rect.top(), rect.right(), rect.bottom())

    def focus_box(self, box: Box | None, *, move: bool = True) -> None:
        """Highlight a rectangle and bring it to the middle; None takes the highlight away."""
        self._boxes.covered = None if box is None else rect_of(box)
        self._boxes.focused = None if box is None else rect_of(box).adjusted(-4, -3, 4, 3)
        self._boxes.update()
        if box is not None and move:
            self.recentre()

    def hide_boxes(self, hidden: bool) -> None:
        """Take all boxes off the page, or put them back."""
        self._boxes.setVisible(not hidden)

    @property
    def boxes_hidden(self) -> bool:
        """Whether the boxes are off the page."""
        return not self._boxes.isVisible()

    def hide_boxes_while_held(self) -> None:
        """Hide the boxes until the key that asked for it is let go."""
        self.hide_boxes(True)
        application = QApplication.instance()
        if not self._watching and application is not None:
            self._watching = True
            application.installEventFilter(self)

    # looking around

    @property
    def zoom(self) -> float:
        """Screen pixels per pixel of the image."""
        return self._zoom

    @property
    def turned(self) -> int:
        """Clockwise degrees between the stored image and what is shown."""
        return (self._rotation + self._turn) % 360

    def look(self) -> tuple[float, int, int, int]:
        """Return how the page lies in the view: what differs later was moved or enlarged."""
        across, along = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return (self._zoom, self.turned, across, along)

    def pose(self) -> Pose:
        """Return how the page lies so that ``take_pose`` lays it so again."""
        middle = self._middle()
        return (self._zoom, self.turned, round(middle.x()), round(middle.y()))

    def take_pose(self, pose: Pose) -> None:
        """Let the page lie as ``pose`` has told."""
        zoom, turned, across, along = pose
        self._fits = False
        self._turn = (turned - self._rotation) % 360
        self._set_zoom(zoom)
        self.centerOn(QPointF(across, along))

    def recentre(self) -> None:
        """Bring the highlighted rectangle to the middle, or the whole page when there is none."""
        if self._boxes.focused is None:
            self.fit_page()
            return
        box = self._boxes.focused
        upright = box.size().transposed() if self.turned % 180 else box.size()
        across = self.viewport().width() / max(upright.width(), 1)
        high = 0.5 * self.viewport().height() / max(upright.height(), 1)
        # a long line would be too small to read at its usual share: it gets nearly all the width
        line = min(max(upright.height(), 1), _LINE)
        readable = _READABLE / line
        wide = max(_FIELD_SHARE * across, min(_LARGEST_SHARE * across, readable))
        self._fits = False
        self._set_zoom(max(min(wide, high, _TALLEST / line, _CLOSEST), self._width_zoom() * 0.8))
        self.centerOn(box.center())

    def look_at(self, box: Box) -> None:
        """Show a part of the page as large as fits, with a margin, without highlighting it."""
        area = rect_of(box).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        upright = area.size().transposed() if self.turned % 180 else area.size()
        wide = self.viewport().width() / max(upright.width(), 1)
        high = self.viewport().height() / max(upright.height(), 1)
        self._fits = False
        self._set_zoom(max(min(wide, high, 1.0), self._width_zoom()))
        self.centerOn(area.center())

    def fit_width(self) -> None:
        """Show the page's whole width, from its top."""
        self._fits = True
        self._set_zoom(self._width_zoom())
        self._go_to_top()

    def fit_page(self) -> None:
        """Show the whole page."""
        size = self._upright_size()
        self._fits = False
        self._set_zoom(
            min(self.viewport().width() / size.width(), self.viewport().height() / size.height())
        )
        self.centerOn(self._page.boundingRect().center())

    def zoom_in(self) -> None:
        """Come nearer."""
        self._zoom_at(self._zoom * _ZOOM_STEP, self.viewport().rect().center())

    def zoom_out(self) -> None:
        """Go farther."""
        self._zoom_at(self._zoom / _ZOOM_STEP, self.viewport().rect().center())

    def turn(self) -> None:
        """Turn the view, not the stored page, a quarter clockwise."""
        middle = self._middle()
        self._turn = (self._turn + 90) % 360
        self._set_zoom(self._zoom)
        self.centerOn(middle)

    def pan(self, right: float, down: float) -> None:
        """Move the view by shares of its own size."""
        across, along = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + round(right * self.viewport().width()))
        along.setValue(along.value() + round(down * self.viewport().height()))

    def _middle(self) -> QPointF:
        return self.mapToScene(self.viewport().rect().center())

    def _upright_size(self) -> QSize:
        if self._picture is None:
            return QSize(1, 1)
        size = QSize(self._picture.width, self._picture.height)
        return size.transposed() if self.turned % 180 else size

    def _width_zoom(self) -> float:
        return (self.viewport().width() - 8) / self._upright_size().width()

    def _go_to_top(self) -> None:
        self.centerOn(self._page.boundingRect().center())
        self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = min(max(zoom, _FARTHEST), 8.0)
        self.setTransform(QTransform().rotate(self.turned).scale(self._zoom, self._zoom))

    def _zoom_at(self, zoom: float, point: QPoint) -> None:
        """Zoom so that what lies under ``point`` stays there."""
        fixed = self.mapToScene(point)
        self._fits = False
        self._set_zoom(zoom)
        moved = self.mapFromScene(fixed) - point
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + moved.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved.y())

    # pointing

    def box_at(self, point: QPointF) -> PageBox | None:
        """Return the smallest box that holds a point of the page."""
        held = [one for one in self._boxes.boxes if rect_of(one.box).contains(point)]
        return min(held, key=lambda one: one.box.width * one.box.height, default=None)

    def word_at(self, point: QPointF) -> Word | None:
        """Return the smallest word whose box, a little widened, holds a point of the page."""
        held = [
            word
            for word in self._boxes.words
            if rect_of(word.box).adjusted(-4, -4, 4, 4).contains(point)
        ]
        return min(held, key=lambda word: word.box.width * word.box.height, default=None)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if not left and event.button() != Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)
            return
        self._pressed = event.position().toPoint()
        self._last = self._pressed
        self._panning = False
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._marking = left and (control or self.pointing)
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._show_words(control or self.pointing)
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        here = event.position().toPoint()
        far = (here - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._marking and far:
            self._draw_band(here)
        elif not self._marking and (far or self._panning):
            self._drag_page(here)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseReleaseEvent(event)
            return
        pressed, self._pressed = self._pressed, None
        self.viewport().unsetCursor()
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._band is not None:
            band, self._band = self._band, None
            area = band.geometry()
            band.hide()
            band.deleteLater()
            self._say_area(area, adds)
        elif not self._panning:
            self._say_point(self.mapToScene(pressed), adds)

    def _draw_band(self, here: QPoint) -> None:
        if self._pressed is None:
            return
        if self._band is None:
            self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())
            self._band.show()
        self._band.setGeometry(QRect(self._pressed, here).normalized())

    def _drag_page(self, here: QPoint) -> None:
        self._panning = True
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        moved = here - self._last
        self._last = here
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def _say_area(self, area: QRect, adds: bool) -> None:
        on_page = self.mapToScene(area).boundingRect().intersected(self._page.boundingRect())
        if on_page.width() >= 2 and on_page.height() >= 2:
            box = Box(on_page.left(), on_page.top(), on_page.right(), on_page.bottom())
            self.area_chosen.emit(box, adds)

    def _say_point(self, point: QPointF, adds: bool) -> None:
        if self._marking:
            word = self.word_at(point)
            if word is not None:
                self.word_chosen.emit(word, adds)
            return
        box = self.box_at(point)
        if box is not None:
            self.box_chosen.emit(box.key)

    def _show_words(self, shown: bool) -> None:
        """Show every word's box while Ctrl says that words can be taken."""
        if shown != self._boxes.shows_words:
            self._boxes.shows_words = shown
            self._boxes.update()

    # Qt's own

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = _ZOOM_STEP ** (event.angleDelta().y() / 120)
            self._zoom_at(self._zoom * step, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = wish_of(event)
        if wish is None:
            super().keyPressEvent(event)
        else:
            wish(self)
            event.accept()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._show_words(False)
        super().leaveEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._picture is not None and self._fits:
            self.fit_width()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._watching and _lets_go(event):
            self._watching = False
            self.hide_boxes(False)
            application = QApplication.instance()
            if application is not None:
                application.removeEventFilter(self)
        return super().eventFilter(watched, event)


def _lets_go(event: QEvent) -> bool:
    if event.type() == QEvent.Type.ApplicationDeactivate:
        return True
    if event.type() != QEvent.Type.KeyRelease or not isinstance(event, QKeyEvent):
        return False
    return not event.isAutoRepeat() and event.key() in (Qt.Key.Key_H, Qt.Key.Key_Alt)
