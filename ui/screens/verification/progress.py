"""Which field and which document come next; plain functions over the rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from digitizer.catalogue import Catalogue
from digitizer.model.doctype import DocumentType
from digitizer.model.document import Document
from digitizer.model.view import DossierView
from ui.models.field_rows import FieldMark, FieldRow, rows_of, worst
from ui.models.field_tree import DocumentNode, PageNode

Rows = Mapping[int, tuple[FieldRow, ...]]


def definition(catalogue: Catalogue, document: Document) -> DocumentType | None:
    """Return the definition of a document's type, if it is known."""
    return catalogue.document_types.get(document.type) if document.type else None


def all_rows(view: DossierView, catalogue: Catalogue) -> dict[int, tuple[FieldRow, ...]]:
    """Return the rows of every document of a dossier, by document id."""
    return {
        document.id: rows_of(view, document, definition(catalogue, document))
        for document in view.documents
    }


def next_open(rows: Sequence[FieldRow], after: int, pending: Collection[int]) -> int | None:
    """Return the next place that needs a person, going on from the top after the last."""
    order = [*range(after + 1, len(rows)), *range(min(after + 1, len(rows)))]
    return next(
        (place for place in order if rows[place].open and not _on_its_way(rows[place], pending)),
        None,
    )


def open_count(rows: Sequence[FieldRow], pending: Collection[int]) -> int:
    """Return how many fields need a person."""
    return sum(row.open and not _on_its_way(row, pending) for row in rows)


def expected_errors(rows: Rows) -> float:
    """Return how many wrong values are to be expected among those the machine alone stands for."""
    return sum(
        1 - row.value.confidence
        for held in rows.values()
        for row in held
        if row.value.decided_by is None and not row.open and row.value.value
    )


def _on_its_way(row: FieldRow, pending: Collection[int]) -> bool:
    return row.value.id in pending


def next_document(order: Sequence[int], rows: Rows, current: int) -> int | None:
    """Return the next document with an open field, beginning after the current one."""
    at = order.index(current) + 1 if current in order else 0
    return next((one for one in [*order[at:], *order[:at]] if any(r.open for r in rows[one])), None)


def following(order: Sequence[int], current: int) -> int | None:
    """Return the document after the current one, or None behind the last."""
    at = order.index(current) + 1 if current in order else 0
    return order[at] if at < len(order) else None


def paper_after(
    order: Sequence[int], rows: Rows, current: int, pending: Collection[int]
) -> int | None:
    """Return the paper to go to when the current one is accepted, or None when all is done.

    Papers with open fields come first, those behind the current one before those in front.
    """
    at = order.index(current)
    ahead = [*order[at + 1 :], *order[:at]]
    waiting = next((one for one in ahead if open_count(rows[one], pending)), None)
    return waiting if waiting is not None else following(order, current)


def open_on(rows: Sequence[FieldRow], page_id: int) -> int | None:
    """Return the first field on a page that needs a person."""
    return next(
        (
            place
            for place, row in enumerate(rows)
            if row.open and row.evidence and row.evidence.page_id == page_id
        ),
        None,
    )


def problem_stop(
    order: Sequence[int], rows: Rows, here: int | None, step: int
) -> tuple[int, int] | None:
    """Return document and value of the next page with a field that needs a person.

    ``step`` is 1 for the next and -1 for the previous page; after the last comes the first.
    """
    stops: dict[int, tuple[int, int]] = {}
    for document_id in order:
        for row in rows[document_id]:
            if row.open and row.evidence is not None:
                stops.setdefault(row.evidence.page_id, (document_id, row.value.id))
    if not stops:
        return None
    pages = list(stops)
    at = pages.index(here) if here in pages else -1 if step > 0 else 0
    return stops[pages[(at + step) % len(pages)]]


def pages_of(document: Document, rows: Sequence[FieldRow]) -> tuple[int, ...]:
    """Return a document's pages; a reused paper's are those its values came from."""
    if document.pages:
        return document.pages
    return tuple(dict.fromkeys(row.evidence.page_id for row in rows if row.evidence))


def nodes(
    view: DossierView, rows: Rows, titles: Mapping[int, str], page_title: str
) -> tuple[DocumentNode, ...]:
    """Return the tree of a dossier: documents and pages with the mark of their worst field."""
    return tuple(
        DocumentNode(
            document_id=document.id,
            text=titles[document.id],
            note=_note(rows[document.id]),
            mark=worst([row.mark for row in rows[document.id]]),
            pages=_page_nodes(document, rows[document.id], page_title),
        )
        for document in view.documents
    )


def _note(rows: Sequence[FieldRow]) -> str:
    count = open_count(rows, ())
    return str(count) if count else ""


def _page_nodes(document: Document, rows: Sequence[FieldRow], title: str) -> tuple[PageNode, ...]:
    return tuple(
        PageNode(page_id, title.format(number=number), _mark_on(page_id, rows))
        for number, page_id in enumerate(pages_of(document, rows), start=1)
    )


def _mark_on(page_id: int, rows: Sequence[FieldRow]) -> FieldMark | None:
    return worst([row.mark for row in rows if row.evidence and row.evidence.page_id == page_id])
