"""The keys of the verification screen; the window's sheet of keys lists them as they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction

from digitizer.model.field import Absence
from digitizer.vietnamese.tones import next_shape, next_tone
from ui import keys, provenance
from ui.screens.verification.reason_panel import Purpose
from ui.widgets.page_keys import page_keys

if TYPE_CHECKING:
    from ui.screens.verification.screen import VerificationScreen

translate = QCoreApplication.translate

_ICONS = {"Ctrl+-": "zoom-out", "Ctrl++": "zoom-in", "Ctrl+R": "rotate"}
_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Actions:
    """The screen's actions, by where they appear."""

    main: tuple[QAction, QAction, QAction]
    """Return, accept the paper, finish: the buttons below the fields."""
    page_tools: tuple[tuple[QAction, str], ...]
    changing: tuple[QAction, ...]
    """Actions that change the dossier."""
    taking_over: QAction
    next_by_itself: QAction

    def enable(self, enabled: bool) -> None:
        """Let the dossier be changed, or only looked at."""
        for action in self.changing:
            action.setEnabled(enabled)


def add_to(screen: VerificationScreen) -> Actions:
    """Add all keys to the screen, in the order in which the sheet shows them."""
    _list_only(screen)
    changing = (
        *_deciding(screen),
        *_filling(screen),
        *_alternatives(screen),
        *_marks(screen),
        *_laying_aside(screen),
    )
    main = _main(screen)
    _moving(screen)
    tools = _page(screen)
    taking_over = screen.add_key(
        translate("verification", "Take the dossier over from who works on it"),
        "Ctrl+Shift+G",
        screen.take_over,
    )
    next_by_itself = screen.add_key(
        translate("verification", "Open the next dossier by itself"), "Ctrl+Shift+N", _nothing
    )
    return Actions(
        main=main,
        page_tools=tools,
        changing=(*changing, *main),
        taking_over=taking_over,
        next_by_itself=next_by_itself,
    )


def _list_only(screen: VerificationScreen) -> None:
    """List the keys that the line of a field handles itself, between input method and screen."""
    for text, key in (
        (
            translate("verification", "Accept, go to the next field that needs a person"),
            "Enter",
        ),
        (translate("verification", "Next field"), "Tab"),
        (translate("verification", "Undo typing; put the machine's value back"), "Esc"),
    ):
        action = screen.add_key(text, key, _nothing)
        # the screen itself never has the focus, so the key stays with the line
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)


def _nothing() -> None:
    """Do nothing; the key is listed only."""


def _deciding(screen: VerificationScreen) -> tuple[QAction, ...]:
    def absent(kind: Absence) -> Callable[[], None]:
        return partial(_with_current, screen, lambda place: screen.keying.say_absent(place, kind))

    return (
        screen.add_key(
            translate("verification", "Blank on the paper"), "Ctrl+B", absent(Absence.BLANK)
        ),
        screen.add_key(
            translate("verification", "Unreadable"), "Ctrl+U", absent(Absence.UNREADABLE)
        ),
        screen.add_key(
            translate("verification", "Not applicable"), "Ctrl+N", absent(Absence.NOT_APPLICABLE)
        ),
    )


def _filling(screen: VerificationScreen) -> tuple[QAction, ...]:
    return (
        screen.add_key(
            translate("verification", "Copy from the paper of this type before"),
            "Ctrl+D",
            screen.filling.copy_before,
        ),
        screen.add_key(
            translate("verification", "Copy all empty fields from the paper before"),
            "Ctrl+Shift+D",
            screen.filling.copy_all_before,
        ),
        screen.add_key(
            translate("verification", "Look up a place, an office, a name"),
            "Ctrl+L",
            screen.filling.look_up,
        ),
        screen.add_key(
            translate("verification", "Ask the population database about the card's holder"),
            "Ctrl+Alt+Q",
            screen.ask_population,
        ),
        screen.add_key(
            translate("verification", "Undo the last decision on this field"),
            keys.UNDO,
            screen.filling.undo,
        ),
    )


def _laying_aside(screen: VerificationScreen) -> tuple[QAction, ...]:
    return (
        screen.add_key(
            translate("verification", "Postpone the dossier"),
            "F8",
            lambda: screen.ending.ask(Purpose.POSTPONE),
        ),
        screen.add_key(
            translate("verification", "Escalate the dossier to another supervisor"),
            "Shift+F8",
            lambda: screen.ending.ask(Purpose.ESCALATE),
        ),
        screen.add_key(
            translate("verification", "Put the dossier back among those that wait"),
            "Ctrl+Shift+W",
            lambda: screen.ending.take_up(),  # noqa: PLW0108 - it is made after the keys
        ),
    )


