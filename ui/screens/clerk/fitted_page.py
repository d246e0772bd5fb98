"""A page fitted into a dialog, on which something is drawn: what cropping and splitting share."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui import theme


class FittedPage(QWidget):
    """Shows a page as large as the room allows; heirs draw over it."""

    def __init__(self, room: QSize, cursor: Qt.CursorShape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFixedSize(room)
        self.setCursor(cursor)

    def show_image(self, image: QImage) -> None:
        """Show the page."""
        self._image = image
        self.update()

    def page(self) -> QRect:
        """Return where the page is shown; empty while there is none."""
        if self._image.isNull():
            return QRect()
        ratio = self._image.devicePixelRatio()
        size = QSize(round(self._image.width() / ratio), round(self._image.height() / ratio))
        page = QRect(QPoint(0, 0), size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
        page.moveCenter(self.rect().center())
        return page

    def draw_over(self, painter: QPainter, page: QRect) -> None:
        """Draw what an heir shows on the page."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        page = self.page()
        if page.isEmpty():
            painter.fillRect(self.rect(), theme.tone("neutral_back"))
        else:
            painter.drawImage(page, self._image)
            self.draw_over(painter, page)
        painter.end()
