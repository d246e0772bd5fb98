"""Results: composed, signed by other eyes than verified, released."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from digitizer.errors import (
    FourEyesError,
    InvalidResultError,
    NotSealedError,
    SerialTakenError,
    StaleError,
    WrongStateError,
)
from digitizer.model.dossier import DossierState
from digitizer.model.message import MessageKind
from digitizer.model.officer import Officer
from digitizer.model.result import Result, ResultState, SignerRole, SigningStep
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.objections import is_sent_back, is_under_way
from digitizer.store.outgoing import tell
from digitizer.store.records import Records, found
from digitizer.store.serials import last_value, next_value
from digitizer.store.work import Work

_RESULT = schema.result
_STEP = schema.signing_step
# named one by one: "not released" would look at all of them
_UNRELEASED = [one.value for one in ResultState if one is not ResultState.RELEASED]


def _series(name: str) -> str:
    return f"result {name}"


class Results(Records):
    """Keeps the result of each dossier."""

    def next_serial(self, series: str) -> int:
        """Return the number the next result of a series will have; ``create`` takes it."""
        with self._database.read() as connection:
            return last_value(connection, _series(series)) + 1

    def create(
        self,
        officer: Officer,
        *,
        dossier_code: str,
        number: str,
        template: str,
        data: Mapping[str, str],
        pdf_hash: str,
        serial: tuple[str, int] | None = None,
    ) -> Result:
        """Keep a composed result; composing again before the signature replaces it.

        ``serial`` is the series and the number that the paper already bears: it is taken with the
        result or not at all, so that no number is skipped and none given twice. Raises
        SerialTakenError when another result has taken it meanwhile.
        """
        self._in_vault(pdf_hash)
        with self._database.write() as work:
            actor = work.actor(officer, Action.COMPOSE)
            work.dossier(dossier_code, {DossierState.VERIFIED})
            if serial is not None and next_value(work, _series(serial[0])) != serial[1]:
                raise SerialTakenError(number=number)
            content = {
                "number": number,
                "template": template,
                "data": dict(data),
                "pdf_hash": pdf_hash,
                "composed_by": actor.id,
                "composed_at": work.at,
            }
            query = sa.select(_RESULT).where(_RESULT.c.dossier_code == dossier_code)
            old = work.execute(query).first()
            if old is None:
                work.insert(
                    _RESULT,
                    dossier_code=dossier_code,
                    state=ResultState.COMPOSED,
                    report={},
                    signatures={},
                    version=1,
                    **content,
                )
            elif old.state == ResultState.COMPOSED and (
                is_sent_back(work, old) or not is_under_way(work, old.id, old.pdf_hash)
            ):
                _update(work, old, **content)
            else:
                raise WrongStateError(dossier=dossier_code, result=old.id, state=old.state)
            row = found(work.execute(query).first(), dossier=dossier_code)
            work.journal(
                actor,
                "result-composed",
                _subject(row),
                before={} if old is None else {"number": old.number, "pdf_hash": old.pdf_hash},
                after={"number": number, "template": template, "pdf_hash": pdf_hash},
            )
            return _as_result(row)

    def get(self, result_id: int) -> Result:
        """Return the result with this id."""
        query = sa.select(_RESULT).where(_RESULT.c.id == result_id)
        with self._database.read() as connection:
            return _as_result(found(connection.execute(query).first(), result=result_id))

    def of_dossier(self, code: str) -> Result | None:
        """Return the dossier's result, or None while there is none."""
        query = sa.select(_RESULT).where(_RESULT.c.dossier_code == code)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else _as_result(row)

    def all(self, states: Collection[ResultState] = ()) -> tuple[Result, ...]:
        """Return the results in these states, or all, oldest first."""
        query = sa.select(_RESULT).order_by(_RESULT.c.id)
        if states:
            query = query.where(_RESULT.c.state.in_([state.value for state in states]))
        with self._database.read() as connection:
            return tuple(_as_result(row) for row in connection.execute(query))

    def sign(
        self,
        officer: Officer,
        result_id: int,
        version: int,
        *,
        signed_hash: str,
        report: Mapping[str, object],
        signer: Mapping[str, str] | None = None,
    ) -> Result:
        """Keep the file the person has signed and its report, and issue the dossier.

        ``signer`` is what is kept of the signature: owner, serial and level.
        """
        self._in_vault(signed_hash)
        with self._database.write() as work:
            actor = work.actor(officer, Action.SIGN)
            row = _find(work, result_id)
            work.signed(actor, row.dossier_code)
            _require(row, ResultState.COMPOSED)
            work.dossier(row.dossier_code, {DossierState.VERIFIED})
            if row.version != version:
                raise StaleError(result=result_id, version=row.version)
            _update(
                work,
                row,
                state=ResultState.SIGNED,
                signed_hash=signed_hash,
                signed_by=actor.id,
                signed_at=work.at,
                report=dict(report),
                signatures=_with(row, SignerRole.PERSON, signer, signed_hash, work),
            )
            dossier = schema.dossier
            work.execute(
                sa.update(dossier)
                .where(dossier.c.code == row.dossier_code)
                .values(state=DossierState.ISSUED, version=dossier.c.version + 1)
            )
            after = {"pdf_hash": row.pdf_hash, "signed_hash": signed_hash}
            work.journal(actor, "result-signed", _subject(row), after=after)
            tell(work, row.dossier_code, "issued", MessageKind.STATE, by=actor.name)
            return _as_result(_find(work, result_id))

    def seal(
        self,
        officer: Officer,
        result_id: int,
        version: int,
        *,
        signed_hash: str,
        report: Mapping[str, object],
        signer: Mapping[str, str] | None = None,
        other_officer: bool = False,
    ) -> Result:
        """Keep the file the agency has signed over the person's signature.

        With ``other_officer`` whoever signed as the person may not seal; whoever verified never
        may. Raises FourEyesError, WrongStateError, StaleError.
        """
        self._in_vault(signed_hash)
        with self._database.write() as work:
            actor = work.actor(officer, Action.SIGN)
            row = _find(work, result_id)
            work.signed(actor, row.dossier_code)
            _require(row, ResultState.SIGNED)
            if other_officer and row.signed_by == actor.id:
                raise FourEyesError(officer=actor.name, action=Action.SIGN.value)
            if row.version != version:
                raise StaleError(result=result_id, version=row.version)
            _update(
                work,
                row,
                state=ResultState.SEALED,
                signed_hash=signed_hash,
                sealed_by=actor.id,
                sealed_at=work.at,
                report=dict(report),
                signatures=_with(row, SignerRole.AGENCY, signer, signed_hash, work),
            )
            after = {"person_hash": row.signed_hash, "signed_hash": signed_hash}
            work.journal(actor, "result-sealed", _subject(row), after=after)
            return _as_result(_find(work, result_id))

    def add_steps(self, result_id: int, role: SignerRole, steps: Sequence[tuple[str, str]]) -> None:
        """Keep how far a signature has come, stage and entry; on the disk before this returns."""
        with self._database.write() as work:
            row = _find(work, result_id)
            for stage, entry in steps:
                work.insert(
                    _STEP, result_id=result_id, role=role, stage=stage, at=work.at, entry=entry
                )
                work.journal(None, f"signing-{stage}", _subject(row), after=role.value)

    def steps(
        self, result_ids: Collection[int] | None = None, *, role: SignerRole | None = None
    ) -> tuple[SigningStep, ...]:
        """Return the steps of these results, or of those not released yet, oldest first."""
        query = sa.select(_STEP).order_by(_STEP.c.id)
        if result_ids is not None:
            query = query.where(_STEP.c.result_id.in_(list(result_ids)))
        else:
            open_ones = sa.select(_RESULT.c.id).where(_RESULT.c.state.in_(_UNRELEASED))
            query = query.where(_STEP.c.result_id.in_(open_ones))
        if role is not None:
            query = query.where(_STEP.c.role == role)
        with self._database.read() as connection:
            return tuple(
                SigningStep(row.result_id, SignerRole(row.role), row.stage, row.at, row.entry)
                for row in connection.execute(query)
            )

    def renew(
        self,
        officer: Officer,
        result_id: int,
        version: int,
        *,
        signed_hash: str,
        report: Mapping[str, object],
    ) -> Result:
        """Keep a released result's file with a new archive timestamp.

        Raises WrongStateError, StaleError.
        """
        self._in_vault(signed_hash)
        with self._database.write() as work:
            actor = work.actor(officer, Action.SIGN)
            row = _find(work, result_id)
            _require(row, ResultState.RELEASED)
            if row.version != version:
                raise StaleError(result=result_id, version=row.version)
            _update(work, row, signed_hash=signed_hash, report=dict(report))
            after = {"before": row.signed_hash, "signed_hash": signed_hash}
            work.journal(actor, "result-renewed", _subject(row), after=after)
            return _as_result(_find(work, result_id))

    def release(
        self, officer: Officer, result_id: int, *, reason: str = "", sealed: bool = False
    ) -> Result:
        """Let a signed result out; one that was not found valid only for a reason, which is kept.

        With ``sealed`` the agency must have signed, and no reason replaces that. Raises
        InvalidResultError, NotSealedError.
        """
        reason = reason.strip()
        with self._database.write() as work:
            actor = work.actor(officer, Action.RELEASE)
            row = _find(work, result_id)
            if sealed and row.state == ResultState.SIGNED:
                raise NotSealedError(number=row.number)
            _require(row, ResultState.SIGNED, ResultState.SEALED)
            valid = row.report.get("valid") is True
            if not valid and not reason:
                raise InvalidResultError(number=row.number)
            _update(work, row, state=ResultState.RELEASED)
            after = {"reason": reason, "valid": valid} if reason else ""
            work.journal(actor, "result-released", _subject(row), after=after)
            kinds = (MessageKind.STATE, MessageKind.RESULT, MessageKind.NOTICE)
            tell(work, row.dossier_code, "released", *kinds, by=actor.name)
            return _as_result(_find(work, result_id))


