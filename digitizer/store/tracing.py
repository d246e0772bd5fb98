"""From a value, a fact or a row of the journal back to the pixels and the people behind it."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from digitizer.model.field import Method
from digitizer.model.officer import Officer
from digitizer.model.provenance import Provenance, Step
from digitizer.model.rights import Action
from digitizer.store import rows, schema
from digitizer.store.records import Records, found
from digitizer.store.work import Work

_VALUE, _FORMER = schema.field_value, schema.field_value_history
_SUBJECT = re.compile(r".+/value/(\d+)")


def value_of_subject(subject: str) -> int | None:
    """Return the value that a journal row's subject names, or None when it names none."""
    match = _SUBJECT.fullmatch(subject)
    return None if match is None else int(match[1])


class Tracing(Records):
    """Says where values come from; each look is journaled."""

    def value(self, officer: Officer, value_id: int) -> Provenance:
        """Return where a value comes from. Raises NotAllowedError, NotFoundError."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.VIEW)
            row = found(
                work.execute(sa.select(_VALUE).where(_VALUE.c.id == value_id)).first(),
                value=value_id,
            )
            return _traced(work, actor, row)

    def field(self, officer: Officer, document_id: int, name: str) -> Provenance:
        """Return where a document's field comes from, as the warehouse names it.

        Raises NotAllowedError, NotFoundError.
        """
        with self._database.write() as work:
            actor = work.actor(officer, Action.VIEW)
            query = sa.select(_VALUE).where(
                _VALUE.c.document_id == document_id, _VALUE.c.name == name
            )
            return _traced(work, actor, found(work.execute(query).first(), field=name))


def _traced(work: Work, actor: Officer, row: sa.Row[Any]) -> Provenance:
    document, dossier = schema.document, schema.dossier
    where = found(
        work.execute(
            sa.select(
                document.c.dossier_code,
                document.c.type,
                dossier.c.verified_by,
                dossier.c.verified_at,
            )
            .join(dossier, dossier.c.code == document.c.dossier_code)
            .where(document.c.id == row.document_id)
        ).first(),
        document=row.document_id,
    )
    former = work.execute(
        sa.select(_FORMER).where(_FORMER.c.value_id == row.id).order_by(_FORMER.c.version)
    ).all()
    names = {
        one.id: one.name
        for one in work.execute(sa.select(schema.officer.c.id, schema.officer.c.name))
    }
    steps, since = [], None
    for state in (*former, row):
        value = rows.as_value(state)
        steps.append(
            Step(
                version=value.version,
                value=value.value,
                absence=value.absence,
                method=value.method,
                basis=value.basis,
                officer=names.get(value.decided_by or state.changed_by, ""),
                decided=value.decided_by is not None,
                since=value.decided_at or since,
                evidence=value.evidence,
            )
        )
        since = getattr(state, "replaced_at", None)
    steps += _corrected(work, row, steps[-1].version)
    work.journal(actor, "value-traced", f"{where.dossier_code}/value/{row.id}")
    return Provenance(
        dossier_code=where.dossier_code,
        document_id=row.document_id,
        document_type=where.type,
        field=row.name,
        steps=tuple(steps),
        verified_by=names.get(where.verified_by, ""),
        verified_at=where.verified_at,
    )


def _corrected(work: Work, row: sa.Row[Any], version: int) -> list[Step]:
    """Return what was put right in the warehouse after the paper was verified."""
    fact = schema.fact
    query = (
        sa.select(fact)
        .where(fact.c.document_id == row.document_id, fact.c.field == row.name, fact.c.version > 1)
        .order_by(fact.c.version)
    )
    return [
        Step(
            version=version + one.version - 1,
            value=one.value,
            absence=None,
            method=Method(one.method),
            basis=one.basis,
            officer=one.verified_by,
            decided=True,
            since=one.verified_at,
            evidence=(),
        )
        for one in work.execute(query)
    ]
