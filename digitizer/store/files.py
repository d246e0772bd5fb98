"""Writing files so that they are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from digitizer.errors import DiskFullError, FileUnreadableError
from digitizer.files import FULL

TEMPORARY = ".part"


@contextlib.contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn the system's complaints about a path into the program's errors."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise DiskFullError(path=str(path)) from error
        raise FileUnreadableError(name=str(path), reason=error.strerror or "") from error


def make_folder(folder: Path) -> None:
    """Make a folder that only this user can look into, unless it is there."""
    with disk_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_whole(target: Path, chunks: Iterable[bytes], *, temporary: Path | None = None) -> None:
    """Write a file through a synced temporary, so that a crash leaves the old one or the new."""
    part = (temporary or target.parent) / f"{uuid.uuid4().hex}{TEMPORARY}"
    with disk_errors(target):
        try:
            _write_synced(part, chunks)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Make what was written into a file by somebody else survive a power cut."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_new(target: Path, data: bytes) -> None:
    """Write a file that must not be there yet; FileExistsError leaves the old one untouched."""
    part = target.parent / f"{uuid.uuid4().hex}{TEMPORARY}"
    try:
        _write_synced(part, [data])
        if sys.platform == "win32":
            part.rename(target)
        else:
            target.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(target.parent)


def _write_synced(part: Path, chunks: Iterable[bytes]) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder survive a power cut; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
