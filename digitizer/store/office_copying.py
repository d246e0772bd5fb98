"""An office's database as one encrypted file, and back: what its backups hold.

The file is the same as a single desk's database under the same tables, so that one kind of backup
serves both, is read back by the same checks, and a desk that grows into an office brings its
records along. Beside the tables it keeps the verifiers of the officers' passwords (SCRAM, RFC 5802:
no password, and not bound to a server), where the maintainer may read them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.engine import URL, Connection, Engine

from digitizer.errors import StoreDamagedError
from digitizer.store import postgres, schema, sqlite
from digitizer.store.journal import first_broken
from digitizer.store.office_officers import WORKER_PREFIX
from digitizer.store.postgres_roles import WORKER, group, login_role

_LOGINS = "office_login"
_IN_BATCHES = {"yield_per": 2000}
_TABLES = schema.metadata.sorted_tables


def copy_out(engine: Engine, path: Path, key: bytes) -> None:
    """Copy the whole database, as it is at one moment, into a new encrypted file.

    Raises StoreDamagedError when rows are missing in the copy.
    """
    copy = sqlite.make_engine(path, key)
    try:
        with engine.execution_options(isolation_level="REPEATABLE READ").connect() as source:
            with copy.begin() as target:
                _lay_tables(target)
            with copy.connect() as target, sqlite.raw(target) as cursor:
                cursor.execute("PRAGMA foreign_keys = OFF")
                cursor.execute("BEGIN IMMEDIATE")
                for table in _TABLES:
                    _copy_table(source, cursor, table)
                cursor.execute(f"CREATE TABLE {_LOGINS} (login TEXT PRIMARY KEY, verifier TEXT)")
                cursor.executemany(
                    f"INSERT INTO {_LOGINS} VALUES (?, ?)",  # noqa: S608 - a constant
                    _verifiers(source, engine.url.database or ""),
                )
                cursor.execute("COMMIT")
    finally:
        copy.dispose()


def _lay_tables(target: Connection) -> None:
    from digitizer.store.migrations.upgrade import upgrade

    # without rules and search words: nobody works in a copy
    upgrade(target)


def _copy_table(source: Connection, cursor: Any, table: sa.Table) -> None:
    marks = ", ".join("?" * len(table.columns))
    rows = source.execute(_plain(table), execution_options=_IN_BATCHES)
    copied = 0
    for batch in rows.partitions():
        plain = [tuple(row) for row in batch]
        cursor.executemany(
            f"INSERT INTO {table.name} ({_names(table)}) VALUES ({marks})",  # noqa: S608
            plain,
        )
        copied += len(plain)
    counted = source.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    if copied != counted:
        raise StoreDamagedError(path=table.name)


def _plain(table: sa.Table) -> sa.TextClause:
    # as the rows lie there, not as the program understands them
    return sa.text(f'SELECT {_names(table)} FROM "{table.name}"')  # noqa: S608 - our own names


def _names(table: sa.Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _verifiers(source: Connection, database: str) -> list[tuple[str, str]]:
    start = login_role(database, "")
    with source.begin_nested() as part:
        # as whoever logged in: the owner of the tables may not read passwords
        source.exec_driver_sql("SET LOCAL ROLE NONE")
        try:
            rows = source.execute(
                sa.text(
                    "SELECT rolname, rolpassword FROM pg_authid"
                    " WHERE starts_with(rolname, :start) AND rolpassword IS NOT NULL"
                ),
                {"start": start},
            ).all()
        except sa.exc.ProgrammingError:
            rows = []
        finally:
            part.rollback()
    return [(name.removeprefix(start), verifier) for name, verifier in rows]


def copy_in(path: Path, key: bytes, url: URL, office: Mapping[str, str]) -> dict[str, int]:
    """Fill a new office's empty database from a copy; return how many rows each table got.

    ``url`` logs in as somebody who may switch rules off; ``office`` is laid over the copy's own
    secrets. All or nothing. Raises StoreDamagedError when what arrived is not what was there.
    """
    with tempfile.TemporaryDirectory(dir=path.parent) as beside:
        current = Path(beside) / "store.db"
        _brought_up_to_date(path, current, key)
        engine = sqlite.make_engine(current, key)
        try:
            with (
                engine.connect() as source,
                postgres.explained(),
                psycopg.connect(**postgres.login_words(url)) as target,
            ):
                target.execute("SET session_replication_role = replica")
                counts = {table.name: _fill(source, target, table) for table in _TABLES}
                _lay_secrets(target, office)
                _count_on(target)
                _make_logins(source, target, url.database or "")
        finally:
            engine.dispose()
    checked = postgres.make_engine(url)
    try:
        with checked.connect() as connection:
            if first_broken(connection) is not None:
                raise StoreDamagedError(path="journal")
    finally:
        checked.dispose()
    return counts


def _brought_up_to_date(path: Path, current: Path, key: bytes) -> None:
    """Copy the file and bring it to this program's tables; raises NewerStoreError."""
    import shutil

    from digitizer.store.database import Database

    shutil.copyfile(path, current)
    Database(sqlite, sqlite.make_engine(current, key), station="restore").close()


