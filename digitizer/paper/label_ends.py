"""Where a printed label ends and its value begins."""

from __future__ import annotations

from dataclasses import replace

from digitizer.model.doctype import FieldRule, Place, Reads
from digitizer.paper.labels import Hit, first_hit
from digitizer.paper.layout import Piece, Row
from digitizer.paper.printed import Paper, matched

_LONGEST_HINT = 12
_LONGEST_END = 3
_BESIDE, _NEXT_ROW = 4.0, 2.5
"""How far from its label a date stands beside it, and the other line of the label from the first,
in heights of the label."""


def whole_label(rule: FieldRule, paper: Paper, hit: Hit) -> Hit:
    """Return the label with what of it stands on the row below, or the one it is the heading of."""
    return _own_label_below(rule, paper, _end_of_label(paper, hit))


def date_beside(rule: FieldRule, paper: Paper, hit: Hit) -> tuple[Piece, ...]:
    """Return a date that stands right of a label below which it is looked for.

    Cards print it beside either line of a label in two languages.
    """
    if rule.place is not Place.BELOW or rule.reads is not Reads.DATE or not rule.pattern:
        return ()
    label = paper.rows[hit.row].pieces[hit.end - 1].box
    for number in (hit.row, hit.row - 1, hit.row + 1):
        row = paper.rows[number] if 0 <= number < len(paper.rows) else None
        if row is None or abs(row.box.top - label.top) > _NEXT_ROW * label.height:
            continue
        for piece in row.pieces:
            beside = (
                label.right - label.height < piece.box.left < label.right + _BESIDE * label.height
            )
            if beside and matched(rule.pattern, [(piece,)]):
                return (piece,)
    return ()


def _end_of_label(paper: Paper, hit: Hit) -> Hit:
    """Return the label, or its end on the row below where it goes on there up to a colon.

    “… thành lập, quản lý doanh nghiệp, hợp tác / xã: Không có thông tin”
    """
    row = paper.rows[hit.row]
    if hit.end < len(row.pieces) or ":" in row.pieces[-1].text:
        return hit
    below = paper.rows[hit.row + 1 : hit.row + 2]
    pieces = below[0].pieces if below else ()
    first = next((n for n, piece in enumerate(pieces) if piece.key), len(pieces))
    reached = range(first, min(first + _LONGEST_END, len(pieces)))
    ends = [n for n in reached if pieces[n].text.endswith(":")]
    if not ends or not pieces[first].text[:1].islower():
        return hit
    return replace(hit, row=hit.row + 1, start=0, end=ends[0] + 1)


def _own_label_below(rule: FieldRule, paper: Paper, hit: Hit) -> Hit:
    """Return the label that begins the row below what was taken for it and only is its heading.

    “6. Thông tin về chủ hộ kinh doanh:” above “- Họ và tên: QUÁCH MỸ HƯNG”
    """
    if hit.end < len(paper.rows[hit.row].pieces) or hit.row + 1 >= len(paper.rows):
        return hit
    row = paper.rows[hit.row + 1]
    own = first_hit(hit.row + 1, row, rule.labels)
    begins = own is not None and not any(piece.key for piece in row.pieces[: own.start])
    colon = own is not None and row.pieces[own.end - 1].text.endswith(":")
    return own if own is not None and begins and colon else hit


def behind_label(rule: FieldRule, row: Row, hit: Hit) -> int:
    """Return where the value begins: behind the label and its translation on two-language cards."""
    start = hit.end
    while start < len(row.pieces):
        if not row.pieces[start].key:
            start += 1
            continue
        again = first_hit(0, row, rule.labels, start=start)
        translated = row.pieces[start - 1].text.endswith("/")
        if again is None or again.start != start or not translated:
            break
        start = again.end
    return _behind_hint(row, start)


def _behind_hint(row: Row, start: int) -> int:
    """Return where the value begins behind a printed hint: “Thư điện tử (nếu có):”."""
    if start >= len(row.pieces) or not row.pieces[start].text.startswith("("):
        return start
    for end in range(start, min(start + _LONGEST_HINT, len(row.pieces))):
        if ")" in row.pieces[end].text:
            # a number alone is a note mark, and what follows it is the value all the same
            return end + 1
    return start