def _find(work: Work, result_id: int) -> sa.Row[Any]:
    query = sa.select(_RESULT).where(_RESULT.c.id == result_id)
    return found(work.execute(query).first(), result=result_id)


def _require(row: sa.Row[Any], *states: ResultState) -> None:
    if row.state not in states:
        raise WrongStateError(dossier=row.dossier_code, result=row.id, state=row.state)


def _update(work: Work, row: sa.Row[Any], **values: object) -> None:
    work.execute(
        sa.update(_RESULT).where(_RESULT.c.id == row.id).values(version=row.version + 1, **values)
    )


def _with(
    row: sa.Row[Any],
    role: SignerRole,
    signer: Mapping[str, str] | None,
    signed_hash: str,
    work: Work,
) -> dict[str, dict[str, str]]:
    kept = {**(signer or {}), "sha256": signed_hash, "at": work.at.isoformat()}
    return {**row.signatures, role.value: kept}


def _subject(row: sa.Row[Any]) -> str:
    return f"{row.dossier_code}/result/{row.id}"


def _as_result(row: sa.Row[Any]) -> Result:
    return Result(
        id=row.id,
        dossier_code=row.dossier_code,
        number=row.number,
        template=row.template,
        data=dict(row.data),
        pdf_hash=row.pdf_hash,
        state=ResultState(row.state),
        composed_by=row.composed_by,
        composed_at=row.composed_at,
        signed_hash=row.signed_hash,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        report=dict(row.report),
        sealed_by=row.sealed_by,
        sealed_at=row.sealed_at,
        signatures=dict(row.signatures),
        version=row.version,
    )
