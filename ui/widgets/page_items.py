"""What lies on the page view: the page from the level that fits, and all boxes as one item."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from ocr.model import Box, Word
from ui.widgets.levels import PagePicture

_FOCUS_FILL = QColor(255, 213, 0, 70)
_FOCUS_EDGE = QColor(214, 140, 0)
_WORD_EDGE = QColor(40, 110, 200, 110)
_THIN = QColor(70, 90, 120)


@dataclass(frozen=True, slots=True)
class PageBox:
    """A rectangle on the page that stands for something, named by ``key``."""

    key: object
    box: Box
    colour: QColor | None = None


def rect_of(box: Box) -> QRectF:
    """Return a box as Qt's rectangle."""
    return QRectF(box.left, box.top, box.width, box.height)


class PageItem(QGraphicsItem):
    """The page itself, drawn from the level that fits the scale."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: PagePicture | None = None
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def show_picture(self, picture: PagePicture | None) -> None:
        """Show another page, or none."""
        self.prepareGeometryChange()
        self._picture = picture
        self.update()

    @override
    def boundingRect(self) -> QRectF:
        if self._picture is None:
            return QRectF()
        return QRectF(0, 0, self._picture.width, self._picture.height)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        if self._picture is None:
            return
        scale = option.levelOfDetailFromTransform(painter.worldTransform())
        if widget is not None:
            scale *= widget.devicePixelRatioF()
        level = self._picture.level(scale)
        area = option.exposedRect.intersected(self.boundingRect())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, level, self._picture.source(level, area))


class BoxesItem(QGraphicsItem):
    """All boxes in one item: a thousand separate ones would each cost a call from Qt."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: tuple[PageBox, ...] = ()
        self.words: tuple[Word, ...] = ()
        self.focused: QRectF | None = None
        self.covered: QRectF | None = None
        """The box below the highlight; it is not drawn twice."""
        self.shows_words = False
        self._area = QRectF()
        self._groups: list[tuple[QColor, list[QRectF]]] = []
        self._word_rects: list[QRectF] = []
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def set_area(self, area: QRectF) -> None:
        """Cover the page."""
        self.prepareGeometryChange()
        self._area = area

    def set_boxes(self, boxes: tuple[PageBox, ...]) -> None:
        """Draw these boxes."""
        self.boxes = boxes
        groups: dict[int, tuple[QColor, list[QRectF]]] = {}
        for one in boxes:
            colour = one.colour or _THIN
            groups.setdefault(colour.rgba(), (colour, []))[1].append(rect_of(one.box))
        self._groups = list(groups.values())
        self.update()

    def set_words(self, words: tuple[Word, ...]) -> None:
        """Draw these words while words can be taken."""
        self.words = words
        self._word_rects = [rect_of(word.box) for word in words]
        self.update()

    @override
    def boundingRect(self) -> QRectF:
        return self._area

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        seen = option.exposedRect
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.shows_words:
            _draw(painter, _WORD_EDGE, self._word_rects, seen)
        for colour, rects in self._groups:
            _draw(painter, colour, [rect for rect in rects if rect != self.covered], seen)
        if self.focused is not None:
            painter.setPen(_thin_pen(_FOCUS_EDGE, 2))
            painter.setBrush(_FOCUS_FILL)
            painter.drawRect(self.focused)


def _thin_pen(colour: QColor, width: float = 1) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    return pen


def _draw(painter: QPainter, colour: QColor, rects: list[QRectF], seen: QRectF) -> None:
    painter.setPen(_thin_pen(colour))
    visible = [rect for rect in rects if rect.intersects(seen)]
    if visible:
        painter.drawRects(visible)
