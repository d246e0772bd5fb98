"""Facts entering the warehouse and ending in it, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from digitizer.errors import StaleError, WrongStateError
from digitizer.model.dossier import DossierState
from digitizer.model.place import FactPlace, Standing
from digitizer.model.reuse import WarehouseRow
from digitizer.model.warehouse import EndKind, FactEnd
from digitizer.store import schema
from digitizer.store.columns import holds
from digitizer.store.names import name_key
from digitizer.store.work import Work

_DONE = (DossierState.VERIFIED, DossierState.ISSUED)
_FACT, _END, _PLACE = schema.fact, schema.fact_end, schema.fact_place
_WRONG, _PAST = _END.alias("wrong_end"), _END.alias("past_end")
STANDING = _WRONG.c.fact_id.is_(None) & _PAST.c.fact_id.is_(None)
"""The condition, over ``with_ends``, that a fact has not ended."""


def with_ends() -> sa.Select[Any]:
    """Return the query for facts beside the ends each may have."""
    return (
        sa.select(
            _FACT,
            _WRONG.c.at.label("wrong_at"),
            _WRONG.c.next_fact.label("wrong_next"),
            _PAST.c.at.label("past_at"),
            _PAST.c.true_to.label("past_true_to"),
            _PAST.c.next_fact.label("past_next"),
            _PLACE.c.version.label("place_version"),
            _PLACE.c.standing.label("place_standing"),
            _PLACE.c.unit_code,
            _PLACE.c.unit,
            _PLACE.c.province,
        )
        .outerjoin(_WRONG, (_WRONG.c.fact_id == _FACT.c.id) & (_WRONG.c.kind == EndKind.CORRECTED))
        .outerjoin(_PAST, (_PAST.c.fact_id == _FACT.c.id) & (_PAST.c.kind == EndKind.SUCCEEDED))
        .outerjoin(_PLACE, _PLACE.c.fact_id == _FACT.c.id)
    )


def as_row(row: sa.Row[Any]) -> WarehouseRow:
    """Return the fact in a row of ``with_ends``; that it was wrong outweighs that it is past."""
    end = None
    if row.wrong_at is not None:
        end = FactEnd(EndKind.CORRECTED, row.wrong_at, None, row.wrong_next)
    elif row.past_at is not None:
        end = FactEnd(EndKind.SUCCEEDED, row.past_at, row.past_true_to, row.past_next)
    place = None
    if row.place_version is not None:
        standing = Standing(row.place_standing)
        place = FactPlace(row.place_version, standing, row.unit_code, row.unit, row.province)
    return WarehouseRow(
        personal_id=row.personal_id or "",
        document_type=row.document_type,
        field=row.field,
        value=row.value,
        dossier_code=row.dossier_code,
        document_id=row.document_id,
        page_id=row.page_id,
        box=None if row.box is None else (row.box[0], row.box[1], row.box[2], row.box[3]),
        method=row.method,
        basis=row.basis,
        verified_by=row.verified_by,
        verified_at=row.verified_at,
        valid_to=row.valid_to,
        organisation=row.organisation or "",
        true_from=row.true_from,
        succession=row.succession,
        legal_source=row.legal_source,
        number=row.id,
        corrects=row.corrects,
        end=end,
        place=place,
    )


def load_facts(work: Work, facts: Sequence[WarehouseRow]) -> int:
    """Add the facts that are not there yet; only facts of verified documents may enter.

    A paper of a kind of which its holder has one at a time ends the facts of an older such paper,
    or enters ended when a newer one is known already: the order of arrival does not matter.
    """
    documents = {(fact.dossier_code, fact.document_id) for fact in facts}
    for dossier_code, document_id in sorted(documents):
        _require_verified(work, dossier_code, document_id)
    for personal_id, codes in sorted(_dossiers_of(facts).items()):
        _know_person(work, personal_id, codes)
    for code, name in sorted({(f.organisation, f.organisation_name) for f in facts}):
        if code:
            _know_organisation(work, code, name)
    ids = {document_id for _, document_id in documents}
    present, values = _present(work, ids), _values(work, ids)
    added = []
    for fact in facts:
        if (fact.document_id, fact.field) in present:
            continue
        present.add((fact.document_id, fact.field))
        if values.get((fact.document_id, fact.field), fact.value) != fact.value:
            # somebody decided it anew after these facts were put together
            raise StaleError(document=fact.document_id, field=fact.field)
        insert_fact(work, fact)
        added.append(fact)
    for document_id in sorted({fact.document_id for fact in added if fact.succession}):
        _succeed(work, next(fact for fact in added if fact.document_id == document_id))
    return len(added)


def insert_fact(
    work: Work, fact: WarehouseRow, *, version: int = 1, corrects: int | None = None
) -> int:
    """Write one fact, with the unit an address lies in, and return its number."""
    number = work.insert(
        _FACT,
        personal_id=fact.personal_id or None,
        organisation=fact.organisation or None,
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
        true_from=fact.true_from,
        succession=fact.succession,
        legal_source=fact.legal_source,
        version=version,
        corrects=corrects,
    )
    if fact.place is not None:
        work.insert(_PLACE, **place_row(work, number, fact.place))
    return number


def place_row(work: Work, number: int, place: FactPlace) -> dict[str, Any]:
    """Return what is kept of where a fact's address lies."""
    return {
        "fact_id": number,
        "version": place.version,
        "standing": place.standing,
        "unit_code": place.unit_code,
        "unit": place.unit,
        "province": place.province,
        "at": work.at,
    }


