"""A table with one column of labels and a column of values for each person, read person by person.

    Thông tin               Bên nữ                   Bên nam
    Họ, chữ đệm, tên        ĐẶNG THỊ THÙY DƯƠNG      HUỲNH TẤN LỘC
    Nơi cư trú              Ấp Tây, xã Hòa Long,     Tổ 4, thôn Vạn Kim,
                            thành phố Bà Rịa         xã Đá Bạc

Read by rows, one value would be both persons'. The labels are repeated for each person instead,
with her column of values behind them. Where the columns part is seen from the ground that no word
of any row crosses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from digitizer.model.doctype import DocumentType
from digitizer.paper.layout import Piece, Row, joined
from digitizer.paper.normalising import is_well_spelled
from digitizer.vietnamese import compact

HEAD_LIKENESS = 0.85
"""How alike the heading of a person's column must be to the definition's."""
_HEAD_GAP = 1.2
_LABEL_LIKENESS = 0.75
_LEAST_GROUND = 0.25
"""Free ground between two columns, in heights of the type."""
_SPACE = 0.6
_FEWEST, _SHORTEST = 3, 3
_ALIGNED = 0.6


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label with the lines of the table that stand beside it."""

    label: tuple[Piece, ...]
    lines: list[Row]


def person_by_person(document_type: DocumentType, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows of a page, those of such a table once for each person."""
    kept: list[Row] = []
    number = 0
    while number < len(rows):
        heads = _heads(document_type, rows[number])
        end, edges = _ground(rows, number, heads) if heads else (number, ())
        table = rows[number + 1 : end]
        if not edges or not _has_labels(document_type, table, edges[0]):
            kept.append(rows[number])
            number += 1
            continue
        for place, head in enumerate(heads):
            kept += _of_person(document_type, head, table, (*edges, float("inf")), place)
        number = end
    return tuple(kept)


def _heads(document_type: DocumentType, row: Row) -> list[Row]:
    """Return the headings of the columns from left to right, where all stand on the row."""
    found: dict[int, Row] = {}
    for part in row.segments(_HEAD_GAP):
        text = compact(part.text)
        for number, words in enumerate(document_type.column_heads):
            alike = (Levenshtein.normalized_similarity(text, compact(one)) for one in words)
            if max(alike, default=0.0) >= HEAD_LIKENESS:
                found.setdefault(number, part)
    whole = len(found) == len(document_type.column_heads) > 1
    return sorted(found.values(), key=lambda part: part.box.left) if whole else []


def heads_section(document_type: DocumentType, text: str) -> bool:
    """Return whether a column's heading is one that fields of the definition are found below."""
    said = compact(text)
    return any(said == compact(rule.section) for rule in document_type.fields)


def _ground(rows: Sequence[Row], first: int, heads: Sequence[Row]) -> tuple[int, tuple[float, ...]]:
    """Return the row behind the table, and the left edge of each column of values."""
    middles = [(head.box.left + head.box.right) / 2 for head in heads]
    end, edges = first + 1, tuple[float, ...]()
    # of one row each space may be the ground between two columns
    for behind in range(first + 1 + _FEWEST, len(rows) + 1):
        part = rows[first:behind]
        left = min(row.box.left for row in part[1:])
        between = zip((left, *middles), middles, strict=False)
        found = tuple(_edge(part, low, high) for low, high in between)
        if None in found or any(_runs_across(row, edge) for row in part[1:] for edge in found[1:]):
            break
        end, edges = behind, tuple(edge for edge in found if edge is not None)
    return end, edges


def _runs_across(row: Row, edge: float | None) -> bool:
    """Return whether a sentence goes on across the edge, where a space of it happens to lie."""
    if edge is None:
        return False
    left, right = _parted(
        Row(tuple(piece for piece in row.pieces if piece.key) or row.pieces), edge
    )
    return bool(left and right) and right[0].box.left - left[-1].box.right < _SPACE * row.height


def _edge(rows: Sequence[Row], low: float, high: float) -> float | None:
    """Return where a column begins between two places: behind ground that no word crosses."""
    height = rows[-1].height
    pieces = sorted(
        (piece for row in rows for piece in row.pieces if piece.key), key=lambda one: one.box.left
    )
    best: tuple[int, float, float] | None = None
    reached = low
    for piece in pieces:
        if piece.box.left > high + height:
            break
        if piece.box.left - reached > _LEAST_GROUND * height and reached > low:
            begin = piece.box.left
            aligned = sum(abs(one.box.left - begin) < _ALIGNED * height for one in pieces)
            best = max(best or (0, 0.0, 0.0), (aligned, begin - reached, begin))
        reached = max(reached, piece.box.right)
    return None if best is None else best[2]


def _has_labels(document_type: DocumentType, table: Sequence[Row], edge: float) -> bool:
    """Return whether labels of the definition stand left of the values, and none among these."""
    known = {compact(label) for rule in document_type.fields for label in rule.labels}
    cells = [[compact(Row(part).text) for part in _parted(row, edge) if part] for row in table]
    left = sum(bool(one) and one[0] in known for one in cells)
    right = sum(len(one) > 1 and one[1] in known for one in cells)
    return left >= _FEWEST and not right


def _parted(row: Row, edge: float) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    slack = edge - 0.5 * row.height
    return (
        tuple(piece for piece in row.pieces if piece.box.left < slack),
        tuple(piece for piece in row.pieces if piece.box.left >= slack),
    )


def _of_person(
    document_type: DocumentType,
    head: Row,
    table: Sequence[Row],
    edges: Sequence[float],
    place: int,
) -> list[Row]:
    """Return the heading of one person and her entries, each label with her value behind it."""
    left, right = edges[place], edges[place + 1]
    named = not heads_section(document_type, head.text)
    rows = [head]
    for number, entry in enumerate(_entries(document_type, table, edges[0], (left, right))):
        # “Họ, chữ đệm, tên” alone does not say whose name it is where no heading does
        label = (*entry.label, *head.pieces) if named and not number else entry.label
        column = (left, max((line.box.right for line in entry.lines), default=left))
        first = entry.lines[0].pieces if entry.lines else ()
        rows.append(Row((*label, *first), column))
        rows += (Row(line.pieces, column) for line in entry.lines[1:])
    return rows


def _entries(
    document_type: DocumentType, table: Sequence[Row], edge: float, column: tuple[float, float]
) -> list[_Entry]:
    """Return the labels with the lines of one column that belong to each."""
    entries: list[_Entry] = []
    for row in table:
        label, _ = _parted(row, edge)
        left, right = (side - 0.5 * row.height for side in column)
        value = tuple(piece for piece in row.pieces if left <= piece.box.left < right)
        if not _is_label(document_type, joined(label)):
            # a rule of the table, or half a line read once more, taken for letters
            label = ()
        if label and not (entries and label[0].goes_on):
            entries.append(_Entry(label, []))
        elif label:
            entries[-1] = _Entry((*entries[-1].label, *label), entries[-1].lines)
        if value and entries:
            entries[-1].lines.append(Row(value))
    return _moved_down(entries)


def _is_label(document_type: DocumentType, text: str) -> bool:
    """Return whether words may be a label: one of the definition's, or Vietnamese at all."""
    key = compact(text)
    if len(key) < _SHORTEST:
        return False
    known = (compact(label) for rule in document_type.fields for label in rule.labels)
    alike = (Levenshtein.normalized_similarity(key, label) for label in known)
    return max(alike, default=0.0) >= _LABEL_LIKENESS or is_well_spelled(text)


def _moved_down(entries: list[_Entry]) -> list[_Entry]:
    """Give lines to the label below where they fit better: it may be centred beside them."""
    # from the last on, so that what stands below a label is settled when its own lines are
    for above, below in reversed(list(pairwise(entries))):
        lines = [*above.lines, *below.lines]
        splits = range(len(above.lines), 0, -1)
        best = min(
            splits,
            key=lambda split: _misfit(above, lines[:split]) + _misfit(below, lines[split:]),
            default=0,
        )
        above.lines[:], below.lines[:] = lines[:best], lines[best:]
    return entries


def _misfit(entry: _Entry, lines: Sequence[Row]) -> float:
    """Return how far the label stands from the first of its lines, or from the middle of all."""
    if not lines:
        return 0.0
    label = Row(entry.label).box
    top, bottom = lines[0].box.top, lines[-1].box.bottom
    first = abs(label.top + label.bottom - top - lines[0].box.bottom) / 2
    return round(min(first, abs(label.top + label.bottom - top - bottom) / 2) / lines[0].height)
