"""Cutting a page's edges off: by drawing a rectangle, or by numbers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from digitizer.model.document import Page
from ui import pictures, theme
from ui.screen import Screen
from ui.screens.clerk.fitted_page import FittedPage
from ui.tasks import Lane
from ui.widgets.dialog import Dialog
from ui.widgets.parts import answers, label, plain_button

_ROOM = QSize(620, 520)
_LEAST = 5
"""Per cent of a side that stay at least."""


class CropView(FittedPage):
    """A page with what is to stay of it; a rectangle is drawn with the mouse."""

    drawn = Signal(object)
    """Left, top, right and bottom of what stays, in per cent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_ROOM, Qt.CursorShape.CrossCursor, parent)
        self._kept = (0, 0, 100, 100)
        self._from: QPoint | None = None

    def show_kept(self, kept: tuple[int, int, int, int]) -> None:
        """Show what is to stay, in per cent."""
        self._kept = kept
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        page = self.page()
        drawn = QRect(self._from, event.position().toPoint()).normalized() & page
        if page.isEmpty() or drawn.width() < 4 or drawn.height() < 4:
            return
        left = round(100 * (drawn.left() - page.left()) / page.width())
        top = round(100 * (drawn.top() - page.top()) / page.height())
        right = round(100 * (drawn.right() + 1 - page.left()) / page.width())
        bottom = round(100 * (drawn.bottom() + 1 - page.top()) / page.height())
        self.drawn.emit((left, top, right, bottom))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None

    @override
    def draw_over(self, painter: QPainter, page: QRect) -> None:
        left, top, right, bottom = self._kept
        kept = QRect(
            QPoint(
                page.left() + page.width() * left // 100,
                page.top() + page.height() * top // 100,
            ),
            QPoint(
                page.left() + page.width() * right // 100 - 1,
                page.top() + page.height() * bottom // 100 - 1,
            ),
        )
        shade = QColor(0, 0, 0, 110)
        for part in (
            QRect(page.topLeft(), QPoint(page.right(), kept.top() - 1)),
            QRect(QPoint(page.left(), kept.bottom() + 1), page.bottomRight()),
            QRect(QPoint(page.left(), kept.top()), QPoint(kept.left() - 1, kept.bottom())),
            QRect(QPoint(kept.right() + 1, kept.top()), QPoint(page.right(), kept.bottom())),
        ):
            if part.isValid():
                painter.fillRect(part, shade)
        painter.setPen(QPen(theme.tone("accent"), 2))
        painter.drawRect(kept)


class CropDialog(Dialog):
    """Asks what of a page is to stay."""

    chosen = Signal(object)
    """Left, top, right and bottom of what stays, as shares of the page."""

    def __init__(self, screen: Screen, page: Page) -> None:
        super().__init__(screen)
        self.setWindowTitle(self.tr("Crop page {number}").format(number=page.number))
        self.view = CropView()
        self.edges = tuple(self._edge(name) for name in self._names())
        self.crop_button = plain_button(self.tr("Crop"), self._on_crop, role="primary")
        self.crop_button.setDefault(True)
        self._build()
        self.view.drawn.connect(self._on_drawn)
        officer, paper = screen.desk.officer, screen.desk.workstation.paper
        ratio = self.devicePixelRatioF()
        screen.run(
            Lane.DEVICES,
            lambda _handle: pictures.small(paper.page_image(officer, page.id), _ROOM, ratio),
            self.while_open(self.view.show_image),
        )

    def _names(self) -> tuple[str, ...]:
        return (self.tr("Left"), self.tr("Top"), self.tr("Right"), self.tr("Bottom"))

    def _edge(self, name: str) -> QSpinBox:
        edge = QSpinBox()
        edge.setRange(0, 95)
        edge.setSuffix(" %")
        spoken = self.tr("Cut off: {side}").format(side=name)
        edge.setAccessibleName(spoken)
        edge.lineEdit().setAccessibleName(spoken)
        edge.valueChanged.connect(lambda _value: self._on_edge())
        return edge

    def _build(self) -> None:
        cuts = QHBoxLayout()
        cuts.setSpacing(8)
        for name, edge in zip(self._names(), self.edges, strict=True):
            cuts.addWidget(label(name))
            cuts.addWidget(edge)
        cuts.addStretch()
        buttons = answers(plain_button(self.tr("Cancel"), self.reject), self.crop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(
            label(self.tr("Draw what is to stay, or say how much to cut off each side."), wrap=True)
        )
        column.addWidget(self.view, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(cuts)
        column.addLayout(buttons)

    def _kept(self) -> tuple[int, int, int, int]:
        left, top, right, bottom = (edge.value() for edge in self.edges)
        return left, top, 100 - right, 100 - bottom

    def _on_edge(self) -> None:
        left, top, right, bottom = self._kept()
        self.view.show_kept((left, top, right, bottom))
        self.crop_button.setEnabled(right - left >= _LEAST and bottom - top >= _LEAST)

    def _on_drawn(self, kept: tuple[int, int, int, int]) -> None:
        left, top, right, bottom = kept
        for edge, value in zip(self.edges, (left, top, 100 - right, 100 - bottom), strict=True):
            edge.setValue(value)

    def _on_crop(self) -> None:
        left, top, right, bottom = self._kept()
        if (left, top, right, bottom) != (0, 0, 100, 100):
            self.chosen.emit((left / 100, top / 100, right / 100, bottom / 100))
        self.accept()
