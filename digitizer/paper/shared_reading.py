"""Pages read by whichever machine of the office is free: jobs in the office's database.

A desk puts pages into the queue and waits until their words are in the store; any number of
``digitizer worker`` machines take them, the counter's before those of batches. A worker that dies
leaves a job that stops beating; another takes it after ``STALLED`` seconds. A page at which workers
died ``ATTEMPTS`` times is set aside as failed, so that it stops no other. Where no worker is alive,
the desk reads its pages itself, as without a database of the office.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from digitizer.errors import DigitizerError, NotFoundError, QueueFullError
from digitizer.jobs import CancelToken, Progress, Report
from digitizer.model.document import Page, PageState
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.model.view import ItemFailure, ReadingOutcome
from digitizer.paper.recognition import save_text
from digitizer.store import Store
from digitizer.store.unread import Unread, UnreadPage
from ocr.errors import OcrError
from ocr.reader import Reader, ReadingJob

if TYPE_CHECKING:
    import procrastinate

QUEUE, TASK = "pages", "read-page"
AT_COUNTER, IN_BATCH = 10, 0
"""Priorities: the citizen who stands there comes first."""
ATTEMPTS = 3
STALLED = 20.0
"""Seconds without a sign of life after which a worker counts as dead."""
LISTED = 500
"""Pages of the queue that are shown at most."""
MOST_WAITING = 20_000
"""Pages a batch may find waiting; with more, it is told to come later."""
POISON = "page-poison"
_BEAT = 5.0
_TAKE_BACK = "*/5 * * * * *"
_GLANCE = 0.3

_log = logging.getLogger(__name__)


class Stage(StrEnum):
    """Where a page stands in the queue."""

    WAITING = "waiting"
    RUNNING = "running"
    ASIDE = "aside"
    """Failed, or set aside because machines died at it; it waits for a person."""


@dataclass(frozen=True, slots=True)
class QueuedPage:
    """A page that waits, is being read, or was set aside."""

    page_id: int
    dossier_code: str
    name: str
    stage: Stage
    reason: str = ""
    """Code of what went wrong with it."""
    at_counter: bool = False
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class QueueState:
    """How the queue stands: pages waiting, being read, set aside, and workers alive."""

    waiting: int
    running: int
    failed: int
    workers: int


class SharedReading:
    """A desk's side of the queue."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def state(self) -> QueueState:
        """Return how the queue stands."""
        with self._open() as app:
            return _state(app)

    def put(self, pages: Sequence[Page], *, at_counter: bool) -> int:
        """Put pages into the queue and return how many workers are alive to take them.

        A page that waits already is not put in twice. Raises QueueFullError for a batch while too
        many pages wait.
        """
        from procrastinate.exceptions import AlreadyEnqueued

        with self._open() as app:
            state = _state(app)
            if not at_counter and state.waiting > MOST_WAITING:
                raise QueueFullError(waiting=state.waiting)
            for page in pages:
                with contextlib.suppress(AlreadyEnqueued):
                    app.configure_task(
                        TASK,
                        allow_unknown=True,
                        queue=QUEUE,
                        priority=AT_COUNTER if at_counter else IN_BATCH,
                        queueing_lock=f"page {page.id}",
                    ).defer(page_id=page.id)
            return state.workers

    def wait(
        self,
        pages: Sequence[Page],
        *,
        report: Report,
        cancel: CancelToken,
        on_page: Callable[[Page], None],
    ) -> ReadingOutcome:
        """Wait until the pages are read or have failed, telling of each."""
        started = time.monotonic()
        waiting = {page.id: page for page in pages}
        failures: list[ItemFailure] = []
        while waiting:
            report(Progress(len(pages) - len(waiting), len(pages)))
            cancel.check()
            for page_id, before in list(waiting.items()):
                try:
                    page = self._store.dossiers.page(page_id)
                except NotFoundError:
                    # taken out of the dossier meanwhile
                    del waiting[page_id]
                    continue
                if page.state is PageState.STORED:
                    continue
                del waiting[page_id]
                if page.state is PageState.FAILED:
                    name = f"{before.original_name} ({before.original_page})"
                    failures.append(ItemFailure(name, page.failure, {"name": name}))
                on_page(page)
            if waiting:
                time.sleep(_GLANCE)
        report(Progress(len(pages), len(pages)))
        read = len(pages) - len(failures)
        return ReadingOutcome(read, tuple(failures), time.monotonic() - started)

    def pages(self, officer: Officer, limit: int = LISTED) -> tuple[QueuedPage, ...]:
        """Return what is in the queue: set aside, being read, then waiting in the order it will go.

        Raises NotAllowedError.
        """
        require(officer, Action.WATCH_QUEUE)
        unread = self._store.part(Unread)
        if not self._store.is_shared:
            return tuple(_of_desk(one) for one in unread.pages(limit))
        with self._open() as app:
            jobs = app.connector.get_sync_connector().execute_query_all(_JOBS, limit=limit)
        named = {one.page_id: one for one in unread.named([int(job["page_id"]) for job in jobs])}
        found = (_of_office(job, named.get(int(job["page_id"]))) for job in jobs)
        return tuple(sorted(found, key=lambda one: _ORDER.index(one.stage)))

    def resend(self, officer: Officer, page_id: int) -> None:
        """Have a page that was set aside read once more, by whichever machine is free.

        On a single desk it only waits again; who reads the dossier's pages reads it. Raises
        NotAllowedError.
        """
        require(officer, Action.WATCH_QUEUE)
        if not self._store.is_shared:
            self._store.part(Unread).wait_again(officer, page_id)
            return
        self._store.journal.add(officer, "page-resent", f"page/{page_id}")
        from procrastinate.exceptions import AlreadyEnqueued

        with self._open() as app, contextlib.suppress(AlreadyEnqueued):
            app.configure_task(
                TASK,
                allow_unknown=True,
                queue=QUEUE,
                priority=AT_COUNTER,
                queueing_lock=f"page {page_id}",
            ).defer(page_id=page_id, again=True)

    @contextlib.contextmanager
    def _open(self) -> Iterator[procrastinate.App]:
        import procrastinate

        connector = procrastinate.SyncPsycopgConnector(
            kwargs=self._store.shared_connection, min_size=1, max_size=1
        )
        app = procrastinate.App(connector=connector)
        with app.open():
            yield app


