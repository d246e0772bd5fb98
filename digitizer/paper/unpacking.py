"""Files that hold files: ZIP and e-mail. Everything about them is bounded and taken to be hostile.

What comes out are the papers inside, one by one, never written to disk on the way. A ZIP within a
ZIP is refused, and so is one that asks for a password or grows beyond measure.
"""

from __future__ import annotations

import email.policy
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePosixPath

from digitizer.errors import DigitizerError

MOST_FILES = 500
MOST_BYTES = 1_000_000_000
MOST_RATIO = 200
_MOST_PARTS = 200
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_HEADERS = (b"from:", b"received:", b"return-path:", b"date:", b"subject:", b"mime-version:")
_PAPERS = ("image/", "application/pdf", "application/octet-stream")


class ArchiveTooLargeError(DigitizerError):
    """What an archive holds is beyond measure; details: name, limit."""

    code = "archive-too-large"


class ArchiveDamagedError(DigitizerError):
    """An archive does not open; details: name, reason."""

    code = "archive-damaged"


class ArchiveEncryptedError(DigitizerError):
    """An archive asks for a password; details: name."""

    code = "archive-encrypted"


class ArchiveNestedError(DigitizerError):
    """An archive lies within an archive; details: name."""

    code = "archive-nested"


class NothingInsideError(DigitizerError):
    """No paper lies in the archive or the message; details: name."""

    code = "archive-empty"


@dataclass(frozen=True, slots=True)
class Inside:
    """A file found in another: its own bytes, and a name that says where it was."""

    name: str
    data: bytes


def holds_files(data: bytes, name: str) -> bool:
    """Return whether the bytes are a ZIP or, by name and head, an e-mail message."""
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return True
    head = data[:512].lstrip().lower()
    return name.lower().endswith(".eml") and head.startswith(_HEADERS)


def unpacked(data: bytes, name: str) -> Iterator[Inside]:
    """Yield the files inside, or raise why not."""
    found = _from_zip(data, name) if data.startswith((_ZIP, _EMPTY_ZIP)) else _from_mail(data, name)
    count = 0
    for one in found:
        if holds_files(one.data, one.name):
            raise ArchiveNestedError(name=one.name)
        count += 1
        yield one
    if not count:
        raise NothingInsideError(name=name)


def _from_zip(data: bytes, name: str) -> Iterator[Inside]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) > MOST_FILES:
                raise ArchiveTooLargeError(name=name, limit=MOST_FILES)
            if any(one.flag_bits & 1 for one in members):
                raise ArchiveEncryptedError(name=name)
            total = 0
            for member in members:
                inner = PurePosixPath(member.filename.replace("\\", "/")).name
                if not inner or inner.startswith(".") or "__MACOSX" in member.filename:
                    continue
                most = min(MOST_BYTES - total, MOST_RATIO * max(member.compress_size, 1000))
                with archive.open(member) as file:
                    # what the directory says of its size is the archive's own claim
                    content = file.read(most + 1)
                if len(content) > most:
                    raise ArchiveTooLargeError(name=f"{name}/{inner}", limit=most)
                total += len(content)
                yield Inside(f"{name}/{inner}", content)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        # an empty name in a damaged directory
        IndexError,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        UnicodeDecodeError,
        ValueError,
    ) as error:
        raise ArchiveDamagedError(name=name, reason=type(error).__name__) from error


def _from_mail(data: bytes, name: str) -> Iterator[Inside]:
    try:
        message = BytesParser(policy=email.policy.default).parsebytes(data)
    except (ValueError, LookupError, RecursionError) as error:
        raise ArchiveDamagedError(name=name, reason=type(error).__name__) from error
    if not isinstance(message, EmailMessage):
        raise ArchiveDamagedError(name=name, reason="message")
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            raise ArchiveTooLargeError(name=name, limit=_MOST_PARTS)
        if part.is_multipart() or not part.get_content_type().startswith(_PAPERS):
            continue
        try:
            content = part.get_payload(decode=True)
            inner = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name
        except (ValueError, LookupError) as error:
            raise ArchiveDamagedError(name=name, reason=type(error).__name__) from error
        if isinstance(content, bytes) and content:
            yield Inside(f"{name}/{inner or number}", content)
