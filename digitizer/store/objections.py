"""Objections: results that were sent back instead of signed, each with its reason."""

from __future__ import annotations

import unicodedata
from typing import Any

import sqlalchemy as sa

from digitizer.errors import ReasonMissingError, StaleError, UnfitValueError, WrongStateError
from digitizer.model.dossier import DossierState
from digitizer.model.message import MessageKind
from digitizer.model.officer import Officer
from digitizer.model.result import Objection, ResultState, SignerRole
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.outgoing import tell
from digitizer.store.records import Records, found
from digitizer.store.work import Work

LONGEST = 1000
"""Characters a reason may have."""
_TABLE, _RESULT, _STEP = schema.objection, schema.result, schema.signing_step
_QUEUES = {ResultState.COMPOSED: SignerRole.PERSON, ResultState.SIGNED: SignerRole.AGENCY}


class Objections(Records):
    """Keeps why results were not signed; an objection stands until its result is composed again."""

    def put(self, officer: Officer, result_id: int, version: int, reason: str) -> None:
        """Send a result back that waits for a signature; what a person has signed is taken back.

        The dossier of a result that was signed is verified again, so that it can be composed anew.
        Raises ReasonMissingError, StaleError, and WrongStateError for a result that waits for
        nobody, was sent back already, or bears a signature that waits for its timestamp.
        """
        text = unicodedata.normalize("NFC", reason).strip()
        if not text:
            raise ReasonMissingError(result=result_id)
        if len(text) > LONGEST:
            raise UnfitValueError(length=len(text), limit=LONGEST)
        with self._database.write() as work:
            actor = work.actor(officer, Action.SIGN)
            query = sa.select(_RESULT).where(_RESULT.c.id == result_id)
            row = found(work.execute(query).first(), result=result_id)
            role = _QUEUES.get(ResultState(row.state))
            content = row.signed_hash or row.pdf_hash
            if role is None or is_sent_back(work, row) or is_under_way(work, row.id, content):
                raise WrongStateError(subject=row.dossier_code, state=row.state)
            if row.version != version:
                raise StaleError(result=result_id, version=row.version)
            work.insert(
                _TABLE,
                dossier_code=row.dossier_code,
                result_id=row.id,
                role=role,
                pdf_hash=row.pdf_hash,
                officer_id=actor.id,
                reason=text,
                at=work.at,
            )
            if role is SignerRole.AGENCY:
                _take_back(work, row)
                tell(work, row.dossier_code, "verified", MessageKind.STATE, by=actor.name)
            else:
                # a batch that is under way elsewhere must notice
                _change(work, row)
            work.journal(
                actor,
                "result-sent-back",
                f"{row.dossier_code}/result/{row.id}",
                before={"state": row.state, "sha256": content},
                after={"role": role, "reason": text},
            )

    def standing(self) -> tuple[Objection, ...]:
        """Return the objections whose results have not been composed again, the oldest first."""
        officer = schema.officer
        query = (
            sa.select(_TABLE, officer.c.name)
            .join(_RESULT, (_RESULT.c.id == _TABLE.c.result_id))
            .join(officer, officer.c.id == _TABLE.c.officer_id)
            .where(_RESULT.c.pdf_hash == _TABLE.c.pdf_hash, _RESULT.c.state == ResultState.COMPOSED)
            .order_by(_TABLE.c.id)
        )
        with self._database.read() as connection:
            return tuple(_as_objection(row) for row in connection.execute(query))


def is_sent_back(work: Work, row: sa.Row[Any]) -> bool:
    """Whether this very file of a result was refused."""
    query = sa.select(_TABLE.c.id).where(
        _TABLE.c.result_id == row.id, _TABLE.c.pdf_hash == row.pdf_hash
    )
    return work.execute(query.limit(1)).first() is not None


def is_under_way(work: Work, result_id: int, content: str) -> bool:
    """Whether a signature was made over this very file that has not come to its level yet."""
    query = sa.select(_STEP.c.stage, _STEP.c.entry).where(_STEP.c.result_id == result_id)
    last = work.execute(query.order_by(_STEP.c.id.desc()).limit(1)).first()
    return (
        last is not None
        and last.stage not in ("prepared", "failed")
        and f"-{content[:12]}" in last.entry
    )


def _take_back(work: Work, row: sa.Row[Any]) -> None:
    """Let a signed result be a composed one again, and its dossier a verified one."""
    empty: dict[str, object] = {}
    _change(
        work,
        row,
        state=ResultState.COMPOSED,
        signed_hash=None,
        signed_by=None,
        signed_at=None,
        report=empty,
        signatures=empty,
    )
    work.dossier(row.dossier_code, {DossierState.ISSUED})
    dossier = schema.dossier
    work.execute(
        sa.update(dossier)
        .where(dossier.c.code == row.dossier_code)
        .values(state=DossierState.VERIFIED, version=dossier.c.version + 1)
    )


def _change(work: Work, row: sa.Row[Any], **values: object) -> None:
    work.execute(
        sa.update(_RESULT).where(_RESULT.c.id == row.id).values(version=row.version + 1, **values)
    )


def _as_objection(row: sa.Row[Any]) -> Objection:
    return Objection(
        result_id=row.result_id,
        dossier_code=row.dossier_code,
        role=SignerRole(row.role),
        officer=row.name,
        reason=row.reason,
        at=row.at,
    )
