"""Signing many documents with one login: the token never waits for the disk or the network.

The calling thread holds the token and does nothing but sign. One thread prepares the next
documents, one writes the waiting files, several ask for timestamps. What ends the token's work
(pulled out, locked, disk full) leaves the documents before it valid and those behind it untouched.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from signing.completing import complete
from signing.document import check_certificate, container_of, make_signature
from signing.errors import NotAPdfError, OutputFailedError, SigningError
from signing.finishing import Sealed
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
)
from signing.keys import SigningKey
from signing.model import Level
from signing.preparing import Prepared, Request, prepare, room_for
from signing.revision import size_of
from signing.run import Listener, Policy, Run

AHEAD = 4
"""Documents prepared before the token asks for them."""
SPARE_BYTES = 10_000_000
ROOM_A_DOCUMENT = 100_000
"""Bytes a signature adds at most: appearance, font, gap, revocation data."""


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
    try:
        return _sign_batch(jobs, key, policy, journal, control or Control(), listener, token_free)
    finally:
        policy.close()


def _sign_batch(
    jobs: Sequence[Job],
    key: SigningKey | None,
    policy: Policy,
    journal: Journal,
    control: Control,
    listener: Listener | None,
    token_free: Callable[[], None] | None,
) -> BatchReport:
    policy.demand()
    if len({job.name for job in jobs}) != len(jobs):
        raise ValueError("two documents of one name")
    if key is not None:
        precheck(key, policy)
        _demand_room(jobs)
    run = Run(policy, journal, control, listener)
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
    complete(run, jobs)
    return BatchReport(
        documents=tuple(_report(job, run.entries.get(job.name)) for job in jobs),
        level=policy.level,
        signer=key.info if key else None,
        started_at=started,
        ended_at=datetime.now(UTC),
        stopped_by=run.error,
        stopped=run.control.stopping.is_set(),
    )


def precheck(key: SigningKey, policy: Policy) -> None:
    """Refuse a certificate that may not sign now: dates, usage, path to a root, revocation.

    Raises CertificateExpiredError, CertificateUnfitError, CertificateUntrustedError,
    CertificateRevokedError or RevocationUnknownError.
    """
    check_certificate(key, datetime.now(UTC))
    if policy.revocation is not None:
        policy.revocation.prove(key.certificate, key.chain)


def _sign_all(run: Run, jobs: list[Job], key: SigningKey) -> None:
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
                run.begin(Entry(job.name, Stage.PREPARED, at))
                attributes = container.attributes(prepared.digest)
                signature = make_signature(key, attributes)
            except SigningError as error:
                # a token that has failed once is not asked again
                run.halt(error)
                run.entries.pop(job.name, None)
                run.begun.pop(job.name, None)
                return
            sealed = Sealed(container.sealed(attributes, signature), signature)
            run.work.append(run.writer.submit(run.write, job, prepared, sealed, at))


def _ahead(
    preparer: ThreadPoolExecutor, run: Run, jobs: Iterable[Job], key: SigningKey
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
    try:
        return prepare(job.source, request, at=at, room=room_for(level)), at
    except OSError as error:
        # gone or unreadable since the batch was put together
        raise NotAPdfError(path=job.name, reason=error.strerror or "") from error


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
