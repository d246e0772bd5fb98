"""Verified values put right: proposed by one officer, approved by another, and who used the old."""

from __future__ import annotations

import dataclasses
from typing import Any

import sqlalchemy as sa

from digitizer.errors import FourEyesError, ReasonMissingError, StaleError, WrongStateError
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.model.warehouse import Correction, CorrectionState, EndKind, StaleUse
from digitizer.store import schema
from digitizer.store.facts import as_row, insert_fact, with_ends
from digitizer.store.records import Records, found
from digitizer.store.work import Work

_CORRECTION, _FACT, _STALE = schema.correction, schema.fact, schema.stale_use


class Corrections(Records):
    """Keeps what was put right after it was verified, and the dossiers that rest on the old."""

    def propose(self, officer: Officer, fact_id: int, value: str, reason: str) -> int:
        """Say that a fact is wrong and what is right; nothing changes until another approves.

        Raises ReasonMissingError, StaleError for a fact that has ended, or WrongStateError while
        another correction of it waits or when the value is the same.
        """
        if not reason.strip():
            raise ReasonMissingError(fact=fact_id)
        with self._database.write() as work:
            actor = work.actor(officer, Action.CORRECT)
            fact = _standing(work, fact_id)
            waiting = sa.select(_CORRECTION.c.id).where(
                _CORRECTION.c.fact_id == fact_id, _CORRECTION.c.state == CorrectionState.PROPOSED
            )
            if not value or fact.value == value or work.execute(waiting).first() is not None:
                raise WrongStateError(fact=fact_id, state="proposed or the same")
            number = work.insert(
                _CORRECTION,
                fact_id=fact_id,
                value=value,
                reason=reason.strip(),
                proposed_by=actor.id,
                proposed_at=work.at,
                state=CorrectionState.PROPOSED,
            )
            work.journal(
                actor,
                "correction-proposed",
                _subject(fact),
                before={"fact": fact_id, "value": fact.value},
                after={"correction": number, "value": value, "reason": reason.strip()},
            )
            return number

    def approve(self, officer: Officer, correction_id: int) -> tuple[str, ...]:
        """Put a fact right and return the codes of the dossiers that rest on the old value.

        Raises FourEyesError for the officer who proposed it.
        """
        with self._database.write() as work:
            actor, row = self._deciding(work, officer, correction_id)
            fact = _standing(work, row.fact_id)
            right = dataclasses.replace(
                as_row(fact),
                value=row.value,
                method="typed",
                basis=f"correction {correction_id}",
                verified_by=actor.name,
                verified_at=work.at,
                end=None,
                # where the right address lies is derived when it is in
                place=None,
            )
            self._decide(work, actor, row, CorrectionState.APPROVED, "")
            number = insert_fact(work, right, version=fact.version + 1, corrects=fact.id)
            ends = schema.fact_end
            if fact.past_at is not None:
                # a later paper took its place already; that holds for what is right as well
                work.insert(
                    ends,
                    fact_id=number,
                    kind=EndKind.SUCCEEDED,
                    at=work.at,
                    true_to=fact.past_true_to,
                    next_fact=fact.past_next,
                )
            work.insert(ends, fact_id=fact.id, kind=EndKind.CORRECTED, at=work.at, next_fact=number)
            codes = _resting_on(work, fact)
            for code in codes:
                work.insert(_STALE, dossier_code=code, fact_id=fact.id, at=work.at)
            work.journal(
                actor,
                "correction-approved",
                _subject(fact),
                before={"fact": fact.id, "value": fact.value},
                after={"fact": number, "value": row.value, "dossiers": list(codes)},
            )
            return codes

    def refuse(self, officer: Officer, correction_id: int, reason: str) -> None:
        """Leave a fact as it is, with the reason why."""
        if not reason.strip():
            raise ReasonMissingError(correction=correction_id)
        with self._database.write() as work:
            actor, row = self._deciding(work, officer, correction_id)
            self._decide(work, actor, row, CorrectionState.REFUSED, reason.strip())
            fact = work.execute(with_ends().where(_FACT.c.id == row.fact_id)).one()
            work.journal(
                actor,
                "correction-refused",
                _subject(fact),
                after={"correction": correction_id, "reason": reason.strip()},
            )

    def of_dossier(self, code: str) -> dict[tuple[int, str], str]:
        """Return what was put right on a dossier's papers since, by document and field."""
        document = schema.document
        verified_as = sa.func.coalesce(document.c.reused_from, document.c.id)
        query = (
            sa.select(document.c.id, _FACT.c.field, _FACT.c.value)
            .join(_FACT, _FACT.c.document_id == verified_as)
            .where(document.c.dossier_code == code, _FACT.c.corrects.is_not(None))
            # the last correction of several is what holds
            .order_by(_FACT.c.version)
        )
        with self._database.read() as connection:
            return {(row.id, row.field): row.value for row in connection.execute(query)}

    def waiting(self) -> tuple[Correction, ...]:
        """Return the corrections nobody has decided, the oldest first."""
        officer = schema.officer
        query = (
            sa.select(
                _CORRECTION,
                _FACT.c.personal_id,
                _FACT.c.organisation,
                _FACT.c.document_type,
                _FACT.c.field,
                _FACT.c.value.label("old_value"),
                _FACT.c.dossier_code,
                officer.c.name.label("proposed_by_name"),
            )
            .join(_FACT, _FACT.c.id == _CORRECTION.c.fact_id)
            .join(officer, officer.c.id == _CORRECTION.c.proposed_by)
            .where(_CORRECTION.c.state == CorrectionState.PROPOSED)
            .order_by(_CORRECTION.c.id)
        )
        with self._database.read() as connection:
            return tuple(_as_correction(row) for row in connection.execute(query))

    def stale_uses(
        self, dossier_code: str | None = None, *, open_only: bool = True
    ) -> tuple[StaleUse, ...]:
        """Return the dossiers that rest on corrected values, or one dossier's, the oldest first."""
        right, officer = schema.fact.alias("right_fact"), schema.officer
        query = (
            sa.select(
                _STALE,
                schema.dossier.c.state,
                _FACT.c.document_type,
                _FACT.c.field,
                _FACT.c.value.label("old_value"),
                right.c.value.label("new_value"),
                officer.c.name.label("settled_by_name"),
            )
            .join(_FACT, _FACT.c.id == _STALE.c.fact_id)
            .join(right, right.c.corrects == _FACT.c.id)
            .join(schema.dossier, schema.dossier.c.code == _STALE.c.dossier_code)
            .outerjoin(officer, officer.c.id == _STALE.c.settled_by)
            .order_by(_STALE.c.at, _STALE.c.dossier_code)
        )
        if dossier_code is not None:
            query = query.where(_STALE.c.dossier_code == dossier_code)
        if open_only:
            query = query.where(_STALE.c.settled_at.is_(None))
        with self._database.read() as connection:
            return tuple(_as_stale(row) for row in connection.execute(query))

    def settle(self, officer: Officer, dossier_code: str, fact_id: int, note: str) -> None:
        """Say what was done about a dossier that rests on a corrected value."""
        if not note.strip():
            raise ReasonMissingError(dossier=dossier_code)
        same = (_STALE.c.dossier_code == dossier_code) & (_STALE.c.fact_id == fact_id)
        with self._database.write() as work:
            actor = work.actor(officer, Action.SETTLE)
            row = found(work.execute(sa.select(_STALE).where(same)).first(), dossier=dossier_code)
            if row.settled_at is not None:
                raise WrongStateError(dossier=dossier_code, state="settled")
            work.execute(
                sa.update(_STALE)
                .where(same)
                .values(settled_by=actor.id, settled_at=work.at, note=note.strip())
            )
            after = {"fact": fact_id, "note": note.strip()}
            work.journal(actor, "stale-use-settled", dossier_code, after=after)

    def _deciding(
        self, work: Work, officer: Officer, correction_id: int
    ) -> tuple[Officer, sa.Row[Any]]:
        actor = work.actor(officer, Action.APPROVE_CORRECTION)
        query = sa.select(_CORRECTION).where(_CORRECTION.c.id == correction_id)
        row = found(work.execute(query).first(), correction=correction_id)
        if row.state != CorrectionState.PROPOSED:
            raise WrongStateError(correction=correction_id, state=row.state)
        if row.proposed_by == actor.id:
            raise FourEyesError(officer=actor.name, action=Action.APPROVE_CORRECTION.value)
        return actor, row

    def _decide(
        self, work: Work, actor: Officer, row: sa.Row[Any], state: CorrectionState, reason: str
    ) -> None:
        work.execute(
            sa.update(_CORRECTION)
            .where(_CORRECTION.c.id == row.id)
            .values(state=state, decided_by=actor.id, decided_at=work.at, decision_reason=reason)
        )


