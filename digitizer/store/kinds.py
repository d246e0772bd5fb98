"""Everything stored of one kind of paper, for reading it again by another definition."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from digitizer.model.document import Document, Page
from digitizer.model.dossier import DossierState
from digitizer.model.field import FieldValue, Method
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import rows, schema
from digitizer.store.records import Records

CHUNK = 200
"""Papers fetched at a time: few enough for memory, enough to be few queries."""


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page whose kind somebody stood for, as features."""

    page_id: int
    type: str
    first: bool
    features: str


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

    def documents_of_many(self, codes: Collection[str]) -> list[Document]:
        """Return the papers of some dossiers."""
        with self._database.read() as connection:
            return rows.read_documents(connection, schema.document.c.dossier_code.in_(list(codes)))

    def pages_of_many(self, page_ids: Collection[int]) -> dict[int, Page]:
        """Return some pages by number."""
        query = sa.select(schema.page).where(schema.page.c.id.in_(list(page_ids)))
        with self._database.read() as connection:
            return {row.id: rows.as_page(row) for row in connection.execute(query)}

    def values_of_many(
        self, document_ids: Sequence[int], methods: Collection[Method] = ()
    ) -> dict[int, list[FieldValue]]:
        """Return the values of some papers, by paper; with ``methods`` only those read so."""
        table = schema.field_value
        query = sa.select(table).where(table.c.document_id.in_(list(document_ids)))
        if methods:
            query = query.where(table.c.method.in_(list(methods)))
        found: dict[int, list[FieldValue]] = {one: [] for one in document_ids}
        with self._database.read() as connection:
            for row in connection.execute(query.order_by(table.c.position, table.c.id)):
                found[row.document_id].append(rows.as_value(row))
        return found

    def confirm_kinds(self, officer: Officer, pages: Sequence[KnownPage]) -> None:
        """Keep what pages of a confirmed kind look like; the last word about a page counts."""
        if not pages:
            return
        table = schema.confirmation
        with self._database.write() as work:
            ids = [page.page_id for page in pages]
            work.execute(sa.delete(table).where(table.c.page_id.in_(ids)))
            for page in pages:
                work.insert(
                    table,
                    page_id=page.page_id,
                    type=page.type,
                    first=page.first,
                    features=page.features,
                    officer_id=officer.id,
                    at=work.at,
                )
            kinds = sorted({page.type for page in pages})
            work.journal(officer, "kind-confirmed", "sorting", after={"pages": ids, "types": kinds})

    def known_kinds(self, most: int = 5000) -> tuple[KnownPage, ...]:
        """Return the pages of confirmed kinds, the latest ones, oldest first."""
        table = schema.confirmation
        query = sa.select(table).order_by(table.c.at.desc(), table.c.page_id.desc()).limit(most)
        with self._database.read() as connection:
            found = [
                KnownPage(row.page_id, row.type, first=row.first, features=row.features)
                for row in connection.execute(query)
            ]
        return tuple(reversed(found))

    def known_kinds_mark(self) -> tuple[int, str]:
        """Return a mark that changes when a kind is confirmed."""
        table = schema.confirmation
        query = sa.select(sa.func.count(), sa.func.max(sa.type_coerce(table.c.at, sa.Text)))
        with self._database.read() as connection:
            count, last = connection.execute(query).one()
        return int(count), str(last or "")

    def note_reextracted(self, officer: Officer, type_code: str, changed: int) -> None:
        """Journal that everything stored of a type was read again by its definition."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.EDIT_DEFINITIONS)
            work.journal(actor, "type-reextracted", f"type/{type_code}", after={"changed": changed})
