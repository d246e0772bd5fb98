"""The steps of an edit of pages: rows before and after as plain values, changed and put back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digitizer.errors import NotFoundError, WrongStateError
from digitizer.model.document import AsideReason, PageState
from digitizer.store import rows, schema
from digitizer.store.columns import Day, Moment
from digitizer.store.papers import drop_document, forget_page, keep_former
from digitizer.store.records import found
from digitizer.store.work import Work

Matrix = tuple[float, float, float, float, float, float]
"""x' = a·x + b·y + c, y' = d·x + e·y + f: from pixels of the image before to those after."""

_UNREAD: dict[str, object] = {
    "state": PageState.STORED,
    "text_hash": None,
    "failure": "",
    "faults": [],
}


@dataclass(frozen=True, slots=True)
class PageChange:
    """What an edit makes of one page."""

    page_id: int | None
    """None for a page that the edit makes; it begins as a copy of ``like``."""
    columns: Mapping[str, object] = field(default_factory=dict)
    """Columns that get another value; a new image leaves the page unread."""
    out: AsideReason | None = None
    """Lay the page aside, out of its dossier."""
    gone: bool = False
    """Let the row go without laying it aside: its image has become another page's."""
    back: bool = False
    """Take the page out of the bin, into its dossier."""
    like: int | None = None
    matrix: Matrix | None = None
    """How boxes on the page move, when its image is another view of the same paper."""


def inverse(matrix: Sequence[float]) -> Matrix:
    """Return the matrix that leads back."""
    a, b, c, d, e, f = matrix
    scale = a * e - b * d
    if abs(scale) < 1e-12:
        raise WrongStateError(state="matrix")
    return (
        e / scale,
        -b / scale,
        (b * f - c * e) / scale,
        -d / scale,
        a / scale,
        (c * d - a * f) / scale,
    )


def snapshot(
    work: Work, code: str, page_ids: Sequence[int], documents: Sequence[int]
) -> dict[str, Any]:
    """Return the rows that an edit may change, as they are now."""
    pages, asides = schema.page, schema.page_aside
    present = _rows(work, pages, pages.c.id.in_(page_ids))
    binned = _rows(work, asides, asides.c.page_id.in_(page_ids))
    touched = {row["document_id"] for row in present if row["document_id"]} | set(documents)
    table, values = schema.document, schema.field_value
    return {
        "pages": {str(one): None for one in page_ids} | {str(row["id"]): row for row in present},
        "asides": {str(one): None for one in page_ids}
        | {str(row["page_id"]): row for row in binned},
        "documents": _rows(work, table, table.c.id.in_(touched)),
        "values": _rows(
            work, values, values.c.document_id.in_(touched) & values.c.decided_by.is_not(None)
        ),
        "order": page_order(work, code),
        "shaped": list(documents),
    }


