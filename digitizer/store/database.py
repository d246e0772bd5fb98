"""The database: opened once, brought up to date when due, one short transaction at a time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from digitizer.errors import DigitizerError, NewerStoreError, StoreBusyError
from digitizer.store.schema import HEAD
from digitizer.store.work import Work

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class Dialect(Protocol):
    """What differs between databases; ``sqlite`` and ``postgres`` are modules with these names."""

    @property
    def ERRORS(self) -> tuple[type[Exception], ...]:  # noqa: N802, D102 - a module's constant
        ...

    def prepare(self, engine: Engine, /) -> None:  # noqa: D102
        ...

    def close(self, engine: Engine, /) -> None:  # noqa: D102
        ...

    def has_table(self, connection: Connection, name: str, /) -> bool:  # noqa: D102
        ...

    def migrating(  # noqa: D102
        self, engine: Engine, /
    ) -> contextlib.AbstractContextManager[Connection]: ...

    def begin_writing(self, _connection: Connection, /) -> None:  # noqa: D102
        ...

    def names_like(self, words: Sequence[str], /) -> sa.ColumnElement[bool]:  # noqa: D102
        ...

    def dossiers_like(  # noqa: D102
        self, words: Sequence[str], code: str, /
    ) -> Sequence[sa.ColumnElement[bool]]: ...

    def snapshot(self, engine: Engine, path: Path, key: bytes, /) -> None:  # noqa: D102
        ...

    def texts_like(  # noqa: D102
        self, words: Sequence[str], most: int, /
    ) -> sa.ColumnElement[bool]: ...

    def problems(self, connection: Connection, /) -> tuple[str, ...]:  # noqa: D102
        ...

    def situation(  # noqa: D102
        self, error: Exception, /, *, writing: bool
    ) -> DigitizerError | None: ...


class Database:
    """Gives out transactions; safe to use from several threads."""

    def __init__(
        self,
        dialect: Dialect,
        engine: Engine,
        *,
        station: str,
        clock: Clock = now,
        upgrading: bool = True,
    ) -> None:
        self.dialect = dialect
        self.station = station
        self.clock = clock
        # a queue of our own threads waits here, not in the database's polling busy handler
        self._writing = threading.Lock()
        self._readers = engine
        self._writers = engine.execution_options(writes=True)
        try:
            with self._explained():
                dialect.prepare(engine)
                self._bring_up_to_date(upgrading=upgrading)
        except BaseException:
            engine.dispose()
            raise

    @contextlib.contextmanager
    def write(self) -> Iterator[Work]:
        """Give a transaction that writes: kept as a whole at the end, or not at all."""
        with (
            self._writing,
            self._explained(writing=True),
            self._writers.begin() as connection,
        ):
            self.dialect.begin_writing(connection)
            yield Work(connection, self.station, self.clock())

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the store."""
        with self._explained(), self._readers.begin() as connection:
            yield connection

    def snapshot(self, path: Path, key: bytes) -> None:
        """Copy the database as it is at one moment, while others go on writing."""
        with self._explained(writing=True):
            self.dialect.snapshot(self._readers, path, key)

    def problems(self) -> tuple[str, ...]:
        """Return what the database finds wrong with itself; reads all of it."""
        with self.read() as connection:
            return self.dialect.problems(connection)

    def on_connect(self, looked: Callable[[Any], None]) -> None:
        """Call with the driver's connection whenever a new one is made, as after one was lost."""
        sa.event.listen(self._readers, "connect", lambda driver, _: looked(driver))

    def close(self) -> None:
        """Let go of the database."""
        self.dialect.close(self._readers)

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

            with self.dialect.migrating(self._readers) as connection:
                upgrade(connection)

    def _revision(self) -> str:
        with self.read() as connection:
            if not self.dialect.has_table(connection, "alembic_version"):
                return ""
            query = sa.text("select version_num from alembic_version")
            return str(connection.execute(query).scalar_one())

    @contextlib.contextmanager
    def _explained(self, *, writing: bool = False) -> Iterator[None]:
        try:
            yield
        except self.dialect.ERRORS as error:
            situation = self.dialect.situation(error, writing=writing)
            if situation is None:
                raise
            raise situation from error
