"""Deferrals: dossiers laid aside or left to somebody else, each with its reason."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa

from digitizer.errors import ReasonMissingError, UnfitValueError
from digitizer.model.dossier import Deferral, DeferralKind, DossierState
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records
from digitizer.store.work import Work, as_officer

LONGEST = 1000
"""Characters a reason may have."""
_TABLE = schema.deferral


class Deferrals(Records):
    """Keeps at most one standing deferral a dossier; those that ended stay."""

    def put(self, officer: Officer, code: str, kind: DeferralKind, reason: str) -> None:
        """Lay a dossier aside or leave it to somebody else; its claim goes with it.

        Raises ReasonMissingError without a reason, WrongStateError when it is not being verified.
        """
        text = unicodedata.normalize("NFC", reason).strip()
        if not text:
            raise ReasonMissingError(dossier=code)
        if len(text) > LONGEST:
            raise UnfitValueError(length=len(text), limit=LONGEST)
        with self._database.write() as work:
            actor = work.actor(officer, Action.VERIFY)
            work.dossier(code, {DossierState.VERIFYING})
            end_deferral(work, code, actor)
            work.insert(
                _TABLE,
                dossier_code=code,
                kind=kind,
                reason=text,
                officer_id=actor.id,
                at=work.at,
            )
            claim = schema.claim.c
            work.execute(
                sa.delete(schema.claim).where(
                    claim.dossier_code == code, claim.officer_id == actor.id
                )
            )
            work.journal(actor, f"dossier-{kind.value}", code, after={"reason": text})

    def end(self, officer: Officer, code: str) -> None:
        """Take a dossier up again; nothing happens when it is not deferred."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.VERIFY)
            if end_deferral(work, code, actor):
                work.journal(actor, "dossier-taken-up", code)

    def standing(self) -> tuple[Deferral, ...]:
        """Return the deferrals that stand, oldest first."""
        query = (
            sa.select(
                _TABLE.c.dossier_code,
                _TABLE.c.kind,
                _TABLE.c.reason,
                _TABLE.c.at.label("deferred_at"),
                schema.officer,
            )
            .join(schema.officer, schema.officer.c.id == _TABLE.c.officer_id)
            .where(_TABLE.c.ended_at.is_(None))
            .order_by(_TABLE.c.id)
        )
        with self._database.read() as connection:
            return tuple(
                Deferral(
                    row.dossier_code,
                    DeferralKind(row.kind),
                    row.reason,
                    as_officer(row),
                    row.deferred_at,
                )
                for row in connection.execute(query)
            )


def end_deferral(work: Work, code: str, by: Officer) -> bool:
    """End what stands of a dossier; return whether anything did."""
    ended = work.execute(
        sa.update(_TABLE)
        .where(_TABLE.c.dossier_code == code, _TABLE.c.ended_at.is_(None))
        .values(ended_by=by.id, ended_at=work.at)
    )
    return bool(ended.rowcount)
