"""What looking at values has shown and what it took: per field, per sample, per person."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa

from digitizer.model.dossier import DossierState
from digitizer.model.field import Look
from digitizer.model.officer import Officer
from digitizer.model.review import Answer, Expected, Keyer, Quality, Tally
from digitizer.store import schema
from digitizer.store.records import Records
from digitizer.store.reviews import absence_of, answer_key

_REVIEW, _KEYING, _EFFORT, _VALUE = (
    schema.review.c,
    schema.keying.c,
    schema.effort.c,
    schema.field_value.c,
)
_DOCUMENT, _DOSSIER = schema.document.c, schema.dossier.c


class Measures(Records):
    """Counts over values and decisions."""

    def expected(self, document_type: str, field: str) -> Expected:
        """Return what is to be expected of one field's values in the dossiers being verified.

        Errors and the share found wrong are counted here; the target is the caller's.
        """
        query = (
            sa.select(
                _VALUE.confidence, _VALUE.sure, _VALUE.decided_by, _VALUE.value, _VALUE.method
            )
            .add_columns(_machine(), _VALUE.absence)
            .select_from(schema.field_value)
            .join(schema.document, _DOCUMENT.id == _VALUE.document_id)
            .join(schema.dossier, _DOSSIER.code == _DOCUMENT.dossier_code)
            .where(
                _DOSSIER.state == DossierState.VERIFYING,
                _DOCUMENT.type == document_type,
                _DOCUMENT.reused_from.is_(None),
                _VALUE.name == field,
            )
        )
        with self._database.read() as connection:
            found_rows = connection.execute(query).all()
        seen = [one for one in found_rows if one.decided_by is not None and one.machine]
        wrong = sum(one.machine != one.value for one in seen)
        waiting = [
            one
            for one in found_rows
            if one.decided_by is None and not one.sure and one.value and one.absence is None
        ]
        # what was looked at here tells more than a score alone: never believed better than that
        floor = (wrong + 1) / (len(seen) + 2)
        errors = sum(max(1 - one.confidence, floor) for one in waiting)
        return Expected(len(waiting), len(found_rows), len(seen), wrong, errors, 0.0)

    def quality(self) -> Quality:
        """Return how often values that the machine was sure of were wrong when drawn and seen."""
        query = (
            sa.select(_VALUE.decided_by, _VALUE.value, _machine())
            .join(schema.review, _REVIEW.value_id == _VALUE.id)
            .where(_REVIEW.look == Look.SAMPLE)
        )
        with self._database.read() as connection:
            drawn = connection.execute(query).all()
        seen = [one for one in drawn if one.decided_by is not None]
        return Quality(len(drawn), len(seen), sum(one.machine != one.value for one in seen))

    def tally(self, officer: Officer, since: datetime) -> Tally:
        """Count what this officer and all have verified since a moment, and what still waits."""
        by_officer = (
            sa.select(_DOSSIER.verified_by, sa.func.count().label("dossiers"))
            .where(_DOSSIER.verified_at >= since)
            .group_by(_DOSSIER.verified_by)
        )
        values = sa.select(sa.func.count()).where(
            _EFFORT.at >= since, _EFFORT.officer_id == officer.id
        )
        waiting = sa.select(sa.func.count()).where(_DOSSIER.state == DossierState.VERIFYING)
        with self._database.read() as connection:
            verified = {row.verified_by: row.dossiers for row in connection.execute(by_officer)}
            return Tally(
                mine=verified.get(officer.id, 0),
                values=connection.execute(values.select_from(schema.effort)).scalar() or 0,
                everybody=sum(verified.values()),
                waiting=connection.execute(waiting.select_from(schema.dossier)).scalar() or 0,
            )

    def keyers(self, first: datetime, last: datetime) -> tuple[Keyer, ...]:
        """Return what each person decided between two moments, by name."""
        people = schema.officer.c
        query = (
            sa.select(
                people.id,
                people.name,
                sa.func.count().label("decided"),
                sa.func.sum(_EFFORT.milliseconds).label("milliseconds"),
                sa.func.sum(_EFFORT.keystrokes).label("keystrokes"),
            )
            .join(schema.officer, people.id == _EFFORT.officer_id)
            .where(_EFFORT.at >= first, _EFFORT.at < last)
            .group_by(people.id, people.name)
            .order_by(people.name)
        )
        judged = (
            sa.select(_KEYING.officer_id, _KEYING.answer_key, _VALUE.value, _VALUE.absence)
            .join(schema.review, _REVIEW.value_id == _KEYING.value_id)
            .join(schema.field_value, _VALUE.id == _KEYING.value_id)
            .where(
                _REVIEW.settled_by.is_not(None),
                _KEYING.at >= _REVIEW.asked_at,
                _KEYING.at >= first,
                _KEYING.at < last,
                _KEYING.officer_id.is_not(None),
            )
        )
        with self._database.read() as connection:
            counted = connection.execute(query).all()
            right: dict[int, list[bool]] = defaultdict(list)
            for one in connection.execute(judged):
                truth = answer_key(Answer(one.value, absence_of(one.absence)))
                right[one.officer_id].append(one.answer_key == truth)
        return tuple(
            Keyer(
                row.name,
                row.decided,
                row.milliseconds / 1000,
                row.keystrokes,
                len(right[row.id]),
                sum(right[row.id]),
            )
            for row in counted
        )


def _machine() -> sa.ColumnElement[str]:
    """Return what a machine read last before a person decided."""
    former = schema.field_value_history.c
    return (
        sa.select(former.value)
        .where(former.value_id == _VALUE.id, former.decided_by.is_(None))
        .order_by(former.version.desc())
        .limit(1)
        .scalar_subquery()
        .label("machine")
    )
