"""How many errors are to be expected in what nobody has looked at, and accepting it when few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel

from digitizer.model.review import Expected
from digitizer.model.view import WaitingKind
from ui import theme, wording
from ui.screen import Tone
from ui.screens.mass import work
from ui.tasks import Lane
from ui.widgets.dialog import Question, ask

if TYPE_CHECKING:
    from ui.screens.mass.screen import MassScreen


class Rest(QObject):
    """Says when the office's target is met; only then the rest can be accepted."""

    def __init__(self, screen: MassScreen, line: QLabel, action: QAction) -> None:
        super().__init__(screen)
        self._screen = screen
        self._line = line
        self._action = action
        self._kind: WaitingKind | None = None
        self.expected: Expected | None = None

    def ask(self, kind: WaitingKind | None) -> None:
        """Ask the core about a field."""
        self._kind, self.expected = kind, None
        self._line.clear()
        self._action.setEnabled(False)
        if kind is None:
            return
        desk = self._screen.desk

        def show(found: Expected) -> None:
            if kind is self._kind:
                self._show(found)

        self._screen.run(Lane.RECORDS, lambda _handle: work.expected(desk, kind), show)

    def _show(self, found: Expected) -> None:
        self.expected = found
        text = self.tr(
            "{seen} looked at, {wrong} of them wrong · {errors} errors expected among the other "
            "{waiting} · {allowed} may be left"
        )
        text = text.format(
            seen=found.seen,
            wrong=found.wrong,
            errors=wording.decimal(found.errors),
            waiting=found.waiting,
            allowed=wording.decimal(found.allowed),
        )
        if found.met:
            text = f"{text}. " + self.tr("The target is met: Ctrl+Shift+Enter accepts the rest.")
        self._line.setText(text)
        theme.set_role(self._line, tone="good" if found.met else "")
        self._action.setEnabled(found.met)

    def accept(self) -> None:
        """Accept the rest after saying what is to be expected of it."""
        desk, kind, found = self._screen.desk, self._kind, self.expected
        if kind is None or found is None or not found.met:
            return
        text = self.tr(
            "{waiting} values are accepted without a look. {errors} errors are to be expected, "
            "{allowed} may be left. The journal keeps that."
        )
        text = text.format(
            waiting=found.waiting,
            errors=wording.decimal(found.errors),
            allowed=wording.decimal(found.allowed),
        )
        question = Question(
            self.tr("Accept the rest"), text, self.tr("Accept the rest"), self.tr("Look on")
        )
        ask(
            self._screen,
            question,
            lambda: self._screen.run(
                Lane.RECORDS,
                lambda _handle: work.accept_rest(desk, kind),
                self._on_accepted,
                keep=True,
            ),
        )

    def _on_accepted(self, count: int) -> None:
        self._screen.say(self.tr("{count} values accepted.").format(count=count), Tone.GOOD)
        self._screen.begin_anew()
