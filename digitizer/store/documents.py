"""The documents of dossiers: what sorting proposes, what a person decides, what is reused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from digitizer.errors import NotFoundError, WrongStateError
from digitizer.model.document import Document
from digitizer.model.dossier import WITH_CLERK
from digitizer.model.field import Finding, Method
from digitizer.model.officer import Officer
from digitizer.model.reuse import Offer
from digitizer.model.rights import Action
from digitizer.store import rows, schema
from digitizer.store.columns import holds
from digitizer.store.papers import drop_document, drop_values
from digitizer.store.records import NewDocument, Records, found
from digitizer.store.work import UNVERIFIED, Work


class DocumentRecords(Records):
    """Keeps the documents and the findings about them."""

    def save_documents(self, code: str, documents: Sequence[NewDocument]) -> tuple[Document, ...]:
        """Replace what the machine sorted before and return all documents.

        What a person had a hand in stays with its pages: a decided type, a decided value, a
        reused document. A proposal that is the same run of pages keeps the document and its id.
        """
        with self._database.write() as work:
            work.dossier(code, WITH_CLERK)
            present = rows.read_documents(work.connection, schema.document.c.dossier_code == code)
            decided = _decided_documents(work, code)
            kept = {
                one.id
                for one in present
                if one.type_decided_by is not None or one.reused_from or one.id in decided
            }
            taken = {page for one in present if one.id in kept for page in one.pages}
            proposals = _without(documents, taken)
            runs = {one.pages: one for one in present if one.id not in kept}
            wanted = {proposal.page_ids for proposal in proposals}
            for pages, one in runs.items():
                if pages not in wanted:
                    drop_document(work, one.id)
            for proposal in proposals:
                _save_proposal(work, code, proposal, runs.get(proposal.page_ids))
            work.journal(
                None,
                "documents-sorted",
                code,
                after=[[one.type, list(one.page_ids)] for one in proposals],
            )
            return tuple(
                rows.read_documents(work.connection, schema.document.c.dossier_code == code)
            )

    def documents(self, code: str) -> tuple[Document, ...]:
        """Return the dossier's documents in the order of their first pages, reused ones last."""
        with self._database.read() as connection:
            return tuple(rows.read_documents(connection, schema.document.c.dossier_code == code))

    def document(self, document_id: int) -> Document:
        """Return the document with this id."""
        with self._database.read() as connection:
            present = rows.read_documents(connection, schema.document.c.id == document_id)
        if not present:
            raise NotFoundError(document=document_id)
        return present[0]

    def set_type(
        self,
        officer: Officer,
        document_id: int,
        type_code: str | None,
        component: str | None = None,
    ) -> Document:
        """Decide a document's type; values of another type go into their history."""
        table = schema.document
        with self._database.write() as work:
            actor = work.actor(officer, Action.KEY)
            row = find_document(work, document_id)
            if row.reused_from is not None:
                raise WrongStateError(document=document_id, state="reused")
            work.dossier(row.dossier_code, WITH_CLERK)
            work.keyed(actor, row.dossier_code)
            if row.type != type_code:
                drop_values(work, schema.field_value.c.document_id == document_id)
            work.execute(
                sa.update(table)
                .where(table.c.id == document_id)
                .values(type=type_code, component=component, type_decided_by=actor.id)
            )
            work.journal(
                actor,
                "type-set",
                f"{row.dossier_code}/document/{document_id}",
                before={"type": row.type, "component": row.component},
                after={"type": type_code, "component": component},
            )
            return rows.read_documents(work.connection, table.c.id == document_id)[0]

    def add_reused(self, officer: Officer, code: str, offer: Offer) -> Document:
        """Let a verified document of an earlier dossier stand for one here; no page is added."""
        table = schema.document
        with self._database.write() as work:
            actor = work.actor(officer, Action.REUSE)
            procedure = work.dossier(code, WITH_CLERK).procedure
            work.keyed(actor, code)
            source = _offered(work, offer)
            same = (table.c.dossier_code == code) & (table.c.reused_from == source.id)
            present = rows.read_documents(work.connection, same)
            if present:
                return present[0]
            number = work.insert(
                table,
                dossier_code=code,
                type=source.type,
                type_probability=source.type_probability,
                type_decided_by=actor.id,
                component=offer.component or None,
                copy_kind=source.copy_kind,
                reused_from=source.id,
                valid_from=source.valid_from,
                valid_to=offer.valid_to,
                verified=False,
            )
            _copy_values(work, actor, source, number)
            work.journal(
                actor,
                "document-reused",
                f"{code}/document/{number}",
                # what the law wants to know of a reuse: who, from where, and for which purpose
                after={
                    "from": source.dossier_code,
                    "document": source.id,
                    "type": source.type,
                    "purpose": procedure,
                },
            )
            return rows.read_documents(work.connection, table.c.id == number)[0]

    def drop_reused(self, officer: Officer, document_id: int) -> None:
        """Take a reused document out of its dossier again; what it stood for is untouched."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.REUSE)
            row = find_document(work, document_id)
            if row.reused_from is None:
                raise WrongStateError(document=document_id, state="own")
            work.dossier(row.dossier_code, WITH_CLERK)
            work.keyed(actor, row.dossier_code)
            drop_document(work, document_id)
            work.journal(
                actor,
                "reuse-undone",
                f"{row.dossier_code}/document/{document_id}",
                before={"document": row.reused_from, "type": row.type},
            )

    def save_findings(self, code: str, findings: Sequence[Finding]) -> None:
        """Replace the findings about a dossier."""
        table = schema.finding
        with self._database.write() as work:
            work.dossier(code, UNVERIFIED)
            work.execute(sa.delete(table).where(table.c.dossier_code == code))
            for finding in findings:
                work.insert(
                    table,
                    dossier_code=code,
                    document_id=finding.document_id,
                    code=finding.code,
                    severity=finding.severity,
                    fields=list(finding.fields),
                    details=finding.details,
                )
            codes = [finding.code for finding in findings]
            work.journal(None, "findings-saved", code, after=codes)

    def findings(self, code: str) -> tuple[Finding, ...]:
        """Return the findings about a dossier."""
        table = schema.finding
        query = sa.select(table).where(table.c.dossier_code == code).order_by(table.c.id)
        with self._database.read() as connection:
            return tuple(rows.as_finding(row) for row in connection.execute(query))


def find_document(work: Work, document_id: int) -> sa.Row[Any]:
    """Return a document's row, or raise NotFoundError."""
    query = sa.select(schema.document).where(schema.document.c.id == document_id)
    return found(work.execute(query).first(), document=document_id)