def _standing(work: Work, fact_id: int) -> sa.Row[Any]:
    row = found(work.execute(with_ends().where(_FACT.c.id == fact_id)).first(), fact=fact_id)
    if row.wrong_at is not None:
        raise StaleError(fact=fact_id)
    return row


def _resting_on(work: Work, fact: sa.Row[Any]) -> tuple[str, ...]:
    """Return the dossiers that show the fact's paper: where it was verified, and every reuse."""
    document = schema.document
    reused = work.execute(
        sa.select(document.c.dossier_code).where(document.c.reused_from == fact.document_id)
    ).scalars()
    return tuple(sorted({fact.dossier_code, *reused}))


def _subject(fact: sa.Row[Any]) -> str:
    return f"{fact.dossier_code}/document/{fact.document_id}"


def _as_correction(row: sa.Row[Any]) -> Correction:
    return Correction(
        id=row.id,
        fact_id=row.fact_id,
        personal_id=row.personal_id or "",
        organisation=row.organisation or "",
        document_type=row.document_type,
        field=row.field,
        old_value=row.old_value,
        value=row.value,
        reason=row.reason,
        dossier_code=row.dossier_code,
        proposed_by=row.proposed_by_name,
        proposed_by_id=row.proposed_by,
        proposed_at=row.proposed_at,
        state=CorrectionState(row.state),
    )


def _as_stale(row: sa.Row[Any]) -> StaleUse:
    return StaleUse(
        dossier_code=row.dossier_code,
        dossier_state=row.state,
        fact_id=row.fact_id,
        document_type=row.document_type,
        field=row.field,
        old_value=row.old_value,
        new_value=row.new_value,
        at=row.at,
        note=row.note,
        settled_by=row.settled_by_name or "",
    )
