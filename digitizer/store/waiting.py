"""Values that wait for a person, over all dossiers being verified."""

from __future__ import annotations

import sqlalchemy as sa

from digitizer.model.dossier import DossierState
from digitizer.model.field import Look, Severity
from digitizer.model.officer import Officer
from digitizer.model.view import WaitingKind, WaitingValue
from digitizer.store import rows, schema
from digitizer.store.columns import holds
from digitizer.store.records import Records

_VALUE, _DOCUMENT, _DOSSIER = schema.field_value.c, schema.document.c, schema.dossier.c
_JOINED = schema.field_value.join(schema.document, _DOCUMENT.id == _VALUE.document_id).join(
    schema.dossier, _DOSSIER.code == _DOCUMENT.dossier_code
)


class WaitingRecords(Records):
    """Asks for one field over many documents; who keyed on a dossier never sees its values here."""

    def waiting_kinds(self, officer: Officer) -> tuple[WaitingKind, ...]:
        """Return the fields with values that wait, the most numerous first."""
        count = sa.func.count()
        query = (
            sa.select(_DOCUMENT.type, _VALUE.name, count.label("waiting"))
            .select_from(_JOINED)
            .where(*_waiting(officer))
            .group_by(_DOCUMENT.type, _VALUE.name)
            .order_by(count.desc(), _DOCUMENT.type, _VALUE.name)
        )
        with self._database.read() as connection:
            return tuple(
                WaitingKind(row.type, row.name, row.waiting) for row in connection.execute(query)
            )

    def waiting_values(
        self, officer: Officer, document_type: str, field: str, *, limit: int = 500
    ) -> tuple[WaitingValue, ...]:
        """Return the values of one field that wait, the least certain first."""
        query = (
            sa.select(schema.field_value, _DOCUMENT.dossier_code, _DOSSIER.owner_name)
            .select_from(_JOINED)
            .where(*_waiting(officer), _DOCUMENT.type == document_type, _VALUE.name == field)
            .order_by(_VALUE.confidence, _VALUE.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return tuple(
                WaitingValue(row.dossier_code, row.owner_name, rows.as_value(row))
                for row in connection.execute(query)
            )


def _waiting(officer: Officer) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions: readable doubt and nothing worse, in a dossier of other hands."""
    hand = schema.hand.c
    keyed = sa.select(hand.dossier_code).where(hand.officer_id == officer.id, hand.kind == "keyed")
    return (
        _DOSSIER.state == DossierState.VERIFYING,
        _VALUE.decided_by.is_(None),
        holds(_VALUE.sure, value=False),
        _VALUE.value != "",
        _VALUE.absence.is_(None),
        _DOCUMENT.type.is_not(None),
        _DOCUMENT.reused_from.is_(None),
        # what a check objects to is judged beside its whole paper
        ~finding_names_value(),
        ~asked(Look.NEVER, Look.FINDING, Look.TWICE),
        _DOSSIER.code.not_in(keyed),
    )


def asked(*looks: Look) -> sa.ColumnElement[bool]:
    """Return the condition that the office still asks one of these looks of the value."""
    review = schema.review.c
    found = sa.select(review.value_id).where(
        review.value_id == _VALUE.id, review.look.in_(looks), review.settled_by.is_(None)
    )
    return found.correlate(schema.field_value).exists()


def finding_names_value(severity: Severity | None = None) -> sa.ColumnElement[bool]:
    """Return the condition that a finding of the value's own document names it."""
    finding = schema.finding.c
    # names are kept as a JSON list; a quoted name stands in it or it does not, on every database
    quoted = sa.literal('%"') + sa.func.replace(_VALUE.name, "_", r"\_") + sa.literal('"%')
    found = (
        sa.select(finding.id)
        .where(finding.document_id == _VALUE.document_id)
        .where(sa.type_coerce(finding.fields, sa.Text).like(quoted, escape="\\"))
    )
    if severity is not None:
        found = found.where(finding.severity == severity)
    return found.correlate(schema.field_value).exists()
