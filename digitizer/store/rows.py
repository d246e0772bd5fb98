"""Turning rows into the model's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitizer.model.document import CopyKind, Document, Page, PageState
from digitizer.model.dossier import Channel, Dossier, DossierState, Owner
from digitizer.model.field import Absence, Evidence, FieldValue, Finding, Method, Severity
from digitizer.store import schema


def as_dossier(row: sa.Row[Any]) -> Dossier:
    """Return the dossier in a row."""
    return Dossier(
        code=row.code,
        procedure=row.procedure,
        owner=Owner(row.owner_name, row.owner_personal_id),
        channel=Channel(row.channel),
        state=DossierState(row.state),
        received_at=row.received_at,
        due_at=row.due_at,
        opened_by=row.opened_by,
        verified_by=row.verified_by,
        return_reason=row.return_reason,
        version=row.version,
    )


def as_page(row: sa.Row[Any]) -> Page:
    """Return the page in a row."""
    return Page(
        id=row.id,
        dossier_code=row.dossier_code,
        document_id=row.document_id,
        number=row.number,
        original_hash=row.original_hash,
        original_name=row.original_name,
        original_page=row.original_page,
        image_hash=row.image_hash,
        width=row.width,
        height=row.height,
        dpi=row.dpi,
        state=PageState(row.state),
        text_hash=row.text_hash,
        failure=row.failure,
        signed_original=row.signed_original,
        recipe=dict(row.recipe),
        begins=row.begins,
        faults=tuple(row.faults),
    )


def page_from(content: Mapping[str, Any]) -> Page:
    """Return the page in a row that was laid aside as a mapping."""
    return Page(
        **{
            name: value
            for name, value in content.items()
            if name not in ("position", "signed_original", "state", "faults")
        },
        faults=tuple(content.get("faults", ())),
        state=PageState(content["state"]),
        signed_original=bool(content["signed_original"]),
    )


def as_day(value: str | None) -> date | None:
    """Return the day in text of ISO form."""
    return None if value is None else date.fromisoformat(value)


def as_document(row: sa.Row[Any], pages: tuple[int, ...]) -> Document:
    """Return the document in a row."""
    return Document(
        id=row.id,
        dossier_code=row.dossier_code,
        type=row.type,
        type_probability=row.type_probability,
        type_decided_by=row.type_decided_by,
        component=row.component,
        copy_kind=CopyKind(row.copy_kind),
        pages=pages,
        reused_from=row.reused_from,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        verified=row.verified,
    )


def read_documents(connection: Connection, condition: sa.ColumnElement[bool]) -> list[Document]:
    """Return the documents that meet the condition, in the order of their first pages."""
    documents, pages = schema.document.c, schema.page.c
    rows = connection.execute(sa.select(schema.document).where(condition)).all()
    query = (
        sa.select(pages.document_id, pages.id, pages.number)
        .where(pages.document_id.in_(sa.select(documents.id).where(condition)))
        .order_by(pages.document_id, pages.position, pages.number)
    )
    ids: dict[int, list[int]] = {}
    first: dict[int, int] = {}
    for document_id, page_id, number in connection.execute(query):
        ids.setdefault(document_id, []).append(page_id)
        first[document_id] = min(number, first.get(document_id, number))
    rows = sorted(rows, key=lambda row: (row.id not in first, first.get(row.id, 0), row.id))
    return [as_document(row, tuple(ids.get(row.id, ()))) for row in rows]


def as_value(row: sa.Row[Any]) -> FieldValue:
    """Return the field value in a row of the values or of their history."""
    return FieldValue(
        id=row.id,
        document_id=row.document_id,
        name=row.name,
        value=row.value,
        raw=row.raw,
        confidence=row.confidence,
        sure=row.sure,
        method=Method(row.method),
        basis=row.basis,
        evidence=tuple(Evidence(**one) for one in row.evidence),
        alternatives=tuple(row.alternatives),
        absence=None if row.absence is None else Absence(row.absence),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        version=row.version,
        reason=row.reason,
    )


def evidence_data(evidence: Sequence[Evidence]) -> list[dict[str, float]]:
    """Return evidence as it is stored."""
    return [
        {
            "page_id": one.page_id,
            "left": one.left,
            "top": one.top,
            "right": one.right,
            "bottom": one.bottom,
        }
        for one in evidence
    ]


def as_finding(row: sa.Row[Any]) -> Finding:
    """Return the finding in a row."""
    return Finding(
        code=row.code,
        severity=Severity(row.severity),
        fields=tuple(row.fields),
        document_id=row.document_id,
        details=dict(row.details),
    )