def _decided_documents(work: Work, code: str) -> set[int]:
    values, documents = schema.field_value.c, schema.document.c
    query = (
        sa.select(values.document_id)
        .join(schema.document, documents.id == values.document_id)
        .where(documents.dossier_code == code, values.decided_by.is_not(None))
    )
    return set(work.execute(query).scalars())


def _without(documents: Sequence[NewDocument], taken: set[int]) -> list[NewDocument]:
    proposals = []
    for one in documents:
        pages = tuple(page for page in one.page_ids if page not in taken)
        if pages:
            proposals.append(
                NewDocument(one.type, one.probability, one.component, one.copy_kind, pages)
            )
    return proposals


def _save_proposal(work: Work, code: str, proposal: NewDocument, old: Document | None) -> None:
    table = schema.document
    content = {
        "type": proposal.type,
        "type_probability": float(proposal.probability),
        "component": proposal.component,
        "copy_kind": proposal.copy_kind,
    }
    if old is not None:
        if old.type != proposal.type:
            drop_values(work, schema.field_value.c.document_id == old.id)
        work.execute(sa.update(table).where(table.c.id == old.id).values(**content))
        return
    number = work.insert(table, dossier_code=code, verified=False, **content)
    for position, page_id in enumerate(proposal.page_ids):
        moved = work.execute(
            sa.update(schema.page)
            .where(schema.page.c.id == page_id, schema.page.c.dossier_code == code)
            .values(document_id=number, position=position)
        )
        if moved.rowcount != 1:
            raise NotFoundError(page=page_id)


def _offered(work: Work, offer: Offer) -> sa.Row[Any]:
    """Return the offered document if it is verified and holds facts about the person."""
    documents, facts = schema.document.c, schema.fact.c
    query = sa.select(schema.document).where(
        documents.id == offer.document_id,
        holds(documents.verified),
        sa.exists().where(
            facts.document_id == documents.id, facts.personal_id == offer.personal_id
        ),
    )
    return found(work.execute(query).first(), document=offer.document_id)


def _copy_values(work: Work, actor: Officer, source: sa.Row[Any], number: int) -> None:
    table, fact = schema.field_value, schema.fact
    # what was put right after the paper was verified counts, not what stands in its dossier
    corrected = (
        sa.select(fact.c.field, fact.c.value, fact.c.basis)
        .where(fact.c.document_id == source.id, fact.c.version > 1)
        .order_by(fact.c.version)
    )
    right = {row.field: row for row in work.execute(corrected)}
    query = sa.select(table).where(table.c.document_id == source.id).order_by(table.c.position)
    for value in work.execute(query).all():
        better = right.get(value.name)
        work.insert(
            table,
            document_id=number,
            name=value.name,
            position=value.position,
            value=better.value if better else value.value,
            raw=value.raw,
            confidence=value.confidence,
            sure=True,
            method=Method.REUSED,
            basis=f"reused {source.dossier_code}/document/{source.id}"
            + (f" {better.basis}" if better else ""),
            evidence=value.evidence,
            alternatives=[],
            absence=value.absence,
            changed_by=actor.id,
            version=1,
        )
