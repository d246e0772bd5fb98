"""Everything that is SQLite's own: opening the encrypted file, its transactions, rules, errors.

Another database is another module with these same names.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from digitizer.errors import (
    DigitizerError,
    DiskFullError,
    FileUnreadableError,
    FourEyesError,
    StoreBusyError,
    StoreDamagedError,
    WrongStateError,
)
from digitizer.store.rules import RULES as COMMON
from digitizer.store.rules import Rule

_PRAGMAS = (
    "cache_size = -16384",
    "busy_timeout = 10000",
    "foreign_keys = ON",
    "synchronous = FULL",
    "temp_store = MEMORY",
    # without it, INSERT OR REPLACE deletes rows behind the back of the triggers
    "recursive_triggers = ON",
)

_SEARCH = (
    "CREATE TRIGGER person_search_insert AFTER INSERT ON person BEGIN INSERT INTO person_search"
    " (rowid, name_key) VALUES (NEW.rowid, NEW.name_key); END",
    "CREATE TRIGGER person_search_delete AFTER DELETE ON person BEGIN INSERT INTO person_search"
    " (person_search, rowid, name_key) VALUES ('delete', OLD.rowid, OLD.name_key); END",
    "CREATE TRIGGER person_search_update AFTER UPDATE ON person BEGIN INSERT INTO person_search"
    " (person_search, rowid, name_key) VALUES ('delete', OLD.rowid, OLD.name_key);"
    " INSERT INTO person_search (rowid, name_key) VALUES (NEW.rowid, NEW.name_key); END",
    "CREATE TRIGGER dossier_search_insert AFTER INSERT ON dossier BEGIN INSERT INTO dossier_search"
    " (rowid, owner_name_key, code) VALUES (NEW.rowid, NEW.owner_name_key, NEW.code); END",
    "CREATE TRIGGER dossier_search_update AFTER UPDATE OF owner_name_key ON dossier BEGIN"
    " INSERT INTO dossier_search (dossier_search, rowid, owner_name_key, code)"
    " VALUES ('delete', OLD.rowid, OLD.owner_name_key, OLD.code);"
    " INSERT INTO dossier_search (rowid, owner_name_key, code)"
    " VALUES (NEW.rowid, NEW.owner_name_key, NEW.code); END",
    "CREATE TRIGGER page_text_search_insert AFTER INSERT ON page_text BEGIN INSERT INTO"
    " page_text_search (rowid, words) VALUES (NEW.id, NEW.words); END",
    "CREATE TRIGGER page_text_search_delete AFTER DELETE ON page_text BEGIN INSERT INTO"
    " page_text_search (page_text_search, rowid, words) VALUES ('delete', OLD.id, OLD.words); END",
)
"""Keep the indexes of words in step with names and codes."""
_PART = re.compile(r"[\W_]+")


def _trigger(rule: Rule) -> str:
    return (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} WHEN {rule.when} "
        f"BEGIN SELECT RAISE(ABORT, '{rule.refusal}'); END"
    )


RULES: tuple[str, ...] = (*map(_trigger, COMMON), *_SEARCH)
"""The rules as statements, in the order they are laid."""

ERRORS: tuple[type[Exception], ...] = (DBAPIError, dbapi2.Error)
"""What the database raises, through SQLAlchemy or before it."""

_SITUATIONS: tuple[tuple[str, Callable[..., DigitizerError]], ...] = (
    ("four-eyes", FourEyesError),
    ("wrong-state", WrongStateError),
    ("database or disk is full", DiskFullError),
    ("disk i/o error", StoreDamagedError),
    ("malformed", StoreDamagedError),
    ("not a database", StoreDamagedError),
    ("database is locked", StoreBusyError),
    # nothing is damaged: a path or a right is wrong, and the sentence about files says so
    ("unable to open database file", partial(FileUnreadableError, name="store.db")),
    ("readonly database", partial(FileUnreadableError, name="store.db")),
)


def make_engine(path: Path, key: bytes) -> Engine:
    """Return an engine over the encrypted database; its file appears at the first use."""

    def connect() -> Any:
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = sa.create_engine(
        f"sqlite:///{path}",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        hide_parameters=True,
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # a reader that turns into a writer fails at once when another writes: writers say so first
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def prepare(engine: Engine) -> None:
    """Switch a database to the write-ahead log; this is also the first look inside it."""
    with engine.connect() as connection, raw(connection) as cursor:
        cursor.execute("PRAGMA journal_mode = WAL")


def close(engine: Engine) -> None:
    """Fold the write-ahead log into the database and let go of it."""
    # what fails here is done by the next opening
    with (
        contextlib.suppress(*ERRORS),
        engine.connect() as connection,
        raw(connection) as cursor,
    ):
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@contextlib.contextmanager
def raw(connection: Connection) -> Iterator[sqlite3.Cursor]:
    """Give a driver cursor outside any transaction, for what SQLite refuses inside one."""
    cursor: Any = connection.connection.cursor()
    try:
        yield cursor
    finally:
        cursor.close()


def has_table(connection: Connection, name: str) -> bool:
    """Return whether a table of this name exists."""
    query = sa.text("select 1 from sqlite_master where type = 'table' and name = :name")
    return connection.execute(query, {"name": name}).first() is not None


@contextlib.contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """Give a connection for changing tables, all or nothing; the rules are laid anew after it.

    Rebuilding a table drops its triggers, and with foreign keys on it would delete the rows that
    point to it; SQLite changes that switch only outside a transaction.
    """
    with engine.execution_options(writes=True).connect() as connection:
        with raw(connection) as cursor:
            cursor.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                _lay_rules(connection)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise StoreDamagedError(reason="foreign keys after a migration")
        finally:
            with raw(connection) as cursor:
                cursor.execute("PRAGMA foreign_keys = ON")


def _lay_rules(connection: Connection) -> None:
    query = "select name from sqlite_master where type = 'trigger'"
    for (name,) in connection.exec_driver_sql(query).all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for rule in RULES:
        connection.exec_driver_sql(rule)


def begin_writing(_connection: Connection) -> None:
    """Do nothing more: BEGIN IMMEDIATE made this the only writer."""


def names_like(words: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a person's name has words that begin like these folded ones."""
    return _searched("person", words, "LIMIT 1000")


