"""Numbers that are given once."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitizer.store import schema
from digitizer.store.work import Work


def last_value(connection: Connection, name: str) -> int:
    """Return the number of a series that was given last, 0 before the first."""
    table = schema.counter
    last = connection.execute(sa.select(table.c.value).where(table.c.name == name)).scalar()
    return int(last or 0)


def next_value(work: Work, name: str) -> int:
    """Take the next number of a series, from 1."""
    table = schema.counter
    last = last_value(work.connection, name)
    if last == 0:
        work.insert(table, name=name, value=1)
        return 1
    work.execute(sa.update(table).where(table.c.name == name).values(value=last + 1))
    return last + 1
