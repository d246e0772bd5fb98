"""Facts entering the warehouse, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from digitizer.errors import StaleError, WrongStateError
from digitizer.model.dossier import DossierState
from digitizer.model.reuse import WarehouseRow
from digitizer.store import schema
from digitizer.store.names import name_key
from digitizer.store.work import Work

_DONE = (DossierState.VERIFIED, DossierState.ISSUED)


def load_facts(work: Work, facts: Sequence[WarehouseRow]) -> int:
    """Add the facts that are not there yet; only facts of verified documents may enter."""
    documents = {(fact.dossier_code, fact.document_id) for fact in facts}
    for dossier_code, document_id in sorted(documents):
        _require_verified(work, dossier_code, document_id)
    for personal_id in sorted({fact.personal_id for fact in facts}):
        _know_person(work, personal_id, {fact.dossier_code for fact in facts})
    ids = {document_id for _, document_id in documents}
    present, values = _present(work, ids), _values(work, ids)
    added = 0
    for fact in facts:
        if (fact.document_id, fact.personal_id, fact.field) in present:
            continue
        present.add((fact.document_id, fact.personal_id, fact.field))
        if values.get((fact.document_id, fact.field), fact.value) != fact.value:
            # somebody decided it anew after these facts were put together
            raise StaleError(document=fact.document_id, field=fact.field)
        added += 1
        work.insert(
            schema.fact,
            personal_id=fact.personal_id,
            document_type=fact.document_type,
            field=fact.field,
            value=fact.value,
            dossier_code=fact.dossier_code,
            document_id=fact.document_id,
            page_id=fact.page_id,
            box=None if fact.box is None else list(fact.box),
            method=fact.method,
            basis=fact.basis,
            verified_by=fact.verified_by,
            verified_at=fact.verified_at,
            valid_to=fact.valid_to,
        )
    return added


def _require_verified(work: Work, dossier_code: str, document_id: int) -> None:
    documents, dossiers = schema.document.c, schema.dossier.c
    query = (
        sa.select(documents.id)
        .join(schema.dossier, dossiers.code == documents.dossier_code)
        .where(
            documents.id == document_id,
            dossiers.code == dossier_code,
            schema.holds(documents.verified),
            dossiers.state.in_(_DONE),
        )
    )
    if work.execute(query).first() is None:
        raise WrongStateError(dossier=dossier_code, document=document_id, state="not verified")


def _know_person(work: Work, personal_id: str, codes: set[str]) -> None:
    person, dossier = schema.person, schema.dossier
    name = work.execute(
        sa.select(dossier.c.owner_name)
        .where(dossier.c.code.in_(codes), dossier.c.owner_personal_id == personal_id)
        .limit(1)
    ).scalar()
    known = work.execute(sa.select(person).where(person.c.personal_id == personal_id)).first()
    if known is None:
        work.insert(person, personal_id=personal_id, name=name or "", name_key=name_key(name or ""))
    elif name and name != known.name:
        work.execute(
            sa.update(person)
            .where(person.c.personal_id == personal_id)
            .values(name=name, name_key=name_key(name))
        )


def _present(work: Work, document_ids: set[int]) -> set[tuple[int, str, str]]:
    facts = schema.fact.c
    query = sa.select(facts.document_id, facts.personal_id, facts.field).where(
        facts.document_id.in_(document_ids)
    )
    return {(row.document_id, row.personal_id, row.field) for row in work.execute(query)}


def _values(work: Work, document_ids: set[int]) -> dict[tuple[int, str], str]:
    values = schema.field_value.c
    query = sa.select(values.document_id, values.name, values.value).where(
        values.document_id.in_(document_ids)
    )
    return {(row.document_id, row.name): row.value for row in work.execute(query)}
