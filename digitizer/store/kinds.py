"""Everything stored of one kind of paper, for reading it again by another definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from digitizer.model.document import Document
from digitizer.model.dossier import DossierState
from digitizer.model.field import FieldValue
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import rows, schema
from digitizer.store.records import Records

CHUNK = 200
"""Papers fetched at a time: few enough for memory, enough to be few queries."""


class KindRecords(Records):
    """Looks over dossiers for the papers of one kind."""

    def count_of_type(self, type_code: str) -> int:
        """Return how many papers of a type are stored, reused ones not counted."""
        document = schema.document.c
        query = sa.select(sa.func.count()).where(
            document.type == type_code, document.reused_from.is_(None)
        )
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def of_type(self, type_code: str) -> Iterator[tuple[Document, DossierState]]:
        """Yield the papers of a type with the state of their dossiers, the latest first."""
        document, dossier = schema.document.c, schema.dossier.c
        below: int | None = None
        while True:
            query = (
                sa.select(document.id, dossier.state)
                .join(schema.dossier, dossier.code == document.dossier_code)
                .where(document.type == type_code, document.reused_from.is_(None))
                .order_by(document.id.desc())
                .limit(CHUNK)
            )
            if below is not None:
                query = query.where(document.id < below)
            with self._database.read() as connection:
                states = {row.id: DossierState(row.state) for row in connection.execute(query)}
                if not states:
                    return
                found = rows.read_documents(connection, document.id.in_(list(states)))
            below = min(states)
            for one in sorted(found, key=lambda one: -one.id):
                yield one, states[one.id]

    def of_no_type(self, most: int) -> list[Document]:
        """Return papers whose type is unknown, the latest first."""
        document = schema.document.c
        query = (
            sa.select(document.id)
            .where(document.type.is_(None))
            .order_by(document.id.desc())
            .limit(most)
        )
        with self._database.read() as connection:
            ids = list(connection.execute(query).scalars())
            found = rows.read_documents(connection, document.id.in_(ids))
        return sorted(found, key=lambda one: -one.id)

    def values_of_many(self, document_ids: Sequence[int]) -> dict[int, list[FieldValue]]:
        """Return the values of some papers, by paper."""
        table = schema.field_value
        query = sa.select(table).where(table.c.document_id.in_(list(document_ids)))
        found: dict[int, list[FieldValue]] = {one: [] for one in document_ids}
        with self._database.read() as connection:
            for row in connection.execute(query.order_by(table.c.position, table.c.id)):
                found[row.document_id].append(rows.as_value(row))
        return found

    def note_reextracted(self, officer: Officer, type_code: str, changed: int) -> None:
        """Journal that everything stored of a type was read again by its definition."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.EDIT_DEFINITIONS)
            work.journal(actor, "type-reextracted", f"type/{type_code}", after={"changed": changed})
