"""Labels of a grid that go on in a second line, beside the second line of their value.

A form may be set as a grid: labels in its left column, values in its right one. Where a label is
too long for its column, both go on below, and a row read from left to right would mix them:

    Giấy CMND/CCCD/căn cước/hộ     051197008730, cấp ngày 25/08/2021 tại Cục
    chiếu:                         Cảnh sát quản lý hành chính về trật tự xã hội
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from digitizer.paper.layout import Piece, Row

_ALIGNED = 0.5
"""How far from each other values of one column begin, in heights of the type."""
_CLEAR = 1.5
"""Gap before a value that shows its column, in heights of the type."""
_TOUCHING = 0.2
_FEWEST = 3
_NEXT_LINE = 1.2
_MARGIN = 2.5
"""Room that a cell keeps between its text and the next cell, in heights of the type."""
_LONGEST = 3


def unwrapped(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows with the lines of a label together, and those of its value behind it."""
    column = value_column(rows)
    if column is None:
        return tuple(rows)
    kept: list[Row] = []
    lines: list[Row] = []
    for row in rows:
        if lines and not _goes_on(lines[-1], row, column):
            kept += _together(lines, column)
            lines = []
        lines.append(row)
        if _ends_label(row, column) or len(lines) > _LONGEST:
            kept += _together(lines, column)
            lines = []
    return (*kept, *_together(lines, column))


def value_column(rows: Sequence[Row]) -> float | None:
    """Return where the values of a grid begin on the page, in pixels, or None without a grid."""
    begins = sorted((left, row.height) for row in rows for left in _clear_lefts(row))
    best: tuple[int, float] | None = None
    for number, (left, height) in enumerate(begins):
        close = [other for other, _ in begins[number:] if other - left <= _ALIGNED * height]
        if best is None or len(close) > best[0]:
            best = (len(close), left)
    return best[1] if best is not None and best[0] >= _FEWEST else None


def _clear_lefts(row: Row) -> list[float]:
    """Return where words begin that stand clear of what is left of them, behind a label."""
    return [
        piece.box.left
        for before, piece in pairwise(row.pieces)
        if piece.box.left - before.box.right > _CLEAR * row.height and before.text.endswith(":")
    ]


def _split(row: Row, column: float) -> tuple[tuple[Piece, ...], tuple[Piece, ...]] | None:
    """Return the words left of the column and those in it; None where a word runs across."""
    edge = column - _ALIGNED * row.height
    label = tuple(piece for piece in row.pieces if piece.box.left < edge)
    # the last word of a label may touch its value
    if any(piece.box.right > column + _TOUCHING * row.height for piece in label):
        return None
    return label, row.pieces[len(label) :]


def _goes_on(above: Row, row: Row, column: float) -> bool:
    """Return whether the label of the row above goes on in this row."""
    first, second = _split(above, column), _split(row, column)
    if first is None or second is None or not first[0] or not second[0]:
        return False
    # a speck before a word is no part of it
    label, rest = first[0], [piece for piece in second[0] if piece.key]
    if not rest:
        return False
    height = min(above.height, row.height)
    if row.box.top - above.box.bottom > _NEXT_LINE * height:
        return False
    room = column - label[-1].box.right - _MARGIN * height
    # labels begin with a capital, a number or an item's letter; what had room was not wrapped
    # the last word alone is at times read in capitals: “SỐ:”
    goes_on = rest[0].goes_on or (len(rest) == 1 and len(rest[0].key) > 1)
    wrapped = goes_on and room < rest[0].box.width
    return wrapped and not label[-1].text.endswith(":")


def _ends_label(row: Row, column: float) -> bool:
    parts = _split(row, column)
    return parts is None or not parts[0] or parts[0][-1].text.endswith(":")


def _together(lines: Sequence[Row], column: float) -> list[Row]:
    """Return the lines of one label in one row, with the first line of its value behind it."""
    if len(lines) < 2 or not _ends_label(lines[-1], column):
        return list(lines)
    parts = [one for row in lines if (one := _split(row, column)) is not None]
    label = tuple(piece for left, _ in parts for piece in left)
    values = [right for _, right in parts if right]
    first = values[0] if values else ()
    return [Row((*label, *first)), *(Row(value) for value in values[1:])]