def dossiers_like(words: Sequence[str], code: str) -> Sequence[sa.ColumnElement[bool]]:
    """Return the conditions that an owner's name, or the code, has words that begin like these."""
    del code
    # the newest: rows are numbered as they come
    return [_searched("dossier", words, "ORDER BY rowid DESC LIMIT 1000")]


def texts_like(words: Sequence[str], most: int) -> sa.ColumnElement[bool]:
    """Return the condition that a page's text has words that begin like these folded ones."""
    return _searched("page_text", words, f"ORDER BY rowid DESC LIMIT {most:d}")


def _searched(table: str, words: Sequence[str], cut: str) -> sa.ColumnElement[bool]:
    # the index keeps words of letters and digits; what stands between them parts words there too
    parts = [part for word in words for part in _PART.split(word) if part]
    if not parts:
        return sa.false()
    found = sa.text(
        f"SELECT rowid FROM {table}_search WHERE {table}_search MATCH :match {cut}"  # noqa: S608
    )
    match = " ".join(f'"{part}"*' for part in parts)
    return sa.literal_column(f"{table}.rowid").in_(
        found.bindparams(match=match).columns(sa.column("rowid", sa.Integer))
    )


def snapshot(engine: Engine, path: Path, key: bytes) -> None:
    """Copy the whole database, as it is at one moment, into a new file under the same key.

    One step under one read lock: in the write-ahead log others go on writing meanwhile.
    """
    target = dbapi2.connect(str(path), isolation_level=None)
    try:
        target.execute("PRAGMA cipher_log_level = NONE")
        target.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        with engine.connect() as connection:
            source: Any = connection.connection.driver_connection
            source.backup(target)
        # a plain file, complete in itself
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()


def change_key(path: Path, old: bytes, new: bytes) -> None:
    """Encrypt a database that nobody else has open under another key."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{old.hex()}'\"")
        connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
    finally:
        connection.close()


def problems(connection: Connection) -> tuple[str, ...]:
    """Return what the database finds wrong with itself."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check").all()]
    found += [
        f"foreign key in {row[0]}"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    ]
    return tuple(one for one in found if one != "ok")


def situation(error: Exception, *, writing: bool) -> DigitizerError | None:
    """Return the program's error for what the database says, or None for a bug."""
    text = str(getattr(error, "orig", None) or error).lower()
    # a quota and a file system's size limit are no full disk to SQLite, only a failed write
    if writing and "disk i/o error" in text:
        return DiskFullError(reason="disk i/o error")
    return next((kind(reason=mark) for mark, kind in _SITUATIONS if mark in text), None)
