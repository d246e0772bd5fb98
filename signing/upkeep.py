"""Keeping signatures provable: which files need a new archive timestamp, and giving it to them.

An archive timestamp proves everything under it while its own certificate lasts. A new one, put over
the old one and fresh revocation data for it, carries the proof on (ETSI EN 319 142-1 5.4.3).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.completing import archive_timestamp, evidence_for
from signing.errors import LevelUnreachableError, NotAPdfError, SelfCheckError, SigningError
from signing.finishing import release, write
from signing.hostile import HOSTILE
from signing.model import Level
from signing.revision import LARGEST_FILE, chunks_of
from signing.run import Policy
from signing.store import evidence_revision
from signing.verify import check
from signing.waiting import PART, PlainFile


class Due(StrEnum):
    """Why a file needs an archive timestamp, or that it does not."""

    NOT_YET = "not-yet"
    SOON = "soon"
    LAPSED = "lapsed"
    """The newest archive timestamp's certificate has ended: what it proved is in doubt."""
    NONE = "none"
    """The file has no archive timestamp; its proof ends with its certificates."""
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What one file needs."""

    path: Path
    due: Due
    until: datetime | None = None
    """When the proof ends as things stand."""

    @property
    def needs_work(self) -> bool:
        """Return whether a new archive timestamp is to be put on it now."""
        return self.due in {Due.SOON, Due.NONE}


def look_over(
    paths: Iterable[Path], *, within: timedelta, at: datetime | None = None
) -> Iterator[Upkeep]:
    """Yield for each file whether its proof ends within a time; nothing is written."""
    now = at or datetime.now(UTC)
    for path in paths:
        try:
            stamped, until = _ends(path)
        except (OSError, *HOSTILE):
            yield Upkeep(path, Due.UNREADABLE)
            continue
        if until is None:
            yield Upkeep(path, Due.UNSIGNED)
        else:
            yield Upkeep(path, due(until, stamped=stamped, within=within, now=now), until)


def due(until: datetime, *, stamped: bool, within: timedelta, now: datetime) -> Due:
    """Return what is due for a file whose proof ends then; ``stamped`` by an archive timestamp."""
    if until <= now:
        return Due.LAPSED
    if not stamped:
        return Due.NONE
    return Due.SOON if until - now <= within else Due.NOT_YET


def _ends(path: Path) -> tuple[bool, datetime | None]:
    """Return whether there is an archive timestamp, and when the newest proof ends."""
    with path.open("rb") as stream:
        reader = PdfFileReader(stream, strict=False)
        stamps = list(reader.embedded_timestamp_signatures)
        signatures = list(reader.embedded_regular_signatures)
        newest = stamps[-1:] or signatures
        ends = [
            x509.load_der_x509_certificate(one.signer_cert.dump()).not_valid_after_utc
            for one in newest
        ]
    return bool(stamps), min(ends, default=None)


def renew(source: Path, target: Path, policy: Policy) -> str:
    """Put fresh evidence and a new archive timestamp over a file; return its new SHA-256.

    The file is written beside ``target`` and takes its place only when it was found valid, so that
    ``target`` may be ``source``. Raises what ``renewed`` raises; then nothing has changed.
    """
    grown = renewed(_whole(source), policy)
    waiting = PlainFile(target.with_name(target.name + PART))
    try:
        write(waiting, [grown])
        return release(waiting, target)
    except SigningError:
        waiting.remove()
        raise


def renewed(pdf: bytes, policy: Policy) -> bytes:
    """Return the file with fresh evidence and a new archive timestamp behind what it was.

    Raises SelfCheckError for a file that is not valid before or after, LevelUnreachableError
    without a timestamp or revocation service, and what asking them raises.
    """
    if policy.timestamps is None or policy.revocation is None or not policy.timestamps.urls:
        raise LevelUnreachableError(level=Level.B_LTA.label, missing="TSA, OCSP, CRL")
    roots = [root.public_bytes(Encoding.PEM) for root in policy.revocation.roots]
    try:
        _demand_valid(pdf, roots, "before")
        evidence = evidence_for(policy.revocation, _parties(pdf))
        grown = pdf + evidence_revision(pdf, evidence)
        grown += archive_timestamp(grown, policy.timestamps)
        _demand_valid(grown, roots, "after")
    finally:
        policy.close()
    return grown


def _whole(source: Path) -> bytes:
    try:
        if source.stat().st_size > LARGEST_FILE:
            raise NotAPdfError(path=str(source), reason="too large")
        return b"".join(chunks_of(source))
    except OSError as error:
        raise NotAPdfError(path=str(source), reason=error.strerror or "") from error


def _demand_valid(pdf: bytes, roots: list[bytes], when: str) -> None:
    verdict = check(pdf, trust=roots)
    # whether it is PDF/A is not what its signatures prove
    if [one for one in verdict.problems if one != "not-pdfa"]:
        raise SelfCheckError(field="", reason=f"{when}: {', '.join(verdict.problems)}")


def _parties(
    pdf: bytes,
) -> Iterator[tuple[x509.Certificate, tuple[x509.Certificate, ...], bool]]:
    """Yield the newest timestamp's certificate, or the signers' where there is none yet."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    stamps = list(reader.embedded_timestamp_signatures)
    for one in stamps[-1:] or list(reader.embedded_regular_signatures):
        known = tuple(
            x509.load_der_x509_certificate(other.dump()) for other in one.other_embedded_certs
        )
        own = x509.load_der_x509_certificate(one.signer_cert.dump())
        yield own, known, bool(stamps)
