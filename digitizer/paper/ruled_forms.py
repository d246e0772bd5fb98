"""Forms ruled as a table: each label's cell with the cell of its value, one after the other.

    ┌──────────────────────┬──────────────────┬───────────┬──────┐
    │ Họ, chữ đệm và tên   │ Cư Chẩn Sài      │ Quan hệ   │ Con  │
    │ chủ hộ               │                  │ với chủ hộ│      │
    └──────────────────────┴──────────────────┴───────────┴──────┘

Read by rows, one cell's second line would be taken into another's value. Each label is set in one
row with the first line of its value behind it instead, whatever else stands beside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from digitizer.model.doctype import DocumentType
from digitizer.paper.going_on import NUMBERING
from digitizer.paper.labels import hits_on_row, undominated
from digitizer.paper.layout import Piece, Row, Sheet, joined
from digitizer.paper.normalising import is_well_spelled
from digitizer.paper.ruled_cells import Cell, tables_of
from digitizer.paper.value_columns import HEAD_LIKENESS, heads_section
from digitizer.vietnamese import compact

_FEWEST_LABELS = 2
"""Labels one below the other that make ruled rows a form; a list has them side by side."""
_ALIGNED = 20.0
"""How far the left edges of one column's cells are apart at most, in pixels at 300 dpi."""
_BELOW = 0.9
"""Share of their width that cells of one column have in common."""
_NUMBER = 4
"""Letters of what numbers a row, “12.”, at most."""
_NARROW, _BOXED = 1.5, 5
_WORDS = re.compile(r"[^\W\d_]+")
_MISREAD = "ƒ"
"""Taken for an f in slanted type."""
_SPECK = 0.6
_TWO = 2
_LONGEST_LABEL = 12


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label with the cell that holds its value."""

    label: tuple[Piece, ...]
    value: Cell


def cell_by_cell(document_type: DocumentType, sheet: Sheet) -> tuple[Row, ...]:
    """Return the rows of a page, those of ruled forms label by label."""
    rows = sheet.rows
    number = 0
    for table in tables_of(sheet):
        form = _Form(document_type, table, _ALIGNED * sheet.text.dpi / 300)
        for pieces, entries in form.entries():
            rows = _replaced(rows, pieces, entries, number)
            number += len(entries)
    return rows


class _Form:
    """A ruled table whose cells hold labels and values."""

    def __init__(
        self, document_type: DocumentType, table: Sequence[Sequence[Cell]], aligned: float
    ) -> None:
        self._type = document_type
        self._aligned = aligned
        self._table = table
        self._labels = tuple(label for rule in document_type.fields for label in rule.labels)
        self._known = {compact(label) for label in self._labels}
        cells = [cell for row in table for cell in row if cell.lines]
        self._found = {id(cell): label for cell in cells if (label := self._label_in(cell))}
        self._both = {id(cell) for cell in cells if self._label_and_value(cell)}
        # told apart once: a list may have thousands of cells
        self._lefts_alone = sorted(cell.box.left for cell in cells if id(cell) in self._found)
        self._lefts_of_both = sorted(cell.box.left for cell in cells if id(cell) in self._both)

    def entries(self) -> Iterator[tuple[Sequence[Piece], Sequence[Sequence[Row]]]]:
        """Yield the words of each row of labels and values, and the rows to have in their place.

        Those are told entry by entry.
        """
        if not self._is_form():
            return
        heads: list[Cell] = []
        persons: list[list[_Entry]] = []
        beside: list[Cell] = []
        pieces: list[Piece] = []
        above: Cell | None = None
        for cells in self._table:
            if heads:
                entries = self._of_persons(cells, heads)
                if entries is not None:
                    pieces += (piece for cell in cells for piece in cell.pieces)
                    for person, entry in zip(persons, entries, strict=True):
                        person.append(entry)
                    beside += _beside(cells, entries)
                    continue
                yield self._person_by_person(heads, persons, beside, pieces)
            heads = self._heads(cells)
            if heads:
                persons, beside = [[] for _ in heads], []
                pieces = [piece for cell in cells for piece in cell.pieces]
                continue
            found = self._pairs(cells, above)
            above = cells[0] if len(cells) == 1 and cells[0].lines else None
            if found:
                yield (
                    [piece for cell in cells for piece in cell.pieces],
                    [_rows(entry) for entry in found],
                )
        if heads:
            yield self._person_by_person(heads, persons, beside, pieces)

    def _is_form(self) -> bool:
        """Return whether labels stand one below the other; those of a list's heading do not."""
        lefts = sorted(
            cell.box.left
            for row in self._table
            for cell in row
            if id(cell) in self._found or id(cell) in self._both
        )
        nearest = zip(lefts, lefts[_FEWEST_LABELS - 1 :], strict=False)
        return any(other - one < self._aligned for one, other in nearest)

    def _begins(self, pieces: Sequence[Piece]) -> int:
        """Return behind which word a label ends that begins a cell, or 0."""
        hits = [
            hit
            for hit in undominated(hits_on_row(0, Row(tuple(pieces)), self._labels))
            if all(NUMBERING.fullmatch(one.text) for one in pieces[: hit.start] if one.key)
        ]
        best = max(hits, key=lambda hit: hit.weight, default=None)
        return 0 if best is None else best.end

    def _label_in(self, cell: Cell) -> tuple[Piece, ...]:
        """Return the label a cell holds where nothing but its translation stands beside it."""
        pieces = _first_language(cell)
        end = self._begins(pieces) if pieces else 0
        rest = [one for one in pieces[end:] if one.key]
        if end and rest and rest[0].text.startswith("("):
            return pieces
        return () if rest else pieces[:end]

    def _heads_values(self, cell: Cell) -> bool:
        """Return whether most cells of a column hold labels alone: “Từ:” beside “Dân tộc: Kinh”."""
        alone = self._aligned_with(cell, self._lefts_alone)
        both = self._aligned_with(cell, self._lefts_of_both)
        return alone > _FEWEST_LABELS and alone > both

    def _aligned_with(self, cell: Cell, lefts: Sequence[float]) -> int:
        """Return how many of the sorted left edges are in the column of a cell."""
        left, slack = cell.box.left, self._aligned
        return bisect_left(lefts, left + slack) - bisect_right(lefts, left - slack)

    def _label_and_value(self, cell: Cell) -> bool:
        """Return whether a label and its value stand in one cell, a colon between them."""
        pieces = cell.pieces
        end = self._begins(pieces) if pieces else 0
        return 0 < end < len(pieces) and pieces[end - 1].text.endswith(":")

    def _heads(self, cells: Sequence[Cell]) -> list[Cell]:
        """Return the cells that head a column for each person, where all of them stand there."""
        found: dict[int, Cell] = {}
        for cell in cells:
            for number, words in enumerate(self._type.column_heads):
                if any(_begins_with(cell.pieces, compact(one)) for one in words):
                    found.setdefault(number, cell)
        whole = len(found) == len(self._type.column_heads) > 1
        return sorted(found.values(), key=lambda cell: cell.box.left) if whole else []

    def _of_persons(self, cells: Sequence[Cell], heads: Sequence[Cell]) -> list[_Entry] | None:
        """Return the entries of all persons in a row of the table, None behind its last."""
        below = [
            next((one for one in cells if self._is_aligned(one, head)), None) for head in heads
        ]
        before = [cell for cell in cells if cell.box.right <= heads[0].box.left + self._aligned]
        values = [cell for cell in below if cell is not None]
        if not before or len(values) < len(heads):
            return None
        # even one that cannot be read parts two values
        label = self._whole_label(before[-1]) or before[-1].pieces
        return [_Entry(label, value) for value in values]

    def _is_aligned(self, one: Cell, other: Cell) -> bool:
        """Return whether one stands below the other."""
        shared = min(one.box.right, other.box.right) - max(one.box.left, other.box.left)
        return shared > _BELOW * max(one.box.width, other.box.width)

    def _person_by_person(
        self,
        heads: Sequence[Cell],
        persons: Sequence[Sequence[_Entry]],
        beside: Sequence[Cell],
        pieces: Sequence[Piece],
    ) -> tuple[Sequence[Piece], Sequence[Sequence[Row]]]:
        rows: list[Sequence[Row]] = []
        if not all(persons):
            return (), ()
        for head, entries in zip(heads, persons, strict=True):
            words = _first_language(head)
            rows.append([Row(words)])
            named = not heads_section(self._type, joined(words))
            for number, entry in enumerate(entries):
                # “Họ, chữ đệm, tên” alone does not say whose name it is where no heading does
                own = (*entry.label, *words) if named and not number else entry.label
                rows.append(_rows(replace(entry, label=own)))
        rows += [_rows(_Entry((), cell)) for cell in beside]
        return pieces, rows

    def _pairs(self, cells: Sequence[Cell], above: Cell | None) -> list[_Entry]:
        """Return the labels of a row with their values; empty where it is no row of a form."""
        entries: list[_Entry] = []
        labels = [self._label_of(cell) for cell in cells]
        boxed = sum(cell.box.width < _NARROW * cell.box.height for cell in cells)
        if (len(cells) > _TWO and all(labels)) or boxed >= _BOXED:
            # the heading of a list; figures in boxes of their own
            return []
        number: tuple[Piece, ...] = ()
        place = paired = 0
        while place < len(cells):
            cell, value = cells[place], (*cells, None)[place + 1]
            label = labels[place]
            parted = value is None or id(value) not in self._both
            if label and value is not None and (parted or self._heads_values(cell)):
                if above is not None and not entries:
                    label = self._named(label, above)
                entries.append(_Entry((*number, *label), value))
                number = ()
                paired += 1
                place += 2
                continue
            if not label and value and labels[place + 1] and len(joined(cell.pieces)) <= _NUMBER:
                number = cell.pieces
            else:
                # a label with its value behind it, or what belongs to no label
                paired += id(cell) in self._both
                entries.append(_Entry((), cell))
            place += 1
        return entries if paired else []

    def _named(self, label: tuple[Piece, ...], above: Cell) -> tuple[Piece, ...]:
        """Return the label with the heading above it where the two are a label of the form.

        “NGƯỜI MẸ” above “Họ, chữ đệm, tên” asks for the mother's name.
        """
        heading = tuple(piece for piece in above.pieces if piece.key)
        for end in range(1, len(heading) + 1):
            named = (*label, *heading[:end])
            if compact(joined(named)) in self._known:
                return named
        return label

    def _label_of(self, cell: Cell) -> tuple[Piece, ...]:
        """Return the label a cell holds: a known one, or any in a column of known ones."""
        found = self._found.get(id(cell), ())
        if found or not cell.lines:
            return found
        alike = self._aligned_with(cell, self._lefts_alone)
        return self._whole_label(cell) if alike >= _FEWEST_LABELS else ()

    def _whole_label(self, cell: Cell) -> tuple[Piece, ...]:
        """Return the label a cell holds as its place tells."""
        found = self._found.get(id(cell), ())
        pieces = found or _first_language(cell)
        if found or (len(pieces) <= _LONGEST_LABEL and is_well_spelled(joined(pieces))):
            return pieces
        return ()


