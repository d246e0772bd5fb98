"""Everything the store keeps, row by row, for taking it along: without passwords and keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records

_KEPT_BACK = {"office_key", "alembic_version"}
"""Tables that hold keys or concern this program alone."""
_SECRET = {"officer": {"password_hash"}}
"""Columns nobody needs elsewhere and that must not leave."""
_AT_ONCE = 2_000


class Leaving(Records):
    """Reads all tables for an exit export."""

    def begin(self, officer: Officer, subject: str) -> None:
        """Check the right to take everything along and journal that it is done."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.EXPORT_ALL)
            work.journal(actor, "everything-exported", "store", after=subject)

    def tables(self) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
        """Yield each table's name and its rows, parents before children, in the order of keys."""
        for table in schema.metadata.sorted_tables:
            if table.name not in _KEPT_BACK:
                yield table.name, self._rows(table)

    def _rows(self, table: sa.Table) -> Iterator[dict[str, Any]]:
        hidden = _SECRET.get(table.name, set())
        columns = [column for column in table.columns if column.name not in hidden]
        keys = list(table.primary_key.columns)
        last: tuple[Any, ...] | None = None
        while True:
            query = sa.select(*columns).order_by(*keys).limit(_AT_ONCE)
            if last is not None:
                # from where the last batch ended: a transaction held open for hours would keep
                # others from folding their writes together
                query = query.where(sa.tuple_(*keys) > sa.tuple_(*map(sa.literal, last)))
            with self._database.read() as connection:
                found = [dict(row) for row in connection.execute(query).mappings()]
            yield from found
            if len(found) < _AT_ONCE:
                return
            last = tuple(found[-1][column.name] for column in keys)
