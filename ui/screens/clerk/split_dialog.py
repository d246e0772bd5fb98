"""Splitting a double page where its fold is: by a click, by keys, or by a number."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget
from typing_extensions import override

from digitizer.model.document import Page
from ui import pictures, theme
from ui.screen import Screen
from ui.screens.clerk.fitted_page import FittedPage
from ui.tasks import Lane
from ui.widgets.dialog import Dialog
from ui.widgets.parts import answers, label, plain_button

_ROOM = QSize(620, 440)
_LEAST, _MOST = 5, 95
"""Per cent of the width that stay on either side."""


class SplitView(FittedPage):
    """A double page with the line along which it is parted."""

    put = Signal(int)
    """Where the line was put, in per cent of the width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_ROOM, Qt.CursorShape.SplitHCursor, parent)
        self._at = 50

    def show_line(self, at: int) -> None:
        """Show the line here."""
        self._at = at
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._put(event.position().toPoint())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._put(event.position().toPoint())

    @override
    def draw_over(self, painter: QPainter, page: QRect) -> None:
        across = page.left() + page.width() * self._at // 100
        painter.setPen(QPen(theme.tone("accent"), 2))
        painter.drawLine(QPoint(across, page.top()), QPoint(across, page.bottom()))

    def _put(self, point: QPoint) -> None:
        page = self.page()
        if not page.isEmpty():
            self.put.emit(round(100 * (point.x() - page.left()) / page.width()))


class SplitDialog(Dialog):
    """Asks where a double page is parted."""

    chosen = Signal(float)
    """Share of the width that becomes the left page."""

    def __init__(self, screen: Screen, page: Page) -> None:
        super().__init__(screen)
        self.setWindowTitle(self.tr("Split page {number}").format(number=page.number))
        self.view = SplitView()
        self.at = QSpinBox()
        self.at.setRange(_LEAST, _MOST)
        self.at.setValue(50)
        self.at.setSuffix(" %")
        for named in (self.at, self.at.lineEdit()):
            named.setAccessibleName(self.tr("Width of the left page"))
        self.at.valueChanged.connect(self.view.show_line)
        self.view.put.connect(self.at.setValue)
        place = QHBoxLayout()
        place.addWidget(label(self.tr("Width of the left page")))
        place.addWidget(self.at)
        place.addStretch()
        self.split_button = plain_button(self.tr("Split"), self._on_split, role="primary")
        self.split_button.setDefault(True)
        buttons = answers(plain_button(self.tr("Cancel"), self.reject), self.split_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        text = self.tr("Click where the fold is, or move the line with the arrow keys.")
        column.addWidget(label(text, wrap=True))
        column.addWidget(self.view, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(place)
        column.addLayout(buttons)
        self.at.setFocus()
        officer, paper = screen.desk.officer, screen.desk.workstation.paper
        ratio = self.devicePixelRatioF()
        screen.run(
            Lane.DEVICES,
            lambda _handle: pictures.small(paper.page_image(officer, page.id), _ROOM, ratio),
            self.while_open(self.view.show_image),
        )

    def _on_split(self) -> None:
        self.chosen.emit(self.at.value() / 100)
        self.accept()
