"""The warehouse: verified facts about people, and what of it may be used again."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from digitizer.errors import NotFoundError
from digitizer.model.dossier import WITH_CLERK, Owner
from digitizer.model.officer import Officer
from digitizer.model.reuse import Offer, WarehouseRow
from digitizer.model.rights import Action
from digitizer.model.warehouse import MOST_ALIKE, EndKind, FactEnd
from digitizer.store import columns, schema
from digitizer.store.facts import STANDING, as_row, load_facts, with_ends
from digitizer.store.names import name_key
from digitizer.store.records import Records

_FACT = schema.fact
_LOOKED_AT = 200
"""People looked at to fill a list of names; more than a person reads."""


class People(Records):
    """Keeps verified facts by person."""

    def load(self, officer: Officer, rows: Sequence[WarehouseRow]) -> int:
        """Add the facts that are not there yet and return how many; doing it twice adds none."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.VERIFY)
            added = load_facts(work, rows)
            for code in sorted({row.dossier_code for row in rows}):
                work.journal(actor, "facts-loaded", code, after={"added": added})
            return added

    def offers(
        self,
        personal_id: str,
        *,
        document_types: Collection[str],
        on: date,
        for_dossier: str | None = None,
    ) -> tuple[Offer, ...]:
        """Return the newest valid verified document of each type that this person has.

        For a dossier, what was refused in it is left out, and what stands in it already.
        """
        document = schema.document
        query = (
            with_ends()
            .join(document, document.c.id == _FACT.c.document_id)
            .where(
                STANDING,
                _FACT.c.personal_id == personal_id,
                _FACT.c.document_type.in_(document_types),
                document.c.reused_from.is_(None),
                _FACT.c.valid_to.is_(None) | (_FACT.c.valid_to >= on),
            )
            .order_by(_FACT.c.verified_at.desc(), _FACT.c.document_id.desc(), _FACT.c.id)
        )
        if for_dossier is not None:
            query = query.where(*_not_in(for_dossier))
        with self._database.read() as connection:
            return _newest(connection.execute(query).all())

    def rows(
        self,
        personal_id: str | None = None,
        *,
        organisation: str | None = None,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> tuple[WarehouseRow, ...]:
        """Return the facts of one holder, or all, in the order they entered.

        ``known_at`` shows the warehouse as it was then; ``true_on`` what held on that day by what
        is known now, or was known then.
        """
        query = with_ends().order_by(_FACT.c.id)
        if personal_id is not None:
            query = query.where(_FACT.c.personal_id == personal_id)
        if organisation is not None:
            query = query.where(_FACT.c.organisation == organisation)
        if known_at is not None:
            query = query.where(_FACT.c.verified_at <= known_at)
        with self._database.read() as connection:
            found = [as_row(row) for row in connection.execute(query)]
        if known_at is not None:
            found = [_as_known(row, known_at) for row in found]
        if true_on is not None:
            found = [row for row in found if _held_on(row, true_on)]
        return tuple(found)

    def fact(self, number: int) -> WarehouseRow:
        """Return the fact with this number, or raise NotFoundError."""
        query = with_ends().where(_FACT.c.id == number)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFoundError(fact=number)
        return as_row(row)

    def facts_after(self, number: int, limit: int) -> tuple[tuple[int, WarehouseRow], ...]:
        """Return facts with their numbers, those that entered after ``number``, oldest first."""
        query = with_ends().where(_FACT.c.id > number).order_by(_FACT.c.id).limit(limit)
        with self._database.read() as connection:
            return tuple((row.id, as_row(row)) for row in connection.execute(query))

    def ends(self) -> tuple[tuple[int, FactEnd], ...]:
        """Return the ends of facts with the facts' numbers, in the order they became known."""
        table = schema.fact_end
        query = sa.select(table).order_by(table.c.at, table.c.fact_id, table.c.kind)
        with self._database.read() as connection:
            return tuple(
                (row.fact_id, FactEnd(EndKind(row.kind), row.at, row.true_to, row.next_fact))
                for row in connection.execute(query)
            )

    def erased(self) -> tuple[str, ...]:
        """Return the codes of the dossiers that were erased, in the order it was done."""
        table = schema.erasure
        query = (
            sa.select(table.c.dossier_code)
            .where(columns.holds(table.c.done))
            .order_by(table.c.at, table.c.dossier_code)
        )
        with self._database.read() as connection:
            return tuple(connection.execute(query).scalars())

    def find(self, name: str, limit: int = 20) -> tuple[Owner, ...]:
        """Return people with words in their name that begin like these, marks or not."""
        person, words = schema.person, name_key(name)
        order = (person.c.name_key, person.c.personal_id)
        # whoever is called exactly so comes first, and by an index alone
        exact = sa.select(person).where(person.c.name_key == words).order_by(*order)
        # then who is called so from the beginning, again by the index of names alone
        begins = (
            sa.select(person)
            .where(person.c.name_key > words, person.c.name_key < f"{words}{{")
            .order_by(*order)
        )
        with self._database.read() as connection:
            rows: dict[str, sa.Row[Any]] = {}
            for query in (exact, begins) if words else ():
                found = connection.execute(query.limit(limit - len(rows)))
                rows |= {row.personal_id: row for row in found}
            if len(rows) < limit:
                like = self._database.dialect.names_like(words.split())
                # sorted after the cut: sorting all who match grows with the store
                more = connection.execute(sa.select(person).where(like).limit(_LOOKED_AT)).all()
                more = sorted(more, key=lambda row: (row.name_key, row.personal_id))
                rows |= {row.personal_id: row for row in more if row.personal_id not in rows}
        return tuple(Owner(row.name, row.personal_id) for row in list(rows.values())[:limit])

    def born(
        self, name: str, day: date, birth_fields: Collection[tuple[str, str]]
    ) -> tuple[Owner, ...]:
        """Return people of exactly this name, marks or not, born on this day by a standing fact.

        One more than ``MOST_ALIKE`` says that there are more.
        ``birth_fields`` are the kinds of paper and their field with the holder's birth date.
        """
        person = schema.person
        said = with_ends().where(
            STANDING,
            _FACT.c.personal_id == person.c.personal_id,
            sa.tuple_(_FACT.c.document_type, _FACT.c.field).in_(list(birth_fields)),
            _FACT.c.value == day.isoformat(),
        )
        query = (
            sa.select(person)
            .where(person.c.name_key == name_key(name), said.correlate(person).exists())
            .order_by(person.c.personal_id)
            .limit(MOST_ALIKE + 1)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(Owner(row.name, row.personal_id) for row in rows)

    def refuse(self, officer: Officer, dossier_code: str, document_id: int, reason: str) -> None:
        """Note that an offered document is not to stand for one in this dossier."""
        table = schema.refusal
        with self._database.write() as work:
            actor = work.actor(officer, Action.REUSE)
            work.dossier(dossier_code, WITH_CLERK)
            source = sa.select(schema.document.c.id).where(schema.document.c.id == document_id)
            if work.execute(source).first() is None:
                raise NotFoundError(document=document_id)
            work.keyed(actor, dossier_code)
            same = (table.c.dossier_code == dossier_code) & (table.c.document_id == document_id)
            work.execute(sa.delete(table).where(same))
            work.insert(
                table,
                dossier_code=dossier_code,
                document_id=document_id,
                officer_id=actor.id,
                reason=reason,
                at=work.at,
            )
            work.journal(
                actor,
                "offer-refused",
                dossier_code,
                after={"document": document_id, "reason": reason},
            )


def _not_in(code: str) -> list[sa.ColumnElement[bool]]:
    refusal, reused = schema.refusal.c, schema.document.alias().c
    refused = sa.select(refusal.document_id).where(refusal.dossier_code == code)
    standing = sa.select(reused.reused_from).where(
        reused.dossier_code == code, reused.reused_from.is_not(None)
    )
    return [
        _FACT.c.dossier_code != code,
        _FACT.c.document_id.not_in(refused),
        _FACT.c.document_id.not_in(standing),
    ]


def _newest(facts: Sequence[sa.Row[Any]]) -> tuple[Offer, ...]:
    """Return one offer per type from facts that come newest document first."""
    chosen: dict[str, list[sa.Row[Any]]] = {}
    for fact in facts:
        same_type = chosen.setdefault(fact.document_type, [])
        if not same_type or same_type[0].document_id == fact.document_id:
            same_type.append(fact)
    return tuple(_as_offer(same_type) for _, same_type in sorted(chosen.items()))


def _as_offer(facts: Sequence[sa.Row[Any]]) -> Offer:
    first = facts[0]
    return Offer(
        document_id=first.document_id,
        document_type=first.document_type,
        component="",
        from_dossier=first.dossier_code,
        personal_id=first.personal_id,
        verified_by=first.verified_by,
        verified_at=first.verified_at,
        valid_to=first.valid_to,
        fields={fact.field: fact.value for fact in facts},
    )


def _as_known(row: WarehouseRow, at: datetime) -> WarehouseRow:
    """Return a fact as it stood at a moment: an end that came later was not known."""
    if row.end is None or row.end.at <= at:
        return row
    return dataclasses.replace(row, end=None)


def _held_on(row: WarehouseRow, day: date) -> bool:
    if row.end is not None and row.end.kind is EndKind.CORRECTED:
        return False
    begun = row.true_from is None or row.true_from <= day
    return begun and (row.end is None or row.end.true_to is None or day < row.end.true_to)
