"""Specks and raised note marks that were read as letters beside a value."""

from __future__ import annotations

import statistics

from digitizer.paper.layout import Piece, Row

_SMALL = 0.72
_SPECK = 0.6


def without_specks(line: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the words of a line without specks far off that were read as letters."""
    parts = Row(line).segments() if line else []
    kept = [part for part in parts if not is_speck(part)]
    return tuple(piece for part in kept or parts for piece in part.pieces)


def is_speck(part: Row) -> bool:
    """Return whether a part of a row is dirt that was read as a letter or two."""
    key = "".join(piece.key for piece in part.pieces)
    score = min(piece.confidence for piece in part.pieces)
    return not key or (len(key) <= 2 and score < _SPECK and not key.isdigit())


def without_note(pieces: tuple[Piece, ...], row: Row) -> tuple[Piece, ...]:
    """Return the words without a raised note mark between label and value."""
    if not any(sign.isalnum() for piece in pieces[1:] for sign in piece.key):
        return pieces
    first = pieces[0]
    middle = statistics.median(piece.middle for piece in row.pieces)
    small = first.box.height < _SMALL * row.height and first.box.bottom < middle + row.height * 0.35
    return pieces[1:] if small and len(first.key) <= 2 else pieces
