"""A paper as rows in reading order, and what a pattern picks out of printed lines."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from digitizer.catalogue.patterns import search
from digitizer.catalogue.spelling import names_in, units_with_province
from digitizer.catalogue.units import shipped_units
from digitizer.paper.layout import Piece, Row, Sheet
from digitizer.paper.wrapped_labels import unwrapped
from digitizer.vietnamese import compact, fold
from ocr.model import Box

_POINTS = " .,;:()"
_KIND_WORDS = frozenset({"trấn", "xã", "phố", "khu", "phường", "huyện", "quận", "tỉnh"})
_LEVEL = 0.5
_TOUCHING = 2.0
"""Pixels that boxes of neighbours may overlap."""
Lines = tuple[tuple[Piece, ...], ...]
"""The words of a value, printed line by printed line."""


Places = Mapping[tuple[int, Box], tuple[Row, int]]
"""The row of every piece and its number there, by its page and its place as printed."""


@dataclass(frozen=True)
class Paper:
    """All rows of a paper's pages in reading order."""

    sheets: tuple[Sheet, ...]
    rows: tuple[Row, ...] = field(init=False)

    def __post_init__(self) -> None:
        sheets = tuple(replace(sheet, rows=unwrapped(sheet.rows)) for sheet in self.sheets)
        object.__setattr__(self, "sheets", sheets)
        object.__setattr__(self, "rows", tuple(row for sheet in sheets for row in sheet.rows))

    @cached_property
    def page_of_row(self) -> tuple[int, ...]:
        """Index of the sheet of every row."""
        return tuple(n for n, sheet in enumerate(self.sheets) for _ in sheet.rows)

    @cached_property
    def places(self) -> Places:
        """The row of every word, and its number there, by its page and where it is printed."""
        return {
            (piece.page_id, piece.printed): (row, number)
            for row in self.rows
            for number, piece in enumerate(row.pieces)
        }

    def number_of(self, row: Row) -> int:
        """Return the place of one of the rows among all of them."""
        return self._numbers[id(row)]

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        return {id(row): number for number, row in enumerate(self.rows)}

    def beside(self, part: Sequence[Piece]) -> tuple[Box | None, Box | None]:
        """Return the words printed left and right of the words of a line, where there are any.

        Rows will not tell: the first words of a grid's value are in one row with the last words of
        its label, which are printed a line below.
        """
        first, last = part[0], part[-1]
        top, bottom = first.box.top, first.box.bottom
        level = [
            piece
            for piece in self._by_page[first.page_id]
            if min(bottom, piece.box.bottom) - max(top, piece.box.top) > _LEVEL * piece.box.height
        ]
        left = [one for one in level if one.box.right <= first.box.left + _TOUCHING]
        right = [one for one in level if one.box.left >= last.box.right - _TOUCHING]
        before = max(left, key=lambda one: one.box.right, default=None)
        after = min(right, key=lambda one: one.box.left, default=None)
        return (
            None if before is None else before.printed,
            None if after is None else after.printed,
        )

    @cached_property
    def _by_page(self) -> Mapping[int, Sequence[Piece]]:
        pieces: dict[int, list[Piece]] = {}
        for row in self.rows:
            for piece in row.pieces:
                pieces.setdefault(piece.page_id, []).append(piece)
        return pieces

    @cached_property
    def edges(self) -> tuple[float, float]:
        """The usual left and right edge of the text."""
        if not self.rows:
            return 0.0, 0.0
        lefts = sorted(row.box.left for row in self.rows)
        rights = sorted(row.box.right for row in self.rows)
        return lefts[len(lefts) // 8], rights[min(len(rights) - 1, len(rights) * 9 // 10)]

    @cached_property
    def spelled_units(self) -> Mapping[str, str]:
        """The names of units it spells as the lists do, in small letters, by their bare letters.

        A name that it spells in two ways, both of them on the lists, is none.
        """
        return _in_one_way(
            name for words in self._words for name in names_in(shipped_units(), words)
        )

    @cached_property
    def located_units(self) -> tuple[str, ...]:
        """The units it names with their province as the lists do: kind and name, small letters."""
        named = (
            unit for words in self._words for unit in units_with_province(shipped_units(), words)
        )
        return tuple(_in_one_way(named).values())

    @cached_property
    def _words(self) -> tuple[tuple[str, ...], ...]:
        """The words of the rows that name units."""
        rows = (tuple(piece.text.strip(_POINTS) for piece in row.pieces) for row in self.rows)
        return tuple(words for words in rows if names_unit(words))

    @cached_property
    def height(self) -> float:
        """The usual height of the type."""
        return statistics.median(row.height for row in self.rows) if self.rows else 0.0


def _in_one_way(names: Iterable[str]) -> dict[str, str]:
    """Return by their bare letters the names that are spelled in one way only."""
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(compact(name), set()).add(name)
    return {key: next(iter(ways)) for key, ways in found.items() if len(ways) == 1}


def names_unit(words: Sequence[str]) -> bool:
    """Return whether a word for a kind of unit is among the words."""
    return any(word.lower() in _KIND_WORDS for word in words)


def matched(pattern: str, lines: Sequence[tuple[Piece, ...]]) -> Lines | None:
    """Return the words under the pattern's first group (or all of it), searched without marks."""
    text = ""
    spans: list[tuple[int, int]] = []
    for line in lines:
        for position, piece in enumerate(line):
            if text and not (piece.glued and position):
                text += " "
            spans.append((len(text), len(text) + len(piece.text)))
            text += piece.text
    match = search(pattern, fold(text))
    if match is None:
        return None
    begin, end = match.span(1 if match.re.groups else 0)
    flat = [(piece, span) for piece, span in zip(_flat(lines), spans, strict=True)]
    kept: list[tuple[Piece, ...]] = []
    position = 0
    for line in lines:
        part = [
            _clipped(piece, span, begin, end)
            for piece, span in flat[position : position + len(line)]
            if span[0] < end and span[1] > begin
        ]
        position += len(line)
        if part:
            kept.append(tuple(part))
    return tuple(kept)


def _flat(lines: Sequence[tuple[Piece, ...]]) -> list[Piece]:
    return [piece for line in lines for piece in line]


def _clipped(piece: Piece, span: tuple[int, int], begin: int, end: int) -> Piece:
    if span[0] >= begin and span[1] <= end:
        return piece
    text = piece.text[max(0, begin - span[0]) : end - span[0]]
    return replace(piece, text=text)
