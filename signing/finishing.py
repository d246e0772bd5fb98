"""The waiting file: written, checked against what was meant, completed, then given its name.

Nothing is done in the original. A step that fails leaves the waiting file as the journal has it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import cms as asn1

from signing import cms
from signing.errors import OutputFailedError, SelfCheckError, SourceChangedError
from signing.preparing import Prepared, fields_of
from signing.revision import CHUNK, DAMAGED, Source, open_quietly, size_of
from signing.waiting import PlainFile


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signature that has been made: its container, and what a timestamp is to vouch for."""

    container: bytes
    signature: bytes

    def with_timestamp(self, token: bytes) -> bytes:
        """Return the container with a timestamp as unsigned attribute (RFC 3161 appendix A)."""
        info = asn1.ContentInfo.load(self.container)
        signer = info["content"]["signer_infos"][0]
        data = bytes(signer.dump())
        attribute = cms.tlv(cms.SEQUENCE, cms.SIGNATURE_TIME_STAMP, cms.tlv(cms.SET, token))
        unsigned = cms.tlv(cms.CONTEXT_1, attribute)
        grown = cms.tlv(cms.SEQUENCE, bytes(signer.contents), unsigned)
        # lengths further out grow too, so the levels around the signer are written anew
        content = info["content"]
        before = bytes(content.contents)[: -len(cms.tlv(cms.SET, data))]
        signed = cms.tlv(cms.SEQUENCE, before, cms.tlv(cms.SET, grown))
        return cms.tlv(cms.SEQUENCE, cms.SIGNED_DATA, cms.tlv(cms.CONTEXT_0, signed))

    @property
    def imprint(self) -> bytes:
        """Return the digest a timestamp is asked for."""
        return hashlib.sha256(self.signature).digest()


def read_sealed(container: bytes) -> Sealed:
    """Return a signature from its container. Raises SelfCheckError."""
    try:
        info = asn1.ContentInfo.load(container)
        signature = info["content"]["signer_infos"][0]["signature"].native
    except (ValueError, KeyError, TypeError, LookupError) as error:
        raise SelfCheckError(field="", reason="container") from error
    return Sealed(container, signature)


def signed_digest(container: bytes) -> bytes:
    """Return the document digest a container's signer has signed. Raises SelfCheckError."""
    try:
        attributes = asn1.ContentInfo.load(container)["content"]["signer_infos"][0]["signed_attrs"]
        found = {one["type"].native: one["values"][0].native for one in attributes}
        return bytes(found["message_digest"])
    except (ValueError, KeyError, TypeError, LookupError) as error:
        raise SelfCheckError(field="", reason="container") from error


def write_waiting(prepared: Prepared, container: bytes, waiting: PlainFile) -> int:
    """Write the file with its signature, check what the disk gives back; return its size.

    Raises OutputFailedError, SourceChangedError or SelfCheckError; then nothing is left of it.
    """
    filling = cms.in_gap(container, prepared.room)
    with _disk_errors(waiting.path):
        try:
            size = waiting.write(prepared.pieces(filling))
            written = waiting.source
            check_digest(written, prepared)
            check_structure(written, prepared.field, prepared.start, prepared.end)
        except BaseException:
            waiting.remove()
            raise
    return size


def check_digest(written: Source, prepared: Prepared) -> None:
    """Refuse a file on the disk that is not the one that was signed. Raises SourceChangedError."""
    if digest_without(written, prepared.start, prepared.end) != prepared.digest:
        source = prepared.source
        raise SourceChangedError(path=source.name if isinstance(source, Path) else prepared.field)


def digest_without(source: Source, start: int, end: int, size: int | None = None) -> bytes:
    """Return the SHA-256 of a file's first ``size`` bytes but for those from start to end."""
    digest = hashlib.sha256()
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
        for begin, stop in ((0, start), (end, size_of(source) if size is None else size)):
            stream.seek(begin)
            left = stop - begin
            while left > 0 and (chunk := stream.read(min(CHUNK, left))):
                digest.update(chunk)
                left -= len(chunk)
    return digest.digest()


def check_structure(written: Source, field: str, start: int, end: int) -> None:
    """Refuse a file in which readers would not find the signature where it is."""
    try:
        with open_quietly(written) as document:
            found = next((one for name, one in fields_of(document) if name == field), None)
            value: Any = found.get("/V") if found is not None else None
            covered = [int(number) for number in value["/ByteRange"]] if value is not None else []
    except DAMAGED as error:
        raise SelfCheckError(field=field, reason="unreadable") from error
    if covered != [0, start, end, size_of(written) - end]:
        raise SelfCheckError(field=field, reason="coverage")


def fill_gap(waiting: PlainFile, start: int, end: int, container: bytes) -> None:
    """Overwrite what stands in the gap. Raises TimestampTooLargeError, OutputFailedError."""
    filling = cms.in_gap(container, end - start - 2)
    with _disk_errors(waiting.path):
        waiting.overwrite(start + 1, filling)


def write(waiting: PlainFile, pieces: Iterable[bytes]) -> int:
    """Write a waiting file anew; return its size. Raises OutputFailedError."""
    with _disk_errors(waiting.path):
        return waiting.write(pieces)


def append(waiting: PlainFile, size: int, pieces: Iterable[bytes]) -> int:
    """Append to the first ``size`` bytes of a waiting file; return its new size.

    Raises OutputFailedError, after which the file is again as long as it was.
    """
    with _disk_errors(waiting.path):
        return waiting.append(size, pieces)


def cut_back(waiting: PlainFile, size: int) -> None:
    """Cut a waiting file to the bytes the journal knows. Raises OutputFailedError."""
    with _disk_errors(waiting.path):
        waiting.cut(size)


def release(waiting: PlainFile, target: Path) -> str:
    """Give a finished file its name, and return its SHA-256. Raises OutputFailedError."""
    with _disk_errors(target):
        return waiting.release(target)


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputFailedError(path=str(path), reason=error.strerror or str(error)) from error
