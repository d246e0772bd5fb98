"""The cells of a table's entries: which words stand in which column of which row.

Columns are the ruled ones where the page has a grid, else the stretches of ground that white
gaps part in every row. Which column of the definition each of them is, the words of its heading
and the kind of its values say together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from digitizer.catalogue.patterns import search
from digitizer.model.doctype import Column, FieldRule, Reads
from digitizer.paper.grids import Grid, grids_of
from digitizer.paper.layout import Piece, Row
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.table_print import printed_lines, read_once, usual_height, without_dirt
from digitizer.paper.tables import Entry, table_of
from digitizer.vietnamese import compact, fold

ORDINAL = "ordinal"
"""Name of the column that numbers the entries."""
_GAPS = (1.1, 1.7)
"""Least white between two columns, in heights of the type."""
_DIGITS = {Reads.PERSONAL_ID: 12, Reads.DATE: 6, Reads.PHONE: 9, Reads.NUMBER: 1, Reads.YEAR: 4}
_KIND_WEIGHT, _HEAD_WEIGHT, _KEY_WEIGHT = 1.0, 1.5, 4.0
_LEFT_OUT, _LOST = 0.05, 0.4
"""What a stretch that is no column costs, and what it costs more where every entry has words."""
_CLOSE = 2.0
"""Most white between a column and words beside it that belong to it, in heights of the type."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a table, entry by entry."""

    rows: tuple[Mapping[str, Lines], ...]
    """By the name of the column; a column with nothing in it is not there."""
    complete: bool
    """Ordinal numbers or the rows of a grid bear out that no entry was lost."""


def cells_of(rule: FieldRule, paper: Paper) -> Cells:
    """Return the words of every entry by the columns of the definition."""
    found = table_of(rule, paper)
    if not found.entries or not rule.columns:
        return Cells((), complete=False)
    printed = without_dirt(found.entries)
    grid = _grid(printed, paper)
    rows_of = _by_ruled_rows(printed, grid) if grid else printed
    entries = read_once(rows_of)
    ways = [_by_rules(entries, grid)] if grid else _by_gaps(rows_of, entries)
    aligned = [(*_aligned(rule, way, found.head), way) for way in ways]
    _, columns, stretches = max(aligned, key=lambda one: one[0])
    stretches = _with_nearest(stretches, columns, entries)
    columns = _aligned(rule, stretches, found.head)[1]
    rows = [
        {
            column.name: lines
            for stretch, column in zip(stretches, columns, strict=True)
            if column is not None and (lines := stretch.cell(entry))
        }
        for entry in entries
    ]
    numbered = _with_ordinals(rule, rows)
    # words that stand in no column are words lost
    whole = all(c is not None or not _filled(s) for s, c in zip(stretches, columns, strict=True))
    whole = whole and not (grid and _goes_on(grid, entries, paper))
    complete = whole and _is_complete(rule, numbered, grid, entries)
    return Cells(tuple(numbered), complete=complete)


def _by_ruled_rows(entries: Sequence[Entry], grid: Grid) -> tuple[Entry, ...]:
    """Return the entries with the words between the same rules as their keys."""
    rows = [row for entry in entries for row in entry.rows]
    ruled = []
    for entry in entries:
        own = grid.cell(entry.key)
        if own is None:
            return tuple(entries)
        cells = [
            tuple(p for p in row if (cell := grid.cell(p)) and cell[0] == own[0]) for row in rows
        ]
        ruled.append(replace(entry, rows=tuple(row for row in cells if row)))
    return tuple(ruled)


def _with_ordinals(
    rule: FieldRule, rows: Sequence[Mapping[str, Lines]]
) -> list[Mapping[str, Lines]]:
    """Return the rows; numbers that stand too near the first column are parted from it."""
    first = next((one.name for one in rule.columns if one.name != ORDINAL), "")
    if not any(one.name == ORDINAL for one in rule.columns) or any(ORDINAL in row for row in rows):
        return list(rows)
    parted: list[Mapping[str, Lines]] = []
    for number, row in enumerate(rows, start=1):
        lines = row.get(first, ())
        at = next((n for n, line in enumerate(lines) if line[0].key == str(number)), -1)
        # “1. Giao: Trung tâm PVHCC / 2. Nhận: Phòng Kinh tế” numbers what stands in the cell
        listed = sum(line[0].key.isdigit() for line in lines) > 1
        if at < 0 or listed:
            parted.append(row)
            continue
        rest = tuple(line[1:] if n == at else line for n, line in enumerate(lines))
        own = tuple(line for line in rest if any(piece.key for piece in line))
        parted.append({**row, first: own, ORDINAL: ((lines[at][0],),)})
    return parted


