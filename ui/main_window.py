"""The window: who works here, which seat they take, what is running and what there is to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
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
from digitizer.model.rights import Action, may
from ui import keymap, keys, own_password, panes, roles, wording
from ui.finding import Finder
from ui.help import place_of
from ui.keymap import Keymap
from ui.screen import Desk, Notice, Screen, Tone
from ui.tasks import Lane, Tasks
from ui.theme import SCALES, Theme
from ui.widgets.help_window import HelpWindow
from ui.widgets.key_editor import KeyEditor, KeyGroup
from ui.widgets.key_sheet import KeySheet
from ui.widgets.notices import Notices
from ui.widgets.page_search_dialog import PageSearchDialog
from ui.widgets.palette import Palette
from ui.widgets.parts import Picture, label, redraw_icons
from ui.widgets.rail import Rail
from ui.widgets.work_strip import WorkStrip

_FIRST_SIZE = QSize(1280, 760)
_ON_RAIL = 4
"""How many of the window's actions have a button on the rail."""
SEAT = "seat"
"""The word under which an officer's place names the seat."""
_THEMES = ("light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat an officer may take: its role, its words and how its screen is made."""

    role: Role
    title: str
    icon: str
    make: Callable[[Desk], Screen]
    name: str = ""
    """Tells several screens of one role apart; the role's own screen needs none."""

    @property
    def key(self) -> str:
        """What the seat is asked for by: its name, or its role."""
        return self.name or self.role.value


class MainWindow(QMainWindow):
    """Frame around the seats; screens come and go with the officer."""

    signed_out = Signal()
    """The officer gave the seat back."""
    closed = Signal()
    """The window was closed."""
    theme_wanted = Signal(str)
    """``light``, ``dark`` or ``contrast``."""
    scale_wanted = Signal(int)
    """Size of the letters in per cent of the shipped one."""

    def __init__(self, tasks: Tasks, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._screens: dict[str, Screen] = {}
        self._seats: dict[str, Seat] = {}
        self._keymap = Keymap()
        self._finder = Finder(self, self._on_dossier_chosen)
        self._desk: Desk | None = None
        self._locked = False
        self._rail = Rail()
        self._rail.hide()
        self._seat_stack = QStackedWidget()
        self._outer = QStackedWidget()
        self._outer.addWidget(self._seat_stack)
        self._practice = self._practice_banner()
        self._strip = WorkStrip(tasks)
        self._notices = Notices(self._build())
        self._notices.follow(self._strip)
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
        self._load_keys(desk)
        self._rail.clear()
        self._rail.show_officer(desk.officer, roles.names(desk.officer.roles))
        held = [seat for seat in seats if seat.role in desk.officer.roles]
        self._seats = {seat.key: seat for seat in held}
        for seat, key in zip(held, keys.SEATS, strict=False):
            self._add_seat(seat, key)
        for action, icon in self._actions[:_ON_RAIL]:
            self._rail.add_tool(action, icon)
        self._rail.show()
        self._outer.setCurrentWidget(self._seat_stack)
        if self._seat_actions:
            self._seat_actions[0].trigger()

    def lock(self, *, locked: bool) -> None:
        """Take everything out of reach while the officer is away, or give it back as it was."""
        self._locked = locked
        for action in (*self._seat_actions, *(action for action, _icon in self._actions)):
            action.setEnabled(not locked)
        self._rail.setVisible(not locked)
        if locked:
            self._notices.clear()
        else:
            self._outer.setCurrentWidget(self._seat_stack)

    def refresh_quietly(self) -> None:
        """Let the screen in front show what other desks have written."""
        if self.screen_shown is not None and not self._locked:
            self.screen_shown.refresh_quietly()

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

    def take_seat(self, key: str) -> None:
        """Bring a seat's screen to the front: that of a role, or one with a name of its own."""
        if self._desk is None:
            return
        before = self.screen_shown
        is_new = key not in self._screens
        if is_new:
            screen = self._seats[key].make(self._desk)
            screen.noticed.connect(self.say)
            screen.seat_wanted.connect(self.take_seat)
            screen.dossier_wanted.connect(self._on_dossier_wanted)
            self._seat_stack.addWidget(screen)
            self._screens[key] = screen
            self._keymap.apply(_name(screen), screen.actions())
        shown = self._screens[key]
        if before is not None and before is not shown:
            before.leave()
        self._seat_stack.setCurrentWidget(shown)
        for action in self._seat_actions:
            action.setChecked(action.data() == key)
        shown.refresh()
        # the stack gives a screen the focus it had; a new one begins with its first pane
        (panes.begin if is_new else panes.stay)(shown)
        self._notices.settle()

    def place(self) -> dict[str, str]:
        """Return the seat in front and where on its screen the officer is."""
        if self.screen_shown is None or self._locked:
            return {}
        seat = next((str(one.data()) for one in self._seat_actions if one.isChecked()), "")
        return {**self.screen_shown.place(), SEAT: seat}

    def go_to(self, place: Mapping[str, str]) -> None:
        """Bring the officer back to a seat they hold, and to the place on its screen."""
        if self._desk is None or place.get(SEAT) not in self._seats:
            return
        self.take_seat(place[SEAT])
        if self.screen_shown is not None:
            self.screen_shown.go_to(place)

    def say(self, notice: Notice) -> None:
        """Show a notice in the corner."""
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

    def show_help(self) -> HelpWindow:
        """Open the handbook at the part that speaks of the screen in front."""
        window = HelpWindow(self)
        window.open_at(place_of(self.screen_shown))
        window.show()
        return window

    def show_palette(self) -> Palette:
        """Show what can be done here, and find dossiers by the words typed."""
        actions = [action for action, _icon in self._actions]
        if self.screen_shown is not None:
            actions = [*self.screen_shown.actions(), *self._seat_actions, *actions]
        return self._finder.show(self._desk, actions)

    def search_pages(self) -> PageSearchDialog | None:
        """Show the search of printed words to an officer who may see dossiers."""
        if self._desk is None or not may(self._desk.officer, Action.VIEW):
            return None
        return self._finder.search_pages(self._desk)

    def change_keys(self) -> KeyEditor | None:
        """Let the officer give the actions of this screen and of the window other keys."""
        screen, desk = self.screen_shown, self._desk
        if screen is None or desk is None:
            return None
        window = [*self._seat_actions, *(action for action, _icon in self._actions)]
        groups = [
            KeyGroup(_name(screen), self.tr("On this screen"), screen.actions()),
            KeyGroup(_name(self), self.tr("In the window"), window),
        ]
        editor = KeyEditor(groups, self._keymap, self)
        editor.saved.connect(lambda changed: self._on_keys_changed(desk, changed))
        editor.open()
        return editor

    def _load_keys(self, desk: Desk) -> None:
        folder, officer = desk.workstation.store.folder, desk.officer.id
        job = desk.tasks.run(Lane.RECORDS, lambda _handle: keymap.load(folder, officer))
        job.succeeded.connect(lambda found: self._apply_keys(desk, found))

    def _apply_keys(self, desk: Desk, found: Keymap) -> None:
        if desk is not self._desk:
            return
        self._keymap = found
        window = [*self._seat_actions, *(action for action, _icon in self._actions)]
        found.apply(_name(self), window)
        for screen in self._screens.values():
            found.apply(_name(screen), screen.actions())

    def _on_keys_changed(self, desk: Desk, changed: Keymap) -> None:
        self._apply_keys(desk, changed)
        folder, officer = desk.workstation.store.folder, desk.officer.id
        job = desk.tasks.run(
            Lane.RECORDS, lambda _handle: keymap.save(folder, officer, changed), keep=True
        )
        job.failed.connect(lambda error: self.say(Notice(wording.sentence(error), Tone.ERROR)))

    def _on_dossier_chosen(self, code: str) -> None:
        if self.screen_shown is not None:
            self.screen_shown.open_found(code)

    def _on_dossier_wanted(self, code: str) -> None:
        if Role.CLERK.value in self._seats:
            self.take_seat(Role.CLERK.value)
            self._on_dossier_chosen(code)

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
            (
                self._action(
                    self.tr("Light, dark or high contrast"), [keys.THEME], self._on_theme_wanted
                ),
                "moon",
            ),
            (
                self._action(
                    self.tr("Keys valid here"), [keys.KEY_SHEET, keys.KEY_SHEET_TOO], self.show_keys
                ),
                "keys",
            ),
            (
                self._action(self.tr("Do or find"), [keys.PALETTE], self.show_palette),
                "search",
            ),
            (
                self._action(
                    self.tr("Search the printed words"), [keys.SEARCH_PAGES], self.search_pages
                ),
                "look-up",
            ),
            (self._action(self.tr("Handbook for this place"), [keys.HELP], self.show_help), "info"),
            (self._action(self.tr("Change keys"), [keys.CHANGE_KEYS], self.change_keys), "keys"),
            (
                self._action(
                    self.tr("Change my password"), [keys.MY_ACCOUNT], self._on_own_password
                ),
                "key",
            ),
            (
                self._action(self.tr("Larger letters"), [keys.LARGER], lambda: self._on_scale(1)),
                "zoom-in",
            ),
            (
                self._action(
                    self.tr("Smaller letters"), [keys.SMALLER], lambda: self._on_scale(-1)
                ),
                "zoom-out",
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
        action = self._action(seat.title, [key], lambda: self.take_seat(seat.key))
        action.setCheckable(True)
        action.setData(seat.key)
        self._seat_actions.append(action)
        self._rail.add_seat(action, seat.icon)

    def _on_sign_out(self) -> None:
        if self._desk is not None:
            self.unseat()
            self.signed_out.emit()

    def _on_theme_wanted(self) -> None:
        following = _THEMES.index(self._theme.name) + 1
        self.theme_wanted.emit(_THEMES[following % len(_THEMES)])

    def _on_scale(self, step: int) -> None:
        place = SCALES.index(self._theme.scale) + step
        self.scale_wanted.emit(SCALES[max(0, min(place, len(SCALES) - 1))])

    def _on_theme_changed(self) -> None:
        redraw_icons(self)
        self._rail.fit(self.width())
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
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rail.fit(event.size().width())

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

    def _on_own_password(self) -> None:
        if self._desk is not None:
            own_password.ask(self, self._desk, self.say)

    def bring_to_front(self) -> None:
        """Show this window above the others: a second start asked for it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()


def _name(holder: QWidget) -> str:
    """Return the name under which an officer's keys for this screen are kept."""
    return type(holder).__name__
