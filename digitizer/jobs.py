"""How long work reports and is cancelled; shared by the headless commands and the window."""

from __future__ import annotations

import threading
from collections.abc import Callable
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
