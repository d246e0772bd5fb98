"""Sends a person's decisions to the core in their order, each on what was last saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from ui.screen import Screen
from ui.screens.verification import work
from ui.screens.verification.work import Saved, Wish
from ui.tasks import Lane


class Decisions(QObject):
    """Starts a job for each decision at once: nothing waits here that closing could lose."""

    saved = Signal(object)
    """Saved: the dossier after one entry."""
    failed = Signal(object, object)
    """The wishes that were not kept, and the error."""
    emptied = Signal()
    """Nothing is under way any more."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._under_way: list[tuple[Wish, ...]] = []
        self._own_versions: dict[int, int] = {}

    @property
    def idle(self) -> bool:
        """Whether everything asked for has been answered."""
        return not self._under_way

    @property
    def pending(self) -> frozenset[int]:
        """Ids of the values whose decision is on its way."""
        return frozenset(wish.value_id for wishes in self._under_way for wish in wishes)

    def send(self, code: str, wishes: Sequence[Wish]) -> None:
        """Have values of a dossier decided, after all that was asked before."""
        if not wishes:
            return
        sent = tuple(wishes)
        self._under_way.append(sent)
        desk, own = self._screen.desk, self._own_versions
        self._screen.run(
            Lane.RECORDS,
            lambda _handle: work.carry_out(desk, code, sent, own),
            lambda saved: self._on_saved(sent, saved),
            failed=lambda error: self._on_failed(sent, error),
            keep=True,
        )

    def _on_saved(self, sent: tuple[Wish, ...], saved: Saved) -> None:
        self._under_way.remove(sent)
        self.saved.emit(saved)
        self._say_when_empty()

    def _on_failed(self, sent: tuple[Wish, ...], error: BaseException) -> None:
        self._under_way.remove(sent)
        self.failed.emit(sent, error)
        self._say_when_empty()

    def _say_when_empty(self) -> None:
        if self.idle:
            self.emptied.emit()
