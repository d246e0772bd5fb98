"""Jobs in the office's database: any number of ``digitizer worker`` machines take them.

A worker that dies leaves a job that stops beating; another takes it after ``STALLED`` seconds. A
job at which workers died ``ATTEMPTS`` times is set aside as failed, so that it stops no other.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from digitizer.errors import DigitizerError, QueueFullError
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.store import Store
from digitizer.store.ahead import Ahead
from digitizer.store.unread import Unread, UnreadPage
from digitizer.workqueue.values import (
    AHEAD,
    AT_COUNTER,
    ATTEMPTS,
    JOB_POISON,
    LISTED,
    MOST_WAITING,
    POISON,
    STALLED,
    Handler,
    JobKind,
    QueuedJob,
    QueueState,
    SetAsideError,
    Stage,
    Wanted,
)

if TYPE_CHECKING:
    import procrastinate

QUEUE = "jobs"
_BEAT = 5.0
_TAKE_BACK = "*/5 * * * * *"

_log = logging.getLogger(__name__)


class OfficeQueue:
    """A desk's side of the queue."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def state(self) -> QueueState:
        """Return how the queue stands."""
        with self._open() as app:
            return _state(app)

    def put(self, wanted: Sequence[Wanted], *, priority: int = AHEAD) -> int:
        """Put jobs into the queue and return how many workers are alive to take them.

        A job that waits already is not put in twice. Raises QueueFullError for all but the
        counter's while too many wait.
        """
        with self._open() as app:
            state = _state(app)
            if priority < AT_COUNTER and state.waiting > MOST_WAITING:
                raise QueueFullError(waiting=state.waiting)
            for one in wanted:
                _defer(app, one, priority)
            return state.workers

    def jobs(self, officer: Officer, limit: int = LISTED) -> tuple[QueuedJob, ...]:
        """Return jobs: set aside, being done, then waiting in the order they will go.

        Raises NotAllowedError.
        """
        require(officer, Action.WATCH_QUEUE)
        with self._open() as app:
            found = app.connector.get_sync_connector().execute_query_all(_JOBS, limit=limit)
        pages = [int(one["subject"]) for one in found if one["kind"] == JobKind.READ_PAGE]
        named = {str(one.page_id): one for one in self._store.part(Unread).named(pages)}
        ahead = self._store.part(Ahead)
        jobs = [self._job(one, named, ahead) for one in found]
        # a page somebody read meanwhile waits for nothing, though its job is still there
        shown = [one for one in jobs if one is not None]
        return tuple(sorted(shown, key=lambda one: _ORDER.index(one.stage)))

    def resend(self, officer: Officer, job: QueuedJob) -> None:
        """Have a job that was set aside done once more, by whichever machine is free.

        Raises NotAllowedError.
        """
        require(officer, Action.WATCH_QUEUE)
        self._store.journal.add(officer, "job-resent", f"{job.kind.value}/{job.subject}")
        with self._open() as app:
            _defer(app, Wanted(job.kind, job.subject, job.dossier_code), AT_COUNTER, again=True)

    def _job(
        self, row: Mapping[str, Any], named: Mapping[str, UnreadPage], ahead: Ahead
    ) -> QueuedJob | None:
        kind, subject = JobKind(row["kind"]), str(row["subject"])
        stage = {"todo": Stage.WAITING, "doing": Stage.RUNNING}.get(row["status"], Stage.ASIDE)
        page = named.get(subject) if kind is JobKind.READ_PAGE else None
        if page is not None and page.read and stage is Stage.WAITING:
            return None
        reason, details = "", dict[str, object]()
        if stage is Stage.ASIDE and kind is JobKind.READ_PAGE:
            reason = (page.failure if page else "") or POISON
        elif stage is Stage.ASIDE:
            made = ahead.of(kind.value, subject)
            reason = (made.problem if made else "") or JOB_POISON
            details = dict(made.details) if made else {}
        return QueuedJob(
            kind,
            subject,
            str(row["dossier"] or ""),
            "" if page is None else page.name,
            stage,
            reason,
            row["priority"] >= AT_COUNTER,
            row["attempts"],
            details,
        )

    @contextlib.contextmanager
    def _open(self) -> Iterator[procrastinate.App]:
        import procrastinate

        connector = procrastinate.SyncPsycopgConnector(
            kwargs=self._store.shared_connection, min_size=1, max_size=1
        )
        app = procrastinate.App(connector=connector)
        with app.open():
            yield app


# a job that failed is shown until it was sent once more; one that succeeded is deleted
_JOBS = """
SELECT * FROM (
  SELECT DISTINCT ON (task_name, args->>'subject') task_name AS kind, args->>'subject' AS subject,
    args->>'dossier' AS dossier, status, priority, attempts, id
  FROM procrastinate_jobs WHERE queue_name = 'jobs' AND status IN ('todo', 'doing', 'failed')
  ORDER BY task_name, args->>'subject', id DESC) AS newest
ORDER BY status = 'failed' DESC, status = 'doing' DESC, priority DESC, id LIMIT %(limit)s
"""
_ORDER = (Stage.ASIDE, Stage.RUNNING, Stage.WAITING)


