"""Holding the dossier that is open: claimed while it is worked on, given back when it is left."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from digitizer.errors import ClaimedError
from ui.screen import Screen
from ui.screens.verification import work
from ui.tasks import Lane

_RENEWED = 5 * 60 * 1000
"""Milliseconds between two renewals: a third of the time for which a claim holds."""


class Claiming(QObject):
    """Renews the claim on one dossier; who took it over is told."""

    lost = Signal(object)
    """ClaimedError: somebody else works on the dossier now."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._code = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_RENEWED)
        self._timer.timeout.connect(self.renew)

    @property
    def code(self) -> str:
        """The dossier held, or empty."""
        return self._code

    def hold(self, code: str) -> None:
        """Go on holding a dossier that was claimed when it was opened."""
        if self._code and self._code != code:
            self.give_back()
        self._code = code
        self._timer.start()

    def renew(self) -> None:
        """Make the claim last longer."""
        if self._code:
            desk, code = self._screen.desk, self._code
            self._screen.run(Lane.RECORDS, lambda _handle: work.claim(desk, code), self._on_renewed)

    def give_back(self) -> None:
        """Let others work on the dossier; also when the window closes right after."""
        if not self._code:
            return
        desk, code, self._code = self._screen.desk, self._code, ""
        self._timer.stop()
        self._screen.run(Lane.RECORDS, lambda _handle: work.give_back(desk, code), keep=True)

    def _on_renewed(self, taken: ClaimedError | None) -> None:
        if taken is not None:
            self._code = ""
            self._timer.stop()
            self.lost.emit(taken)
