"""One writing transaction: statements, rights, hands and the journal row that belongs to them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitizer.errors import FourEyesError, NotAllowedError, NotFoundError, WrongStateError
from digitizer.model.dossier import WITH_CLERK, DossierState
from digitizer.model.officer import Officer, Role
from digitizer.model.rights import Action, require
from digitizer.store import schema
from digitizer.store.columns import canonical

GENESIS = "0" * 64
TOMBSTONE = "dossier-erased"
"""The action of journal rows that say which rows an erasure emptied, and what they were."""
UNVERIFIED = WITH_CLERK | {DossierState.VERIFYING}
"""States in which what a dossier says may still change."""


class Work:
    """A transaction in which one action is done and journaled."""

    def __init__(self, connection: Connection, station: str, at: datetime) -> None:
        self.connection = connection
        self.at = at
        self._station = station

    def execute(self, statement: sa.Executable) -> sa.CursorResult[Any]:
        """Run a statement."""
        return self.connection.execute(statement)

    def insert(self, table: sa.Table, **values: object) -> int:
        """Insert one row and return its id."""
        key = self.execute(sa.insert(table).values(**values)).inserted_primary_key
        return int(key[0]) if key and isinstance(key[0], int) else 0

    def actor(self, officer: Officer, action: Action) -> Officer:
        """Return the officer as stored now, or raise NotAllowedError: a caller's copy may lie."""
        return current(self.connection, officer, action)

    def dossier(self, code: str, states: Collection[DossierState] | None = None) -> sa.Row[Any]:
        """Return a dossier's row, or raise NotFoundError, or WrongStateError outside the states."""
        row = find_dossier(self.connection, code)
        if states is not None and row.state not in states:
            raise WrongStateError(dossier=code, state=row.state)
        return row

    def keyed(self, officer: Officer, code: str) -> None:
        """Note that the officer keyed on the dossier; who verified on it may not."""
        self._hand("keyed", officer, code, barred_by=("verified",), action=Action.KEY)

    def verified(self, officer: Officer, code: str) -> None:
        """Note that the officer verified on the dossier; who keyed or signed on it may not."""
        self._hand("verified", officer, code, barred_by=("keyed", "signed"), action=Action.VERIFY)

    def signed(self, officer: Officer, code: str) -> None:
        """Note that the officer signed for the dossier; who verified on it may not."""
        self._hand("signed", officer, code, barred_by=("verified",), action=Action.SIGN)

    def _hand(
        self, kind: str, officer: Officer, code: str, *, barred_by: tuple[str, ...], action: Action
    ) -> None:
        query = sa.select(schema.hand.c.kind).where(
            schema.hand.c.dossier_code == code, schema.hand.c.officer_id == officer.id
        )
        present = set(self.execute(query).scalars())
        if present & set(barred_by):
            raise FourEyesError(officer=officer.name, action=action.value, dossier=code)
        if kind not in present:
            self.insert(
                schema.hand, dossier_code=code, officer_id=officer.id, kind=kind, at=self.at
            )

    def journal(
        self,
        officer: Officer | None,
        action: str,
        subject: str,
        *,
        before: object = "",
        after: object = "",
    ) -> None:
        """Append a row to the journal; what is not text is written as JSON."""
        self.journal_many([(officer, action, subject, before, after)])

    def journal_many(
        self, entries: Sequence[tuple[Officer | None, str, str, object, object]]
    ) -> None:
        """Append rows of officer, action, subject, before and after, in their order, at one go."""
        table = schema.journal
        last = self.execute(
            sa.select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)
        ).first()
        seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
        rows: list[dict[str, Any]] = []
        for officer, action, subject, before, after in entries:
            row: dict[str, Any] = {
                "seq": seq + 1,
                "at": self.at.isoformat(timespec="microseconds"),
                "officer": officer.login if officer else "",
                "station": self._station,
                "action": action,
                "subject": subject,
                "before": before if isinstance(before, str) else canonical(before),
                "after": after if isinstance(after, str) else canonical(after),
                "previous_hash": previous,
            }
            rows.append({**row, "hash": row_hash(row)})
            seq, previous = row["seq"], rows[-1]["hash"]
        if rows:
            self.connection.execute(sa.insert(table), rows)


def row_hash(row: dict[str, Any]) -> str:
    """Return the hash that chains a journal row to the one before."""
    content = {name: value for name, value in row.items() if name != "hash"}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def current(connection: Connection, officer: Officer, action: Action) -> Officer:
    """Return the officer as stored now.

    Raises NotAllowedError for one who is unknown, disabled, or has no role for the action.
    """
    query = sa.select(schema.officer).where(schema.officer.c.id == officer.id)
    row = connection.execute(query).first()
    if row is None or row.disabled_at is not None:
        raise NotAllowedError(officer=officer.name, action=action.value)
    stored = as_officer(row)
    require(stored, action)
    return stored


def residue(row: Mapping[str, Any]) -> str:
    """Return the hash of what an erasure leaves of a journal row: all but before and after."""
    content = {name: value for name, value in row.items() if name not in ("before", "after")}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def find_dossier(connection: Connection, code: str) -> sa.Row[Any]:
    """Return a dossier's row, or raise NotFoundError."""
    row = connection.execute(sa.select(schema.dossier).where(schema.dossier.c.code == code)).first()
    if row is None:
        raise NotFoundError(dossier=code)
    return row


def as_officer(row: sa.Row[Any]) -> Officer:
    """Return the officer in a row."""
    return Officer(row.id, row.login, row.name, frozenset(Role(role) for role in row.roles))
