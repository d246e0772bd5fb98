"""The database: opened once, brought up to date when due, one short transaction at a time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitizer.errors import NewerStoreError, StoreBusyError
from digitizer.store import sqlite as dialect
from digitizer.store.schema import HEAD
from digitizer.store.work import Work

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class Database:
    """Gives out transactions; safe to use from several threads."""

    def __init__(
        self,
        path: Path,
        key: bytes,
        *,
        station: str,
        clock: Clock = now,
        upgrading: bool = True,
    ) -> None:
        self._station = station
        self._key = key
        self.clock = clock
        # a queue of our own threads waits here, not in the database's polling busy handler
        self._writing = threading.Lock()
        self._readers = dialect.make_engine(path, key)
        self._writers = self._readers.execution_options(writes=True)
        try:
            with _explained():
                dialect.prepare(self._readers)
                self._bring_up_to_date(upgrading=upgrading)
        except BaseException:
            self._readers.dispose()
            raise

    @contextlib.contextmanager
    def write(self) -> Iterator[Work]:
        """Give a transaction that writes: kept as a whole at the end, or not at all."""
        with self._writing, _explained(writing=True), self._writers.begin() as connection:
            yield Work(connection, self._station, self.clock())

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the store."""
        with _explained(), self._readers.begin() as connection:
            yield connection

    def snapshot(self, path: Path) -> None:
        """Copy the database as it is at one moment into a new file, while others go on writing."""
        with _explained(writing=True):
            dialect.snapshot(self._readers, path, self._key)

    def problems(self) -> tuple[str, ...]:
        """Return what the database finds wrong with itself; reads all of it."""
        with self.read() as connection:
            return dialect.problems(connection)

    def close(self) -> None:
        """Let go of the database."""
        dialect.close(self._readers)

    def _bring_up_to_date(self, *, upgrading: bool) -> None:
        revision = self._revision()
        if revision > HEAD:
            raise NewerStoreError(found=revision, known=HEAD)
        if revision < HEAD and not upgrading:
            # another program may be at work on it: only who holds the folder changes its tables
            raise StoreBusyError(reason="schema")
        if revision < HEAD:
            # alembic takes 0.65 s to import: only when there is something to do
            from digitizer.store.migrations.upgrade import upgrade

            with dialect.migrating(self._readers) as connection:
                upgrade(connection)

    def _revision(self) -> str:
        with self.read() as connection:
            if not dialect.has_table(connection, "alembic_version"):
                return ""
            query = sa.text("select version_num from alembic_version")
            return str(connection.execute(query).scalar_one())


@contextlib.contextmanager
def _explained(*, writing: bool = False) -> Iterator[None]:
    try:
        yield
    except dialect.ERRORS as error:
        situation = dialect.situation(error, writing=writing)
        if situation is None:
            raise
        raise situation from error