def _beside(cells: Sequence[Cell], entries: Sequence[_Entry]) -> list[Cell]:
    """Return the cells of a row of persons that hold neither its label nor a person's value.

    They may hold another field, but what numbers the row is none.
    """
    taken = {id(piece) for entry in entries for piece in (*entry.label, *entry.value.pieces)}
    return [
        cell
        for cell in cells
        if len(joined(cell.pieces)) > _NUMBER and not any(id(one) in taken for one in cell.pieces)
    ]


def _begins_with(pieces: Sequence[Piece], wanted: str) -> bool:
    """Return whether the first words are those of a heading: “VỢ / WIFE”."""
    text = ""
    for piece in pieces:
        text += piece.key
        if len(text) >= len(wanted):
            break
    return Levenshtein.normalized_similarity(text, wanted) >= HEAD_LIKENESS


def _first_language(cell: Cell) -> tuple[Piece, ...]:
    """Return the words of a label without a translation behind a stroke or in lines below.

    “Dân tộc/Ethnicity”
    """
    kept: list[Piece] = []
    for number, line in enumerate(cell.lines):
        if number and _is_foreign(joined(line)):
            break
        for place, piece in enumerate(line):
            head, stroke, tail = piece.text.partition("/")
            behind = [tail, *(one.text for one in line[place + 1 :])]
            if stroke and (kept or head) and _is_foreign(" ".join(behind)):
                return (*kept, replace(piece, text=head)) if head else tuple(kept)
            kept.append(piece)
    while len(kept) > 1 and len(kept[-1].key) == 1 and kept[-1].confidence < _SPECK:
        kept.pop()
    return tuple(kept)


