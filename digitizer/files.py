"""Files as people name and store them: names that are no UTF-8, pipes, folders, sizes."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from digitizer.errors import DiskFullError, FileUnreadableError, WouldOverwriteError
from ocr.errors import FileTooLargeError

FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What the system says when there is no room: of the disk, of a quota, or of its largest file."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Held:
    """A file that lies in memory and nowhere else, such as what was copied to the clipboard."""

    name: str
    data: bytes = field(repr=False)


def printable(text: str) -> str:
    """Return a text, such as a file name whose bytes are no UTF-8, as it can be kept and shown."""
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def read_file(path: Path, limit: int) -> bytes:
    """Return a regular file's bytes.

    Raises FileUnreadableError, or FileTooLargeError when it is larger than ``limit`` bytes.
    """
    name = printable(path.name)
    try:
        # an opener is what only the builtin takes
        with open(path, "rb", opener=_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise FileUnreadableError(name=name)
            data = file.read(limit + 1)
    except OSError as error:
        raise FileUnreadableError(name=name, reason=error.strerror or "") from error
    if len(data) > limit:
        raise FileTooLargeError(name=name, size=status.st_size, limit=limit)
    return data


def _without_waiting(path: str, flags: int) -> int:
    # a pipe is otherwise opened only once somebody writes into it
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def write_beside_others(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files by name into a folder and return their paths; no file that is there is replaced.

    Raises WouldOverwriteError before anything is written, DiskFullError or FileUnreadableError.
    """
    paths = {folder / name: data for name, data in files.items()}
    for path in paths:
        if path.exists():
            raise WouldOverwriteError(name=path.name, target=str(path))
    for path, data in paths.items():
        write_file(path, data)
    return list(paths)


def write_file(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or absent.

    Raises DiskFullError or FileUnreadableError.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        # there may be no folder in which it could lie
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if error.errno in FULL:
            raise DiskFullError(name=str(path)) from error
        raise FileUnreadableError(name=str(path), reason=error.strerror or "") from error
