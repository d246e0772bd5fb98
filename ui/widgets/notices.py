"""Notices in the corner of the window: they stop nobody and can be read again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from ui import theme
from ui.screen import Notice, Tone
from ui.widgets.parts import Banner

_WIDTH = 420
_CLOSE = 24
_STAYS = 7000
_MOST = 4
_ABOVE_BAR = 72
"""Pixels from the bottom: a notice never covers the buttons below a screen."""


class NoticeCard(Banner):
    """One notice with a button that closes it."""

    def __init__(self, notice: Notice, close_text: str, parent: QWidget) -> None:
        super().__init__(parent)
        close = QToolButton()
        close.setProperty("icon_name", "close")
        close.setIcon(theme.icon("close"))
        # no higher than a line, so that a short sentence stands level with its icon
        close.setIconSize(QSize(12, 12))
        close.setFixedSize(_CLOSE, _CLOSE)
        close.setToolTip(close_text)
        close.setAccessibleName(close_text)
        close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close.clicked.connect(self.deleteLater)
        self.row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(notice.text)
        self.setFixedWidth(_WIDTH)
        self.say(notice.text, notice.tone)
        # errors and warnings stay until they are closed
        if notice.tone not in (Tone.ERROR, Tone.WARNING):
            QTimer.singleShot(_STAYS, self, self.deleteLater)


class Notices(QWidget):
    """The stack of notices above the bottom-right corner of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._bottom = 0
        parent.installEventFilter(self)
        self.hide()

    def add(self, notice: Notice) -> None:
        """Show one more notice; the oldest makes room."""
        cards = self.findChildren(NoticeCard)
        for old in cards[: max(0, len(cards) - _MOST + 1)]:
            old.deleteLater()
        card = NoticeCard(notice, self.tr("Close this notice"), self)
        card.destroyed.connect(self._settle_soon)
        self._column.addWidget(card)
        self.show()
        self.raise_()
        self._settle_soon()

    def clear(self) -> None:
        """Take all notices away."""
        for card in self.findChildren(NoticeCard):
            card.deleteLater()

    def keep_clear(self, bottom: int) -> None:
        """Leave this many pixels free at the bottom."""
        self._bottom = bottom
        self._settle()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._settle_soon()
        return False

    def _settle_soon(self) -> None:
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        cards = self.findChildren(NoticeCard)
        self.setVisible(bool(cards))
        height = sum(card.heightForWidth(_WIDTH) for card in cards) + 8 * max(0, len(cards) - 1)
        self.resize(_WIDTH, height)
        parent = self.parentWidget()
        if parent is not None:
            corner = QPoint(parent.width() - _WIDTH - 16, parent.height() - height - _ABOVE_BAR)
            self.move(corner - QPoint(0, self._bottom))
