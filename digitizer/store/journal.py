"""The journal: every action, appended and chained by hash."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitizer import log
from digitizer.model.journal import JournalRow
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records
from digitizer.store.work import GENESIS, TOMBSTONE, residue, row_hash


class Journal(Records):
    """Reads the journal and checks its chain; actions write their own rows."""

    def add(
        self,
        officer: Officer | None,
        action: str,
        subject: str,
        *,
        before: str = "",
        after: str = "",
    ) -> None:
        """Append a row for something that happened outside the store."""
        with self._database.write() as work:
            work.journal(officer, action, subject, before=before, after=after)

    def rows(
        self, limit: int, subject: str | None = None, *, action: str | None = None
    ) -> tuple[JournalRow, ...]:
        """Return the newest rows, newest first, of a subject and what belongs to it."""
        table = schema.journal
        query = sa.select(table).order_by(table.c.seq.desc()).limit(limit)
        if subject is not None:
            query = query.where(about(subject))
        if action is not None:
            query = query.where(table.c.action == action)
        with self._database.read() as connection:
            return tuple(_as_row(row) for row in connection.execute(query))

    def search(
        self,
        by: Officer,
        *,
        dossier: str = "",
        person: str = "",
        officer: str = "",
        limit: int = 1000,
    ) -> tuple[JournalRow, ...]:
        """Return the newest rows about a dossier, a person's dossiers, or by an officer.

        The search itself is journaled, without the number that was looked for. Raises
        NotAllowedError.
        """
        table = schema.journal
        query = sa.select(table).order_by(table.c.seq.desc()).limit(limit)
        if officer:
            query = query.where(table.c.officer == officer.strip().casefold())
        if dossier:
            query = query.where(about(dossier))
        with self._database.write() as work:
            actor = work.actor(by, Action.READ_JOURNAL)
            if person:
                codes = work.execute(_dossiers_of(person)).scalars().all()
                query = query.where(sa.or_(sa.false(), *map(about, codes)))
            rows = tuple(_as_row(row) for row in work.execute(query))
            words = {"officer": officer, "person": log.masked(person), "rows": len(rows)}
            work.journal(actor, "journal-searched", dossier or "journal", after=words)
            return rows

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last row, to be kept outside as an anchor."""
        with self._database.read() as connection:
            return head_of(connection)

    def verify(self, anchor: tuple[int, str] | None = None) -> int | None:
        """Return the number of the first row that is altered, missing or moved, or None.

        Rows cut off at the end leave no trace in the chain itself: an anchor kept outside, as
        ``head`` gave it, shows them.
        """
        with self._database.read() as connection:
            return first_broken(connection, anchor)


def first_broken(connection: Connection, anchor: tuple[int, str] | None = None) -> int | None:
    """Return the number of the first row that breaks the chain, or None."""
    table = schema.journal
    expected, previous = 1, GENESIS
    query = sa.select(table).order_by(table.c.seq)
    erased = _erased_rows(connection)
    for row in connection.execute(query).mappings().yield_per(1000):
        if not _follows(dict(row), expected, previous, erased.get(expected)):
            return expected
        if anchor is not None and anchor[0] == expected and anchor[1] != row["hash"]:
            return expected
        expected, previous = expected + 1, row["hash"]
    return expected if anchor is not None and anchor[0] >= expected else None


def head_of(connection: Connection) -> tuple[int, str]:
    """Return number and hash of the last row."""
    table = schema.journal
    query = sa.select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)
    row = connection.execute(query).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def about(subject: str) -> sa.ColumnElement[bool]:
    """Return the condition that a row is about a subject or what belongs to it."""
    # a range, not LIKE: every database walks the index for it, whatever its collation of LIKE
    column = schema.journal.c.subject
    return (column == subject) | ((column >= f"{subject}/") & (column < f"{subject}0"))


def _dossiers_of(personal_id: str) -> sa.CompoundSelect[Any]:
    dossier, fact = schema.dossier.c, schema.fact.c
    return sa.union(
        sa.select(dossier.code).where(dossier.owner_personal_id == personal_id),
        sa.select(fact.dossier_code).where(fact.personal_id == personal_id),
    )


def _erased_rows(connection: Connection) -> dict[int, str]:
    """Return what is left of rows whose contents an erasure took out, by the tombstones' words."""
    table = schema.journal
    query = sa.select(table.c.after).where(table.c.action == TOMBSTONE)
    found: dict[int, str] = {}
    for after in connection.execute(query).scalars():
        found |= {int(seq): left for seq, left in json.loads(after)["rows"].items()}
    return found


def _follows(row: dict[str, Any], seq: int, previous: str, erased: str | None) -> bool:
    whole = row["hash"] == (row_hash(row) if erased is None else row["hash"])
    as_left = erased is None or erased == residue(row)
    return bool(row["seq"] == seq and row["previous_hash"] == previous and whole and as_left)


def _as_row(row: sa.Row[Any]) -> JournalRow:
    return JournalRow(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        officer=row.officer,
        station=row.station,
        action=row.action,
        subject=row.subject,
        before=row.before,
        after=row.after,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )
