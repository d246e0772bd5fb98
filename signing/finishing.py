"""The waiting file: written, checked against what was meant, completed, then given its name.

Nothing is done in the original. A step that fails leaves the waiting file as the journal has it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import cms as asn1

from signing import cms
from signing.errors import OutputFailedError, SelfCheckError, SourceChangedError
from signing.preparing import Prepared, fields_of
from signing.revision import CHUNK, DAMAGED, chunks_of, open_quietly


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


def write_waiting(prepared: Prepared, container: bytes, waiting: Path) -> int:
    """Write the file with its signature, check what the disk gives back; return its size.

    Raises OutputFailedError, SourceChangedError or SelfCheckError; then nothing is left of it.
    """
    filling = cms.in_gap(container, prepared.room)
    try:
        try:
            with waiting.open("wb") as stream:
                for piece in prepared.pieces(filling):
                    stream.write(piece)
                size = stream.tell()
                stream.flush()
                os.fsync(stream.fileno())
            check_digest(waiting, prepared)
            check_structure(waiting, prepared.field, prepared.start, prepared.end)
        except BaseException:
            waiting.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputFailedError(path=str(waiting), reason=error.strerror or str(error)) from error
    return size


def check_digest(waiting: Path, prepared: Prepared) -> None:
    """Refuse a file on the disk that is not the one that was signed. Raises SourceChangedError."""
    if digest_without(waiting, prepared.start, prepared.end) != prepared.digest:
        source = prepared.source
        raise SourceChangedError(path=source.name if isinstance(source, Path) else prepared.field)


def digest_without(path: Path, start: int, end: int, size: int | None = None) -> bytes:
    """Return the SHA-256 of a file's first ``size`` bytes but for those from start to end."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for begin, stop in ((0, start), (end, path.stat().st_size if size is None else size)):
            stream.seek(begin)
            left = stop - begin
            while left > 0 and (chunk := stream.read(min(CHUNK, left))):
                digest.update(chunk)
                left -= len(chunk)
    return digest.digest()


def check_structure(path: Path, field: str, start: int, end: int) -> None:
    """Refuse a file in which readers would not find the signature where it is."""
    try:
        with open_quietly(path) as document:
            found = next((one for name, one in fields_of(document) if name == field), None)
            value: Any = found.get("/V") if found is not None else None
            covered = [int(number) for number in value["/ByteRange"]] if value is not None else []
    except DAMAGED as error:
        raise SelfCheckError(field=field, reason="unreadable") from error
    if covered != [0, start, end, path.stat().st_size - end]:
        raise SelfCheckError(field=field, reason="coverage")


def fill_gap(waiting: Path, start: int, end: int, container: bytes) -> None:
    """Overwrite what stands in the gap. Raises TimestampTooLargeError, OutputFailedError."""
    filling = cms.in_gap(container, end - start - 2)
    try:
        with waiting.open("r+b") as stream:
            stream.seek(start + 1)
            stream.write(filling)
            stream.flush()
            os.fsync(stream.fileno())
            stream.seek(start + 1)
            if stream.read(len(filling)) != filling:
                raise SelfCheckError(field="", reason="written")
    except OSError as error:
        raise OutputFailedError(path=str(waiting), reason=error.strerror or str(error)) from error


def append(waiting: Path, size: int, pieces: Iterable[bytes]) -> int:
    """Append to the first ``size`` bytes of a waiting file; return its new size.

    What a broken-off attempt left behind is cut off first. Raises OutputFailedError, after which
    the file is again as long as it was.
    """
    try:
        with waiting.open("r+b") as stream:
            stream.truncate(size)
            stream.seek(size)
            try:
                for piece in pieces:
                    stream.write(piece)
                stream.flush()
                os.fsync(stream.fileno())
            except OSError:
                stream.truncate(size)
                raise
            return stream.tell()
    except OSError as error:
        raise OutputFailedError(path=str(waiting), reason=error.strerror or str(error)) from error


def cut_back(waiting: Path, size: int) -> None:
    """Cut a waiting file to the bytes the journal knows. Raises OutputFailedError."""
    try:
        if waiting.stat().st_size < size:
            raise SelfCheckError(field="", reason="shortened")
        os.truncate(waiting, size)
    except OSError as error:
        raise OutputFailedError(path=str(waiting), reason=error.strerror or str(error)) from error


def release(waiting: Path, target: Path) -> str:
    """Give a finished file its name, and return its SHA-256. Raises OutputFailedError."""
    digest = hashlib.sha256()
    try:
        for chunk in chunks_of(waiting):
            digest.update(chunk)
        waiting.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise OutputFailedError(path=str(target), reason=error.strerror or str(error)) from error
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
