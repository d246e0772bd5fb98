"""The courier sends, fetches and makes reports in the background while somebody who may sits there.

It has no words of its own: how the queues stand is for the administrator's screen. A neighbour that
does not answer rests, so a run over a quiet outbox costs one question to the store.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from digitizer.jobs import CancelToken
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, may
from ui.tasks import Handle, Lane, Tasks

if TYPE_CHECKING:
    from digitizer.workstation import Workstation

EVERY = 60_000
"""Milliseconds between runs."""


class Courier(QObject):
    """Runs the outbox of the opened office, one run at a time."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.run)
        self._desk: tuple[Workstation, Officer] | None = None
        self._cancel = CancelToken()
        self._running = threading.Lock()

    def serve(self, workstation: Workstation, officer: Officer) -> None:
        """Send in this officer's name from now on, if they may."""
        self.stop()
        if may(officer, Action.SEND_MESSAGES) or may(officer, Action.SCHEDULE_REPORTS):
            self._desk = (workstation, officer)
            self._cancel = CancelToken()
            self._timer.start()
            self.run()

    def stop(self) -> None:
        """Send nothing more; what is on its way ends with its present message."""
        self._timer.stop()
        self._desk = None
        self._cancel.cancel()

    def run(self) -> None:
        """Send and fetch once, unless a run is under way."""
        if self._desk is None:
            return
        workstation, officer = self._desk
        cancel = self._cancel

        def work(_handle: Handle) -> None:
            if not self._running.acquire(blocking=False):
                return
            try:
                if may(officer, Action.SCHEDULE_REPORTS) and not cancel.cancelled:
                    workstation.reports.run(officer, cancel=cancel)
                if not may(officer, Action.SEND_MESSAGES):
                    return
                if workstation.store.outbox.neighbours(enabled=True) and not cancel.cancelled:
                    workstation.exchange.send(officer, cancel=cancel)
                    if not cancel.cancelled:
                        workstation.exchange.collect(officer)
            finally:
                self._running.release()

        # a store that does not answer is told by whoever works with it, not here
        self._tasks.run(Lane.DEVICES, work)
