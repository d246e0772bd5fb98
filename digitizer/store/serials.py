"""Numbers that are given once."""

from __future__ import annotations

import sqlalchemy as sa

from digitizer.store import schema
from digitizer.store.work import Work


def next_value(work: Work, name: str) -> int:
    """Return the next number of a series, from 1."""
    table = schema.counter
    last = work.execute(sa.select(table.c.value).where(table.c.name == name)).scalar()
    if last is None:
        work.insert(table, name=name, value=1)
        return 1
    work.execute(sa.update(table).where(table.c.name == name).values(value=last + 1))
    return int(last) + 1
