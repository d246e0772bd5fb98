"""Takes records away for good: only what a practice office kept is ever taken so."""

from __future__ import annotations

import shutil
from pathlib import Path

from digitizer.store import keys
from digitizer.store.files import disk_errors
from digitizer.store.lock import FolderLock

_RECORDS = ("vault", "spool", "signing", "store.db-wal", "store.db-shm", "store.db", "store.json")
"""In this order: what is left by a kill in between can be taken away by the next try."""


def remove_records(folder: Path) -> None:
    """Delete database, vault and key of a folder; what else lies there stays.

    Nothing brings them back: whoever calls this has made sure that they are no office's.
    Raises StoreBusyError while a program has them open.
    """
    lock = FolderLock(folder)
    try:
        identity = keys.Identity.read(folder)
        for name in _RECORDS:
            remove(folder / name)
        if identity is not None:
            # last: records without their key could not even be opened to be taken away
            keys.forget(folder, identity.id)
    finally:
        lock.release()


def remove(path: Path) -> None:
    """Delete a file or a whole folder; nothing happens when it is not there."""
    with disk_errors(path):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
