"""Bringing an office back on a new PostgreSQL database, or a single desk's records to an office."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from digitizer.errors import BackupDamagedError, RestoreRefusedError, StoreBusyError
from digitizer.jobs import Progress, Report, silent
from digitizer.model.passwords import normal, require_strong
from digitizer.objects import Access, Place
from digitizer.store import office_copying, postgres
from digitizer.store.backup import Snapshot, vault_of, verify
from digitizer.store.database import now
from digitizer.store.keys import Identity, derive
from digitizer.store.office_database import found_office, open_as_owner
from digitizer.store.office_vault import shelf_at
from digitizer.store.postgres_roles import login_role
from digitizer.store.vault import Vault


def restore(
    source: Path,
    url: URL,
    place: Path | Place,
    data_key: bytes,
    *,
    access: Access | None = None,
    first_password: tuple[str, str] = ("", ""),
    report: Report = silent,
) -> Snapshot:
    """Bring the newest snapshot of a backup back as an office, and read back what arrived.

    ``url`` logs in as a superuser. An older database of the same office is set aside under another
    name; over a newer one, or another office's, nothing is restored. Logins come back with their
    passwords if the backup holds them; ``first_password`` sets one login's anew. Raises
    RestoreRefusedError, BackupDamagedError, StoreBusyError, NewerStoreError, StoreUnreachableError.
    """
    login, password = first_password
    if login:
        require_strong(password, login)
    snapshot = verify(source, data_key, report)
    identity = Identity.read(snapshot.folder)
    if identity is None:
        raise BackupDamagedError(name=snapshot.folder.name, reason="store.json")
    secrets = {"id": identity.id, "vault": identity.vault_key(data_key).hex()}
    former = identity.former(data_key)
    if former is not None:
        secrets["vault-former"] = identity.vault_key(former).hex()
    if access is not None and isinstance(place, Place):
        secrets |= {"s3-key": access.key, "s3-secret": access.secret, "s3-region": access.region}
    _require_older(url, snapshot)
    to_vault = Vault(shelf_at(place, secrets), identity.vault_key(data_key))
    _copy_vault(vault_of(source, identity, data_key), to_vault, snapshot.digests, report)
    with _set_aside(url, now()):
        found_office(url)
        database_key = derive(data_key, b"database 1")
        office_copying.copy_in(snapshot.folder / "store.db", database_key, url, secrets)
        if login:
            _set_password(url, login, password)
    with open_as_owner(url, folder=snapshot.folder, vault_folder=place, station="restore") as store:
        store.journal.add(None, "restored", "backup", after=f"{snapshot.rows} {snapshot.head}")
    return snapshot


def _copy_vault(
    from_vault: Vault, to_vault: Vault, digests: tuple[str, ...], report: Report
) -> None:
    for done, digest in enumerate(digests):
        report(Progress(done, len(digests)))
        to_vault.put_sealed(digest, from_vault.sealed(digest))
    report(Progress(len(digests), len(digests)))


def _require_older(url: URL, snapshot: Snapshot) -> None:
    """Refuse to restore over a database that is not this office's at an earlier moment."""
    if not _exists(url):
        return
    refused = RestoreRefusedError(folder=url.database or "")
    with postgres.explained(), psycopg.connect(**postgres.login_words(url)) as connection:
        found = connection.execute("SELECT to_regclass('public.office_key') IS NULL").fetchone()
        if found is None or found[0]:
            raise refused
        office = dict(connection.execute("SELECT name, value FROM office_key").fetchall())
        rows = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        seq, head = rows.fetchone() or (0, "")
    if seq == 0:
        # founded, and nobody has been there yet
        return
    newer = seq > snapshot.rows or (seq == snapshot.rows and head != snapshot.head)
    if office.get("id") != snapshot.store_id or newer:
        raise refused


def _exists(url: URL) -> bool:
    with _server(url) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        return connection.execute(query, [url.database]).fetchone() is not None


@contextlib.contextmanager
def _server(url: URL) -> Iterator[psycopg.Connection]:
    words = postgres.login_words(url.set(database="postgres"))
    with postgres.explained(), psycopg.connect(**words, autocommit=True) as connection:
        yield connection


@contextlib.contextmanager
def _set_aside(url: URL, at: datetime) -> Iterator[None]:
    """Give a present database another name while the new one is made; put it back on a failure."""
    name = url.database or ""
    aside = f"{name}_before_{at:%Y%m%dt%H%M%S}"
    present = _exists(url)
    if present:
        _rename(url, name, aside)
    try:
        yield
    except BaseException:
        with _server(url) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
        if present:
            _rename(url, aside, name)
        raise


def _rename(url: URL, name: str, to: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with _server(url) as connection:
        try:
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(to)))
        except psycopg.errors.ObjectInUse as error:
            raise StoreBusyError(reason="desks or workers are connected") from error


def _set_password(url: URL, login: str, password: str) -> None:
    role = login_role(url.database or "", login)
    with postgres.explained(), psycopg.connect(**postgres.login_words(url)) as connection:
        verifier = connection.pgconn.encrypt_password(
            normal(password).encode(), role.encode(), b"scram-sha-256"
        ).decode()
        connection.execute(
            sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
                sql.Identifier(role), sql.Literal(verifier)
            )
        )
