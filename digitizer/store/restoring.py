"""Bringing a store back from a backup, to this machine or a new one."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from digitizer.errors import (
    BackupDamagedError,
    RestoreRefusedError,
    StoreDamagedError,
    WrongKeyError,
)
from digitizer.jobs import Progress, Report, silent
from digitizer.store import keys
from digitizer.store.backup import OFFICE_FILES, Snapshot, vault_of, verify
from digitizer.store.database import now
from digitizer.store.files import disk_errors, make_folder, sync_file, sync_folder
from digitizer.store.keys import Identity, Place
from digitizer.store.store import Store


def restore(
    source: Path,
    folder: Path,
    data_key: bytes,
    *,
    passphrase: str | None = None,
    report: Report = silent,
) -> Snapshot:
    """Bring the newest snapshot of a backup back into a folder, and read all of it back.

    An older store of the same office there, or one in which nobody has begun to work, is set aside
    as ``<folder>.before-<time>``; over a newer one, or another office's, nothing is restored. The
    key is kept under the passphrase if there is one, else in a file beside the folder.
    Raises RestoreRefusedError, BackupDamagedError.
    """
    snapshot = verify(source, data_key, report)
    identity = Identity.read(snapshot.folder)
    if identity is None:
        raise BackupDamagedError(name=snapshot.folder.name, reason="store.json")
    if identity.office:
        # an office's officers have their passwords in its server: it comes back as an office
        raise RestoreRefusedError(folder=str(folder), reason="office")
    _require_older(folder, snapshot, data_key)
    part = folder.with_name(f"{folder.name}.restoring")
    with disk_errors(part):
        shutil.rmtree(part, ignore_errors=True)
        make_folder(part)
        shutil.copy2(snapshot.folder / "store.db", part / "store.db")
        sync_file(part / "store.db")
        for name in OFFICE_FILES:
            kept = snapshot.folder / "files" / name
            if kept.is_dir():
                shutil.copytree(kept, part / name)
            elif kept.is_file():
                shutil.copy2(kept, part / name)
    from_vault = vault_of(source, identity, data_key)
    to_vault = vault_of(part, identity, data_key)
    for done, digest in enumerate(snapshot.digests):
        report(Progress(done, len(snapshot.digests)))
        to_vault.put_sealed(digest, from_vault.sealed(digest))
    identity.write(part)
    _take_place(part, folder, now())
    place = Place.PASSPHRASE if passphrase else Place.FILE
    keys.keep(folder, identity.id, [data_key], place, passphrase)
    with Store.open(folder, key=data_key, station="restore") as store:
        store.journal.add(None, "restored", "backup", after=f"{snapshot.rows} {snapshot.head}")
    return snapshot


def _require_older(folder: Path, snapshot: Snapshot, data_key: bytes) -> None:
    if not (folder / "store.db").exists():
        if folder.exists() and any(folder.iterdir()):
            raise RestoreRefusedError(folder=str(folder))
        return
    if _is_unused(folder):
        # the first start made it; nobody has begun to work in it
        return
    identity = Identity.read(folder)
    if identity is None or identity.id != snapshot.store_id or not identity.fits(data_key):
        raise RestoreRefusedError(folder=str(folder))
    with Store.open(folder, key=data_key) as present:
        rows, head = present.journal.head()
        anchor_holds = present.journal.verify((snapshot.rows, snapshot.head)) is None
    if rows > snapshot.rows or (rows == snapshot.rows and head != snapshot.head):
        raise RestoreRefusedError(folder=str(folder), rows=rows, anchored=anchor_holds)


def _is_unused(folder: Path) -> bool:
    try:
        with Store.open(folder) as present:
            return present.journal.head()[0] == 0
    except (WrongKeyError, StoreDamagedError):
        return False


def _take_place(part: Path, folder: Path, at: datetime) -> None:
    with disk_errors(folder):
        if folder.exists():
            folder.replace(folder.with_name(f"{folder.name}.before-{at:%Y%m%dT%H%M%SZ}"))
        part.replace(folder)
        sync_folder(folder.parent)
