"""Steps inside a transaction that documents, pages and values share."""

from __future__ import annotations

import sqlalchemy as sa

from digitizer.store import schema
from digitizer.store.work import Work

_KEPT = [
    column
    for column in schema.field_value_history.c
    if column.name not in ("id", "value_id", "replaced_at")
]


def keep_former(work: Work, condition: sa.ColumnElement[bool]) -> None:
    """Copy the values that meet the condition into their history, before they change."""
    values = schema.field_value
    columns = [values.c[column.name] for column in _KEPT]
    work.execute(
        sa.insert(schema.field_value_history).from_select(
            ["value_id", "replaced_at", *(column.name for column in _KEPT)],
            sa.select(
                values.c.id,
                sa.literal(work.at, schema.field_value_history.c.replaced_at.type),
                *columns,
            ).where(condition),
        )
    )


def drop_values(work: Work, condition: sa.ColumnElement[bool]) -> None:
    """Remove the values that meet the condition; their history stays."""
    keep_former(work, condition)
    work.execute(sa.delete(schema.field_value).where(condition))


def forget_page(work: Work, document_id: int, page_id: int, officer_id: int) -> None:
    """Take a removed page out of the evidence of the document's values; the values stay."""
    table = schema.field_value
    query = sa.select(table.c.id, table.c.evidence, table.c.version).where(
        table.c.document_id == document_id
    )
    for row in work.execute(query).all():
        kept = [place for place in row.evidence if place["page_id"] != page_id]
        if len(kept) != len(row.evidence):
            keep_former(work, table.c.id == row.id)
            work.execute(
                sa.update(table)
                .where(table.c.id == row.id)
                .values(evidence=kept, changed_by=officer_id, version=row.version + 1)
            )


def drop_document(work: Work, document_id: int) -> None:
    """Remove a document with its values and findings; its pages stay, without a document."""
    drop_values(work, schema.field_value.c.document_id == document_id)
    work.execute(sa.delete(schema.finding).where(schema.finding.c.document_id == document_id))
    work.execute(
        sa.update(schema.page)
        .where(schema.page.c.document_id == document_id)
        .values(document_id=None, position=0)
    )
    work.execute(sa.delete(schema.document).where(schema.document.c.id == document_id))
