"""Backups: a snapshot of the database, the vault's files that are new since the last one.

A backup folder holds ``vault/`` (files as sealed in the store, copied once), ``snapshots/<time>/``
(the database at one moment, ``store.json``, the office's own files, a manifest) and, where the key
is under a passphrase, the wrapped key. Everything in it opens with the store's data key only. It
may be made while the program is at work: the database is copied under one read lock, and only then
the files that this copy names, which are written once and never change.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.errors import (
    BackupDamagedError,
    NotFoundError,
    StoreDamagedError,
    WrongKeyError,
)
from digitizer.jobs import Progress, Report, silent
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import keys, sqlite, wrapping
from digitizer.store.database import now
from digitizer.store.files import disk_errors, make_folder, sync_file, sync_folder, write_whole
from digitizer.store.journal import first_broken, head_of
from digitizer.store.keys import Identity, derive
from digitizer.store.store import Store, referenced
from digitizer.store.vault import Vault
from digitizer.store.wrapping import KEY_BYTES

KEPT_SNAPSHOTS = 7
OFFICE_FILES = ("site.toml", "signing.toml", "user.json", "office", "trust", "profile")
"""What of a data folder belongs to the office beside database and vault."""
_FORMAT = 1
_MARK = "backed-up"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a store in a backup."""

    folder: Path
    store_id: str
    at: datetime
    rows: int
    """Rows of the journal."""
    head: str
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a backup did."""

    snapshot: Snapshot
    copied: int
    """Files that were new."""
    seconds: float


def back_up(
    store: Store,
    by: Officer,
    target: Path,
    *,
    passphrase: str | None = None,
    report: Report = silent,
) -> Outcome:
    """Back the store up into a folder and read back what was written; safe while it is in use.

    An office's store is opened by who maintains its database. Raises NotAllowedError,
    DiskFullError, BackupDamagedError, StoreDamagedError.
    """
    officer = store.officers.require(by, Action.BACK_UP)
    began = now()
    identity, data_key = store.root_key(passphrase)
    _require_own(identity, target)
    place = target / "snapshots" / f"{began:%Y%m%dT%H%M%S%fZ}"
    part = place.with_name(f"{place.name}.part")
    make_folder(part)
    with disk_errors(part):
        store.snapshot(part / "store.db", data_key)
        sync_file(part / "store.db")
    identity.write(part)
    _copy_office_files(store.folder, part)
    rows, head, digests = _contents(part, data_key)
    copied = _copy_vault(store.vault, vault_of(target, identity, data_key), digests, report)
    snapshot = Snapshot(place, identity.id, began, rows, head, digests)
    _write_manifest(part, snapshot)
    if passphrase and (identity.office or keys.place_of(store.folder) is keys.Place.PASSPHRASE):
        write_whole(target / "key.wrapped", [wrapping.wrap([data_key], passphrase)])
    with disk_errors(place):
        part.replace(place)
        sync_folder(place.parent)
    _prune(target)
    write_whole(store.folder / _MARK, [str(target).encode()])
    store.journal.add(officer, "backed-up", "backup", after=f"{rows} {head} {copied} new files")
    return Outcome(snapshot, copied, (now() - began).total_seconds())


def snapshots(target: Path) -> tuple[Snapshot, ...]:
    """Return the moments a backup holds, oldest first; one that is damaged raises."""
    folder = target / "snapshots"
    if not folder.is_dir():
        raise NotFoundError(name=str(target))
    names = sorted(one for one in folder.iterdir() if one.is_dir() and one.suffix != ".part")
    return tuple(_read_manifest(one) for one in names)


def verify(target: Path, data_key: bytes, report: Report = silent) -> Snapshot:
    """Read back everything the newest snapshot needs; raises BackupDamagedError."""
    found = snapshots(target)
    if not found:
        raise NotFoundError(name=str(target))
    newest = found[-1]
    identity = Identity.read(newest.folder)
    if identity is None:
        raise BackupDamagedError(name=newest.folder.name, reason="store.json")
    rows, head, digests = _contents(newest.folder, data_key)
    if (rows, head, digests) != (newest.rows, newest.head, newest.digests):
        raise BackupDamagedError(name=newest.folder.name, reason="manifest")
    vault = vault_of(target, identity, data_key)
    for done, digest in enumerate(digests):
        report(Progress(done, len(digests)))
        try:
            vault.get(digest)
        except StoreDamagedError as error:
            raise BackupDamagedError(name=newest.folder.name, reason=digest) from error
    return newest


def _require_own(identity: Identity, target: Path) -> None:
    make_folder(target)
    mark = target / "backup.json"
    with disk_errors(mark):
        if mark.exists():
            content = json.loads(mark.read_bytes())
            if content.get("store") != identity.id:
                raise BackupDamagedError(name=str(target), reason="another store")
            return
        if any(target.iterdir()):
            raise BackupDamagedError(name=str(target), reason="not empty")
    write_whole(mark, [json.dumps({"format": _FORMAT, "store": identity.id}).encode()])


def vault_of(target: Path, identity: Identity, data_key: bytes) -> Vault:
    """Return the vault inside a backup or a restored folder."""
    former = identity.former(data_key)
    return Vault(
        target / "vault",
        identity.vault_key(data_key),
        None if former is None else identity.vault_key(former),
    )


def _contents(folder: Path, data_key: bytes) -> tuple[int, str, tuple[str, ...]]:
    """Return journal head and referenced digests of a copied database that was found sound."""
    engine = sqlite.make_engine(folder / "store.db", derive(data_key, b"database 1"))
    try:
        with engine.connect() as connection:
            problems, broken = sqlite.problems(connection), first_broken(connection)
            if problems or broken is not None:
                reason = problems[0] if problems else f"journal {broken}"
                raise BackupDamagedError(name=folder.name, reason=reason)
            rows, head = head_of(connection)
            return rows, head, tuple(sorted(referenced(connection)))
    except sqlite.ERRORS as error:
        raise BackupDamagedError(name=folder.name, reason="store.db") from error
    finally:
        engine.dispose()


def _copy_vault(source: Vault, target: Vault, digests: tuple[str, ...], report: Report) -> int:
    copied = 0
    for done, digest in enumerate(digests):
        report(Progress(done, len(digests)))
        # a file sealed anew since the last backup has another salt
        if source.seal_of(digest) != target.seal_of(digest):
            target.put_sealed(digest, source.sealed(digest))
            copied += 1
    report(Progress(len(digests), len(digests)))
    return copied


def _copy_office_files(folder: Path, place: Path) -> None:
    with disk_errors(place):
        for path in _office_files(folder):
            target = place / "files" / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, [path.read_bytes()])


def _office_files(folder: Path) -> Iterator[Path]:
    for name in OFFICE_FILES:
        path = folder / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (one for one in sorted(path.rglob("*")) if one.is_file())


def _write_manifest(place: Path, snapshot: Snapshot) -> None:
    content = {
        "format": _FORMAT,
        "store": snapshot.store_id,
        "at": snapshot.at.isoformat(),
        "rows": snapshot.rows,
        "head": snapshot.head,
        "digests": list(snapshot.digests),
    }
    write_whole(place / "manifest.json", [json.dumps(content).encode()])


def _read_manifest(place: Path) -> Snapshot:
    try:
        content: dict[str, Any] = json.loads((place / "manifest.json").read_bytes())
        return Snapshot(
            place,
            str(content["store"]),
            datetime.fromisoformat(content["at"]).astimezone(UTC),
            int(content["rows"]),
            str(content["head"]),
            tuple(content["digests"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupDamagedError(name=place.name, reason="manifest") from error


def _prune(target: Path) -> None:
    """Let go of old snapshots, and of files that no kept one names."""
    found = snapshots(target)
    for old in found[:-KEPT_SNAPSHOTS]:
        with disk_errors(old.folder):
            shutil.rmtree(old.folder)
    for left in (target / "snapshots").glob("*.part"):
        shutil.rmtree(left, ignore_errors=True)
    kept = {digest for one in found[-KEPT_SNAPSHOTS:] for digest in one.digests}
    vault = Vault(target / "vault", bytes(KEY_BYTES))
    for digest in [one for one in vault.digests() if one not in kept]:
        vault.remove(digest)


def key_for(source: Path, key: bytes | None, passphrase: str | None) -> bytes:
    """Return the data key for a backup: as given, or unwrapped from the backup itself."""
    if key is not None:
        return key
    path = source / "key.wrapped"
    with disk_errors(path):
        text = path.read_bytes()
    return wrapping.unwrap(text, passphrase)[0]


def key_from_words(source: Path, words: str) -> tuple[bytes, str | None]:
    """Return the data key of a backup by what a person typed, and the passphrase if it is one.

    ``words`` is the text of the recovery sheet, or the passphrase. Raises RecoveryTextError, or
    WrongPassphraseError where it could have been either.
    """
    try:
        return wrapping.from_recovery_text(words), None
    except WrongKeyError:
        if not (source / "key.wrapped").exists():
            raise
    return key_for(source, None, words), words


def age_of(folder: Path, at: datetime) -> float | None:
    """Return how many days ago the store in the folder was last backed up, None for never."""
    mark = folder / _MARK
    with disk_errors(mark):
        if not mark.exists():
            return None
        return (at.timestamp() - mark.stat().st_mtime) / 86_400
