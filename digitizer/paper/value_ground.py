"""The ground on which a value stands: behind its label, and in the rows below."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from digitizer.model.doctype import FieldRule, Place
from digitizer.paper.labels import Hit
from digitizer.paper.layout import Piece, Row
from digitizer.paper.printed import Paper

FAR_DOWN = 1.7
"""Gap between two rows, in heights of the type, over which no value goes on."""
_MARKER = re.compile(r"[\W_]*(?:\d{1,2}|[ivx]{1,4}|[a-zđ])?[\W_]+|[-–+*•]")
_LEAST_LINES = 2
_SENTENCE_WORDS = 5
_COLUMN_LEFT = 0.3


@dataclass(frozen=True, slots=True)
class Column:
    """The ground below a label in which its value goes on."""

    left: float
    right: float
    label_right: float
    """Where a value that stands below its label has begun at the latest."""
    strict: bool
    labels_above: bool = False
    """On this paper values stand on the row below their labels."""

    def first_piece(self, row: Row, labels: Mapping[int, int]) -> int:
        """Return which word of the row begins the first part that stands in the column, else 0.

        ``labels`` are where labels on the row begin and end. What stands in the column is not this
        value's where it is that of a label left of it, which has none in its own part.
        """
        count = 0
        for part in row.segments():
            if part.box.left >= self.left and any(part.keys):
                return 0 if count in labels.values() else count
            count += len(part.pieces)
        return 0

    def part(self, row: Row, end: int, *, begun: bool = True) -> tuple[Piece, ...]:
        """Return the words of the row, up to a piece, that stand in the column.

        Where a value has not ``begun``, the end of a sentence that begins left of it is none.
        """
        pieces = row.pieces[:end]
        if not pieces:
            return ()
        parts = [part for part in Row(pieces).segments() if part.box.left < self.label_right]
        if not parts:
            return ()
        pieces = tuple(piece for part in parts for piece in part.pieces)
        # a speck at the edge of the page stands in no column
        inside = [part for part in parts if part.box.left >= self.left and any(part.keys)]
        if inside and len(inside) < len(parts):
            pieces = tuple(piece for part in inside for piece in part.pieces)
        elif self.strict and not inside and (not begun or parts[-1].box.right < self.left):
            return ()
        if self.strict:
            pieces = tuple(p for p in pieces if p.box.left >= self.left)
        return tuple(p for p in pieces if p.box.left < self.right)


def column_of(
    rule: FieldRule,
    hit: Hit,
    row: Row,
    right: float,
    *,
    after_another: bool,
    labels_above: bool,
) -> Column:
    """Return the ground below a label; ``right`` is where the next column begins.

    ``after_another``: another label stands left of this one on its row.
    """
    below = rule.place is Place.BELOW
    return Column(
        left=_left_end(row, hit, after_another=after_another) - 1.5 * row.height,
        right=right,
        # a label further left on the row has the ground below it
        label_right=row.pieces[hit.end - 1].box.right + row.height if below else float("inf"),
        strict=below or after_another,
        labels_above=labels_above,
    )


def fills_left_column(rule: FieldRule, paper: Paper, number: int, value: tuple[int, int]) -> bool:
    """Return whether the value, pieces of a row, fills the left of two columns and may go on."""
    start, end = value
    if not start < end < len(paper.rows[number].pieces):
        return False
    return _reaches_next(rule, paper.rows[number], end) or _both_go_on(paper, number, end)


def _left_end(row: Row, hit: Hit, *, after_another: bool) -> float:
    """Return where the ground below a label begins: at its item, or where its sentence does.

    “… kể từ ngày cấp, được sử dụng để: Bổ / sung hồ sơ vay vốn” goes on at the left edge.
    """
    before = row.pieces[: hit.start]
    sentence = len(before) >= _SENTENCE_WORDS and not any(":" in one.text for one in before)
    if sentence and not after_another and len(Row(row.pieces[: hit.end]).segments()) == 1:
        return row.box.left
    return row.pieces[_item_start(row, hit.start)].box.left


def _item_start(row: Row, label: int) -> int:
    """Return where the label's item begins on its row: its number stands before it, “[11]”."""
    while label > 0 and _MARKER.fullmatch(row.pieces[label - 1].text):
        label -= 1
    return label


def _reaches_next(rule: FieldRule, row: Row, end: int) -> bool:
    """Return whether the value reaches near the next label, so that it may go on below.

    A short value beside another label has said all: “Giới tính: Nữ   Dân tộc: Kinh”.
    """
    if rule.lines < _LEAST_LINES:
        return False
    value, label = row.pieces[end - 1], row.pieces[end]
    ground = label.box.left - row.pieces[0].box.left
    return label.box.left - value.box.right < _COLUMN_LEFT * ground


def _both_go_on(paper: Paper, number: int, end: int) -> bool:
    """Return whether the row below goes on with this value and with the one beside it."""
    if number + 1 >= len(paper.rows):
        return False
    row, below = paper.rows[number], paper.rows[number + 1]
    if ":" in below.text or below.box.top - row.box.bottom > FAR_DOWN * row.height:
        return False
    left, right = row.box.left - row.height, row.pieces[end].box.left - row.height
    parts = below.segments()
    fits = len(parts) == 2 and left <= parts[0].box.left and parts[0].box.right < right
    return fits and right <= parts[1].box.left
