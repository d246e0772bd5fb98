"""Small parts that screens are put together from: labels, banners, buttons, empty states."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui import theme
from ui.screen import Tone

TONE_ICONS = {
    Tone.NEUTRAL: "neutral",
    Tone.INFO: "info",
    Tone.GOOD: "good",
    Tone.WARNING: "warning",
    Tone.ERROR: "error",
}


_EMPTY_WIDTH = 340


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis when there is no room; the tooltip has all of it."""

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.contentsRect(), flags, text)


class Wrapped(QLabel):
    """Words on as many lines as the width asks for; splitters leave them that height."""

    def __init__(self, *, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setWordWrap(True)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._hold_height()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_height()

    def _hold_height(self) -> None:
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())) if self.text() else 0)


class Picture(QLabel):
    """An icon in a tone that follows the theme."""

    def __init__(self, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._name = ""
        self._tone = ""
        self.setFixedSize(size, size)

    def show_icon(self, name: str, tone: str = "") -> None:
        """Show this icon."""
        self._name, self._tone = name, tone
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            painter = QPainter(self)
            theme.icon(self._name, self._tone).paint(painter, self.rect())


class Banner(QFrame):
    """A sentence with an icon and, where it helps, one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = Picture(20)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 8, 8, 8)
        self.row.setSpacing(10)
        self.row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self.row.addWidget(self.label, 1)
        self.hide()

    def say(self, text: str, tone: Tone, icon: str = "") -> None:
        """Show a sentence, or nothing when it is empty."""
        self.label.setText(text)
        self.picture.show_icon(icon or TONE_ICONS[tone], tone.value)
        theme.set_role(self, tone=tone.value)
        self.setVisible(bool(text))


class Empty(QWidget):
    """What stands where there is nothing yet: a picture, a sentence, perhaps a button."""

    def __init__(self, icon: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = Picture(48)
        self.picture.show_icon(icon, "subtle")
        self.title = label(title, role="title", wrap=True)
        self.text = label(text, role="subtle", wrap=True)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(10)
        self.column.addStretch()
        for widget in (self.picture, self.title, self.text):
            self.column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.column.addStretch()
        self.say(title, text)

    def say(self, title: str, text: str) -> None:
        """Say something else."""
        self.title.setText(title)
        self.text.setText(text)
        self._fit()

    def _fit(self) -> None:
        """Give both their lines at the width there is.

        Centred in its column, a wrapping label is given the height of one line only.
        """
        width = max(80, min(_EMPTY_WIDTH, self.width() - 24))
        for words in (self.title, self.text):
            words.setFixedWidth(width)
            words.setMinimumHeight(max(0, words.heightForWidth(width)))
        # where there is little room the button and the sentence stay whole, the picture goes first
        for one in (self.picture, self.title):
            one.show()
        for one in (self.picture, self.title):
            if self._needed() > self.height():
                one.hide()

    def _needed(self) -> int:
        """Return the pixels that all that is shown needs, one below the other."""
        margins = self.column.contentsMargins()
        items = [self.column.itemAt(place) for place in range(self.column.count())]
        held = [item.widget() for item in items if item is not None]
        shown = [one for one in held if one is not None and not one.isHidden()]
        heights = [one.minimumHeight() or one.sizeHint().height() for one in shown]
        between = self.column.spacing() * (len(shown) - 1)
        return sum(heights) + between + margins.top() + margins.bottom()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def add(self, widget: QWidget) -> None:
        """Put a button below the sentence."""
        place = self.column.count() - 1
        self.column.insertSpacing(place, 6)
        self.column.insertWidget(place + 1, widget, 0, Qt.AlignmentFlag.AlignHCenter)


def label(text: str = "", *, role: str = "", wrap: bool = False) -> QLabel:
    """Return a label in one of the style sheet's roles."""
    made = QLabel(text)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def button(action: QAction, *, role: str = "", icon: str = "") -> QPushButton:
    """Return a button that does what the action does and shows its key."""
    made = QPushButton(action.text())
    made.setProperty("role", role)
    made.setToolTip(action.toolTip())
    made.setAccessibleName(action.text())
    made.setEnabled(action.isEnabled())
    # Enter does what Space does, outside dialogs too
    made.setAutoDefault(True)
    _draw(made, icon, "accent_text" if role == "primary" else "")
    made.clicked.connect(action.trigger)
    action.changed.connect(lambda: _follow(made, action))
    return made


def tool(action: QAction, icon: str) -> QToolButton:
    """Return a button with only a picture; name and key are in the tooltip and for readers."""
    made = QToolButton()
    made.setToolTip(action.toolTip())
    made.setAccessibleName(action.text())
    made.setIconSize(QSize(20, 20))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    _draw(made, icon, "")
    made.clicked.connect(action.trigger)
    action.changed.connect(lambda: made.setEnabled(action.isEnabled()))
    return made


def plain_button(text: str, wish: Callable[[], object], *, role: str = "") -> QPushButton:
    """Return a button without a key of its own, for dialogs where Enter and Escape act."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAutoDefault(True)
    made.clicked.connect(lambda _checked=False: wish())
    return made


def answers(*buttons: QWidget) -> QHBoxLayout:
    """Return a row of a dialog's buttons at its right end."""
    row = QHBoxLayout()
    row.addStretch()
    for one in buttons:
        row.addWidget(one)
    return row


def column(*parts: QWidget | QLayout, margins: int = 0, spacing: int = 8) -> QVBoxLayout:
    """Return a column of widgets and layouts."""
    made = QVBoxLayout()
    made.setContentsMargins(margins, margins, margins, margins)
    made.setSpacing(spacing)
    for part in parts:
        if isinstance(part, QWidget):
            made.addWidget(part)
        else:
            made.addLayout(part)
    return made


def _draw(target: QPushButton | QToolButton, icon: str, colour: str) -> None:
    if icon:
        target.setProperty("icon_name", icon)
        target.setProperty("icon_tone", colour)
        target.setIcon(theme.icon(icon, colour))


def redraw_icons(root: QWidget) -> None:
    """Draw the icons of all buttons below a widget in the colours now shown."""
    for kind in (QPushButton, QToolButton):
        for one in root.findChildren(kind):
            name = one.property("icon_name")
            if name:
                one.setIcon(theme.icon(str(name), str(one.property("icon_tone") or "")))


def _follow(made: QPushButton, action: QAction) -> None:
    made.setEnabled(action.isEnabled())
    made.setText(action.text())
    made.setVisible(action.isVisible())
