"""The ways in which a dossier leaves the supervisor: verified, back to the clerk, laid aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.screens.verification import work
from ui.screens.verification.decisions import Decisions
from ui.screens.verification.reason_panel import Purpose, ReasonPanel
from ui.tasks import Lane

if TYPE_CHECKING:
    from ui.screens.verification.screen import VerificationScreen


class Ending(QObject):
    """Asks the core to verify, return, postpone or escalate the dossier that is open."""

    gone = Signal(str, str)
    """A sentence about what became of the dossier, and its code."""
    refused = Signal(object)
    """The error for which the dossier cannot be verified yet."""
    taken_up = Signal(str)
    """Code of the dossier that is among the waiting ones again."""

    def __init__(
        self, screen: VerificationScreen, decisions: Decisions, panel: ReasonPanel
    ) -> None:
        super().__init__(screen)
        self._screen = screen
        self._decisions = decisions
        self._panel = panel
        self._finishing = ""
        panel.confirmed.connect(self._on_confirmed)
        decisions.emptied.connect(self._on_emptied)
        decisions.failed.connect(self._on_not_saved)

    def ask(self, purpose: Purpose) -> None:
        """Ask why the dossier is returned, postponed or escalated."""
        if self._may_end():
            self._panel.ask(purpose)

    def finish(self) -> None:
        """Verify the whole dossier once everything typed is saved."""
        if not self._may_end():
            return
        self._screen.keep_typed()
        self._finishing = self._screen.keying.code
        self._on_emptied()

    def take_up(self) -> None:
        """Put the dossier shown back among those that wait."""
        if self._may_end():
            desk, code = self._screen.desk, self._screen.keying.code
            self._screen.run(
                Lane.RECORDS,
                lambda _handle: desk.workstation.verifying.take_up(desk.officer, code),
                lambda _none: self.taken_up.emit(code),
            )

    def _may_end(self) -> bool:
        return self._screen.dossier is not None and not self._screen.keying.read_only

    def _on_emptied(self) -> None:
        code, waiting = self._finishing, not self._decisions.idle
        if not code or waiting:
            return
        self._finishing = ""
        desk = self._screen.desk
        text = self.tr("{code} is verified.").format(code=code)
        self._screen.run(
            Lane.RECORDS,
            lambda _handle: desk.workstation.paper.verify(desk.officer, code),
            lambda _dossier: self.gone.emit(text, code),
            failed=self.refused.emit,
        )

    def _on_not_saved(self, _wishes: object, _error: object) -> None:
        self._finishing = ""

    def _on_confirmed(self, purpose: Purpose, reason: str) -> None:
        if purpose is Purpose.LET_STAND or not self._may_end():
            return
        self._screen.keep_typed()
        desk, code = self._screen.desk, self._screen.keying.code
        text = self._what_became(purpose).format(code=code)
        self._screen.run(
            Lane.RECORDS,
            lambda _handle: work.leave_to_others(desk, code, purpose, reason),
            lambda _dossier: self.gone.emit(text, code),
        )

    def _what_became(self, purpose: Purpose) -> str:
        match purpose:
            case Purpose.RETURN:
                return self.tr("{code} went back to the clerk.")
            case Purpose.POSTPONE:
                return self.tr("{code} is postponed; it stands among the postponed dossiers.")
            case Purpose.ESCALATE:
                return self.tr("{code} is escalated; another supervisor sees it with your reason.")
            case Purpose.LET_STAND:
                return ""
