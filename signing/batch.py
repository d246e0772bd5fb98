"""Signing many documents with one login: the token never waits for the disk or the network.

The calling thread holds the token and does nothing but sign. One thread prepares the next
documents, one writes the waiting files, several ask for timestamps. What ends the token's work
(pulled out, locked, disk full) leaves the documents before it valid and those behind it untouched.
"""

from __future__ import annotations

import base64
import shutil
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from signing.document import check_certificate, container_of, make_signature
from signing.errors import (
    LevelUnreachableError,
    OutputFailedError,
    SelfCheckError,
    SigningError,
)
from signing.finishing import (
    Sealed,
    cut_back,
    digest_without,
    fill_gap,
    read_sealed,
    release,
    signed_digest,
    write_waiting,
)
from signing.journal import (
    KEPT,
    BatchReport,
    Control,
    DocumentReport,
    Entry,
    Job,
    Journal,
    Outcome,
    Stage,
    advanced,
    troubled,
)
from signing.keys import SigningKey
from signing.model import Level
from signing.preparing import Prepared, Request, prepare, room_for
from signing.revision import size_of
from signing.timestamps import TimestampService

AHEAD = 4
"""Documents prepared before the token asks for them."""
TIMESTAMPS_AT_ONCE = 8
SPARE_BYTES = 10_000_000
ROOM_A_DOCUMENT = 100_000
"""Bytes a signature adds at most: appearance, font, gap, revocation data."""

Listener = Callable[[Entry], None]


@dataclass(frozen=True, slots=True)
class Policy:
    """How strong the signatures of a queue must be. Nothing is released weaker than this."""

    level: Level = Level.B_B
    timestamps: TimestampService | None = None
    at_once: int = TIMESTAMPS_AT_ONCE
    """Timestamps asked for at the same time; public services ask for few."""

    def demand(self) -> None:
        """Refuse a level that what is configured cannot reach. Raises LevelUnreachableError."""
        if self.level.timestamped and (self.timestamps is None or not self.timestamps.urls):
            raise LevelUnreachableError(level=self.level.label, missing="TSA")


def sign_batch(
    jobs: Sequence[Job],
    key: SigningKey | None,
    policy: Policy,
    journal: Journal,
    *,
    control: Control | None = None,
    listener: Listener | None = None,
    token_free: Callable[[], None] | None = None,
) -> BatchReport:
    """Sign every document that the journal does not know as done, and complete the waiting ones.

    ``key`` None completes without the token what was signed before. ``listener`` hears every entry
    after it is kept. ``token_free`` is called when the last signature is made, while timestamps may
    still be under way. Raises before anything is signed when the policy cannot be met, the
    certificate may not sign or the disk has no room; what happens to a single document stands in
    the report.
    """
    policy.demand()
    if len({job.name for job in jobs}) != len(jobs):
        raise ValueError("two documents of one name")
    if key is not None:
        check_certificate(key, datetime.now(UTC))
        _demand_room(jobs)
    run = _Run(policy, journal, control or Control(), listener)
    started = datetime.now(UTC)
    with (
        # the writer gives the stamper its work, so it is the first to be waited for
        ThreadPoolExecutor(policy.at_once, "signing-timestamps") as stamper,
        ThreadPoolExecutor(1, "signing-writer") as writer,
    ):
        run.writer, run.stamper = writer, stamper
        fresh = run.take_up(jobs)
        if key is not None:
            _sign_all(run, fresh, key)
        if token_free is not None:
            token_free()
    for work in run.work:
        # nothing foreseen comes this way; a bug must not end in silence
        work.result()
    _complete(run, jobs)
    if policy.timestamps is not None:
        policy.timestamps.services.close()
    return run.report(jobs, key, started)