def _defer(app: procrastinate.App, wanted: Wanted, priority: int, *, again: bool = False) -> None:
    from procrastinate.exceptions import AlreadyEnqueued

    more = {"again": True} if again else {}
    with contextlib.suppress(AlreadyEnqueued):
        app.configure_task(
            wanted.kind.value,
            allow_unknown=True,
            queue=QUEUE,
            priority=priority,
            queueing_lock=f"{wanted.kind.value} {wanted.subject}",
        ).defer(subject=wanted.subject, dossier=wanted.dossier_code, **more)


def _state(app: procrastinate.App) -> QueueState:
    jobs = [one for one in app.job_manager.list_queues() if one["name"] == QUEUE]
    beats = app.connector.get_sync_connector().execute_query_one(
        "SELECT count(*) AS alive FROM procrastinate_workers"
        " WHERE last_heartbeat > now() - %(stalled)s * interval '1 second'",
        stalled=STALLED,
    )
    return QueueState(
        waiting=sum(one["todo"] for one in jobs),
        running=sum(one["doing"] for one in jobs),
        failed=sum(one["failed"] for one in jobs),
        workers=int(beats["alive"]),
    )


class Worker:
    """A machine that takes jobs for the whole office until it is stopped."""

    def __init__(
        self, store: Store, handlers: Mapping[JobKind, Handler], name: str, *, at_once: int
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._name = name
        self._at_once = at_once
        self._stop: Callable[[], None] = threading.Event().set

    def run(self, *, until_empty: bool = False) -> None:
        """Take jobs; with ``until_empty`` end when nothing waits."""
        asyncio.run(self._run(until_empty=until_empty))

    async def _run(self, *, until_empty: bool) -> None:
        import procrastinate

        connector = procrastinate.PsycopgConnector(kwargs=self._store.shared_connection)
        app = procrastinate.App(connector=connector)
        for kind, handler in self._handlers.items():
            self._take_on(app, kind, handler)

        @app.periodic(cron=_TAKE_BACK)
        @app.task(name="take-back-stalled", queue="upkeep", queueing_lock="stalled")
        async def take_back(timestamp: int) -> None:  # noqa: ARG001 - given by procrastinate
            await self._take_back(app)

        async with app.open_async():
            await self._take_back(app)
            await app.run_worker_async(
                queues=[QUEUE, "upkeep"],
                name=self._name,
                concurrency=self._at_once,
                wait=not until_empty,
                delete_jobs="successful",
                update_heartbeat_interval=_BEAT,
                stalled_worker_timeout=STALLED,
                fetch_job_polling_interval=1.0,
            )

    def _take_on(self, app: procrastinate.App, kind: JobKind, handler: Handler) -> None:
        import procrastinate

        # what cannot be done for a reason of its own is set aside and not tried again; what comes
        # back is a job whose machine or database went away
        retry = procrastinate.RetryStrategy(
            max_attempts=ATTEMPTS, wait=5, retry_exceptions=[DigitizerError]
        )

        @app.task(name=kind.value, queue=QUEUE, pass_context=True, retry=retry)
        def take(context: Any, subject: str, dossier: str = "", *, again: bool = False) -> None:
            del dossier
            if context.job.attempts >= ATTEMPTS:
                self._give_up(kind, subject)
                raise SetAsideError(POISON)
            try:
                handler(subject, again)
            except DigitizerError as error:
                _log.warning("%s %s: %s", kind.value, subject, error.code)
                raise
            if again:
                self._store.part(Unread).forget_failures(kind.value, subject)

    def _give_up(self, kind: JobKind, subject: str) -> None:
        """Keep with a page that machines died at it; of other jobs the queue itself tells."""
        if kind is JobKind.READ_PAGE:
            with contextlib.suppress(DigitizerError):
                self._store.dossiers.page_failed(int(subject), POISON)

    async def _take_back(self, app: procrastinate.App) -> None:
        """Put back what dead workers held; what killed them too often is set aside."""
        manager = app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
            if job.task_name in set(JobKind) and job.attempts + 1 >= ATTEMPTS:
                _log.error("a job is set aside: workers died at it %d times", job.attempts + 1)
                kind, subject = JobKind(job.task_name), str(job.task_kwargs["subject"])
                await asyncio.to_thread(self._give_up, kind, subject)
                await manager.finish_job(job, _failed(), delete_job=False)
            else:
                await manager.retry_job(job)


def _failed() -> Any:
    from procrastinate.jobs import Status

    return Status.FAILED
