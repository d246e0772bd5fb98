"""An office on a shared PostgreSQL database: founding it, and logging in to it as an officer.

Files are in a vault on a share; its key stands in the database, readable by the office's members
only: who has just the share, or just a dump of another database, has nothing. The database itself
is not encrypted by this program; its server's disk has to be.
"""

from __future__ import annotations

import re
import secrets
import uuid
from functools import partial
from pathlib import Path

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.engine import URL, Connection

from digitizer.errors import (
    DefinitionError,
    MaintainerNeededError,
    StoreUnreachableError,
)
from digitizer.model.passwords import normal
from digitizer.objects import Place
from digitizer.store import office_vault, postgres, postgres_roles, schema
from digitizer.store.database import Clock, Database, now
from digitizer.store.keys import Identity
from digitizer.store.listening import listen
from digitizer.store.office_officers import WORKER_PREFIX, OfficeOfficers
from digitizer.store.postgres_roles import group, login_role
from digitizer.store.store import Store
from digitizer.store.vault import Vault
from digitizer.store.wrapping import KEY_BYTES

_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")


def parsed(url: str) -> URL:
    """Return an office's address, such as ``postgresql://server/phuong_mau``.

    Raises DefinitionError when it is none, or names no database of small letters and digits.
    """
    try:
        found = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise DefinitionError(file=url, key="database", nearest="", problem="address") from error
    if found.get_backend_name() != "postgresql" or not _NAME.fullmatch(found.database or ""):
        raise DefinitionError(
            file=found.render_as_string(hide_password=True),
            key="database",
            nearest="postgresql://server/phuong_mau",
            problem="name of the database",
        )
    return found


def found_office(url: URL) -> None:
    """Make an office's database with its roles, tables, rules and grants, or bring it up to date.

    ``url`` logs in as somebody who may make databases and roles. Doing it again changes nothing.
    """
    name = url.database or ""
    _make_roles_and_database(url, name)
    _make_queue(url)
    database = Database(
        postgres,
        postgres.make_engine(url, role=group(name, postgres_roles.OWNER)),
        station="office init",
    )
    try:
        # again, though nothing may have changed: rules and grants of this program's version
        with postgres.migrating(database._readers) as connection:  # noqa: SLF001
            _make_key(connection)
    finally:
        database.close()


def without_login(url: URL) -> str:
    """Return an office's address as desks write it down, without who maintains it."""
    # URL.set takes None for “leave as it is”
    return url._replace(username=None, password=None).render_as_string()


def reach(url: URL) -> None:
    """Raise StoreUnreachableError when nothing listens at an office's address; logs in nobody."""
    import socket

    try:
        socket.create_connection((url.host or "127.0.0.1", url.port or 5432), timeout=5).close()
    except OSError as error:
        raise StoreUnreachableError(reason=error.strerror or "") from error


def make_worker(url: URL, name: str) -> str:
    """Give a machine that reads pages a login of its own; return its new password."""
    if not _NAME.fullmatch(name):
        raise DefinitionError(file="worker", key=name, nearest="may_doc_1", problem="name")
    password = secrets.token_urlsafe(24)
    database = url.database or ""
    role = sql.Identifier(login_role(database, WORKER_PREFIX + name))
    with (
        postgres.explained(),
        psycopg.connect(**postgres.login_words(url), autocommit=True) as connection,
    ):
        present = connection.execute(
            "select 1 from pg_roles where rolname = %s",
            [login_role(database, WORKER_PREFIX + name)],
        ).fetchone()
        if present is None:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
        verifier = connection.pgconn.encrypt_password(
            password.encode(),
            login_role(database, WORKER_PREFIX + name).encode(),
            b"scram-sha-256",
        ).decode()
        connection.execute(
            sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(verifier))
        )
        group_role = sql.Identifier(group(database, postgres_roles.WORKER))
        connection.execute(sql.SQL("GRANT {} TO {}").format(group_role, role))
    return password


def connect_worker(
    url: URL, name: str, password: str, *, folder: Path, vault_folder: Path | Place, station: str
) -> Store:
    """Log a reading machine in; it writes in nobody's name."""
    return connect(
        url,
        WORKER_PREFIX + name,
        password,
        folder=folder,
        vault_folder=vault_folder,
        station=station,
    )