def _rows(work: Work, table: sa.Table, condition: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    found_rows = work.execute(sa.select(table).where(condition)).mappings().all()
    return [{name: _plain(value) for name, value in row.items()} for row in found_rows]


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def contents(snapshot: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Return the rows of the pages that lie aside in a snapshot."""
    return (row["content"] for row in snapshot["asides"].values() if row is not None)


def page_order(work: Work, code: str) -> list[int]:
    """Return the ids of the dossier's pages as they lie."""
    pages = schema.page
    query = sa.select(pages.c.id).where(pages.c.dossier_code == code).order_by(pages.c.number)
    return list(work.execute(query).scalars())


def restore(work: Work, code: str, snapshot: Mapping[str, Any], officer_id: int) -> None:
    """Make the rows what the snapshot says; what came since and is not in it stays."""
    for row in snapshot["documents"]:
        _restore_document(work, row, shaped=row["id"] in snapshot["shaped"])
    for key, row in snapshot["asides"].items():
        page_id = int(key)
        asides = schema.page_aside
        work.execute(sa.delete(asides).where(asides.c.page_id == page_id))
        if row is not None:
            work.execute(sa.insert(asides).values(**_typed(asides, row)))
    for key, row in snapshot["pages"].items():
        _restore_page(work, int(key), row, officer_id)
    for row in snapshot["values"]:
        _restore_value(work, row)
    drop_empty(work, code)
    reorder(work, code, snapshot["order"])


def _restore_document(work: Work, row: Mapping[str, Any], *, shaped: bool) -> None:
    table = schema.document
    query = sa.select(table.c.id).where(table.c.id == row["id"])
    if work.execute(query).first() is None:
        work.execute(sa.insert(table).values(**_typed(table, row)))
    elif shaped:
        # a kind that somebody has decided since is left alone
        work.execute(
            sa.update(table)
            .where(table.c.id == row["id"], table.c.type.is_not_distinct_from(row["type"]))
            .values(type_decided_by=row["type_decided_by"])
        )


def drop_empty(work: Work, code: str) -> None:
    """Remove papers that an edit left without pages; reused ones never had any."""
    pages, documents = schema.page.c, schema.document.c
    query = sa.select(documents.id).where(
        documents.dossier_code == code,
        documents.reused_from.is_(None),
        documents.id.not_in(sa.select(pages.document_id).where(pages.document_id.is_not(None))),
    )
    for document_id in work.execute(query).scalars().all():
        drop_document(work, document_id)


def _restore_page(work: Work, page_id: int, row: Mapping[str, Any] | None, officer_id: int) -> None:
    table = schema.page
    present = work.execute(sa.select(table).where(table.c.id == page_id)).first()
    if row is None:
        if present is not None:
            _take_out(work, present, officer_id)
        return
    values = {**_typed(table, row), "number": -page_id}
    documents = schema.document
    wanted = sa.select(documents.c.id).where(documents.c.id == row["document_id"])
    if work.execute(wanted).first() is None:
        values |= {"document_id": None, "position": 0}
    if present is None:
        work.execute(sa.insert(table).values(**values))
    else:
        work.execute(sa.update(table).where(table.c.id == page_id).values(**values))


def _restore_value(work: Work, row: Mapping[str, Any]) -> None:
    """Bring back a person's value that went with its document."""
    table, documents = schema.field_value, schema.document
    there = sa.select(documents.c.id).where(documents.c.id == row["document_id"])
    same = sa.select(table.c.id).where(
        (table.c.id == row["id"])
        | (table.c.document_id == row["document_id"]) & (table.c.name == row["name"])
    )
    if work.execute(there).first() is None or work.execute(same).first() is not None:
        return
    # its versions are in the history already: it goes on after the last of them
    former = schema.field_value_history.c
    last = sa.select(sa.func.max(former.version)).where(former.value_id == row["id"])
    version = max(work.execute(last).scalar() or 0, row["version"]) + 1
    work.execute(sa.insert(table).values(**{**_typed(table, row), "version": version}))


def _typed(table: sa.Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row out of JSON with its times as times."""
    return {
        name: datetime.fromisoformat(value)
        if isinstance(table.c[name].type, Moment) and value is not None
        else rows.as_day(value)
        if isinstance(table.c[name].type, Day)
        else value
        for name, value in row.items()
    }


def apply(work: Work, change: PageChange, code: str, officer_id: int) -> int | None:
    """Carry out one page's change and return the page's id if it is new."""
    pages = schema.page
    if change.page_id is None:
        model = _rows(work, pages, pages.c.id == change.like)[0]
        made = {**model, **_UNREAD, **change.columns, "document_id": None, "position": 0}
        del made["id"]
        last = sa.select(sa.func.max(pages.c.number)).where(pages.c.dossier_code == code)
        made["number"] = (work.execute(last).scalar() or 0) + 1
        return work.insert(pages, **made)
    if change.back:
        _bring_back(work, change.page_id)
        return None
    query = sa.select(pages).where(pages.c.id == change.page_id)
    row = found(work.execute(query).first(), page=change.page_id)
    if row.dossier_code != code:
        raise NotFoundError(page=change.page_id)
    if change.out is not None or change.gone:
        content = _rows(work, pages, pages.c.id == change.page_id)[0]
        _take_out(work, row, officer_id)
        if change.out is not None:
            _lay_aside(work, content, change.out, officer_id)
        return None
    columns = dict(change.columns)
    if columns.get("image_hash", row.image_hash) != row.image_hash:
        columns = {**_UNREAD, **columns}
    if columns:
        work.execute(sa.update(pages).where(pages.c.id == change.page_id).values(**columns))
    if change.matrix is not None:
        move_evidence(work, change.page_id, change.matrix, officer_id)
    return None


def _bring_back(work: Work, page_id: int) -> None:
    asides = schema.page_aside
    query = sa.select(asides).where(asides.c.page_id == page_id)
    row = found(work.execute(query).first(), page=page_id)
    work.execute(sa.delete(asides).where(asides.c.page_id == page_id))
    _restore_page(work, page_id, row.content, 0)


def _lay_aside(
    work: Work, content: Mapping[str, Any], reason: AsideReason, officer_id: int
) -> None:
    work.execute(
        sa.insert(schema.page_aside).values(
            page_id=content["id"],
            dossier_code=content["dossier_code"],
            reason=reason,
            content=content,
            officer_id=officer_id,
            at=work.at,
        )
    )


def _take_out(work: Work, row: sa.Row[Any], officer_id: int) -> None:
    """Remove a page's row; a document left without pages goes with it, its history stays."""
    pages = schema.page
    work.execute(sa.delete(pages).where(pages.c.id == row.id))
    if row.document_id is None:
        return
    left = sa.select(pages.c.id).where(pages.c.document_id == row.document_id).limit(1)
    if work.execute(left).first() is None:
        drop_document(work, row.document_id)
    else:
        forget_page(work, row.document_id, row.id, officer_id)


def reorder(work: Work, code: str, order: Sequence[int]) -> None:
    """Number the dossier's pages anew, 1 to n: the named ones in this order, others behind."""
    present = page_order(work, code)
    wanted = [page_id for page_id in order if page_id in set(present)]
    wanted += [page_id for page_id in present if page_id not in set(wanted)]
    pages = schema.page
    query = sa.select(pages.c.id, pages.c.number).where(pages.c.dossier_code == code)
    numbers = {row.id: row.number for row in work.execute(query)}
    moved = [
        {"page": page_id, "place": place}
        for place, page_id in enumerate(wanted, start=1)
        if numbers[page_id] != place
    ]
    if not moved:
        return
    # out of the way first: a number is unique within its dossier at every moment
    update = sa.update(pages).where(pages.c.id == sa.bindparam("page"))
    work.connection.execute(update.values(number=-pages.c.id), moved)
    work.connection.execute(update.values(number=sa.bindparam("place")), moved)


def decide(work: Work, documents: Sequence[int], officer_id: int) -> None:
    """Note that a person shaped these papers."""
    table = schema.document
    for document_id in documents:
        work.execute(
            sa.update(table)
            .where(table.c.id == document_id, table.c.type_decided_by.is_(None))
            .values(type_decided_by=officer_id)
        )


def move_evidence(work: Work, page_id: int, matrix: Matrix, officer_id: int) -> None:
    """Move what values point at on a page along with its image."""
    pages, values = schema.page, schema.field_value
    query = sa.select(pages.c.document_id).where(pages.c.id == page_id)
    document_id = work.execute(query).scalar()
    if document_id is None:
        return
    rows_of = sa.select(values.c.id, values.c.evidence, values.c.version).where(
        values.c.document_id == document_id
    )
    for row in work.execute(rows_of).all():
        moved = [
            _moved(place, matrix) if place["page_id"] == page_id else place
            for place in row.evidence
        ]
        if moved != row.evidence:
            keep_former(work, values.c.id == row.id)
            work.execute(
                sa.update(values)
                .where(values.c.id == row.id)
                .values(evidence=moved, changed_by=officer_id, version=row.version + 1)
            )


def _moved(place: Mapping[str, float], matrix: Matrix) -> dict[str, float]:
    a, b, c, d, e, f = matrix
    corners = [
        (a * x + b * y + c, d * x + e * y + f)
        for x in (place["left"], place["right"])
        for y in (place["top"], place["bottom"])
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return {**place, "left": min(xs), "top": min(ys), "right": max(xs), "bottom": max(ys)}
