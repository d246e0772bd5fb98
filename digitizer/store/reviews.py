"""What the office asks of values beside doubt: keyed twice, always seen, drawn to measure."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitizer.errors import FourEyesError, KeyedTwiceError, UnfitValueError, WrongStateError
from digitizer.model.dossier import DossierState
from digitizer.model.field import KEYED_TWICE, Absence, Evidence, FieldValue, Look, Method
from digitizer.model.officer import Officer
from digitizer.model.review import (
    Answer,
    BlindValue,
    Effort,
    Keyed,
    Stage,
)
from digitizer.model.rights import Action
from digitizer.store import rows, schema
from digitizer.store.papers import keep_former
from digitizer.store.records import Records, found
from digitizer.store.work import Work
from digitizer.vietnamese import same_key

_REVIEW, _KEYING, _VALUE = schema.review.c, schema.keying.c, schema.field_value.c
_DOCUMENT, _DOSSIER = schema.document.c, schema.dossier.c
LONGEST = 10_000
"""Characters an answer may have."""
_MOST_WAITING = 500


class Reviews(Records):
    """Keeps what persons keyed without seeing each other's values, and who settled it."""

    def blind_waiting(self, officer: Officer) -> tuple[BlindValue, ...]:
        """Return the values this officer may key now, those of one dossier together.

        Who keyed on the dossier, or has keyed the value already, does not see it.
        """
        hand = schema.hand.c
        keyed = sa.select(hand.dossier_code).where(
            hand.officer_id == officer.id, hand.kind.in_(("keyed", "signed"))
        )
        query = (
            sa.select(
                _VALUE.id,
                _VALUE.name,
                _VALUE.document_id,
                _VALUE.evidence,
                _DOCUMENT.type,
                _DOCUMENT.dossier_code,
                _REVIEW.asked_at,
            )
            .select_from(schema.review)
            .join(schema.field_value, _VALUE.id == _REVIEW.value_id)
            .join(schema.document, _DOCUMENT.id == _VALUE.document_id)
            .join(schema.dossier, _DOSSIER.code == _DOCUMENT.dossier_code)
            .where(
                _REVIEW.look == Look.TWICE,
                _REVIEW.settled_by.is_(None),
                _DOSSIER.state == DossierState.VERIFYING,
                _DOSSIER.code.not_in(keyed),
            )
            .order_by(_DOSSIER.due_at, _DOSSIER.code, _VALUE.document_id, _VALUE.position)
            .limit(_MOST_WAITING)
        )
        with self._database.read() as connection:
            asked = connection.execute(query).all()
            voices = _voices_of(connection, [row.id for row in asked])
        waiting = []
        for row in asked:
            mine = [one for one in voices[row.id] if one.at >= row.asked_at]
            if all(one.officer_id != officer.id for one in mine):
                waiting.append(_blind(row, mine))
        return tuple(waiting)

    def key_blind(
        self, officer: Officer, value_id: int, answer: Answer, effort: Effort | None = None
    ) -> Keyed:
        """Keep what a person keyed without seeing anybody's value; the second one compares.

        Raises FourEyesError for who keyed the dossier or this value, WrongStateError when two have
        keyed it already.
        """
        with self._database.write() as work:
            review, value, actor = _asked_twice(work, officer, value_id)
            work.verified(actor, review.dossier_code)
            voices = _voices(work.connection, value_id, review.asked_at)
            if any(one.officer_id == actor.id for one in voices):
                raise FourEyesError(
                    officer=actor.name, action=Action.VERIFY.value, dossier=review.dossier_code
                )
            if len(voices) >= 2:
                raise WrongStateError(dossier=review.dossier_code, state="keyed-twice")
            key = _add_voice(work, review, actor.id, answer)
            work.journal(actor, "value-keyed", f"{review.dossier_code}/value/{value_id}")
            if not voices or voices[0].answer_key != key:
                note_effort(work, review.dossier_code, actor, value, effort)
            if not voices:
                return Keyed.WAITS
            if voices[0].answer_key != key:
                work.journal(None, "keyings-differ", f"{review.dossier_code}/value/{value_id}")
                return Keyed.DIFFERS
            _settle(work, review, value, actor, answer, effort)
            return Keyed.AGREES

    def settle(
        self, officer: Officer, value_id: int, answer: Answer, effort: Effort | None = None
    ) -> FieldValue:
        """Let a third person decide a value that two keyed differently.

        Raises FourEyesError for either of the two, WrongStateError before they differ.
        """
        with self._database.write() as work:
            review, value, actor = _asked_twice(work, officer, value_id)
            work.verified(actor, review.dossier_code)
            voices = _voices(work.connection, value_id, review.asked_at)
            if any(one.officer_id == actor.id for one in voices):
                raise FourEyesError(
                    officer=actor.name, action=Action.VERIFY.value, dossier=review.dossier_code
                )
            if len({one.answer_key for one in voices}) < 2:
                raise WrongStateError(dossier=review.dossier_code, state="keyed-once")
            return _settle(work, review, value, actor, answer, effort)


def answer_key(answer: Answer) -> str:
    """Return the form in which two answers are compared.

    Case, spaces, points and where the tone stands make no difference.
    """
    return f"[{answer.absence}]" if answer.absence else same_key(answer.text)


def ask(work: Work, code: str, looks: Mapping[int, Look], machine_voices: Collection[int]) -> None:
    """Write what the office asks of a dossier's values, in the transaction that hands it over."""
    work.execute(sa.delete(schema.review).where(_REVIEW.dossier_code == code))
    for value_id, look in looks.items():
        work.insert(
            schema.review, value_id=value_id, dossier_code=code, look=look, asked_at=work.at
        )
    for value_id in machine_voices:
        row = found(
            work.execute(sa.select(schema.field_value).where(_VALUE.id == value_id)).first(),
            value=value_id,
        )
        review = found(
            work.execute(sa.select(schema.review).where(_REVIEW.value_id == value_id)).first(),
            value=value_id,
        )
        _add_voice(work, review, None, Answer(row.value))


