"""Notices in the corner of the window: they stop nobody and can be read again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from ui import theme
from ui.screen import Notice, Tone
from ui.widgets.parts import Banner

_WIDTH = 420
_CLOSE = 24
_STAYS = 7000
_MOST = 4
_ABOVE_BAR = 72
"""Pixels from the bottom where there is one row of buttons or none."""
_GAP = 12
_MOVES = frozenset({QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})
_BAR = "bar"
"""Role of what notices never cover: the buttons below a screen, and the running work."""


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
        self.setFixedWidth(_WIDTH)
        self.notices: tuple[Notice, ...] = ()
        self.put_before([notice])
        # errors and warnings stay until they are closed
        self.stays = notice.tone in (Tone.ERROR, Tone.WARNING)
        if not self.stays:
            QTimer.singleShot(_STAYS, self, self.deleteLater)

    def put_before(self, earlier: Sequence[Notice]) -> None:
        """Say what was said earlier too, above what is said already."""
        self.notices = (*earlier, *self.notices)
        text = "\n".join(one.text for one in self.notices)
        failed = any(one.tone is Tone.ERROR for one in self.notices)
        self.setAccessibleName(text)
        self.say(text, Tone.ERROR if failed else self.notices[-1].tone)


class Notices(QWidget):
    """The stack of notices above the bottom-right corner of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        parent.installEventFilter(self)
        self.hide()

    def add(self, notice: Notice) -> None:
        """Show one more notice; the oldest makes room, but no error goes before it is closed."""
        self._make_room()
        card = NoticeCard(notice, self.tr("Close this notice"), self)
        card.destroyed.connect(self._settle_soon)
        self._column.addWidget(card)
        self.show()
        self.raise_()
        self._settle_soon()

    def _make_room(self) -> None:
        cards = self.findChildren(NoticeCard)
        while len(cards) >= _MOST:
            old = next((card for card in cards if not card.stays), cards[0])
            cards.remove(old)
            if old.stays:
                cards[0].put_before(old.notices)
            # out of the stack at once: the next notice may come before it is gone
            old.setParent(None)
            old.deleteLater()

    def clear(self) -> None:
        """Take all notices away."""
        for card in self.findChildren(NoticeCard):
            card.deleteLater()

    def follow(self, bar: QWidget) -> None:
        """Move when this bar comes or goes."""
        bar.installEventFilter(self)

    def settle(self) -> None:
        """Move clear of the bars once what is shown now has its place."""
        self._settle_soon()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
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
            bottom = min(parent.height() - _ABOVE_BAR, _top_of_bars(parent) - _GAP)
            self.move(QPoint(parent.width() - _WIDTH - 16, bottom - height))


def _top_of_bars(parent: QWidget) -> int:
    tops = (
        bar.mapTo(parent, QPoint(0, 0)).y()
        for bar in parent.findChildren(QFrame)
        if bar.property("role") == _BAR and bar.isVisible() and bar.window() is parent.window()
    )
    return min(tops, default=parent.height())
