"""What follows when the token is free: revocation data, document timestamps, the final name.

Evidence is asked for once a signer and timestamp service, after the last timestamp, so that it is
younger than everything it proves. A document that lacks something waits; none goes out weaker.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from asn1crypto import cms as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing import cms
from signing.errors import RevocationUnknownError, SelfCheckError, SigningError
from signing.finishing import append
from signing.journal import KEPT, Entry, Job, Stage, advanced
from signing.preparing import prepare_timestamp
from signing.revocation import MALFORMED, Evidence, Revocation
from signing.run import Policy, Run
from signing.store import evidence_revision
from signing.timestamps import TimestampService

TIMESTAMP_FIELD = "archive"


def complete(run: Run, jobs: Sequence[Job]) -> None:
    """Bring what is signed to its level and give it its name; what cannot be, waits."""
    level = run.policy.level
    with ThreadPoolExecutor(run.policy.at_once, "signing-completing") as workers:
        if level.long_term:
            prover = _Prover(run.policy)
            _each(workers, run, jobs, Stage.TIMESTAMPED, prover.add)
        if run.policy.last_stage is Stage.ARCHIVED:
            _each(workers, run, jobs, Stage.LONG_TERM, _Archiver(run).add)
    stages = KEPT[KEPT.index(run.policy.last_stage) :]
    for job in jobs:
        entry = run.entries.get(job.name)
        if entry is not None and entry.stage in stages and not entry.code:
            run.name(job, entry)


def _each(
    workers: ThreadPoolExecutor,
    run: Run,
    jobs: Iterable[Job],
    stage: Stage,
    step: Callable[[Job, Entry], Entry],
) -> None:
    """Take a step for every document at a stage that waits for nothing."""

    def take(job: Job, entry: Entry) -> None:
        try:
            run.record(step(job, entry))
        except SigningError as error:
            run.wait_with(job, error)

    waiting = []
    for job in jobs:
        entry = run.entries.get(job.name)
        if entry is not None and entry.stage is stage and not entry.code:
            waiting.append(workers.submit(take, job, entry))
    for one in waiting:
        one.result()


class _Prover:
    """Appends revocation data; documents with the same certificates share what was fetched."""

    def __init__(self, policy: Policy) -> None:
        self._revocation = policy.revocation
        if policy.revocation is not None:
            # the look before signing fetched lists that are older than the signatures
            policy.revocation.refresh()
        self._lock = threading.Lock()
        self._known: dict[tuple[bytes, ...], Evidence | SigningError] = {}

    def add(self, job: Job, entry: Entry) -> Entry:
        """Append the evidence for a document's signer and its timestamp."""
        evidence = self._evidence(base64.b64decode(entry.container))
        added = evidence_revision(job.held.source, evidence)
        size = append(job.held, entry.size, [added])
        return replace(advanced(entry, Stage.LONG_TERM), size=size)

    def _evidence(self, container: bytes) -> Evidence:
        parties = parties_of(container)
        key = tuple(_der(signer) for signer, _, _ in parties)
        with self._lock:
            found = self._known.get(key)
            if found is None:
                try:
                    found = evidence_for(self._revocation, parties)
                except SigningError as error:
                    found = error
                self._known[key] = found
        if isinstance(found, SigningError):
            raise found
        return found


Party = tuple[x509.Certificate, tuple[x509.Certificate, ...], bool]
"""A signer's certificate, those that came with it, and whether it makes timestamps."""


def parties_of(container: bytes) -> tuple[Party, ...]:
    """Return who signed a container and who stamped it. Raises SelfCheckError."""
    try:
        info = asn1.ContentInfo.load(container)
        signed = info["content"]
        parties = [_party(signed, stamping=False)]
        for attribute in signed["signer_infos"][0]["unsigned_attrs"]:
            if attribute["type"].native == "signature_time_stamp_token":
                parties += [_party(one["content"], stamping=True) for one in attribute["values"]]
    except (*MALFORMED, LookupError) as error:
        raise SelfCheckError(field="", reason="container") from error
    return tuple(parties)


def _party(signed: Any, *, stamping: bool) -> Party:
    wanted = signed["signer_infos"][0]["sid"].chosen
    number = wanted["serial_number"].native
    held = tuple(x509.load_der_x509_certificate(one.dump()) for one in signed["certificates"])
    own = next(one for one in held if one.serial_number == number)
    return own, held, stamping


def evidence_for(revocation: Revocation | None, parties: Iterable[Party]) -> Evidence:
    """Return what proves that all parties' certificates are good; fails closed.

    Raises what ``Revocation.prove`` raises.
    """
    evidence = Evidence()
    for certificate, known, stamping in parties:
        if revocation is None:
            raise RevocationUnknownError(owner="", reason="none configured")
        found = revocation.prove(certificate, known, stamping=stamping)
        evidence = evidence.joined(found)
    return evidence


class _Archiver:
    """Puts a document timestamp over everything that is in a file so far."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def add(self, job: Job, entry: Entry) -> Entry:
        """Append a document timestamp."""
        service = self._run.policy.timestamps
        if service is None:
            raise SelfCheckError(field="", reason="policy")
        tail = archive_timestamp(job.held.source, service)
        size = append(job.held, entry.size, [tail])
        return replace(advanced(entry, Stage.ARCHIVED), size=size)


def archive_timestamp(source: Path | bytes, service: TimestampService) -> bytes:
    """Return the bytes that append a document timestamp to a file.

    Raises TimestampUnavailableError, and what preparing raises.
    """
    prepared = prepare_timestamp(source, TIMESTAMP_FIELD)
    stamp = service.stamp(prepared.digest)
    filling = cms.in_gap(stamp.token, prepared.room)
    return b"".join(prepared.appended(filling))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
