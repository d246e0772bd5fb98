"""Reads the entries of a table: every entry has one key cell and the words around it."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from digitizer.catalogue.patterns import search
from digitizer.model.doctype import FieldRule
from digitizer.paper.grids import grids_of
from digitizer.paper.labels import first_hit
from digitizer.paper.layout import Piece, Row
from digitizer.paper.printed import Paper
from digitizer.paper.regions import dateline
from digitizer.vietnamese import fold, mend_digits

_ORDINAL_LENGTH = 2
_KEY_COLUMN = 1.5
_DOUBT = 0.5
_DASHES = ("-", "–")
_DAY = re.compile(r"nga[yv][\W\d_]{0,24}thang[\W\d_]{0,24}nam\b")
_LINE_APART = 1.0
"""Two lines of one cell are further apart than this, in heights of the type."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a table: its key cell, the words left of it, and all that is in its rows."""

    key: Piece
    words: tuple[Piece, ...]
    rows: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The entries of a table and the rows of its heading."""

    entries: tuple[Entry, ...] = ()
    head: tuple[Row, ...] = ()


def find_table(rule: FieldRule, paper: Paper) -> tuple[tuple[Piece, ...], ...]:
    """Return the entries of the table under the rule's labels, key cell first.

    Key cells stand right of the words; what is right of the keys (a cross) and the ordinal
    numbers at the left are no part of an entry.
    """
    return tuple((entry.key, *entry.words) for entry in table_of(rule, paper).entries)


def table_of(rule: FieldRule, paper: Paper) -> Table:
    """Return the entries of the table under the rule's labels, and its heading."""
    body, head = _body(rule, paper)
    keys = [piece for row in body for piece in row.pieces if _is_key(rule, piece)]
    if not keys:
        return Table()
    edge = statistics.median(piece.box.left for piece in keys)
    words: list[list[Piece]] = [[] for _ in keys]
    lines: list[list[tuple[Piece, ...]]] = [[] for _ in keys]
    for row, number in zip(body, _owners(rule, body), strict=True):
        words[number] += _words(rule, row, edge)
        lines[number].append(row.pieces)
    entries = (
        Entry(key, tuple(own), tuple(cells))
        for key, own, cells in zip(keys, words, lines, strict=True)
    )
    return Table(tuple(entries), tuple(head))


def _body(rule: FieldRule, paper: Paper) -> tuple[list[Row], list[Row]]:
    """Return the rows between the headings and the words that end the table, and the heading's."""
    rows = paper.rows
    head = [n for n, row in enumerate(rows) if first_hit(0, row, rule.labels) is not None]
    if not head:
        return [], []
    body: list[Row] = []
    ruled = _ruled(rule, paper)
    inside = False
    for row in rows[head[0] + 1 :]:
        if _ends_table(rule, row, inside=id(row) in ruled.entries):
            break
        if id(row) in ruled.entries:
            inside = True
        elif (dateline([row]) or _DAY.search(fold(row.text))) and not _has_key(rule, row):
            # the day over the signatures, several side by side or left blank
            break
        elif inside and id(row) not in ruled.rows and not _has_key(rule, row):
            # a note or the number of the page, between two parts of a ruled table or below it
            continue
        body.append(row)
    body = _with_mended_keys(rule, body)
    body = _without_noise_between_lines(rule, body)
    first = next((n for n, row in enumerate(body) if _has_key(rule, row)), len(body))
    # what stands over the first entry belongs to it only when the entry's own row has no words
    start = first
    if first < len(body) and not _has_words(rule, body[first], _edge(rule, body)):
        start = first - 1
    return body[max(0, start) :], [rows[head[0]], *body[: max(0, start)]]


class _Ruled(NamedTuple):
    """The identities of rows that stand in ruled tables."""

    rows: set[int]
    entries: set[int]
    """Those between the same rules as a key."""


def _ruled(rule: FieldRule, paper: Paper) -> _Ruled:
    """Return which rows stand between rules.

    What ends a table does not end it in an entry: “Người giao: Cao Xuân Hạnh” stands in the cell
    of the day, and below the table who signs.
    """
    found = _Ruled(set(), set())
    for sheet in paper.sheets:
        for grid in grids_of(paper, sheet.page_id):
            ruled: dict[int, list[Row]] = {}
            for row in sheet.rows:
                for number in grid.rows_of(row.pieces):
                    ruled.setdefault(number, []).append(row)
            for own in ruled.values():
                found.rows.update(map(id, own))
                if any(_has_key(rule, row) for row in own):
                    found.entries.update(map(id, own))
    return found


