"""The cells of ruled tables with the words that stand in each, on the levelled page."""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitizer.paper.layout import Piece, Row, Sheet, upright
from digitizer.paper.table_print import printed_lines
from ocr.model import Box, Region, RegionKind

_SAME_LINE = 0.5
_AT_RULE = 0.7
"""How near to a rule a single sign is taken for a part of it, in heights of the type."""
_DASHES = "-–"
_AMONG_WORDS = ("-", "–", "/", "&", "+")
_WELL_READ = 0.8
_FLAT = 0.4
"""Share of the usual height of print below which a single sign is a piece of a rule."""
_OUT_OF_LINE = 0.25
"""How far left of the words of its column a thin sign stands that is the column's rule."""
_LIKE_RULES = frozenset("1lijt")
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its lines from top to bottom, on the page turned upright and levelled."""

    box: Box
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its words in reading order."""
        return tuple(piece for line in self.lines for piece in line)


def tables_of(sheet: Sheet) -> list[list[list[Cell]]]:
    """Return the cells of the ruled tables of a page, table by table and row by row."""
    return [
        _without_rules(
            [_filled([levelled(cell, sheet) for cell in cells], sheet.rows) for cells in one.ruled]
        )
        for one in ruled_tables(sheet.text.regions)
        if _is_whole(levelled(one.box, sheet), sheet.rows)
    ]


def ruled_tables(regions: Sequence[Region]) -> list[Region]:
    """Return the ruled tables that hold no other one: a border around the page is none."""
    tables = [one for one in regions if one.kind is RegionKind.TABLE and one.ruled]
    return [
        one
        for one in tables
        if not any(
            one.box.holds_middle(other.box) and one.box.height > other.box.height
            for other in tables
        )
    ]


def levelled(cell: Box, sheet: Sheet) -> Box:
    """Return the cell on the page turned upright and levelled, as its words are."""
    box = upright(cell, sheet.text)
    slope, leaning = sheet.slope, abs(sheet.slope)
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    # the upright box around a slanted one is larger than it
    wide = max(box.width - leaning * box.height, 1.0) / 2
    high = max(box.height - leaning * box.width, 1.0) / 2
    middle = down - slope * (across - sheet.width / 2)
    across += slope * down
    return Box(across - wide, middle - high, across + wide, middle + high)


def _is_whole(table: Box, rows: Sequence[Row]) -> bool:
    """Return whether nothing is printed beside a table; of a worn one only a part is found."""
    return not any(
        len(piece.key) > 1
        and not table.left <= (piece.box.left + piece.box.right) / 2 <= table.right
        for row in rows
        if table.top < row.box.top and row.box.bottom < table.bottom
        for piece in row.pieces
    )


def _filled(boxes: Sequence[Box], rows: Sequence[Row]) -> list[Cell]:
    """Return the cells of one ruled row with the words whose middles lie in them."""
    top = min(box.top for box in boxes)
    bottom = max(box.bottom for box in boxes)
    inside = [
        piece
        for row in rows
        if row.box.top < bottom and row.box.bottom > top
        for piece in row.pieces
        if top <= piece.middle < bottom
    ]
    cells = []
    for box in boxes:
        held = [
            piece
            for piece in inside
            if box.left <= (piece.box.left + piece.box.right) / 2 < box.right
        ]
        cells.append(Cell(box, _without_dirt(printed_lines(held))))
    return cells


def _without_dirt(lines: Sequence[tuple[Piece, ...]]) -> tuple[tuple[Piece, ...], ...]:
    """Return the lines without signs that are no words, but for dashes and strokes among words.

    A dash alone says that there is nothing to say.
    """
    kept = []
    for line in lines:
        words = [number for number, piece in enumerate(line) if piece.key]
        inner = line[words[0] : words[-1] + 1] if words else ()
        kept.append(tuple(one for one in inner if one.key or one.text in _AMONG_WORDS))
    dashes = [(piece,) for line in lines for piece in line if piece.text in _DASHES]
    return tuple(line for line in kept if line) or tuple(dashes[:1])


def _without_rules(table: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return the cells without pieces of their rules that were taken for letters.

    At the left these stand further out than what the cells of the column begin with.
    """
    pieces = [piece for row in table for cell in row for piece in cell.pieces]
    if not pieces:
        return [list(row) for row in table]
    usual = statistics.median(piece.box.height for piece in pieces)
    columns = _begins_of_columns(table, usual)

    def is_rule(piece: Piece, cell: Cell) -> bool:
        if len(piece.key) != 1:
            return False
        if piece.box.height < _FLAT * usual:
            return True
        inside = columns.get(cell.box.left, piece.box.left)
        doubted = piece.confidence < _WELL_READ and piece.key in _LIKE_RULES
        thin = doubted and piece.box.width < _SAME_LINE * usual
        at_right = cell.box.right - piece.box.right < _AT_RULE * usual
        return inside - piece.box.left > _OUT_OF_LINE * usual or (thin and at_right)

    def cleared(cell: Cell) -> Cell:
        kept = [[one for one in line if not is_rule(one, cell)] for line in cell.lines]
        return replace(cell, lines=tuple(tuple(line) for line in kept if line))

    return [[cleared(cell) for cell in row] for row in table]


def _begins_of_columns(table: Sequence[Sequence[Cell]], usual: float) -> dict[float, float]:
    """Return where the words of a column usually begin, by the left edges of its cells."""
    begins = sorted(
        (cell.box.left, line[0].box.left)
        for row in table
        for cell in row
        for line in cell.lines
        if len(line[0].key) > 1
    )
    found: dict[float, float] = {}
    for edge in {cell.box.left for row in table for cell in row}:
        first = bisect_right(begins, (edge - usual, math.inf))
        behind = bisect_left(begins, (edge + usual, -math.inf))
        column = [left for _, left in begins[first:behind]]
        if len(column) >= _FEWEST:
            found[edge] = statistics.median(column)
    return found