@dataclass(slots=True)
class _Run:
    """What one batch shares between its threads."""

    policy: Policy
    journal: Journal
    control: Control
    listener: Listener | None
    writer: ThreadPoolExecutor = field(init=False)
    stamper: ThreadPoolExecutor = field(init=False)
    lock: threading.Lock = field(default_factory=threading.Lock)
    work: list[Future[None]] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    error: SigningError | None = None

    def record(self, entry: Entry) -> Entry:
        """Keep an entry, then tell the listener."""
        with self.lock:
            self.journal.record(entry)
            self.entries[entry.name] = entry
            if self.listener is not None:
                self.listener(entry)
        return entry

    def halt(self, error: SigningError) -> None:
        """End the token's work: the first reason counts."""
        with self.lock:
            self.error = self.error or error

    def fail(self, job: Job, error: SigningError) -> None:
        """Note that a document was not signed."""
        failed = troubled(Entry(job.name, Stage.FAILED, datetime.now(UTC)), error)
        self.entries[job.name] = failed
        with suppress(OutputFailedError):
            self.record(failed)

    def take_up(self, jobs: Iterable[Job]) -> list[Job]:
        """Go on with what an earlier run has signed; return the jobs that have no signature yet."""
        known = dict(self.journal.latest())
        fresh = []
        for job in jobs:
            entry = known.get(job.name)
            if entry is None or entry.stage not in {*KEPT, Stage.DONE}:
                fresh.append(job)
                continue
            self.entries[job.name] = entry
            if entry.stage is Stage.DONE:
                if not job.target.is_file():
                    fresh.append(job)
                continue
            try:
                found = _restore(job, entry)
            except SigningError:
                # the waiting file is gone or is not what was signed: it is signed anew
                fresh.append(job)
                continue
            if found is not None:
                self.record(found)
                continue
            if entry.stage is Stage.SIGNED and self.policy.level.timestamped:
                sealed = read_sealed(base64.b64decode(entry.container))
                self.work.append(self.stamper.submit(self.timestamp, job, entry, sealed))
        return fresh

    def write(self, job: Job, prepared: Prepared, sealed: Sealed, at: datetime) -> None:
        """Put a signed file on the disk; then ask for its timestamp."""
        try:
            size = write_waiting(prepared, sealed.container, job.waiting)
            signed = Entry(
                job.name,
                Stage.SIGNED,
                datetime.now(UTC),
                size=size,
                start=prepared.start,
                end=prepared.end,
                container=base64.b64encode(sealed.container).decode("ascii"),
                signed_at=at,
            )
            entry = self.record(signed)
        except SigningError as error:
            if isinstance(error, OutputFailedError):
                # a full disk takes the next one no better: the token must not go on in vain
                self.halt(error)
            self.fail(job, error)
            return
        if self.policy.level.timestamped:
            self.work.append(self.stamper.submit(self.timestamp, job, entry, sealed))

    def timestamp(self, job: Job, entry: Entry, sealed: Sealed) -> None:
        """Put a timestamp into the room that was kept for it; a failure leaves the file waiting."""
        service = self.policy.timestamps
        if service is None:
            return
        try:
            stamp = service.stamp(sealed.imprint, stopped=self.control.stopping)
            fill_gap(job.waiting, entry.start, entry.end, sealed.with_timestamp(stamp.token))
            done = advanced(entry, Stage.TIMESTAMPED)
            self.record(replace(done, timestamp_at=stamp.at))
        except SigningError as error:
            self.wait_with(job, error)

    def wait_with(self, job: Job, error: SigningError) -> None:
        """Note why a signed document waits; its stage stays."""
        with suppress(OutputFailedError):
            self.record(troubled(self.entries[job.name], error))

    def report(self, jobs: Sequence[Job], key: SigningKey | None, started: datetime) -> BatchReport:
        """Return what became of every document."""
        return BatchReport(
            documents=tuple(_report(job, self.entries.get(job.name)) for job in jobs),
            level=self.policy.level,
            signer=key.info if key else None,
            started_at=started,
            ended_at=datetime.now(UTC),
            stopped_by=self.error,
            stopped=self.control.stopping.is_set(),
        )


def _sign_all(run: _Run, jobs: list[Job], key: SigningKey) -> None:
    """Sign on this thread, one after the other, while others prepare, write and stamp."""
    container = container_of(key)
    with ThreadPoolExecutor(1, "signing-preparer") as preparer:
        for job, coming in _ahead(preparer, run, jobs, key):
            try:
                prepared, at = coming.result()
            except SigningError as error:
                run.fail(job, error)
                continue
            try:
                run.record(Entry(job.name, Stage.PREPARED, at))
                attributes = container.attributes(prepared.digest)
                signature = make_signature(key, attributes)
            except SigningError as error:
                # a token that has failed once is not asked again
                run.halt(error)
                run.entries.pop(job.name, None)
                return
            sealed = Sealed(container.sealed(attributes, signature), signature)
            run.work.append(run.writer.submit(run.write, job, prepared, sealed, at))


