"""Values that stand in the cells of ruled tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digitizer.model.doctype import DocumentType, FieldRule, Reads
from digitizer.paper.going_on import NUMBERING, looks_labelled
from digitizer.paper.labels import Hit
from digitizer.paper.layout import Piece, joined
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.row_ends import end_on_row
from digitizer.paper.ruled_cells import levelled, ruled_tables
from ocr.model import Box

_TOLD_APART = (Reads.SEX, Reads.ETHNICITY, Reads.NATIONALITY)
_TOUCHING = 0.1
"""Share of their width that cells beside each other have in common on a tilted page."""


def in_cell(
    rule: FieldRule,
    paper: Paper,
    place: tuple[int, int],
    barriers: Mapping[int, Mapping[int, int]],
) -> list[tuple[Piece, ...]]:
    """Return the lines of a value whose label stands in a cell, from a row and a word of it on.

    All of the cell is the value, unless another label stands in it.
    """
    number, start = place
    here = paper.rows[number].cell, paper.page_of_row[number]
    lines: list[tuple[Piece, ...]] = []
    # the cells of each page are numbered anew
    while number < len(paper.rows) and (paper.rows[number].cell, paper.page_of_row[number]) == here:
        end = end_on_row(rule, paper, number, start, barriers)
        pieces = paper.rows[number].pieces[start:end]
        if (lines and not pieces) or (lines and looks_labelled(joined(pieces))):
            break
        if pieces:
            lines.append(pieces)
        if end < len(paper.rows[number].pieces):
            break
        number, start = number + 1, 0
    return lines


def across_cells(
    hits: Mapping[str, Hit], values: Mapping[str, Lines], paper: Paper
) -> frozenset[str]:
    """Return the fields whose value stands neither beside nor below its label in a ruled table."""
    tables = [
        [[levelled(cell, sheet) for cell in cells] for cells in region.ruled]
        for sheet in paper.sheets
        for region in ruled_tables(sheet.text.regions)
    ]
    found = set()
    for name, hit in hits.items():
        lines = values.get(name, ())
        if not lines or not tables:
            continue
        label, value = paper.rows[hit.row].pieces[hit.start], lines[0][0]
        for table in tables:
            one, other = _place(label, table), _place(value, table)
            if one is None or other is None:
                continue
            box, below = table[one[0]][one[1]], table[other[0]][other[1]]
            shared = min(box.right, below.right) - max(box.left, below.left)
            if one[0] != other[0] and shared < _TOUCHING * min(box.width, below.width):
                found.add(name)
    return frozenset(found)


def asked_together(
    document_type: DocumentType, hits: Mapping[str, Hit], paper: Paper
) -> frozenset[str]:
    """Return the fields whose label is not the first in its cell: “Số / Quyển số”.

    The cell beside it holds the values of both; of a few only their words tell which is which.
    """
    told = {rule.name for rule in document_type.fields if rule.reads in _TOLD_APART}
    found = set()
    for name, hit in hits.items():
        if name in told:
            continue
        row = paper.rows[hit.row]
        before = row.pieces[: hit.start]
        if hit.start < row.label and any(
            piece.key and not NUMBERING.fullmatch(piece.text) for piece in before
        ):
            found.add(name)
    return frozenset(found)


def _place(piece: Piece, table: Sequence[Sequence[Box]]) -> tuple[int, int] | None:
    """Return the row and the number of the cell that the middle of a word lies in."""
    across = (piece.box.left + piece.box.right) / 2
    for number, cells in enumerate(table):
        for place, cell in enumerate(cells):
            if cell.left <= across < cell.right and cell.top <= piece.middle < cell.bottom:
                return number, place
    return None
