"""The rail on the left: the seats, and below them the officer and the actions of the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from digitizer.model.officer import Officer
from ui import theme
from ui.widgets.parts import ElidedLabel, label, tool

_WIDTH = 196
_NARROW = 60
_ENOUGH = 1000
"""Width of a window, at letters of 100 per cent, from which on the seats are named."""


class Rail(QFrame):
    """Seats the officer may take, and what belongs to the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self._narrow = False
        self._buttons: list[QToolButton] = []
        self._group = QActionGroup(self)
        held = QWidget()
        held.setProperty("role", "rail")
        self._seats = QVBoxLayout(held)
        self._seats.setContentsMargins(0, 0, 0, 0)
        self._seats.setSpacing(4)
        # who holds every seat sees them all on a low screen too
        area = QScrollArea()
        area.setWidget(held)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area = area
        self._seats.addStretch()
        self._name = ElidedLabel()
        self._name.setProperty("role", "heading")
        self._roles = label(role="subtle", wrap=True)
        self._tools = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._tools.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 14, 10, 10)
        column.setSpacing(6)
        column.addWidget(area, 1)
        column.addWidget(self._name)
        column.addWidget(self._roles)
        bottom = QHBoxLayout()
        bottom.addLayout(self._tools)
        bottom.addStretch()
        column.addLayout(bottom)

    def show_officer(self, officer: Officer, roles: str) -> None:
        """Show who works here."""
        self._name.setText(officer.name)
        self._roles.setText(roles)

    def add_seat(self, action: QAction, icon: str) -> None:
        """Add a seat's button."""
        action.setCheckable(True)
        self._group.addAction(action)
        made = QToolButton()
        made.setText(action.text())
        made.setToolTip(action.toolTip())
        made.setAccessibleName(action.text())
        self._style(made)
        self._buttons.append(made)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setIconSize(QSize(20, 20))
        made.setProperty("icon_name", icon)
        made.setIcon(theme.icon(icon))
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.clicked.connect(action.trigger)
        # a click on the seat already taken toggles the button, but changes nothing
        made.clicked.connect(lambda _checked=False: made.setChecked(action.isChecked()))
        action.toggled.connect(made.setChecked)
        # above the room that is left
        self._seats.insertWidget(len(self._buttons) - 1, made)
        action.toggled.connect(lambda taken: self._show(made) if taken else None)

    def _show(self, seat: QToolButton) -> None:
        self._area.ensureWidgetVisible(seat)

    def add_tool(self, action: QAction, icon: str) -> None:
        """Add one of the window's own actions."""
        self._tools.addWidget(tool(action, icon))

    def fit(self, room: int) -> None:
        """Be as wide as the seats' names need, or show only pictures where a window has less room.

        ``room`` is the window's width in pixels.
        """
        self._narrow = room < theme.scaled(_ENOUGH)
        self.setFixedWidth(_NARROW if self._narrow else theme.scaled(_WIDTH))
        self._name.setVisible(not self._narrow)
        self._roles.setVisible(not self._narrow)
        ways = QBoxLayout.Direction
        self._tools.setDirection(ways.TopToBottom if self._narrow else ways.LeftToRight)
        for seat in self._buttons:
            self._style(seat)

    def _style(self, seat: QToolButton) -> None:
        style = Qt.ToolButtonStyle
        seat.setToolButtonStyle(
            style.ToolButtonIconOnly if self._narrow else style.ToolButtonTextBesideIcon
        )

    def clear(self) -> None:
        """Forget the seats and tools of the officer before."""
        self._buttons.clear()
        for action in self._group.actions():
            self._group.removeAction(action)
        for layout in (self._seats, self._tools):
            for place in range(layout.count() - 1, -1, -1):
                item = layout.itemAt(place)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    layout.removeWidget(widget)
                    widget.hide()
                    widget.deleteLater()
