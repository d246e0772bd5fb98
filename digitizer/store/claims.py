"""Claims: who works on a dossier now, so that two desks do not do the same work."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from digitizer.errors import ClaimedError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.dossier import Claim
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records
from digitizer.store.work import Work, as_officer, find_dossier

CLAIM_LASTS = timedelta(minutes=15)
"""A desk that died gives its dossiers free after this time."""


class Claims(Records):
    """Keeps at most one claim a dossier; one that has run out counts as none."""

    def take(
        self, officer: Officer, code: str, lasts: timedelta = CLAIM_LASTS, *, over: bool = False
    ) -> Claim:
        """Claim a dossier, or make one's claim last longer; raises ClaimedError.

        ``over`` takes it from whoever holds it: they are told when they save, and it is journaled.
        """
        table = schema.claim
        with self._database.write() as work:
            actor = work.actor(officer, Action.VIEW)
            find_dossier(work.connection, code)
            found = _of(work, code)
            held = found is not None and found.officer.id != actor.id and found.until > work.at
            if found is not None and held and not over:
                until = found.until.astimezone(OFFICE_TIME)
                raise ClaimedError(
                    dossier=code, officer=found.officer.name, until=f"{until:%H:%M %d/%m/%Y}"
                )
            work.execute(sa.delete(table).where(table.c.dossier_code == code))
            until = work.at + lasts
            work.insert(
                table,
                dossier_code=code,
                officer_id=actor.id,
                station=self._database.station,
                until=until,
            )
            if found is None or found.officer.id != actor.id:
                action = "dossier-taken-over" if held else "dossier-claimed"
                work.journal(actor, action, code, before=found.officer.login if found else "")
            return Claim(code, actor, self._database.station, until)

    def release(self, officer: Officer, code: str) -> None:
        """Give a dossier free; somebody else's claim stays."""
        table = schema.claim
        with self._database.write() as work:
            mine = (table.c.dossier_code == code) & (table.c.officer_id == officer.id)
            if work.execute(sa.delete(table).where(mine)).rowcount:
                work.journal(officer, "dossier-released", code)

    def of(self, code: str) -> Claim | None:
        """Return the claim on a dossier that has not run out."""
        with self._database.read() as connection:
            found = _of(Work(connection, self._database.station, self._database.clock()), code)
        return found if found is not None and found.until > self._database.clock() else None


def _of(work: Work, code: str) -> Claim | None:
    table, officer = schema.claim, schema.officer
    query = (
        sa.select(table.c.station, table.c.until, officer)
        .join(officer, officer.c.id == table.c.officer_id)
        .where(table.c.dossier_code == code)
    )
    row = work.execute(query).first()
    return None if row is None else Claim(code, as_officer(row), row.station, row.until)