def _is_foreign(text: str) -> bool:
    """Return whether some word has no mark of Vietnamese and is none of its syllables."""
    words = [word for word in _WORDS.findall(text) if len(word) > _TWO]
    return any(
        not is_well_spelled(word) and all(sign.isascii() or sign in _MISREAD for sign in word)
        for word in words
    )


def _rows(entry: _Entry) -> list[Row]:
    """Return the label with the first line of its value, and the further lines."""
    label = entry.label
    if label and not label[-1].text.endswith(":"):
        label = (*label[:-1], replace(label[-1], text=f"{label[-1].text}:"))
    box = entry.value.box
    first, *more = entry.value.lines or ((),)
    edges = (min((line[0].box.left for line in entry.value.lines), default=box.left), box.right)
    return [
        Row((*label, *first), edges, label=len(label)),
        *(Row(line, edges) for line in more),
    ]


def _replaced(
    rows: Sequence[Row],
    pieces: Sequence[Piece],
    entries: Sequence[Sequence[Row]],
    number: int,
) -> tuple[Row, ...]:
    """Return the rows with those of entries in place of the words, each entry with its number."""
    gone = {id(piece) for piece in pieces}
    kept: list[Row] = []
    place: int | None = None
    for row in rows:
        left = tuple(piece for piece in row.pieces if id(piece) not in gone)
        if len(left) < len(row.pieces) and place is None:
            place = len(kept)
        if any(piece.key for piece in left):
            kept.append(replace(row, pieces=left))
    if place is None:
        return tuple(rows)
    new = [
        replace(row, cell=cell)
        for cell, entry in enumerate(entries, start=number)
        for row in entry
        if row.pieces
    ]
    return (*kept[:place], *new, *kept[place:])
