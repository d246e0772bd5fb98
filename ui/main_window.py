"""The window: who works here, which seat they take, what is running and what there is to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from digitizer.model.officer import Officer, Role
from ui import keys, panes, roles
from ui.screen import Desk, Notice, Screen
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.key_sheet import KeySheet
from ui.widgets.notices import Notices
from ui.widgets.parts import Picture, label, redraw_icons
from ui.widgets.rail import Rail
from ui.widgets.work_strip import WorkStrip

_FIRST_SIZE = QSize(1280, 760)


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat an officer may take: its role, its words and how its screen is made."""

    role: Role
    title: str
    icon: str
    make: Callable[[Desk], Screen]


class MainWindow(QMainWindow):
    """Frame around the seats; screens come and go with the officer."""

    signed_out = Signal()
    """The officer gave the seat back."""
    closed = Signal()
    """The window was closed."""
    theme_wanted = Signal(str)
    """``light`` or ``dark``."""

    def __init__(self, tasks: Tasks, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._screens: dict[Role, Screen] = {}
        self._seats: dict[Role, Seat] = {}
        self._desk: Desk | None = None
        self._rail = Rail()
        self._rail.hide()
        self._seat_stack = QStackedWidget()
        self._outer = QStackedWidget()
        self._outer.addWidget(self._seat_stack)
        self._practice = self._practice_banner()
        self._strip = WorkStrip(tasks)
        self._notices = Notices(self._build())
        self._actions = self._window_actions()
        self._seat_actions: list[QAction] = []
        theme.changed.connect(self._on_theme_changed)
        self.setWindowTitle(self.tr("Digitization workstation"))
        self._restore_geometry()

    @property
    def screen_shown(self) -> Screen | None:
        """The seat's screen in front, if an officer has signed in."""
        shown = self._seat_stack.currentWidget()
        return shown if self._desk is not None and isinstance(shown, Screen) else None

    def show_page(self, page: QWidget) -> None:
        """Show a page that needs no officer: starting, first start, signing in."""
        if self._outer.indexOf(page) < 0:
            self._outer.addWidget(page)
        self._outer.setCurrentWidget(page)

    def show_practice(self, practice: bool) -> None:
        """Say above everything that this office is a specimen."""
        self._practice.setVisible(practice)

    def seat(self, desk: Desk, seats: list[Seat]) -> None:
        """Give the officer their seats and show the first."""
        self._desk = desk
        self._rail.clear()
        self._rail.show_officer(desk.officer, roles.names(desk.officer.roles))
        held = [seat for seat in seats if seat.role in desk.officer.roles]
        self._seats = {seat.role: seat for seat in held}
        for seat, key in zip(held, keys.SEATS, strict=False):
            self._add_seat(seat, key)
        for action, icon in self._actions[:3]:
            self._rail.add_tool(action, icon)
        self._rail.show()
        self._outer.setCurrentWidget(self._seat_stack)
        if self._seat_actions:
            self._seat_actions[0].trigger()

    def unseat(self) -> None:
        """Take the officer's screens away."""
        for screen in self._screens.values():
            screen.leave()
            self._seat_stack.removeWidget(screen)
            screen.deleteLater()
        self._screens.clear()
        for action in self._seat_actions:
            self.removeAction(action)
            action.deleteLater()
        self._seat_actions.clear()
        self._notices.clear()
        self._desk = None
        self._rail.hide()

    def take_seat(self, role: Role) -> None:
        """Bring a seat's screen to the front."""
        if self._desk is None:
            return
        before = self.screen_shown
        if role not in self._screens:
            screen = self._seats[role].make(self._desk)
            screen.noticed.connect(self.say)
            self._seat_stack.addWidget(screen)
            self._screens[role] = screen
        if before is not None and before is not self._screens[role]:
            before.leave()
        self._seat_stack.setCurrentWidget(self._screens[role])
        self._screens[role].refresh()
        panes.walk(self._screens[role], 1)

    def say(self, notice: Notice) -> None:
        """Show a notice in the corner."""
        self._notices.keep_clear(self._strip.height() if self._strip.isVisible() else 0)
        self._notices.add(notice)

    def show_keys(self) -> KeySheet:
        """Show the keys that are valid here."""
        groups: list[tuple[str, list[QAction]]] = []
        if self.screen_shown is not None:
            groups.append((self.tr("On this screen"), self.screen_shown.actions()))
            groups.append((self.tr("Seats"), self._seat_actions))
        groups.append((self.tr("In the window"), [action for action, _icon in self._actions]))
        sheet = KeySheet(groups, self)
        sheet.show()
        return sheet

    def _build(self) -> QWidget:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail)
        middle.addWidget(self._outer, 1)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._practice)
        column.addLayout(middle, 1)
        column.addWidget(self._strip)
        self.setCentralWidget(central)
        return central

    def _practice_banner(self) -> QFrame:
        banner = QFrame()
        banner.setProperty("role", "practice")
        picture = Picture(18)
        picture.show_icon("practice", "warning")
        text = label(self.tr("PRACTICE OFFICE – specimen data, nothing here has legal force"))
        text.setProperty("tone", "warning")
        row = QHBoxLayout(banner)
        row.setContentsMargins(16, 5, 16, 5)
        row.setSpacing(8)
        row.addStretch()
        row.addWidget(picture)
        row.addWidget(text)
        row.addStretch()
        banner.hide()
        return banner

    def _window_actions(self) -> list[tuple[QAction, str]]:
        return [
            (self._action(self.tr("Sign out"), [keys.SIGN_OUT], self._on_sign_out), "switch"),
            (self._action(self.tr("Light or dark"), [keys.THEME], self._on_theme_wanted), "moon"),
            (
                self._action(
                    self.tr("Keys valid here"), [keys.KEY_SHEET, keys.KEY_SHEET_TOO], self.show_keys
                ),
                "keys",
            ),
            (
                self._action(
                    self.tr("Ask again for what is shown"), [keys.REFRESH], self._on_refresh
                ),
                "refresh",
            ),
            (self._action(self.tr("Next pane"), [keys.NEXT_PANE], lambda: self._on_pane(1)), ""),
            (
                self._action(
                    self.tr("Previous pane"), [keys.PREVIOUS_PANE], lambda: self._on_pane(-1)
                ),
                "",
            ),
            (
                self._action(
                    self.tr("Close all notices"),
                    [keys.CLOSE_NOTICES],
                    self._notices.clear,
                ),
                "close",
            ),
        ]

    def _action(self, text: str, sequences: list[str], wish: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(sequence) for sequence in sequences])
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text} ({shown})")
        action.triggered.connect(lambda _checked=False: wish())
        self.addAction(action)
        return action

    def _add_seat(self, seat: Seat, key: str) -> None:
        action = self._action(seat.title, [key], lambda: self.take_seat(seat.role))
        action.setCheckable(True)
        self._seat_actions.append(action)
        self._rail.add_seat(action, seat.icon)

    def _on_sign_out(self) -> None:
        if self._desk is not None:
            self.unseat()
            self.signed_out.emit()

    def _on_theme_wanted(self) -> None:
        self.theme_wanted.emit("light" if self._theme.name == "dark" else "dark")

    def _on_theme_changed(self) -> None:
        redraw_icons(self)
        self.update()

    def _on_refresh(self) -> None:
        if self.screen_shown is not None:
            self.screen_shown.refresh()

    def _on_pane(self, step: int) -> None:
        shown = self._outer.currentWidget() if self._desk is None else self.screen_shown
        if shown is not None:
            panes.walk(shown, step)

    def _restore_geometry(self) -> None:
        kept = QSettings().value("window/geometry")
        if kept is None or not self.restoreGeometry(kept):
            self.resize(_FIRST_SIZE)
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self.setMinimumSize(1024, 640)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        QSettings().setValue("window/geometry", self.saveGeometry())
        if self.screen_shown is not None:
            self.screen_shown.leave()
        super().closeEvent(event)
        self.closed.emit()

    def officer(self) -> Officer | None:
        """Return who works here, if anybody has signed in."""
        return None if self._desk is None else self._desk.officer

    def bring_to_front(self) -> None:
        """Show this window above the others: a second start asked for it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
