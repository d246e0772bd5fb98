"""Ruled tables: which cell a printed word stands in."""

from __future__ import annotations

from collections.abc import Sequence

from digitizer.paper.layout import Piece
from digitizer.paper.printed import Paper
from ocr.model import Box, Region, RegionKind

_CROSSING = 0.3
"""How far a word reaches over a rule's place, in its own height, when no rule is there."""


class Grid:
    """A ruled table; each word's cell is looked for once, for every column asks for it."""

    def __init__(self, region: Region) -> None:
        self._cells = [
            (row, column, box)
            for row, cells in enumerate(region.cells)
            for column, box in enumerate(cells)
        ]
        self._known: dict[Box, tuple[int, int] | None] = {}
        self.height = len(region.cells)
        self.width = max(len(row) for row in region.cells)

    def cell(self, piece: Piece) -> tuple[int, int] | None:
        """Return row and column of the cell that the middle of the word lies in."""
        if piece.printed not in self._known:
            self._known[piece.printed] = self._find(piece.printed)
        return self._known[piece.printed]

    def rows_of(self, pieces: Sequence[Piece]) -> set[int]:
        """Return the ruled rows that the words stand in."""
        return {cell[0] for piece in pieces if (cell := self.cell(piece)) is not None}

    def columns(self, pieces: Sequence[Piece]) -> list[frozenset[int]]:
        """Return the columns by the numbers of the ruled ones they are made of.

        Two tables that hang together, a form and a list below it, are ruled as one: where words
        cross the place of a rule, that rule belongs to the other.
        """
        joined: list[set[int]] = []
        for number in range(self.width):
            rule = next(box.left for _, column, box in self._cells if column == number)
            if joined and any(_crosses(piece.printed, rule) for piece in pieces):
                joined[-1].add(number)
            else:
                joined.append({number})
        return [frozenset(numbers) for numbers in joined]

    def _find(self, word: Box) -> tuple[int, int] | None:
        across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        for row, column, box in self._cells:
            if box.left <= across < box.right and box.top <= down < box.bottom:
                return row, column
        return None


def grids_of(paper: Paper, page_id: int) -> list[Grid]:
    """Return the ruled tables of a page."""
    return [
        Grid(region)
        for sheet in paper.sheets
        if sheet.page_id == page_id
        for region in sheet.text.regions
        if region.kind is RegionKind.TABLE and region.cells
    ]


def _crosses(word: Box, rule: float) -> bool:
    """Return whether a word stands over the place of a rule, not merely against it."""
    reach = _CROSSING * word.height
    return word.left + reach < rule < word.right - reach