def _fill(source: Connection, target: psycopg.Connection, table: sa.Table) -> int:
    name = sql.Identifier(table.name)
    target.execute(sql.SQL("DELETE FROM {}").format(name))
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    count = 0
    rows = source.execute(_plain(table), execution_options=_IN_BATCHES)
    with target.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, columns)) as copy:
        for row in rows:
            copy.write_row(tuple(row))
            count += 1
    arrived = target.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone()
    if arrived is None or arrived[0] != count:
        raise StoreDamagedError(path=table.name)
    return count


def _lay_secrets(target: psycopg.Connection, office: Mapping[str, str]) -> None:
    for name, value in office.items():
        target.execute(
            "INSERT INTO office_key (name, value) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value],
        )


def _count_on(target: psycopg.Connection) -> None:
    """Let numbers go on after the highest there is."""
    for table in _TABLES:
        column = table.c.get("id")
        if column is not None and isinstance(column.type, sa.Integer):
            target.execute(
                sql.SQL(
                    "SELECT setval(pg_get_serial_sequence({}, 'id'),"
                    " coalesce((SELECT max(id) FROM {}), 0) + 1, false)"
                ).format(sql.Literal(table.name), sql.Identifier(table.name))
            )


def _make_logins(source: Connection, target: psycopg.Connection, database: str) -> None:
    """Give every officer back their login, and reading machines theirs."""
    verifiers = _kept_verifiers(source)
    for login, roles, disabled in target.execute(
        "SELECT login, roles, disabled_at FROM officer ORDER BY id"
    ).fetchall():
        target.execute(
            "SELECT set_login(%s, %s, ARRAY(SELECT jsonb_array_elements_text(%s::jsonb)), %s)",
            [login, verifiers.pop(login, None), roles, disabled is None],
        )
    for name, verifier in verifiers.items():
        if name.startswith(WORKER_PREFIX):
            _make_worker(target, database, name, verifier)


def _kept_verifiers(source: Connection) -> dict[str, str]:
    if not sqlite.has_table(source, _LOGINS):
        return {}
    rows: Iterable[Any] = source.exec_driver_sql(
        f"SELECT login, verifier FROM {_LOGINS}"  # noqa: S608 - a constant
    )
    return {row.login: row.verifier for row in rows}


def _make_worker(target: psycopg.Connection, database: str, name: str, verifier: str) -> None:
    role = sql.Identifier(login_role(database, name))
    present = target.execute(
        "SELECT 1 FROM pg_roles WHERE rolname = %s", [login_role(database, name)]
    ).fetchone()
    if present is None:
        target.execute(sql.SQL("CREATE ROLE {}").format(role))
    target.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(verifier)))
    target.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group(database, WORKER)), role))
