"""Where a vault's sealed files lie: a folder, on a disk or a share, or an S3-compatible store.

A shelf knows nothing of keys; it keeps, finds and lists sealed bytes by digest. What is written is
there whole and for good when ``write`` returns.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from digitizer.errors import NotFoundError, StoreDamagedError
from digitizer.objects import ObjectStore
from digitizer.store.files import TEMPORARY, disk_errors, make_folder, sync_folder, write_whole


class Shelf(Protocol):
    """What a vault asks of the place its files lie in."""

    def write(self, digest: str, chunks: Iterable[bytes]) -> None:
        """Keep a file for good, in place of an earlier one."""
        ...

    def read(self, digest: str) -> bytes:
        """Return a file; raises StoreDamagedError when it is missing, others when all is away."""
        ...

    def beginning(self, digest: str, length: int) -> bytes:
        """Return a file's first bytes, or nothing if it is not there."""
        ...

    def has(self, digest: str) -> bool:
        """Return whether a file is there."""
        ...

    def refresh(self, digest: str, sealed: bytes) -> None:
        """Make a file young again and sure to survive a power cut; ``sealed`` is what it holds."""
        ...

    def remove(self, digest: str) -> None:
        """Remove a file for good; one that is not there is no error."""
        ...

    def digests(self) -> Iterator[str]:
        """Give every file's digest."""
        ...

    def sweep(self, kept: frozenset[str], before: float) -> int:
        """Remove files not kept, and stale temporaries, older than a time; return how many."""
        ...


class FolderShelf:
    """Files in a folder: temporary name → fsync → rename → fsync of the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.incoming = folder / "incoming"
        make_folder(self.incoming)

    def path(self, digest: str) -> Path:
        """Return where a file lies: 256 folders, so that none grows too full."""
        return self.folder / digest[:2] / digest

    def write(self, digest: str, chunks: Iterable[bytes]) -> None:  # noqa: D102
        target = self.path(digest)
        make_folder(target.parent)
        with disk_errors(self.folder):
            # each time: whoever made the folder may have died, or be about to, before syncing it
            sync_folder(self.folder)
        write_whole(target, chunks, temporary=self.incoming)

    def read(self, digest: str) -> bytes:  # noqa: D102
        try:
            return self.path(digest).read_bytes()
        except OSError as error:
            # tell a share that is away from a file that is missing in it
            with disk_errors(self.folder):
                self.incoming.stat()
            raise StoreDamagedError(digest=digest) from error

    def beginning(self, digest: str, length: int) -> bytes:  # noqa: D102
        try:
            with self.path(digest).open("rb") as file:
                return file.read(length)
        except OSError:
            return b""

    def has(self, digest: str) -> bool:  # noqa: D102
        return self.path(digest).is_file()

    def refresh(self, digest: str, sealed: bytes) -> None:  # noqa: ARG002, D102
        target = self.path(digest)
        with disk_errors(target):
            # synced again, because whoever wrote it may have died before syncing the folder
            os.utime(target)
            sync_folder(target.parent)

    def remove(self, digest: str) -> None:  # noqa: D102
        with disk_errors(self.folder):
            self.path(digest).unlink(missing_ok=True)
            sync_folder(self.folder)

    def digests(self) -> Iterator[str]:  # noqa: D102
        return (path.name for path in self._files())

    def sweep(self, kept: frozenset[str], before: float) -> int:  # noqa: D102
        orphans = [path for path in self._files() if path.name not in kept]
        removed = 0
        with disk_errors(self.folder):
            for path in [*orphans, *self.incoming.glob(f"*{TEMPORARY}")]:
                if path.stat().st_mtime < before:
                    path.unlink()
                    removed += 1
        return removed

    def _files(self) -> Iterator[Path]:
        for folder in sorted(self.folder.iterdir()):
            if len(folder.name) == 2 and folder.is_dir():
                yield from sorted(folder.iterdir())


class ObjectShelf:
    """Files in an S3-compatible store: one request each, so there is nothing half written."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def write(self, digest: str, chunks: Iterable[bytes]) -> None:  # noqa: D102
        self._objects.put(_name(digest), b"".join(chunks))

    def read(self, digest: str) -> bytes:  # noqa: D102
        try:
            return self._objects.get(_name(digest))
        except NotFoundError as error:
            raise StoreDamagedError(digest=digest) from error

    def beginning(self, digest: str, length: int) -> bytes:  # noqa: D102
        try:
            return self._objects.get(_name(digest), first=length)
        except NotFoundError:
            return b""

    def has(self, digest: str) -> bool:  # noqa: D102
        return self._objects.has(_name(digest))

    def refresh(self, digest: str, sealed: bytes) -> None:  # noqa: D102
        # there is no call that only renews the time; the same bytes again do no harm
        self._objects.put(_name(digest), sealed)

    def remove(self, digest: str) -> None:  # noqa: D102
        self._objects.remove(_name(digest))

    def digests(self) -> Iterator[str]:  # noqa: D102
        return (one.name[-64:] for one in self._objects.entries())

    def sweep(self, kept: frozenset[str], before: float) -> int:  # noqa: D102
        # the server's clock made the times; one that runs ahead keeps files longer, never shorter
        limit = min(before, time.time())
        gone = [
            one.name[-64:]
            for one in self._objects.entries()
            if one.name[-64:] not in kept and one.modified.timestamp() < limit
        ]
        for digest in gone:
            self.remove(digest)
        return len(gone)


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"
