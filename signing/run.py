"""One batch while it runs: its policy, its journal, and the steps its threads take."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

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
from signing.journal import KEPT, Control, Entry, Job, Journal, Stage, advanced, troubled
from signing.model import Level
from signing.preparing import Prepared
from signing.revision import Source
from signing.revocation import Revocation
from signing.timestamps import TimestampService

TIMESTAMPS_AT_ONCE = 8

Listener = Callable[[Entry], None]


@dataclass(frozen=True, slots=True)
class Policy:
    """How strong the signatures of a queue must be. Nothing is released weaker than this."""

    level: Level = Level.B_B
    timestamps: TimestampService | None = None
    at_once: int = TIMESTAMPS_AT_ONCE
    """Timestamps asked for at the same time; public services ask for few."""
    revocation: Revocation | None = None
    """Asks whether certificates are revoked, before the token signs; needed from B-LT on."""

    def demand(self) -> None:
        """Refuse a level that what is configured cannot reach. Raises LevelUnreachableError."""
        if self.level.timestamped and (self.timestamps is None or not self.timestamps.urls):
            raise LevelUnreachableError(level=self.level.label, missing="TSA")
        if self.level.long_term and (self.revocation is None or not self.revocation.roots):
            raise LevelUnreachableError(level=self.level.label, missing="OCSP, CRL")

    @property
    def last_stage(self) -> Stage:
        """Return the stage a document must reach before it gets its name."""
        return KEPT[list(Level).index(self.level)]

    def close(self) -> None:
        """Close the connections that are kept open."""
        if self.timestamps is not None:
            self.timestamps.services.close()
        if self.revocation is not None:
            self.revocation.services.close()


@dataclass(slots=True)
class Run:
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
    begun: dict[str, Entry] = field(default_factory=dict)
    error: SigningError | None = None

    def begin(self, entry: Entry) -> None:
        """Note that a document is prepared; it is kept with its signature.

        Nothing is on the disk yet, so nothing rests on it, and the token does not wait for a disk
        that keeps what came before.
        """
        self.begun[entry.name] = entry
        if self.listener is not None:
            self.listener(entry)

    def record(self, entry: Entry) -> Entry:
        """Keep an entry, then tell the listener."""
        with self.lock:
            begun = self.begun.pop(entry.name, None)
            self.journal.record(entry, begun)
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
            # what it waited for is tried again
            entry = replace(entry, code="", details={})
            if entry.stage is Stage.DONE:
                if job.target.is_file():
                    self.entries[job.name] = entry
                else:
                    fresh.append(job)
                continue
            try:
                found = _restore(job, entry)
            except SigningError:
                # the waiting file is gone or is not what was signed: it is signed anew
                fresh.append(job)
                continue
            self.entries[job.name] = entry
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
            size = write_waiting(prepared, sealed.container, job.held)
            signed = Entry(
                job.name,
                Stage.SIGNED,
                datetime.now(UTC),
                size=size,
                covered=size,
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
        else:
            self.name(job, entry)

    def name(self, job: Job, entry: Entry) -> None:
        """Give a finished file its name; a failure leaves it waiting."""
        try:
            sha256 = release(job.held, job.target)
            self.record(replace(advanced(entry, Stage.DONE), sha256=sha256))
        except SigningError as error:
            self.wait_with(job, error)

    def timestamp(self, job: Job, entry: Entry, sealed: Sealed) -> None:
        """Put a timestamp into the room that was kept for it; a failure leaves the file waiting."""
        service = self.policy.timestamps
        if service is None:
            return
        try:
            stamp = service.stamp(sealed.imprint, stopped=self.control.stopping)
            whole = sealed.with_timestamp(stamp.token)
            fill_gap(job.held, entry.start, entry.end, whole)
            done = advanced(entry, Stage.TIMESTAMPED)
            kept = base64.b64encode(whole).decode("ascii")
            stamped = self.record(replace(done, timestamp_at=stamp.at, container=kept))
        except SigningError as error:
            self.wait_with(job, error)
            return
        if self.policy.last_stage is Stage.TIMESTAMPED:
            self.name(job, stamped)

    def wait_with(self, job: Job, error: SigningError) -> None:
        """Note why a signed document waits; its stage stays."""
        with suppress(OutputFailedError):
            self.record(troubled(self.entries[job.name], error))


def _restore(job: Job, entry: Entry) -> Entry | None:
    """Bring a waiting file back to what the journal knows; return the entry of a released one."""
    waiting = job.held
    if not waiting.exists and job.target.is_file():
        # cut off between the new name and the journal's line about it
        finished = job.finished.source
        _demand_digest(finished, entry)
        sha256 = digest_without(finished, 0, 0).hex()
        return replace(advanced(entry, Stage.DONE), sha256=sha256)
    cut_back(waiting, entry.size)
    container = base64.b64decode(entry.container)
    _demand_digest(waiting.source, entry)
    if entry.stage is Stage.SIGNED:
        # a timestamp may have been torn while it was put in
        fill_gap(waiting, entry.start, entry.end, container)
    return None


def _demand_digest(file: Source, entry: Entry) -> None:
    """Refuse a file that is not what was signed. Raises SelfCheckError."""
    expected = signed_digest(base64.b64decode(entry.container))
    if digest_without(file, entry.start, entry.end, entry.covered) != expected:
        raise SelfCheckError(field="", reason="digest")
