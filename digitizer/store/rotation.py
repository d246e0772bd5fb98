"""Changing a store's data key, so that a crash at any moment leaves it open with one of the two.

The order: both keys are kept → the database is copied under the new key → ``store.json`` names the
new key (this rename is the moment of change) → the copy takes the database's place → the old key is
let go. Files of the vault open with either key until ``seal_anew`` has been through all of them.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import sqlalchemy as sa

from digitizer.errors import StoreDamagedError
from digitizer.store import keys, sqlite
from digitizer.store.files import disk_errors, sync_file, sync_folder
from digitizer.store.keys import Identity, derive
from digitizer.store.lock import FolderLock
from digitizer.store.wrapping import KEY_BYTES

_NEXT_DATABASE = "store.db.next"


def change_key(folder: Path, *, passphrase: str | None = None) -> bytes:
    """Give a closed store a new data key and return it; nobody else may have the folder open.

    Raises StoreBusyError, WrongKeyError, PassphraseNeededError.
    """
    with disk_errors(folder):
        lock = FolderLock(folder)
    try:
        old = keys.open_key(folder, None, passphrase)
        finish_change(folder)
        identity = Identity.read(folder)
        if identity is None or identity.retired:
            raise StoreDamagedError(path=str(folder / "store.json"))
        place = keys.place_of(folder)
        new = secrets.token_bytes(KEY_BYTES)
        keys.keep(folder, identity.id, [old, new], place, passphrase)
        _copy_database(folder, derive(old, b"database 1"), derive(new, b"database 1"))
        identity.succeeded_by(new, old).write(folder)
        finish_change(folder)
        keys.keep(folder, identity.id, [new], place, passphrase)
        return new
    finally:
        lock.release()


def finish_change(folder: Path) -> None:
    """Complete a change of key that was cut short, or clear away one that had not happened yet."""
    waiting = folder / _NEXT_DATABASE
    with disk_errors(waiting):
        if not waiting.exists():
            return
        identity = Identity.read(folder)
        if identity is None or not identity.retired:
            waiting.unlink()
            return
        # the log of the old file is folded in already; under the new key it would be noise
        for end in ("-wal", "-shm"):
            (folder / f"store.db{end}").unlink(missing_ok=True)
        waiting.replace(folder / "store.db")
        sync_folder(folder)


def _copy_database(folder: Path, old: bytes, new: bytes) -> None:
    waiting = folder / _NEXT_DATABASE
    with disk_errors(waiting):
        waiting.unlink(missing_ok=True)
    engine = sqlite.make_engine(folder / "store.db", old)
    try:
        sqlite.snapshot(engine, waiting, old)
        with engine.connect() as connection:
            rows = connection.execute(sa.text("select count(*) from journal")).scalar_one()
    finally:
        sqlite.close(engine)
    sqlite.change_key(waiting, old, new)
    copy = sqlite.make_engine(waiting, new)
    try:
        with copy.connect() as connection:
            copied = connection.execute(sa.text("select count(*) from journal")).scalar_one()
            if copied != rows or sqlite.problems(connection):
                raise StoreDamagedError(path=str(waiting))
    finally:
        copy.dispose()
    with disk_errors(waiting):
        sync_file(waiting)
        sync_folder(folder)
