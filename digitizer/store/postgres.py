"""Everything that is PostgreSQL's own: connecting, transactions, rules, errors.

The module's names are those of ``sqlite``; ``Database`` does not know which one it uses. Officers
log in with a database role of their own (``postgres_roles``), so what they may do is decided by the
server, whatever program they use.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError

from digitizer.errors import (
    DigitizerError,
    DiskFullError,
    FourEyesError,
    NotAllowedError,
    StoreBusyError,
    StoreDamagedError,
    StoreUnreachableError,
    UnfitValueError,
    WrongPasswordError,
    WrongStateError,
)
from digitizer.store import postgres_roles
from digitizer.store.rules import RULES, Rule

ERRORS: tuple[type[Exception], ...] = (DBAPIError, psycopg.Error)
"""What the database raises, through SQLAlchemy or before it."""

# "digitize" in ASCII: one number all programs of an office agree on, in every transaction
_WRITERS = 0x6469676974697A
CHANNEL = "digitizer"
"""Where the database tells what was journaled, for windows that show it."""

_SITUATIONS: tuple[tuple[str, Callable[..., DigitizerError]], ...] = (
    ("four-eyes", FourEyesError),
    ("wrong-state", WrongStateError),
    ("password authentication failed", WrongPasswordError),
    ("is not permitted to log in", WrongPasswordError),
    ("no password supplied", WrongPasswordError),
    ("disk full", DiskFullError),
    ("no space left", DiskFullError),
    ("invalid page", StoreDamagedError),
    ("too many connections", StoreBusyError),
    ("too many clients", StoreBusyError),
    ("lock timeout", StoreBusyError),
)
_LOST = (
    "connection",
    "server closed",
    "could not translate host",
    "terminating",
    "starting up",
    "shutting down",
    "timeout expired",
)


def make_engine(url: URL, *, role: str = "") -> Engine:
    """Return an engine over an office's database; ``role`` is taken on by an administrator."""
    # the server takes compiling a question (jit) for cheap; measured at a million dossiers it took
    # 2.4 of the 2.6 s of a month's statistics, and 0.2 s of a queue that needs 0.02
    options = (
        f"-c search_path=public -c lock_timeout=15s -c jit=off{f' -c role={role}' if role else ''}"
    )
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        # a connection that died over night is replaced before it is used
        pool_pre_ping=True,
        pool_size=4,
        connect_args={
            "connect_timeout": 10,
            "options": options.strip(),
            "application_name": "digitizer",
            # a server that vanished is noticed in about a minute, not in two hours
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
        },
    )


def prepare(engine: Engine) -> None:
    """Look into the database once, so that a wrong password is known before anything else."""
    with engine.connect() as connection:
        connection.execute(sa.text("select 1"))


def close(engine: Engine) -> None:
    """Let go of the database."""
    engine.dispose()


def has_table(connection: Connection, name: str) -> bool:
    """Return whether a table of this name exists."""
    query = sa.text("select to_regclass(:name) is not null")
    return bool(connection.execute(query, {"name": f"public.{name}"}).scalar_one())


@contextlib.contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """Give a connection for changing tables, all or nothing; rules and grants are laid anew."""
    with engine.begin() as connection:
        begin_writing(connection)
        yield connection
        name = str(connection.execute(sa.text("select current_database()")).scalar_one())
        for statement in (*_rule_statements(), *postgres_roles.statements(name)):
            run(connection, statement)


def run(connection: Connection, statement: str) -> None:
    """Run a statement as it is written, per cent signs and all."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement)
    finally:
        cursor.close()


def begin_writing(connection: Connection) -> None:
    """Make this the only writer until the transaction ends, as BEGIN IMMEDIATE does on SQLite.

    The journal is one chain, so its writers queue anyway; queueing at the start means that what an
    action reads is still so when it writes.
    """
    connection.execute(sa.text(f"select pg_advisory_xact_lock({_WRITERS})"))


def names_like(words: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a person's name has words that begin like these folded ones."""
    # the very expression that the trigram index is over
    padded = sa.literal_column("(' ' || person.name_key)", sa.Text)
    return sa.and_(sa.true(), *(padded.contains(f" {word}", autoescape=True) for word in words))


def dossiers_like(words: Sequence[str], code: str) -> Sequence[sa.ColumnElement[bool]]:
    """Return the conditions that an owner's name has words that begin so, that a code holds this.

    Each has a trigram index of its own; joined by OR they would be answered by looking at all.
    """
    if not words:
        return []
    padded = sa.literal_column("(' ' || dossier.owner_name_key)", sa.Text)
    named = sa.and_(*(padded.contains(f" {word}", autoescape=True) for word in words))
    coded = sa.literal_column("dossier.code", sa.Text).icontains(code, autoescape=True)
    return [named, coded]


def texts_like(words: Sequence[str], most: int) -> sa.ColumnElement[bool]:
    """Return the condition that a page's text has words that begin like these folded ones."""
    found = sa.text(
        "SELECT id FROM page_text WHERE to_tsvector('simple', words) @@"  # noqa: S608
        f" to_tsquery('simple', :match) ORDER BY id DESC LIMIT {most:d}"
    )
    # letters and digits alone: nothing in them means anything to the query's own language
    match = " & ".join(f"{word}:*" for word in words)
    return sa.literal_column("page_text.id").in_(
        found.bindparams(match=match).columns(sa.column("id", sa.Integer))
    )


