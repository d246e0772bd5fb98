"""Blocks about two persons that stand side by side, read one after the other.

    Họ, chữ đệm, tên vợ: TRẦN THỊ NGUYỆT      Họ, chữ đệm, tên chồng: TRỊNH ĐỨC
    Ngày, tháng, năm sinh: 08/11/1996         TUẤN
    Dân tộc: Kinh                             Ngày, tháng, năm sinh: 23/11/1998

A value that goes on in the next line shifts all that follows in its column, so what stands on one
row is not about one matter. Read by rows, one person's date would be the other one's.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

from digitizer.model.doctype import DocumentType
from digitizer.paper.headed_blocks import headings_of, with_wordings
from digitizer.paper.labels import Hit, hits_on_row, undominated
from digitizer.paper.layout import Row, Sheet
from digitizer.paper.ruled_forms import cell_by_cell
from digitizer.paper.value_columns import person_by_person
from digitizer.vietnamese import compact

_NEAR = 1.0
_SPACE = 0.6
_LONGEST_LABEL = 6
_TWO, _LOOKED_AT, _FEWEST_ROWS = 2, 8, 3
_APART = 1.2
_TOUCHING = 0.5
"""How far a word of one column may reach into another, in heights of the type."""


def in_columns(document_type: DocumentType, sheet: Sheet) -> Sheet:
    """Return the page with the rows of blocks that stand side by side column by column."""
    sheet = replace(sheet, rows=cell_by_cell(document_type, sheet))
    if document_type.column_heads:
        sheet = replace(sheet, rows=person_by_person(document_type, sheet.rows))
    if document_type.any_order:
        sheet = replace(sheet, rows=_block_by_block(document_type, sheet))
    return replace(sheet, rows=with_wordings(document_type, sheet.rows))


def _block_by_block(document_type: DocumentType, sheet: Sheet) -> tuple[Row, ...]:
    """Return the rows of a page, those of blocks that stand side by side one after the other."""
    heads = [
        (heading_of(document_type, one), headings_of(document_type, one))
        for one in document_type.any_order
    ]
    rows: list[Row] = []
    number = 0
    while number < len(sheet.rows):
        starts = _moved_left(_starts(sheet.rows[number], heads), sheet.rows[number + 1 :])
        end = _end(sheet.rows, number, starts) if len(starts) > 1 else number + 1
        part = sheet.rows[number:end]
        rows += _column_by_column(part, starts, sheet.width) if len(starts) > 1 else part
        number = end
    return tuple(rows)


def heading_of(document_type: DocumentType, section: str) -> tuple[str, ...]:
    """Return the wordings of a block's heading; it may be the label of the block's first field."""
    rule = next((one for one in document_type.fields if section in one.labels), None)
    return (section,) if rule is None else rule.labels


def _starts(row: Row, heads: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[float]:
    """Return where the blocks begin whose headings stand on the row, from left to right."""
    labels = [label for both in heads for head in both for label in head]
    # “tên của vợ” is much like “tên của chồng”: each place belongs to what it is most like
    hits = undominated(hits_on_row(0, row, labels, anywhere=True))
    places = set()
    for head, others in heads:
        keys, more = ({compact(label) for label in one} for one in (head, others))
        # “Quan hệ với người được cấp” is no heading, nor is “mẹ” in a sentence
        own = [
            hit for hit in hits if hit.label in keys or (hit.label in more and _is_apart(row, hit))
        ]
        best = max(own, key=lambda hit: hit.weight, default=None)
        if best is not None:
            places.add(best.start)
    return [row.pieces[place].box.left for place in sorted(places)]


def _is_apart(row: Row, hit: Hit) -> bool:
    """Return whether wide gaps part the words from what stands beside them on the row."""
    pieces, room = row.pieces, _APART * row.height
    before = hit.start == 0 or (pieces[hit.start].box.left - pieces[hit.start - 1].box.right > room)
    behind = hit.end == len(pieces) or (
        pieces[hit.end].box.left - pieces[hit.end - 1].box.right > room
    )
    return before and behind


def _moved_left(starts: Sequence[float], below: Sequence[Row]) -> Sequence[float]:
    """Return where the blocks begin; headings may be centred above them, “BÊN NAM   BÊN NỮ”.

    In two blocks that ask the same the label of a row stands on it twice.
    """
    if len(starts) != _TWO:
        return starts
    again = [_repeated(row) for row in below[:_LOOKED_AT]]
    found = sorted(left for left in again if left is not None and starts[0] < left < starts[1])
    if len(found) < _FEWEST_ROWS:
        return starts
    return (starts[0], statistics.median_low(found))


def _repeated(row: Row) -> float | None:
    """Return where the words that begin a row and end in a colon stand on it once more."""
    keys = row.keys
    end = next((n + 1 for n, one in enumerate(row.pieces) if one.text.endswith(":")), 0)
    if not all(keys[:end]):
        return None
    for place in range(end, len(keys) - end + 1) if end else ():
        if keys[place : place + end] == keys[:end]:
            return row.pieces[place].box.left
    return None


def _end(rows: Sequence[Row], first: int, starts: Sequence[float]) -> int:
    """Return the row behind the last one of the blocks.

    That is before a row with a word across the columns. A line on the left alone is theirs where
    it goes on close below without a label of its own.
    """
    end = last = first + 1
    while end < len(rows) and not any(_crosses(rows[end], start) for start in starts[1:]):
        end += 1
        row, above = rows[end - 1], rows[end - 2]
        near = row.box.top - above.box.bottom < _NEAR * row.height
        goes_on = last == end - 1 and near and ":" not in row.text
        if row.box.right > starts[1] or goes_on:
            last = end
    return last


def _crosses(row: Row, edge: float) -> bool:
    """Return whether a sentence runs across the edge of two columns."""
    slack = _TOUCHING * row.height
    pieces = [one for one in row.pieces if one.key]
    if any(one.box.left < edge - slack < edge + slack < one.box.right for one in pieces):
        return True
    behind = next((n for n, one in enumerate(pieces) if n and one.box.left >= edge - slack), 0)
    if pieces and pieces[0].box.left >= edge - slack:
        # the last line of a value in the right column
        return False
    if not behind or any(one.text.endswith(":") for one in pieces[behind:][:_LONGEST_LABEL]):
        return False
    # of a sentence that runs on a word may happen to begin at the very edge
    before, piece = pieces[behind - 1], pieces[behind]
    near = piece.box.left - before.box.right < _SPACE * row.height
    return near and before.box.right > edge - row.height


def _column_by_column(rows: Sequence[Row], starts: Sequence[float], width: float) -> list[Row]:
    found: list[Row] = []
    for number, right in enumerate((*starts[1:], width)):
        left = starts[number] if number else 0.0
        column = []
        for row in rows:
            slack = _TOUCHING * row.height
            inside = [one for one in row.pieces if left - slack <= one.box.left < right - slack]
            if inside:
                column.append(Row(tuple(inside)))
        # how far its lines reach shows where the column ends
        edges = (starts[number], max((row.box.right for row in column), default=right))
        found += (Row(row.pieces, edges) for row in column)
    return found
