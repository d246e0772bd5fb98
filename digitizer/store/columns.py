"""Column types that SQLite and PostgreSQL understand alike.

Times, days and nested values are text in one fixed form: STRICT tables of SQLite know no other
types, and text of fixed form sorts as time does on every database.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from typing_extensions import override


class Moment(sa.TypeDecorator[datetime]):
    """A point in time, kept in UTC to the microsecond."""

    impl = sa.Text
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Day(sa.TypeDecorator[date]):
    """A calendar day."""

    impl = sa.Text
    cache_ok = True

    @override
    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Nested(sa.TypeDecorator[Any]):
    """Lists and mappings as canonical JSON text."""

    impl = sa.Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else canonical(value)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Flag(sa.TypeDecorator[bool]):
    """A truth value, kept as 0 or 1."""

    impl = sa.Integer
    cache_ok = True

    @override
    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


def holds(column: sa.ColumnElement[bool], *, value: bool = True) -> sa.ColumnElement[bool]:
    """Return the condition that a flag is set, or not, in words every database understands."""
    return column == sa.literal(value, Flag())


def canonical(value: object) -> str:
    """Return the one JSON text that stands for a value."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
