"""ZIP files from outside and to outside: bounded, plain names only, the same bytes for the same."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from digitizer.exchange.arriving import safe_name

DAMAGED = "damaged"
"""The reason for what is no whole archive: it may still be on its way."""
MOST_FILES = 2_000
MOST_BYTES = 1_000_000_000
MOST_RATIO = 200
_CHUNK = 1_000_000
_DAY = (1980, 1, 1, 0, 0, 0)
_LINK = 0o120000


class UnsoundZipError(ValueError):
    """Bytes that are not a sound ZIP file; the words say why."""


def unpacked(data: bytes, *, most_bytes: int = MOST_BYTES) -> dict[str, bytes]:
    """Return the files in a ZIP by their paths; raises UnsoundZipError.

    Refused: a password, links, names twice, names that lead out of the archive or that a system
    does not allow, and what grows beyond measure.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [one for one in archive.infolist() if not one.filename.endswith("/")]
            _require_names(entries)
            found: dict[str, bytes] = {}
            left = min(most_bytes, max(10_000_000, len(data) * MOST_RATIO))
            for entry in entries:
                found[entry.filename] = _read(archive, entry, left)
                left -= len(found[entry.filename])
            return found
    except UnsoundZipError:
        raise
    # what the library raises over damaged directories, found by changing single bytes
    except (
        *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
        *(NotImplementedError, EOFError, OSError, ValueError, IndexError, RuntimeError),
    ) as error:
        raise UnsoundZipError(DAMAGED) from error


def packed(found: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP; the same files give the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return whole.getvalue()


def _require_names(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise UnsoundZipError("too many files")
    seen = set()
    for one in entries:
        if one.flag_bits & 0x1:
            raise UnsoundZipError("password")
        if (one.external_attr >> 16) & 0o170000 == _LINK:
            raise UnsoundZipError("link")
        path = PurePosixPath(one.filename)
        try:
            for part in one.filename.split("/"):
                safe_name(part)
        except ValueError as error:
            raise UnsoundZipError("name") from error
        if path.is_absolute() or ".." in path.parts or one.filename.casefold() in seen:
            raise UnsoundZipError("name")
        seen.add(one.filename.casefold())


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    # what the directory says of sizes is the sender's word: count what really comes out
    whole = bytearray()
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            whole += chunk
            if len(whole) > most:
                raise UnsoundZipError("too large")
    return bytes(whole)
