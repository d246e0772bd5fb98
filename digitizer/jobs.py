"""How long work reports and is cancelled; shared by the headless commands and the window."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come: ``done`` of ``total`` items, the current one named by ``label``."""

    done: int
    total: int
    label: str = ""


Report = Callable[[Progress], None]


class CancelledError(Exception):
    """The person asked the job to stop; what was finished is kept."""


class CancelToken:
    """Says to a job, from any thread, that it should stop."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._asked.set()

    @property
    def cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._asked.is_set()

    def check(self) -> None:
        """Raise CancelledError if the job was asked to stop."""
        if self._asked.is_set():
            raise CancelledError


def silent(_progress: Progress) -> None:
    """Report nothing."""


Key = tuple[str, str]
"""Kind and subject of a job."""
_PATIENCE = 60.0


class UnderWay:
    """What a program is doing now, so that no two of its threads do the same; safe in threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held: set[Key] = set()
        self._running: set[Key] = set()
        self._asked: set[Key] = set()
        self.helpers = 0
        """Threads that take jobs by themselves."""
        self.woken = 0
        """How often somebody had something for them."""

    @contextlib.contextmanager
    def claim(self, keys: Collection[Key]) -> Iterator[tuple[Key, ...]]:
        """Give those of the keys that nobody holds; they are held until the end of the block."""
        with self._changed:
            free = tuple(key for key in keys if key not in self._held)
            self._held.update(free)
        try:
            yield free
        finally:
            with self._changed:
                self._held.difference_update(free)
                self._running.difference_update(free)
                self._asked.difference_update(free)
                self._changed.notify_all()

    def begin(self, keys: Collection[Key]) -> None:
        """Say that what was held is being done now."""
        with self._changed:
            self._running.update(keys)

    def end(self, keys: Collection[Key]) -> None:
        """Say that it is done."""
        with self._changed:
            self._running.difference_update(keys)

    def holds(self, key: Key) -> bool:
        """Return whether somebody holds this."""
        with self._changed:
            return key in self._held

    def runs(self, key: Key) -> bool:
        """Return whether this is being done."""
        with self._changed:
            return key in self._running

    def await_end(self, keys: Collection[Key], cancel: CancelToken) -> None:
        """Wait until nobody holds any of these. Raises CancelledError."""
        with self._changed:
            while any(key in self._held for key in keys):
                cancel.check()
                self._changed.wait(0.2)

    def ask(self, keys: Collection[Key]) -> None:
        """Wish that a helper does these, and wake it."""
        with self._changed:
            self._asked.update(keys)
        self.wake()

    def asked(self, key: Key) -> bool:
        """Return whether somebody wished for this and nobody has done it since."""
        with self._changed:
            return key in self._asked

    def forget(self, keys: Collection[Key]) -> None:
        """Take wishes back."""
        with self._changed:
            self._asked.difference_update(keys)

    @contextlib.contextmanager
    def helping(self) -> Iterator[None]:
        """Count as a helper for the block."""
        with self._changed:
            self.helpers += 1
        try:
            yield
        finally:
            with self._changed:
                self.helpers -= 1

    def wake(self) -> None:
        """Let helpers look for work."""
        with self._changed:
            self.woken += 1
            self._changed.notify_all()

    def wait(self, seen: int, over: Callable[[], bool]) -> None:
        """Sleep until somebody wakes helpers after they had been woken so often, or it is over."""
        with self._changed:
            while self.woken == seen and not over():
                self._changed.wait(_PATIENCE)