# a job that failed is shown until the page was sent once more; one that succeeded is deleted
_JOBS = """
SELECT * FROM (
  SELECT DISTINCT ON (args->>'page_id') (args->>'page_id')::integer AS page_id, status, priority,
    attempts, id
  FROM procrastinate_jobs WHERE queue_name = 'pages' AND status IN ('todo', 'doing', 'failed')
  ORDER BY args->>'page_id', id DESC) AS newest
ORDER BY status = 'failed' DESC, status = 'doing' DESC, priority DESC, id LIMIT %(limit)s
"""
_ORDER = (Stage.ASIDE, Stage.RUNNING, Stage.WAITING)


def _of_office(job: Mapping[str, Any], page: UnreadPage | None) -> QueuedPage:
    stage = {"todo": Stage.WAITING, "doing": Stage.RUNNING}.get(job["status"], Stage.ASIDE)
    return QueuedPage(
        int(job["page_id"]),
        "" if page is None else page.dossier_code,
        "" if page is None else page.name,
        stage,
        (page.failure if page else "") or POISON if stage is Stage.ASIDE else "",
        job["priority"] >= AT_COUNTER,
        job["attempts"],
    )


def _of_desk(page: UnreadPage) -> QueuedPage:
    stage = Stage.ASIDE if page.failure else Stage.WAITING
    return QueuedPage(
        page.page_id, page.dossier_code, page.name, stage, page.failure, page.at_counter
    )


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
    """A machine that reads pages for the whole office until it is stopped."""

    def __init__(self, store: Store, reader: Reader, name: str, *, at_once: int) -> None:
        self._store = store
        self._reader = reader
        self._name = name
        self._at_once = at_once
        self._stop: Callable[[], None] = threading.Event().set

    def run(self, *, until_empty: bool = False) -> None:
        """Read pages; with ``until_empty`` end when nothing waits."""
        asyncio.run(self._run(until_empty=until_empty))

    async def _run(self, *, until_empty: bool) -> None:
        import procrastinate

        connector = procrastinate.PsycopgConnector(kwargs=self._store.shared_connection)
        app = procrastinate.App(connector=connector)

        # a page that failed for a reason of its own is kept as failed and not tried again; what
        # comes back is a page whose machine or database went away
        @app.task(
            name=TASK,
            queue=QUEUE,
            pass_context=True,
            retry=procrastinate.RetryStrategy(max_attempts=ATTEMPTS, wait=5),
        )
        def read(context: Any, page_id: int, *, again: bool = False) -> None:
            self.read_page(page_id, attempts=context.job.attempts, again=again)
            if again:
                self._store.part(Unread).forget_failures(page_id)

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

    def read_page(self, page_id: int, *, attempts: int = 0, again: bool = False) -> None:
        """Read one page and keep its words; a page that is read already is left alone.

        ``again``: a person sent it once more, so one that was set aside is tried too.
        """
        try:
            page = self._store.dossiers.page(page_id)
        except NotFoundError:
            return
        if page.state is not PageState.STORED and not (again and page.state is PageState.FAILED):
            return
        if attempts >= ATTEMPTS:
            self._store.dossiers.page_failed(page_id, POISON)
            return
        try:
            image = self._store.vault.get(page.image_hash)
            text = self._reader.read_one(ReadingJob(str(page_id), image, page.dpi))
            save_text(self._store, page_id, text)
        except OcrError as error:
            self._store.dossiers.page_failed(page_id, error.code)
        except DigitizerError as error:
            _log.warning("page %d: %s", page_id, error.code)
            raise

    async def _take_back(self, app: procrastinate.App) -> None:
        """Put back what dead workers held; what killed them too often is set aside."""
        manager = app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
            if job.task_name == TASK and job.attempts + 1 >= ATTEMPTS:
                _log.error("a page is set aside: workers died at it %d times", job.attempts + 1)
                with contextlib.suppress(DigitizerError):
                    page_id = int(str(job.task_kwargs["page_id"]))
                    await asyncio.to_thread(self._store.dossiers.page_failed, page_id, POISON)
                await manager.finish_job(job, _failed(), delete_job=False)
            else:
                await manager.retry_job(job)


def _failed() -> Any:
    from procrastinate.jobs import Status

    return Status.FAILED