def _alternatives(screen: VerificationScreen) -> tuple[QAction, ...]:
    text = translate("verification", "Take reading {number}")

    def take(number: int) -> None:
        _with_current(screen, lambda place: screen.keying.take_alternative(place, number))

    return tuple(
        screen.add_key(text.format(number=number + 1), f"Alt+{number + 1}", partial(take, number))
        for number in range(_ALTERNATIVES)
    )


def _marks(screen: VerificationScreen) -> tuple[QAction, ...]:
    def turn(way: Callable[[str], str]) -> Callable[[], None]:
        return partial(
            _with_current, screen, lambda place: screen.form.view(place).editor.turn_syllable(way)
        )

    return (
        screen.add_key(
            translate("verification", "Next tone on the syllable at the cursor"),
            "Alt+T",
            turn(next_tone),
        ),
        screen.add_key(
            translate("verification", "Next hat, horn or bar on the syllable at the cursor"),
            "Alt+Shift+T",
            turn(next_shape),
        ),
        *_entries(screen),
    )


def _entries(screen: VerificationScreen) -> tuple[QAction, ...]:
    def choose(step: int) -> Callable[[], None]:
        return partial(
            _with_current, screen, lambda place: screen.form.view(place).editor.choose_entry(step)
        )

    return (
        screen.add_key(
            translate("verification", "Next row of a table's value"), "Alt+Down", choose(1)
        ),
        screen.add_key(
            translate("verification", "Previous row of a table's value"), "Alt+Up", choose(-1)
        ),
    )


def _main(screen: VerificationScreen) -> tuple[QAction, QAction, QAction]:
    return (
        screen.add_key(
            translate("verification", "Return"), "F9", lambda: screen.ending.ask(Purpose.RETURN)
        ),
        screen.add_key(
            translate("verification", "Accept paper"),
            "Ctrl+Return",
            screen.accept_document,
        ),
        screen.add_key(
            translate("verification", "Finish check"),
            "Ctrl+Shift+Return",
            screen.finish,
        ),
    )


def _moving(screen: VerificationScreen) -> None:
    screen.add_key(
        translate("verification", "Waiting, postponed or escalated dossiers"),
        "Ctrl+Shift+Q",
        screen.lists.next_queue,
    )
    screen.add_key(translate("verification", "Forms"), keys.FORMS, screen.open_forms)
    screen.add_key(translate("verification", "Tell or ask"), keys.TELL, screen.open_telling)
    screen.add_key(translate("verification", "Show the value large"), "F2", screen.show_large)
    screen.add_key(
        translate("verification", "Put the fields on the other side of the page"),
        "Ctrl+Shift+F6",
        lambda: screen.habits.swap(),  # noqa: PLW0108 - it is made after the keys
    )
    screen.add_key(
        translate("verification", "Show the pixels and the person"),
        provenance.KEY,
        partial(_trace, screen),
    )
    screen.add_key(
        translate("verification", "Next doubtful letter"), "F3", lambda: screen.go_to_doubt(1)
    )
    screen.add_key(
        translate("verification", "Previous doubtful letter"),
        "Shift+F3",
        lambda: screen.go_to_doubt(-1),
    )
    screen.add_key(
        translate("verification", "Next page with a field that needs a person"),
        "PgDown",
        lambda: screen.go_to_problem_page(1),
    )
    screen.add_key(
        translate("verification", "Previous page with a field that needs a person"),
        "PgUp",
        lambda: screen.go_to_problem_page(-1),
    )
    screen.add_key(
        translate("verification", "Next page of the paper"),
        "Ctrl+PgDown",
        lambda: screen.pages.step(1),
    )
    screen.add_key(
        translate("verification", "Previous page of the paper"),
        "Ctrl+PgUp",
        lambda: screen.pages.step(-1),
    )


def _page(screen: VerificationScreen) -> tuple[tuple[QAction, str], ...]:
    tools = {}
    for title, key, wish in page_keys():
        action = screen.add_key(title, key, partial(wish, screen.page_view))
        if key in _ICONS:
            tools[key] = (action, _ICONS[key])
    return tuple(tools[key] for key in _ICONS)


def _trace(screen: VerificationScreen) -> None:
    place = screen.form.current
    row = screen.form.view(place).row if place >= 0 else None
    if row is not None:
        provenance.show_value(screen, row.value.id)


def _with_current(screen: VerificationScreen, act: Callable[[int], None]) -> None:
    place = screen.form.current
    if place >= 0 and screen.form.view(place).editor.hasFocus():
        act(place)