def connect(
    url: URL,
    login: str,
    password: str,
    *,
    folder: Path,
    vault_folder: Path | Place,
    station: str = "",
    clock: Clock = now,
) -> Store:
    """Log an officer in to the office's database and open its vault.

    Raises WrongPasswordError, StoreUnreachableError, NewerStoreError; StoreBusyError while an
    older database waits for ``digitizer office init``.
    """
    login = login.strip().casefold()
    own = url.set(username=login_role(url.database or "", login), password=normal(password))
    with postgres.explained():
        database = Database(
            postgres, postgres.make_engine(own), station=station, clock=clock, upgrading=False
        )
    return _store(database, own, login, folder, vault_folder)


def open_as_owner(
    url: URL, *, folder: Path, vault_folder: Path | Place, station: str = ""
) -> Store:
    """Open an office past the rights of officers: for founding it, backing it up, its key, erasing.

    ``url`` logs in as somebody who maintains the database; who acts is still said by each call.
    """
    engine = postgres.make_engine(url, role=group(url.database or "", postgres_roles.OWNER))
    database = Database(postgres, engine, station=station, upgrading=False)
    return _store(database, url, "", folder, vault_folder)


def _store(
    database: Database, url: URL, login: str, folder: Path, vault_folder: Path | Place
) -> Store:
    try:
        kept = office_vault.secrets_of(database)
        vault = Vault(office_vault.shelf_at(vault_folder, kept), *office_vault.keys_of(kept))
        database.on_connect(partial(office_vault.renew, vault))
    except BaseException:
        database.close()
        raise
    officers = OfficeOfficers(database, vault, url, login)
    return Store(
        folder,
        None,
        database,
        vault,
        officers,
        partial(listen, url, database.station),
        postgres.login_words(url),
        partial(_root_key, database, login),
    )


def _root_key(database: Database, login: str, passphrase: str | None) -> tuple[Identity, bytes]:
    del passphrase
    if login:
        raise MaintainerNeededError(officer=login, action="the key of the office's database")
    return office_vault.identity_of(office_vault.secrets_of(database))


def _make_roles_and_database(url: URL, name: str) -> None:
    with (
        postgres.explained(),
        psycopg.connect(
            host=url.host,
            port=url.port,
            user=url.username,
            password=url.password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=10,
        ) as connection,
    ):
        owner = group(name, postgres_roles.OWNER)
        for role in (owner, *postgres_roles.groups(name)):
            present = "select 1 from pg_roles where rolname = %s"
            if connection.execute(present, [role]).fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
            if role != owner:
                connection.execute(
                    sql.SQL("GRANT {} TO {} WITH ADMIN OPTION").format(
                        sql.Identifier(role), sql.Identifier(owner)
                    )
                )
        connection.execute(sql.SQL("ALTER ROLE {} CREATEROLE").format(sql.Identifier(owner)))
        present = "select 1 from pg_database where datname = %s"
        if connection.execute(present, [name]).fetchone() is None:
            # "C": text is compared by code point, as on SQLite, whatever the server's locale
            connection.execute(
                sql.SQL(
                    "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'"
                    " LC_COLLATE 'C' LC_CTYPE 'C'"
                ).format(sql.Identifier(name), sql.Identifier(owner))
            )
        database = sql.Identifier(name)
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(
                database,
                sql.Identifier(group(name, postgres_roles.MEMBER)),
                sql.Identifier(group(name, postgres_roles.WORKER)),
            )
        )
    with psycopg.connect(
        host=url.host, port=url.port, user=url.username, password=url.password, dbname=name
    ) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def _make_queue(url: URL) -> None:
    """Lay procrastinate's tables, owned as the others are."""
    import procrastinate

    with psycopg.connect(**postgres.login_words(url)) as connection:
        owner = group(url.database or "", postgres_roles.OWNER)
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(owner)))
        found = connection.execute("select to_regclass('public.procrastinate_jobs')").fetchone()
        if found is None or found[0] is None:
            text = procrastinate.App(
                connector=procrastinate.SyncPsycopgConnector()
            ).schema_manager.get_schema()
            connection.execute(text.encode())
        else:
            # as versions before named it; its pages wait in the store, and are put in anew
            connection.execute("DELETE FROM procrastinate_jobs WHERE queue_name = 'pages'")


def _make_key(connection: Connection) -> None:
    table = schema.office_key
    present = set(connection.execute(sa.select(table.c.name)).scalars())
    for name, value in (("vault", secrets.token_hex(KEY_BYTES)), ("id", uuid.uuid4().hex)):
        if name not in present:
            connection.execute(sa.insert(table).values(name=name, value=value))
