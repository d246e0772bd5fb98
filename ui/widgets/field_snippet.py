"""A field's own pixels, shown above the line in which its value stands."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui import theme

_RADIUS = 4.0


class Snippet(QWidget):
    """Shows a cut-out of the page, or a word where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def image(self) -> QImage | None:
        """The pixels shown."""
        return self._image

    def show_image(self, image: QImage | None, word: str = "") -> None:
        """Show pixels, or a word where there are none."""
        self._image = image if image is not None and not image.isNull() else None
        self._word = word
        self._fit()
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _scale(self, image: QImage) -> float:
        # shrunk rather than cut: what is accepted must be seen whole
        return min(1.0, self.width() / image.width())

    def _fit(self) -> None:
        """Be as high as what is shown at this width."""
        height = self.fontMetrics().height() + 2 if self._word else 0
        if self._image is not None:
            height = round(self._image.height() * self._scale(self._image))
        self.setFixedHeight(height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is None:
            painter.setPen(theme.tone("subtle"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), self._word)
        else:
            self._paint_image(painter, self._image)
        painter.end()

    def _paint_image(self, painter: QPainter, image: QImage) -> None:
        scale = self._scale(image)
        width, height = image.width() * scale, image.height() * scale
        area = QRectF(0, 0, width, height)
        outline = QPainterPath()
        outline.addRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.setRenderHints(
            QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing
        )
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(area, QColor(Qt.GlobalColor.white))
        painter.drawImage(area, image)
        painter.restore()
        painter.setPen(QPen(theme.tone("border"), 1))
        painter.drawPath(outline)
