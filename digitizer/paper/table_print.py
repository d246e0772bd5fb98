"""What of the words in a table's entries is print, each once: no dirt, nothing read twice."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

from digitizer.paper.layout import Piece
from digitizer.paper.tables import Entry
from ocr.model import Box

_SPECK = 0.5
_LOW = 0.55
"""Least height of a word, in those of the words around; lower ones are dirt."""
_BELOW = 0.6
"""How far below a word another stands that is on the next line, in the height of the type."""
_SHARED = 0.6
"""How much of the smaller of two words lies on the other where one print was read twice."""
_SIGNS = frozenset("-–—/,.;:()[]&+%*\"'“”…")


def without_dirt(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries without what is no print: dirt and pieces of rules read for letters.

    What stands half as high as the words beside it is none of them, nor is a sign that no cell
    holds; both part a cell's words, or bridge the white between two columns.
    """
    least = _LOW * usual_height(entries)
    cleaned = []
    for entry in entries:
        rows = (
            tuple(p for p in row if p is entry.key or not _is_dirt(p, least)) for row in entry.rows
        )
        cleaned.append(replace(entry, rows=tuple(row for row in rows if row)))
    return tuple(cleaned)


def usual_height(entries: Sequence[Entry]) -> float:
    """Return the usual height of the words in a table's entries; 0 when there are none."""
    heights = [p.box.height for one in entries for row in one.rows for p in row if p.key]
    return statistics.median(heights) if heights else 0.0


def read_once(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries with each print once: of words that lie on each other the longer stays."""
    usual = usual_height(entries)
    cleaned = []
    for entry in entries:
        pieces = [p for row in entry.rows for p in row if p is not entry.key]
        worst_first = sorted(pieces, key=lambda p: (len(p.key), -abs(p.box.height - usual)))
        twice = {
            id(one)
            for number, one in enumerate(worst_first)
            if any(_lies_on(one.box, o.box) for o in (*worst_first[number + 1 :], entry.key))
        }
        rows = (tuple(p for p in row if id(p) not in twice) for row in entry.rows)
        cleaned.append(replace(entry, rows=tuple(row for row in rows if row)))
    return tuple(cleaned)


def printed_lines(cell: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Return the words of a cell line by line, as they stand below each other.

    The rows of the page do not tell: a word whose box is too high takes the one below it into its
    own row.
    """
    usual = statistics.median(piece.box.height for piece in cell) if cell else 0.0
    lines: list[list[Piece]] = []
    for piece in sorted(cell, key=lambda p: p.middle):
        if lines and piece.middle - lines[-1][-1].middle <= _BELOW * usual:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [tuple(sorted(line, key=lambda p: p.box.left)) for line in lines]


def _lies_on(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    least = min(one.width * one.height, other.width * other.height)
    return across > 0 and down > 0 and across * down > _SHARED * least


def _is_dirt(piece: Piece, least: float) -> bool:
    if _is_speck(piece):
        return True
    if piece.key:
        return piece.box.height < least
    return not set(piece.text) <= _SIGNS


def _is_speck(piece: Piece) -> bool:
    """Return whether what was read for a letter is a speck or a piece of a rule."""
    return len(piece.key) == 1 and not piece.key.isdigit() and piece.confidence < _SPECK
