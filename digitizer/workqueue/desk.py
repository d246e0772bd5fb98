"""The queue of a single desk: the same jobs, taken by one thread of the program itself.

Pages need no row of their own: a page without words waits. What is being done now is known to the
program alone (``Store.under_way``), so after a kill it simply waits again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence

from digitizer.errors import DigitizerError, NotFoundError, QueueFullError
from digitizer.jobs import CancelledError
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.store import Store
from digitizer.store.ahead import Ahead
from digitizer.store.desk_jobs import DeskJob, DeskJobs
from digitizer.store.unread import Unread, UnreadPage
from digitizer.workqueue.values import (
    AHEAD,
    AT_COUNTER,
    ATTEMPTS,
    JOB_POISON,
    LISTED,
    MOST_WAITING,
    Handler,
    JobKind,
    QueuedJob,
    QueueState,
    SetAsideError,
    Stage,
    Wanted,
)

_log = logging.getLogger(__name__)
_COUNTED = 100_000
"""Jobs that are counted at most."""
_ORDER = (Stage.ASIDE, Stage.RUNNING, Stage.WAITING)


class DeskQueue:
    """The desk's side of its own queue."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._jobs = store.part(DeskJobs)

    def put(self, wanted: Sequence[Wanted], *, priority: int = AHEAD) -> int:
        """Put jobs into the queue and return how many are at work to take them, none or one.

        A page needs no putting: it waits from the moment it is stored.
        """
        if priority < AT_COUNTER and self._jobs.waiting() > MOST_WAITING:
            raise QueueFullError(waiting=self._jobs.waiting())
        for one in wanted:
            if one.kind is not JobKind.READ_PAGE:
                self._jobs.put(one.kind.value, one.subject, one.dossier_code, priority)
        self._store.under_way.wake()
        return self._store.under_way.helpers

    def state(self) -> QueueState:
        """Return how the queue stands."""
        found = [*self._pages(_COUNTED), *self._others(_COUNTED)]
        counts = {stage: sum(one.stage is stage for one in found) for stage in Stage}
        return QueueState(
            waiting=counts[Stage.WAITING],
            running=counts[Stage.RUNNING],
            failed=counts[Stage.ASIDE],
            workers=self._store.under_way.helpers,
        )

    def jobs(self, officer: Officer, limit: int = LISTED) -> tuple[QueuedJob, ...]:
        """Return jobs: set aside, being done, then waiting in the order they will go.

        Raises NotAllowedError.
        """
        require(officer, Action.WATCH_QUEUE)
        found = [*self._pages(limit), *self._others(limit)]
        return tuple(sorted(found, key=lambda one: _ORDER.index(one.stage))[:limit])

    def resend(self, officer: Officer, job: QueuedJob) -> None:
        """Have a job that was set aside done once more. Raises NotAllowedError."""
        if job.kind is JobKind.READ_PAGE:
            self._store.part(Unread).wait_again(officer, int(job.subject))
            self._store.under_way.ask([(JobKind.READ_PAGE, job.subject)])
        else:
            self._jobs.again(officer, job.kind.value, job.subject)
            self._store.under_way.wake()

    def _pages(self, limit: int) -> list[QueuedJob]:
        return [self._page(one) for one in self._store.part(Unread).pages(limit)]

    def _page(self, page: UnreadPage) -> QueuedJob:
        stage = Stage.ASIDE if page.failure else Stage.WAITING
        if self._store.under_way.runs((JobKind.READ_PAGE, str(page.page_id))):
            stage = Stage.RUNNING
        return QueuedJob(
            JobKind.READ_PAGE,
            str(page.page_id),
            page.dossier_code,
            page.name,
            stage,
            page.failure if stage is Stage.ASIDE else "",
            page.at_counter,
        )

    def _others(self, limit: int) -> list[QueuedJob]:
        return [self._other(one) for one in self._jobs.all(limit)]

    def _other(self, job: DeskJob) -> QueuedJob:
        kind = JobKind(job.kind)
        made = self._store.part(Ahead).of(job.kind, job.subject) if job.problem else None
        stage = Stage.ASIDE if job.problem else Stage.WAITING
        if self._store.under_way.runs((kind, job.subject)):
            stage = Stage.RUNNING
        return QueuedJob(
            kind,
            job.subject,
            job.dossier_code,
            "",
            stage,
            job.problem,
            job.priority >= AT_COUNTER,
            job.attempts,
            {} if made is None else made.details,
        )


class DeskWorker:
    """Takes the jobs of a single desk, one after the other, until it is stopped.

    First pages, dossier by dossier (``read``), the counter's before those of batches: those that
    waited when it began, as after a kill, and those that were sent once more. Then what is to be
    made ahead. It sleeps until somebody puts something in.
    """

    def __init__(
        self,
        store: Store,
        handlers: Mapping[JobKind, Handler],
        read: Callable[[str], None],
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._read = read
        self._jobs = store.part(DeskJobs)
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self.ask_for_pages()
        self._thread = threading.Thread(target=self._run, name="desk-worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the job at hand, and wait for that."""
        self._over.set()
        self._store.under_way.wake()
        if self._thread is not None:
            self._thread.join()

    def ask_for_pages(self) -> None:
        """Wish for all pages that wait now."""
        pages = [one for one in self._store.part(Unread).pages(_COUNTED) if not one.failure]
        self._store.under_way.ask([(JobKind.READ_PAGE, str(one.page_id)) for one in pages])

    def run_until_empty(self) -> None:
        """Do what waits, here and now."""
        while not self._over.is_set() and (self._read_next() or self._do_next()):
            continue

    def _run(self) -> None:
        with self._store.under_way.helping():
            while not self._over.is_set():
                seen = self._store.under_way.woken
                try:
                    self.run_until_empty()
                except DigitizerError as error:
                    # a full disk, a busy store: the job waits on and is tried with the next wish
                    _log.warning("the desk's queue rests: %s", error.code)
                self._store.under_way.wait(seen, self._over.is_set)

    def _read_next(self) -> bool:
        """Read the pages of one dossier that are wished for; false when there are none."""
        under_way = self._store.under_way
        wished = [
            one
            for one in self._store.part(Unread).pages(LISTED)
            if not one.failure and under_way.asked((JobKind.READ_PAGE, str(one.page_id)))
        ]
        if not wished:
            return False
        first = min(wished, key=lambda one: (not one.at_counter, one.page_id))
        same = [one for one in wished if one.dossier_code == first.dossier_code]
        # a wish counts once: a page that cannot be kept is not tried for ever
        under_way.forget([(JobKind.READ_PAGE, str(one.page_id)) for one in same])
        try:
            self._read(first.dossier_code)
        except CancelledError:
            return False
        except NotFoundError:
            # erased or removed meanwhile
            _log.info("a dossier that waited to be read is gone")
        return True

    def _do_next(self) -> bool:
        """Do one job that is made ahead; false when none waits."""
        job = self._jobs.take(ATTEMPTS, JOB_POISON)
        if job is None:
            return False
        kind = JobKind(job.kind)
        key = (kind, job.subject)
        with self._store.under_way.claim([key]) as free:
            self._store.under_way.begin(free)
            try:
                self._handlers[kind](job.subject, True)
            except SetAsideError as error:
                self._jobs.set_aside(job.id, error.code)
                return True
            except NotFoundError:
                _log.info("what a job was about is gone")
            self._jobs.done(job.id)
        return True