@dataclass(frozen=True)
class _Stretch:
    """One column of ground on the page."""

    holds: Callable[[Piece], bool]
    left: float
    right: float
    cells: tuple[Lines, ...]

    def cell(self, entry: Entry) -> Lines:
        """Return the words of the entry that stand in the column, line by line."""
        rows = ([piece for piece in row if self.holds(piece)] for row in entry.rows)
        # a sign alone on its row is none of the words beside it
        return tuple(printed_lines([p for row in rows if any(q.key for q in row) for p in row]))


def _stretch(
    holds: Callable[[Piece], bool], left: float, right: float, entries: Sequence[Entry]
) -> _Stretch:
    empty = _Stretch(holds, left, right, ())
    return replace(empty, cells=tuple(empty.cell(entry) for entry in entries))


def _grid(entries: Sequence[Entry], paper: Paper) -> Grid | None:
    """Return the ruled table that most of the entries' words stand in."""
    words = [piece for entry in entries for row in entry.rows for piece in row]
    for grid in grids_of(paper, words[0].page_id):
        inside = sum(grid.cell(piece) is not None for piece in words)
        if inside * 10 >= len(words) * 9:
            return grid
    return None


def _by_rules(entries: Sequence[Entry], grid: Grid) -> list[_Stretch]:
    stretches = []
    pieces = [p for entry in entries for row in entry.rows for p in row]
    for numbers in grid.columns(pieces):

        def holds(piece: Piece, numbers: frozenset[int] = numbers) -> bool:
            cell = grid.cell(piece)
            return cell is not None and cell[1] in numbers

        own = [piece for piece in pieces if holds(piece)]
        if own:
            left = min(piece.box.left for piece in own)
            right = max(piece.box.right for piece in own)
            stretches.append(_stretch(holds, left, right, entries))
    return stretches


def _by_gaps(printed: Sequence[Entry], entries: Sequence[Entry]) -> list[list[_Stretch]]:
    """Return the ways to part the ground: by all rows or those of the keys, by narrow or wide gaps.

    Which of them is right shows in how well the stretches fit the columns of the definition.
    """
    rows = [row for entry in printed for row in entry.rows if row]
    keyed = [row for entry in printed for row in entry.rows if entry.key in row]
    return [_parted(_spans(own, gap), entries) for gap in _GAPS for own in (rows, keyed)]


def _parted(spans: Sequence[tuple[float, float]], entries: Sequence[Entry]) -> list[_Stretch]:
    stretches = []
    for number, (left, right) in enumerate(spans):
        first = (spans[number - 1][1] + left) / 2 if number else float("-inf")
        last = (right + spans[number + 1][0]) / 2 if number + 1 < len(spans) else float("inf")

        def holds(piece: Piece, first: float = first, last: float = last) -> bool:
            return first <= (piece.box.left + piece.box.right) / 2 < last

        stretches.append(_stretch(holds, left, right, entries))
    return stretches


def _with_nearest(
    stretches: Sequence[_Stretch], columns: Sequence[Column | None], entries: Sequence[Entry]
) -> list[_Stretch]:
    """Return the stretches; one that is no column is a part of the one it stands close to.

    Where a form and a list are ruled as one, a rule of the form may part the words of a cell.
    """
    limit = _CLOSE * usual_height(entries)
    groups: list[list[_Stretch]] = []
    held: list[bool] = []
    for one, column in zip(stretches, columns, strict=True):
        groups.append([one])
        held.append(column is not None)
    for number, one in enumerate(stretches):
        if held[number]:
            continue
        beside = [n for n in (number - 1, number + 1) if 0 <= n < len(held) and held[n]]
        apart = {n: _gap(stretches[n], one) for n in beside}
        nearest = min(beside, key=lambda n: apart[n], default=None)
        if nearest is not None and apart[nearest] <= limit:
            groups[nearest].append(one)
            groups[number] = []
    return [_joined(group, entries) for group in groups if group]


def _gap(one: _Stretch, other: _Stretch) -> float:
    return max(one.left - other.right, other.left - one.right)


def _joined(group: Sequence[_Stretch], entries: Sequence[Entry]) -> _Stretch:
    if len(group) == 1:
        return group[0]

    def holds(piece: Piece) -> bool:
        return any(one.holds(piece) for one in group)

    left, right = min(one.left for one in group), max(one.right for one in group)
    return _stretch(holds, left, right, entries)


