"""Work behind the window: lanes of threads, one bridge, and every outcome on the GUI thread.

``RECORDS`` is one thread, so short questions to the store stay in order; ``DEVICES`` is a few,
for taking in, reading, pictures and signing. Recognition runs in the core's own processes inside
such a job. The GUI thread never waits: it is told.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from digitizer.errors import DigitizerError
from digitizer.jobs import CancelledError, CancelToken, Progress

_log = logging.getLogger(__name__)


class Lane(Enum):
    """Where work runs; the value is the number of its threads."""

    RECORDS = 1
    DEVICES = 4


class Ending(Enum):
    """The four ways in which a job ends; each job ends in exactly one."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended, with its value or its error."""

    ending: Ending
    value: Any = None
    error: BaseException | None = None


class Handle:
    """What the work itself holds: it reports, tells and asks whether to stop, from its thread."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.cancel = job.token

    def report(self, progress: Progress) -> None:
        """Say how far the work has come."""
        self._job.post_progress(progress)

    def tell(self, value: object) -> None:
        """Hand a value to the window before the work is over."""
        self._job.post_value(value)


Work = Callable[[Handle], Any]


class Job(QObject):
    """One piece of work as the window sees it; all its signals come on the GUI thread."""

    progressed = Signal(object)
    """Progress: the newest only, older ones are dropped when the window is busy."""
    told = Signal(object)
    """A value handed over before the end."""
    succeeded = Signal(object)
    """The work's return value."""
    failed = Signal(object)
    """The DigitizerError that ended the work."""
    cancelled = Signal()
    crashed = Signal(object)
    """The unforeseen exception that ended the work."""
    ended = Signal(object)
    """Outcome, after the signal of its kind."""

    over = Signal(object)
    """This job, when all else was said."""

    _reported = Signal()
    _posted = Signal(object)
    _settled = Signal(object)

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.kept = False
        self.token = CancelToken()
        self.progress = Progress(0, 0)
        self.outcome: Outcome | None = None
        self._newest = self.progress
        self._waiting = False
        self._lock = threading.Lock()
        # queued: a job that ends before its caller has connected must not be lost
        queued = Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._announce_progress, queued)
        self._posted.connect(self._announce_value, queued)
        self._settled.connect(self._announce, queued)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.token.cancel()

    def post_progress(self, progress: Progress) -> None:
        """Take a report from the working thread."""
        with self._lock:
            waiting, self._waiting = self._waiting, True
            self._newest = progress
        if not waiting:
            self._reported.emit()

    def post_value(self, value: object) -> None:
        """Take a value from the working thread."""
        self._posted.emit(value)

    def settle(self, outcome: Outcome) -> None:
        """Take the outcome from the working thread."""
        self._settled.emit(outcome)

    @Slot()
    def _announce_progress(self) -> None:
        with self._lock:
            self._waiting = False
            self.progress = self._newest
        self.progressed.emit(self.progress)

    @Slot(object)
    def _announce_value(self, value: object) -> None:
        self.told.emit(value)

    @Slot(object)
    def _announce(self, outcome: Outcome) -> None:
        self.outcome = outcome
        match outcome.ending:
            case Ending.SUCCEEDED:
                self.succeeded.emit(outcome.value)
            case Ending.FAILED:
                self.failed.emit(outcome.error)
            case Ending.CANCELLED:
                self.cancelled.emit()
            case _:
                self.crashed.emit(outcome.error)
        self.ended.emit(outcome)
        self.over.emit(self)


def while_there(owner: QObject, receive: Callable[[Any], object]) -> Callable[[Any], None]:
    """Return a receiver of an outcome that does nothing once its owner is gone."""

    def deliver(value: Any) -> None:
        if shiboken6.isValid(owner):
            receive(value)

    return deliver


class Tasks(QObject):
    """Starts work in its lane and keeps each job until its outcome was announced."""

    started = Signal(object)
    """Job with a title: work a person would like to see and may stop."""
    ended = Signal(object)
    """Job, whether titled or not."""
    crashed = Signal(object)
    """The unforeseen exception of any job: a bug, treated like one."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            lane: ThreadPoolExecutor(lane.value, thread_name_prefix=lane.name.lower())
            for lane in Lane
        }
        self._jobs: set[Job] = set()
        self._closed = False

    @property
    def running(self) -> tuple[Job, ...]:
        """Jobs whose outcome has not been announced."""
        return tuple(self._jobs)

    def run(self, lane: Lane, work: Work, *, title: str = "", keep: bool = False) -> Job:
        """Start work in a lane; a title shows it to the person with progress and a stop button.

        Work to ``keep`` is what a person has typed or decided: it is carried out even when the
        window closes while it waits.
        """
        job = Job(title, self)
        job.kept = keep
        self._jobs.add(job)
        # a bound method and no lambda: a lambda would keep this object alive until the job is
        # deleted, and then delete it, and with it the job, in the middle of that
        job.over.connect(self._forget)
        job.crashed.connect(self.crashed)
        if self._closed:
            job.settle(Outcome(Ending.CANCELLED))
        else:
            self._lanes[lane].submit(_carry_out, work, job)
        if title:
            self.started.emit(job)
        return job

    def close(self) -> None:
        """Ask all work to stop, wait for what runs or is kept, and start nothing more."""
        self._closed = True
        for job in self._jobs:
            if not job.kept:
                job.cancel()
        # not cancel_futures: what waits ends by its own token, and what is kept is carried out
        for executor in self._lanes.values():
            executor.shutdown(wait=True)

    @Slot(object)
    def _forget(self, job: Job) -> None:
        self._jobs.discard(job)
        self.ended.emit(job)
        job.deleteLater()


def _carry_out(work: Work, job: Job) -> None:
    job.settle(_outcome(work, job))


def _outcome(work: Work, job: Job) -> Outcome:
    try:
        job.token.check()
        return Outcome(Ending.SUCCEEDED, value=work(Handle(job)))
    except CancelledError:
        return Outcome(Ending.CANCELLED)
    except DigitizerError as error:
        # what nobody is there to be told of stands at least here; details may name people
        _log.info("work failed: %s", error.code)
        return Outcome(Ending.FAILED, error=error)
    except BaseException as error:  # noqa: BLE001 - the one place that carries a bug to the GUI thread
        _log.error("work crashed", exc_info=error)
        return Outcome(Ending.CRASHED, error=error)