def _ends_table(rule: FieldRule, row: Row, *, inside: bool) -> bool:
    """Return whether words that end the table stand on the row; with a colon they label a cell."""
    hit = first_hit(0, row, rule.until) if rule.until else None
    if hit is None:
        return False
    behind = row.pieces[hit.end - 1].text + "".join(p.text for p in row.pieces[hit.end :][:1])
    return not (inside and ":" in behind)


def _without_noise_between_lines(rule: FieldRule, body: Sequence[Row]) -> list[Row]:
    """Return the rows; a centred key stands between two lines of words, with none of its own.

    What was read there is made of the strokes of the lines above and below.
    """
    edge = _edge(rule, body)
    cleaned = list(body)
    for number in range(1, len(body) - 1):
        row = body[number]
        beside = (body[number - 1], body[number + 1])
        centred = all(_half_a_line(row, one) and not _has_key(rule, one) for one in beside)
        if centred and _has_key(rule, row):
            noise = _words(rule, row, edge)
            cleaned[number] = Row(tuple(piece for piece in row.pieces if piece not in noise))
    return cleaned


def _half_a_line(row: Row, beside: Row) -> bool:
    """Return whether the rows stand nearer to each other than two lines of one cell can."""
    apart = abs(statistics.median(p.middle for p in row.pieces) - beside.pieces[0].middle)
    return apart < _LINE_APART * beside.height


def _with_mended_keys(rule: FieldRule, body: Sequence[Row]) -> list[Row]:
    """Return the rows; what stands in the column of the keys and is one but for a letter is one."""
    edge = _edge(rule, body)
    mended = []
    for row in body:
        reach = _KEY_COLUMN * row.height
        pieces = [
            replace(piece, text=_mended(rule, piece.text), confidence=min(piece.confidence, _DOUBT))
            if abs(piece.box.left - edge) < reach and not _is_key(rule, piece)
            else piece
            for piece in row.pieces
        ]
        mended.append(Row(tuple(pieces)))
    return mended


def _mended(rule: FieldRule, text: str) -> str:
    """Return the key that was misread as a word with letters, or the word as it is."""
    key = mend_digits(text.replace("H", "11") if any(c.isdigit() for c in text) else text)
    return key if search(rule.pattern, key) is not None else text


def _edge(rule: FieldRule, rows: Sequence[Row]) -> float:
    lefts = [piece.box.left for row in rows for piece in row.pieces if _is_key(rule, piece)]
    return statistics.median(lefts) if lefts else float("inf")


def _is_key(rule: FieldRule, piece: Piece) -> bool:
    return search(rule.pattern, piece.text) is not None


def _has_key(rule: FieldRule, row: Row) -> bool:
    return any(_is_key(rule, piece) for piece in row.pieces)


def _words(rule: FieldRule, row: Row, edge: float) -> list[Piece]:
    """Return the words of a row left of the keys, without the ordinal number."""
    words = [p for p in row.pieces if p.box.right <= edge and not _is_key(rule, p)]
    # a dash between two words is part of the name, specks beside them are not
    words = [
        p for n, p in enumerate(words) if p.key or (p.text in _DASHES and 0 < n < len(words) - 1)
    ]
    if words and words[0].key.isdigit() and len(words[0].key) <= _ORDINAL_LENGTH:
        words = words[1:]
    return words


def _has_words(rule: FieldRule, row: Row, edge: float) -> bool:
    """Return whether words of its entry stand beside a key; a speck is none."""
    return any(len(one.key) > 1 for one in _words(rule, row, edge))


def _owners(rule: FieldRule, body: Sequence[Row]) -> list[int]:
    """Return for every row the entry it belongs to.

    Cells of several lines are centred: a row with only a key has words above and below it. In
    other tables words without a key go on with the entry before.
    """
    edge = _edge(rule, body)
    owners = [-1] * len(body)
    entry = -1
    for number, row in enumerate(body):
        if not _has_key(rule, row):
            continue
        entry += 1
        owners[number] = entry
        if _has_words(rule, row, edge):
            continue
        for beside in (number - 1, number + 1):
            if 0 <= beside < len(body) and not _has_key(rule, body[beside]):
                owners[beside] = entry
    last = 0
    for number, owner in enumerate(owners):
        if owner < 0:
            owners[number] = last
        last = owners[number]
    return owners