def looks_of(connection: Connection, value_ids: Sequence[int]) -> dict[int, Look]:
    """Return what is still asked of these values."""
    query = sa.select(_REVIEW.value_id, _REVIEW.look, _REVIEW.settled_by).where(
        _REVIEW.value_id.in_(value_ids)
    )
    return {
        row.value_id: Look(row.look) for row in connection.execute(query) if row.settled_by is None
    }


def refuse_keyed_twice(work: Work, value_id: int, name: str) -> None:
    """Raise KeyedTwiceError for a value that one person may not decide alone."""
    query = sa.select(_REVIEW.look).where(_REVIEW.value_id == value_id)
    if work.execute(query).scalar() == Look.TWICE:
        raise KeyedTwiceError(field=name)


def note_effort(
    work: Work, code: str, officer: Officer, value: sa.Row[Any], effort: Effort | None
) -> None:
    """Keep what a decision took, with the version it made."""
    if effort is not None:
        work.insert(
            schema.effort,
            value_id=value.id,
            version=value.version,
            dossier_code=code,
            officer_id=officer.id,
            milliseconds=max(0, effort.milliseconds),
            keystrokes=max(0, effort.keys),
            alternative=effort.alternative,
            zoomed=effort.zoomed,
            at=work.at,
        )


def _blind(row: Any, voices: Sequence[sa.Row[Any]]) -> BlindValue:
    stage = (Stage.FIRST, Stage.SECOND, Stage.THIRD)[min(len(voices), 2)]
    answers = tuple(Answer(one.answer, absence_of(one.absence)) for one in voices)
    return BlindValue(
        value_id=row.id,
        dossier_code=row.dossier_code,
        document_id=row.document_id,
        document_type=row.type or "",
        field=row.name,
        evidence=tuple(Evidence(**one) for one in row.evidence),
        stage=stage,
        answers=answers if stage is Stage.THIRD else (),
    )


def _asked_twice(
    work: Work, officer: Officer, value_id: int
) -> tuple[sa.Row[Any], sa.Row[Any], Officer]:
    actor = work.actor(officer, Action.VERIFY)
    review = found(
        work.execute(sa.select(schema.review).where(_REVIEW.value_id == value_id)).first(),
        value=value_id,
    )
    work.dossier(review.dossier_code, {DossierState.VERIFYING})
    if review.look != Look.TWICE or review.settled_by is not None:
        raise WrongStateError(dossier=review.dossier_code, state="settled")
    query = sa.select(schema.field_value).where(_VALUE.id == value_id)
    return review, found(work.execute(query).first(), value=value_id), actor


def _voices(connection: Connection, value_id: int, since: datetime) -> list[sa.Row[Any]]:
    return [one for one in _voices_of(connection, [value_id])[value_id] if one.at >= since]


def _voices_of(connection: Connection, value_ids: Sequence[int]) -> dict[int, list[sa.Row[Any]]]:
    voices: dict[int, list[sa.Row[Any]]] = defaultdict(list)
    query = sa.select(schema.keying).where(_KEYING.value_id.in_(value_ids)).order_by(_KEYING.id)
    for row in connection.execute(query):
        voices[row.value_id].append(row)
    return voices


def _add_voice(work: Work, review: sa.Row[Any], officer_id: int | None, answer: Answer) -> str:
    if len(answer.text) > LONGEST or (not answer.text and answer.absence is None):
        raise UnfitValueError(length=len(answer.text), limit=LONGEST)
    key = answer_key(answer)
    work.insert(
        schema.keying,
        value_id=review.value_id,
        dossier_code=review.dossier_code,
        officer_id=officer_id,
        answer="" if answer.absence else unicodedata.normalize("NFC", answer.text),
        absence=answer.absence,
        answer_key=key,
        at=work.at,
    )
    return key


def _settle(
    work: Work,
    review: sa.Row[Any],
    value: sa.Row[Any],
    actor: Officer,
    answer: Answer,
    effort: Effort | None,
) -> FieldValue:
    work.execute(
        sa.update(schema.review)
        .where(_REVIEW.value_id == value.id)
        .values(settled_by=actor.id, settled_at=work.at)
    )
    keep_former(work, _VALUE.id == value.id)
    text = "" if answer.absence else unicodedata.normalize("NFC", answer.text)
    change: dict[str, Any] = {
        "decided_by": actor.id,
        "decided_at": work.at,
        # whatever a check warns of, two persons or a third stood for it
        "reason": KEYED_TWICE,
    }
    if text != value.value or answer.absence != value.absence:
        change |= {"value": text, "absence": answer.absence, "method": Method.TYPED}
    work.execute(
        sa.update(schema.field_value)
        .where(_VALUE.id == value.id)
        .values(**change, changed_by=actor.id, version=value.version + 1)
    )
    query = sa.select(schema.field_value).where(_VALUE.id == value.id)
    after = found(work.execute(query).first())
    note_effort(work, review.dossier_code, actor, after, effort)
    work.journal(
        actor,
        "value-settled",
        f"{review.dossier_code}/value/{value.id}",
        after={"name": after.name, "value": after.value, "absence": after.absence},
    )
    return rows.as_value(after)


def absence_of(word: str | None) -> Absence | None:
    """Return the absence a stored word stands for."""
    return None if word is None else Absence(word)