def problems(connection: Connection) -> tuple[str, ...]:
    """Return what the server has found wrong with this database's pages."""
    query = sa.text(
        "select coalesce(checksum_failures, 0) from pg_stat_database"
        " where datname = current_database()"
    )
    failures = int(connection.execute(query).scalar_one())
    return (f"{failures} pages with a wrong checksum",) if failures else ()


def situation(error: Exception, *, writing: bool) -> DigitizerError | None:
    """Return the program's error for what the database says, or None for a bug."""
    del writing
    original = getattr(error, "orig", None) or error
    text = str(original).lower()
    state = getattr(original, "sqlstate", None) or ""
    # without the right to the schema its tables are not even there
    if "nul (0x00)" in text or state == "22021":
        return UnfitValueError(length=0, limit=0)
    if state in {"42501", "42P01"}:
        return NotAllowedError(officer="", action="database")
    for mark, kind in _SITUATIONS:
        if mark in text:
            return kind(reason=mark)
    lost = isinstance(original, psycopg.OperationalError | psycopg.InterfaceError)
    if lost and (state[:2] in {"", "08", "57"} or any(mark in text for mark in _LOST)):
        return StoreUnreachableError(reason=state or "connection")
    return None


def snapshot(engine: Engine, path: Path, key: bytes) -> None:
    """Copy the whole database, as it is at one moment, into a new encrypted SQLite file."""
    from digitizer.store.office_copying import copy_out

    copy_out(engine, path, key)


def login_words(url: URL) -> dict[str, Any]:
    """Return an address as psycopg wants it."""
    return {
        "host": url.host,
        "port": url.port,
        "dbname": url.database,
        "user": url.username,
        "password": url.password,
        "connect_timeout": 10,
    }


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn what the server says at the door into the program's errors."""
    try:
        yield
    except ERRORS as error:
        found = situation(error, writing=False)
        if found is None:
            raise
        raise found from error


def _rule_statements() -> Iterator[str]:
    for rule in RULES:
        yield from _statements(rule)
    yield from _JOURNAL_STATEMENTS


def _statements(rule: Rule) -> Iterator[str]:
    """Give a rule as a function and a trigger: a WHEN clause may not ask other tables here."""
    result = "OLD" if rule.event == "DELETE" else "NEW"
    yield (
        f"CREATE OR REPLACE FUNCTION rule_{rule.name}() RETURNS trigger LANGUAGE plpgsql"
        " SECURITY DEFINER SET search_path = public, pg_temp AS $rule$ BEGIN"
        # also for statements typed in by hand: two at once must not both find the way free
        f" PERFORM pg_advisory_xact_lock({_WRITERS});"
        f" IF {rule.when} THEN RAISE EXCEPTION '{rule.refusal}' USING ERRCODE = '23514'; END IF;"
        f" RETURN {result}; END $rule$"
    )
    yield f"DROP TRIGGER IF EXISTS {rule.name} ON {rule.table}"
    yield (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table}"
        f" FOR EACH ROW EXECUTE FUNCTION rule_{rule.name}()"
    )


# the canonical JSON of ``work.row_hash``: keys sorted, no spaces, letters as they are
_HASHED = " || ',' || ".join(
    f"""'"{name}":' || to_json(NEW.{name})::text"""
    for name in (
        "action",
        "after",
        "at",
        "before",
        "officer",
        "previous_hash",
        "seq",
        "station",
        "subject",
    )
)
_JOURNAL_STATEMENTS = (
    "CREATE OR REPLACE FUNCTION rule_journal_hash() RETURNS trigger LANGUAGE plpgsql"
    " SECURITY DEFINER SET search_path = public, pg_temp AS $rule$ BEGIN"
    f" IF NEW.hash <> encode(sha256(convert_to('{{' || {_HASHED} || '}}', 'UTF8')), 'hex')"
    " OR NEW.seq = 1 AND NEW.previous_hash <> repeat('0', 64)"
    " THEN RAISE EXCEPTION 'append-only' USING ERRCODE = '23514'; END IF;"
    " RETURN NEW; END $rule$",
    "DROP TRIGGER IF EXISTS journal_hash ON journal",
    "CREATE TRIGGER journal_hash BEFORE INSERT ON journal"
    " FOR EACH ROW EXECUTE FUNCTION rule_journal_hash()",
    "CREATE OR REPLACE FUNCTION journal_told() RETURNS trigger LANGUAGE plpgsql AS $told$ BEGIN"
    f" PERFORM pg_notify('{CHANNEL}',"
    " left(NEW.station || chr(9) || NEW.action || ' ' || NEW.subject, 500));"
    " RETURN NULL; END $told$",
    "DROP TRIGGER IF EXISTS journal_told ON journal",
    "CREATE TRIGGER journal_told AFTER INSERT ON journal"
    " FOR EACH ROW EXECUTE FUNCTION journal_told()",
    "CREATE OR REPLACE FUNCTION rule_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $rule$ BEGIN"
    " RAISE EXCEPTION 'append-only' USING ERRCODE = '23514'; END $rule$",
    *(
        statement
        for table in ("journal", "hand", "fact", "field_value_history", "dossier", "result")
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " EXECUTE FUNCTION rule_no_truncate()",
        )
    ),
)