def _spans(rows: Sequence[tuple[Piece, ...]], gap: float) -> list[tuple[float, float]]:
    spans = [(part.box.left, part.box.right) for row in rows for part in Row(row).segments(gap)]
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _aligned(
    rule: FieldRule, stretches: Sequence[_Stretch], head: Sequence[Row]
) -> tuple[float, list[Column | None]]:
    """Return how well the stretches fit, and which column of the definition each of them is."""
    columns = rule.columns
    best: list[list[tuple[float, tuple[int, ...]]]] = [
        [(0.0, ())] * (len(columns) + 1) for _ in range(len(stretches) + 1)
    ]
    for s in range(1, len(stretches) + 1):
        lost = _LEFT_OUT + _LOST * _filled(stretches[s - 1])
        best[s][0] = (best[s - 1][0][0] - lost, (*best[s - 1][0][1], -1))
        for c in range(1, len(columns) + 1):
            weight, taken = best[s - 1][c - 1]
            value = _weight(rule, stretches, s - 1, columns[c - 1], head)
            left_out = (best[s - 1][c][0] - lost, (*best[s - 1][c][1], -1))
            best[s][c] = max((weight + value, (*taken, c - 1)), left_out, best[s][c - 1])
    weight, taken = best[-1][-1]
    return weight, [columns[n] if n >= 0 else None for n in taken]


def _filled(stretch: _Stretch) -> float:
    """Return in how many of the entries something stands there."""
    return sum(bool(cell) for cell in stretch.cells) / max(len(stretch.cells), 1)


def _weight(
    rule: FieldRule,
    stretches: Sequence[_Stretch],
    place: int,
    column: Column,
    head: Sequence[Row],
) -> float:
    """Return how well the stretch fits the column: its heading, and what stands in it."""
    stretch = stretches[place]
    left = (stretches[place - 1].right + stretch.left) / 2 if place else 0.0
    more = place + 1 < len(stretches)
    wide = stretch.right + (stretch.right - stretch.left) / 2
    right = (stretches[place + 1].left + stretch.right) / 2 if more else wide
    above = "".join(
        piece.key
        for row in head
        for piece in row.pieces
        if left <= (piece.box.left + piece.box.right) / 2 <= right
    )
    words = [compact(word) for word in column.title.split()]
    words = [word for word in words if word]
    named = sum(word in above for word in words) / max(len(words), 1)
    texts = [" ".join(piece.text for line in cell for piece in line) for cell in stretch.cells]
    filled = [text for text in texts if text]
    fitting = sum(_looks_like(column, text) for text in filled) / max(len(filled), 1)
    keyed = sum(search(rule.pattern, text) is not None for text in filled) / max(len(filled), 1)
    key = keyed if column.name == rule.columns[rule.key_column].name else -keyed
    return _HEAD_WEIGHT * named + _KIND_WEIGHT * fitting + _KEY_WEIGHT * key


def _looks_like(column: Column, text: str) -> float:
    figures = sum(character.isdigit() for character in text)
    wanted = _DIGITS.get(column.reads)
    if wanted is not None:
        most = 2 if column.reads is Reads.NUMBER else 14
        return float(wanted <= figures <= most) - 0.5
    if column.reads is Reads.SEX:
        return float(fold(text) in ("nam", "nu")) - 0.5
    return 0.5 * (figures * 2 <= len(text))


def _goes_on(grid: Grid, entries: Sequence[Entry], paper: Paper) -> bool:
    """Return whether words stand in the grid below the last entry: more entries, read badly."""
    page_id = entries[-1].key.page_id
    last = max(grid.rows_of([p for row in entries[-1].rows for p in row]), default=0)
    words = [p for row in paper.rows for p in row.pieces if p.page_id == page_id and p.key]
    return max(grid.rows_of(words), default=0) > last


def _is_complete(
    rule: FieldRule,
    rows: Sequence[Mapping[str, Lines]],
    grid: Grid | None,
    entries: Sequence[Entry],
) -> bool:
    ordinal = next((one.name for one in rule.columns if one.name == ORDINAL), None)
    if ordinal is not None:
        numbers = [
            "".join(piece.key for line in row.get(ordinal, ()) for piece in line) for row in rows
        ]
        if numbers == [str(n) for n in range(1, len(rows) + 1)]:
            return True
    if grid is None:
        return False
    places = [{grid.cell(piece) for row in one.rows for piece in row} for one in entries]
    ruled = [sorted({cell[0] for cell in place if cell is not None}) for place in places]
    # every entry in a row of its own, the last of them the last of the grid
    flat = [number for one in ruled for number in one]
    return flat == list(range(grid.height - len(entries), grid.height))
