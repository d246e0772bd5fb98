"""Sends a person's decisions to the core one after the other, each on what was last saved."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ui.screen import Screen
from ui.screens.verification import work
from ui.screens.verification.work import Saved, Wish
from ui.tasks import Lane


class Decisions(QObject):
    """A queue with one entry under way, so that a person's second thought is never stale."""

    saved = Signal(object)
    """Saved: the dossier after one entry."""
    failed = Signal(object, object)
    """The wishes that were not kept, and the error."""
    emptied = Signal()
    """Nothing is under way or waiting any more."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._waiting: deque[tuple[str, tuple[Wish, ...]]] = deque()
        self._under_way: tuple[Wish, ...] = ()
        self._raised: dict[int, int] = {}

    @property
    def idle(self) -> bool:
        """Whether everything asked for has been answered."""
        return not self._under_way and not self._waiting

    @property
    def pending(self) -> frozenset[int]:
        """Ids of the values whose decision is on its way."""
        waiting = (wish for _code, wishes in self._waiting for wish in wishes)
        return frozenset(wish.value_id for wish in (*self._under_way, *waiting))

    def send(self, code: str, wishes: Sequence[Wish]) -> None:
        """Have values of a dossier decided after all that was asked before."""
        if wishes:
            self._waiting.append((code, tuple(wishes)))
            self._start_next()

    def _start_next(self) -> None:
        if self._under_way or not self._waiting:
            return
        code, wishes = self._waiting.popleft()
        self._under_way = tuple(self._on_own_version(wish) for wish in wishes)
        desk, sent = self._screen.desk, self._under_way
        self._screen.run(
            Lane.RECORDS,
            lambda _handle: work.carry_out(desk, code, sent),
            self._on_saved,
            failed=self._on_failed,
        )

    def _on_own_version(self, wish: Wish) -> Wish:
        """Raise a wish to the version that this person's own earlier wish has made."""
        return replace(wish, version=max(wish.version, self._raised.get(wish.value_id, 0)))

    def _on_saved(self, saved: Saved) -> None:
        late = {conflict.wish.value_id for conflict in saved.conflicts}
        versions = {value.id: value.version for value in saved.values}
        for wish in saved.wishes:
            if wish.value_id not in late:
                self._raised[wish.value_id] = versions.get(wish.value_id, wish.version)
        self._under_way = ()
        self.saved.emit(saved)
        self._go_on()

    def _on_failed(self, error: BaseException) -> None:
        lost, self._under_way = self._under_way, ()
        self.failed.emit(lost, error)
        self._go_on()

    def _go_on(self) -> None:
        self._start_next()
        if self.idle:
            self.emptied.emit()