def _require_verified(work: Work, dossier_code: str, document_id: int) -> None:
    documents, dossiers = schema.document.c, schema.dossier.c
    query = (
        sa.select(documents.id)
        .join(schema.dossier, dossiers.code == documents.dossier_code)
        .where(
            documents.id == document_id,
            dossiers.code == dossier_code,
            holds(documents.verified),
            dossiers.state.in_(_DONE),
        )
    )
    if work.execute(query).first() is None:
        raise WrongStateError(dossier=dossier_code, document=document_id, state="not verified")


def _dossiers_of(facts: Sequence[WarehouseRow]) -> dict[str, set[str]]:
    # a load of thousands of persons asks for each only what concerns them
    persons: dict[str, set[str]] = {}
    for fact in facts:
        if fact.personal_id:
            persons.setdefault(fact.personal_id, set()).add(fact.dossier_code)
    return persons


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


def _know_organisation(work: Work, code: str, name: str) -> None:
    table = schema.organisation
    known = work.execute(sa.select(table.c.name).where(table.c.code == code)).first()
    if known is None:
        work.insert(table, code=code, name=name, name_key=name_key(name))
    elif name and name != known.name:
        work.execute(
            sa.update(table).where(table.c.code == code).values(name=name, name_key=name_key(name))
        )


def _present(work: Work, document_ids: set[int]) -> set[tuple[int, str]]:
    query = sa.select(_FACT.c.document_id, _FACT.c.field).where(
        _FACT.c.document_id.in_(document_ids)
    )
    return {(row.document_id, row.field) for row in work.execute(query)}


def _values(work: Work, document_ids: set[int]) -> dict[tuple[int, str], str]:
    values = schema.field_value.c
    query = sa.select(values.document_id, values.name, values.value).where(
        values.document_id.in_(document_ids)
    )
    return {(row.document_id, row.name): row.value for row in work.execute(query)}


# ---- succession ----------------------------------------------------------------------------------


def _succeed(work: Work, fact: WarehouseRow) -> None:
    """Let the papers of one holder and one kind follow each other after one more has come."""
    if fact.personal_id:
        holder = _FACT.c.personal_id == fact.personal_id
    else:
        holder = _FACT.c.organisation == fact.organisation
    query = with_ends().where(holder, _FACT.c.succession == fact.succession, STANDING)
    papers: dict[int, list[WarehouseRow]] = {}
    for row in work.execute(query):
        papers.setdefault(row.document_id, []).append(as_row(row))
    mine = papers.pop(fact.document_id, [])
    for other in papers.values():
        older, newer = _ordered(other, mine)
        if older is mine and mine:
            # what is known already is newer: this paper comes late and ends at once
            _end(work, mine, other)
            return
        if newer is mine and mine:
            _end(work, other, mine)


def _ordered(
    one: list[WarehouseRow], two: list[WarehouseRow]
) -> tuple[list[WarehouseRow] | None, list[WarehouseRow] | None]:
    """Return the older and the newer paper, or None twice when their dates do not say."""
    if not one or not two:
        return None, None
    for first, second in (
        (one[0].true_from, two[0].true_from),
        # a card's face prints no day of issue, but the later card runs out later
        (one[0].valid_to, two[0].valid_to),
    ):
        if first is not None and second is not None and first != second:
            return (one, two) if first < second else (two, one)
    return None, None


def _end(work: Work, older: list[WarehouseRow], newer: list[WarehouseRow]) -> None:
    by_field = {fact.field: fact.number for fact in newer}
    # where the newer paper names no day, it held no longer than until it was seen
    day: date = newer[0].true_from or newer[0].verified_at.date()
    for fact in older:
        work.insert(
            _END,
            fact_id=fact.number,
            kind=EndKind.SUCCEEDED,
            at=work.at,
            true_to=day,
            next_fact=by_field.get(fact.field),
        )
