"""An office's vault: where its files lie, and the secrets its database keeps for its members."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL

from digitizer import objects
from digitizer.errors import StoreBusyError, StoreDamagedError, StoreUnreachableError
from digitizer.objects import Access, ObjectStore, Place
from digitizer.store import postgres, postgres_roles, schema
from digitizer.store.database import Database
from digitizer.store.files import disk_errors
from digitizer.store.keys import Identity
from digitizer.store.postgres_roles import group
from digitizer.store.shelves import ObjectShelf
from digitizer.store.vault import Vault
from digitizer.store.wrapping import KEY_BYTES


def vault_place(text: str) -> Path | Place:
    """Return where an office's files lie by its setting: a folder, or an S3-compatible store."""
    return Place.parsed(text) if text.partition("://")[0] in objects.SCHEMES else Path(text)


def keep_access(url: URL, access: Access) -> None:
    """Keep what opens the office's S3-compatible store, readable by those who handle dossiers."""
    engine = postgres.make_engine(url, role=group(url.database or "", postgres_roles.OWNER))
    table = schema.office_key
    kept = {"s3-key": access.key, "s3-secret": access.secret, "s3-region": access.region}
    try:
        with engine.begin() as connection:
            connection.execute(sa.delete(table).where(table.c.name.in_(kept)))
            connection.execute(
                sa.insert(table), [{"name": name, "value": value} for name, value in kept.items()]
            )
    finally:
        engine.dispose()


def secrets_of(database: Database) -> Mapping[str, str]:
    """Return what the database keeps for its members; nothing for one without a dossier's seat."""
    table = schema.office_key
    with database.read() as connection:
        allowed = connection.execute(
            sa.text("select has_table_privilege('office_key', 'SELECT')")
        ).scalar_one()
        if not allowed:
            return {}
        found = {row.name: row.value for row in connection.execute(sa.select(table))}
    if "vault" not in found:
        raise StoreDamagedError(path="office_key")
    return found


def keys_of(kept: Mapping[str, str]) -> tuple[bytes, bytes | None]:
    """Return the vault's key and, while it is being changed, the former one."""
    if not kept:
        return bytes(KEY_BYTES), None
    former = kept.get("vault-former")
    return bytes.fromhex(kept["vault"]), None if former is None else bytes.fromhex(former)


def shelf_at(place: Path | Place, kept: Mapping[str, str]) -> Path | ObjectShelf:
    """Return what a vault keeps its files in."""
    if isinstance(place, Path):
        return place
    access = Access(
        kept.get("s3-key", ""), kept.get("s3-secret", ""), kept.get("s3-region", "us-east-1")
    )
    return ObjectShelf(ObjectStore(place, access))


def identity_of(kept: Mapping[str, str]) -> tuple[Identity, bytes]:
    """Return an office's identity and data key from what its database keeps."""
    key, former = keys_of(kept)
    return Identity.of_office(kept["id"], key, former), key


def renew(vault: Vault, driver: Any) -> None:
    """Take over the key as it is now on a new connection: it may have changed while it was lost."""
    cursor = driver.cursor()
    try:
        cursor.execute("SELECT has_table_privilege('office_key', 'SELECT')")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT name, value FROM office_key")
            vault.change_key(*keys_of(dict(cursor.fetchall())))
    finally:
        cursor.close()
        driver.rollback()


def change_key(url: URL) -> None:
    """Give the office's vault another key; files under the present one still open.

    Nobody may be at work: who is connected holds the present key. Raises StoreBusyError.
    """
    engine = postgres.make_engine(url, role=group(url.database or "", postgres_roles.OWNER))
    table = schema.office_key
    try:
        with postgres.explained(), engine.begin() as connection:
            # who logs in now waits here, and finds the new key
            connection.exec_driver_sql("LOCK TABLE office_key IN ACCESS EXCLUSIVE MODE")
            if connection.execute(_OTHERS).scalar_one():
                raise StoreBusyError(reason="desks or workers are connected")
            kept = {row.name: row.value for row in connection.execute(sa.select(table))}
            new = {"vault": secrets.token_hex(KEY_BYTES), "vault-former": kept["vault"]}
            connection.execute(sa.delete(table).where(table.c.name.in_(new)))
            connection.execute(
                sa.insert(table), [{"name": name, "value": value} for name, value in new.items()]
            )
    finally:
        engine.dispose()


_OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = 'digitizer' AND pid <> pg_backend_pid()"
)


def look_at(place: Path | Place) -> None:
    """Raise StoreUnreachableError or FileUnreadableError when the place of the files is away."""
    if isinstance(place, Path):
        with disk_errors(place):
            (place / "incoming").stat()
        return
    # who may look stands in the database; that it answers at all is what a desk can know
    try:
        socket.create_connection(place.address, timeout=5).close()
    except OSError as error:
        raise StoreUnreachableError(reason=error.strerror or "") from error