def _ahead(
    preparer: ThreadPoolExecutor, run: _Run, jobs: Iterable[Job], key: SigningKey
) -> Iterator[tuple[Job, Future[tuple[Prepared, datetime]]]]:
    """Yield the jobs with their preparation, a few of which are under way."""
    waiting: deque[tuple[Job, Future[tuple[Prepared, datetime]]]] = deque()
    left = iter(jobs)
    while True:
        while len(waiting) < AHEAD and (job := next(left, None)) is not None:
            waiting.append((job, preparer.submit(_prepare, job, key, run.policy.level)))
        if not waiting or not run.control.may_go_on() or run.error is not None:
            for _, future in waiting:
                future.cancel()
            return
        yield waiting.popleft()


def _prepare(job: Job, key: SigningKey, level: Level) -> tuple[Prepared, datetime]:
    at = datetime.now(UTC)
    request = Request(
        field=job.field,
        appearance=job.appearance,
        reason=job.reason,
        location=job.location,
        owner=key.info.owner,
        test=key.info.test,
        needs=job.needs,
    )
    return prepare(job.source, request, at=at, room=room_for(level)), at


def _restore(job: Job, entry: Entry) -> Entry | None:
    """Bring a waiting file back to what the journal knows; return the entry of a released one."""
    waiting = job.waiting
    if not waiting.is_file() and job.target.is_file():
        # cut off between the new name and the journal's line about it
        _demand_digest(job.target, entry)
        sha256 = digest_without(job.target, 0, 0).hex()
        return replace(advanced(entry, Stage.DONE), sha256=sha256)
    cut_back(waiting, entry.size)
    container = base64.b64decode(entry.container)
    _demand_digest(waiting, entry)
    if entry.stage is Stage.SIGNED:
        # a timestamp may have been torn while it was put in
        fill_gap(waiting, entry.start, entry.end, container)
    return None


def _demand_digest(path: Path, entry: Entry) -> None:
    expected = signed_digest(base64.b64decode(entry.container))
    if entry.stage in {Stage.SIGNED, Stage.TIMESTAMPED} and (
        digest_without(path, entry.start, entry.end) != expected
    ):
        raise SelfCheckError(field="", reason="digest")


def _complete(run: _Run, jobs: Sequence[Job]) -> None:
    """Bring what is signed to its level and give it its name; what cannot be, waits."""
    wanted = Stage.TIMESTAMPED if run.policy.level.timestamped else Stage.SIGNED
    for job in jobs:
        entry = run.entries.get(job.name)
        if entry is None or entry.stage is not wanted or entry.code:
            continue
        try:
            sha256 = release(job.waiting, job.target)
            run.record(replace(advanced(entry, Stage.DONE), sha256=sha256))
        except SigningError as error:
            run.wait_with(job, error)


def _report(job: Job, entry: Entry | None) -> DocumentReport:
    stage = entry.stage if entry is not None else None
    outcome = Outcome.UNTOUCHED
    if stage is Stage.DONE:
        outcome = Outcome.DONE
    elif stage is Stage.FAILED:
        outcome = Outcome.FAILED
    elif stage in KEPT:
        outcome = Outcome.WAITING
    if entry is None:
        return DocumentReport(job.name, job.target, job.field, outcome, None)
    return DocumentReport(
        name=job.name,
        target=job.target,
        field=job.field,
        outcome=outcome,
        stage=stage,
        code=entry.code,
        details=entry.details,
        signed_at=entry.signed_at,
        timestamp_at=entry.timestamp_at,
        sha256=entry.sha256,
    )


def _demand_room(jobs: Sequence[Job]) -> None:
    """Refuse a batch the disk has no room for, before the token is touched."""
    needed: dict[Path, int] = {}
    for job in jobs:
        with suppress(OSError):
            size = size_of(job.source) + ROOM_A_DOCUMENT
            needed[job.target.parent] = needed.get(job.target.parent, 0) + size
    for folder, size in needed.items():
        try:
            free = shutil.disk_usage(folder).free
        except OSError as error:
            raise OutputFailedError(path=str(folder), reason=error.strerror or "") from error
        if free < size + SPARE_BYTES:
            raise OutputFailedError(path=str(folder), reason=f"{free} < {size + SPARE_BYTES}")
