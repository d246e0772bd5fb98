"""The file that waits while it is being signed: plain beside its target, or sealed by its keeper.

A plain file changes where it lies, so that a large one costs no memory. A sealed one is written
whole with every step, and nobody without the keeper's key reads it, at no moment.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from typing_extensions import override

from signing.errors import SelfCheckError
from signing.revision import Source, chunks_of


class Sealing(Protocol):
    """Encrypts what lies on the disk, and refuses what was altered or belongs to another name."""

    def seal(self, name: str, data: bytes) -> bytes:
        """Return the data encrypted, bound to a name."""

    def unseal(self, name: str, sealed: bytes) -> bytes:
        """Return the data. Raises SelfCheckError."""


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A waiting file as it is. Every method may raise OSError."""

    path: Path

    @property
    def source(self) -> Source:
        """Return the file for whoever reads it."""
        return self.path

    @property
    def exists(self) -> bool:
        """Return whether it is there."""
        return self.path.is_file()

    def write(self, pieces: Iterable[bytes | memoryview]) -> int:
        """Write the file anew, on the disk before this returns; return its size."""
        with self.path.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
            size = stream.tell()
            stream.flush()
            os.fsync(stream.fileno())
        return size

    def overwrite(self, start: int, data: bytes) -> None:
        """Replace bytes in the middle, and read them back. Raises SelfCheckError."""
        with self.path.open("r+b") as stream:
            stream.seek(start)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            stream.seek(start)
            if stream.read(len(data)) != data:
                raise SelfCheckError(field="", reason="written")

    def append(self, size: int, pieces: Iterable[bytes]) -> int:
        """Append to the first ``size`` bytes; return the new size. A failure leaves it as it was.

        What a broken-off attempt left behind is cut off first.
        """
        with self.path.open("r+b") as stream:
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

    def cut(self, size: int) -> None:
        """Cut it to its first bytes. Raises SelfCheckError when it is shorter."""
        if self.path.stat().st_size < size:
            raise SelfCheckError(field="", reason="shortened")
        os.truncate(self.path, size)

    def remove(self) -> None:
        """Remove it, if it is there."""
        self.path.unlink(missing_ok=True)

    def release(self, target: Path) -> str:
        """Give it its final name; return the SHA-256 of what it holds."""
        digest = hashlib.sha256()
        for chunk in chunks_of(self.path):
            digest.update(chunk)
        self.path.replace(target)
        sync_folder(target.parent)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class SealedFile(PlainFile):
    """A waiting file that lies encrypted; each change replaces it whole."""

    sealing: Sealing

    @property
    @override
    def source(self) -> Source:
        return self.read()

    def read(self) -> bytes:
        """Return what it holds. Raises SelfCheckError for one that is gone or was altered."""
        try:
            sealed = self.path.read_bytes()
        except OSError as error:
            raise SelfCheckError(field="", reason=error.strerror or "unreadable") from error
        return self.sealing.unseal(self._name, sealed)

    @override
    def write(self, pieces: Iterable[bytes | memoryview]) -> int:
        data = b"".join(pieces)
        fresh = self.path.with_name(self.path.name + ".new")
        try:
            with fresh.open("wb") as stream:
                stream.write(self.sealing.seal(self._name, data))
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(self.path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        return len(data)

    @override
    def overwrite(self, start: int, data: bytes) -> None:
        held = self.read()
        self.write([held[:start], data, held[start + len(data) :]])

    @override
    def append(self, size: int, pieces: Iterable[bytes]) -> int:
        return self.write([self.read()[:size], *pieces])

    @override
    def cut(self, size: int) -> None:
        held = self.read()
        if len(held) < size:
            raise SelfCheckError(field="", reason="shortened")
        if len(held) > size:
            self.write([held[:size]])

    @override
    def release(self, target: Path) -> str:
        digest = hashlib.sha256(self.read()).hexdigest()
        self.path.replace(target)
        sync_folder(target.parent)
        return digest

    @property
    def _name(self) -> str:
        # the same file before and after it got its name
        return self.path.name.removesuffix(PART)


PART = ".part"
"""Behind the name of a file that waits."""


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
