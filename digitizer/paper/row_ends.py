"""Where on a row a value ends because something else begins there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper.labels import first_hit
from digitizer.paper.layout import Row
from digitizer.paper.printed import Paper

_ITEM = re.compile(r"(\d{1,2})[.)]")
_STOPLESS = re.compile(r"(\d{1,2})[.)]?")
_BRACKETED = re.compile(r"\[\d{1,2}[a-zđ]?\]\.?")
_WITHOUT_FIGURES = (Reads.NAME, Reads.SEX, Reads.ETHNICITY, Reads.NATIONALITY)
_LONGEST_ITEM, _MOST_ITEMS = 8, 3
_LONGEST_LABEL = 4


def end_on_row(
    rule: FieldRule, paper: Paper, number: int, start: int, barriers: Mapping[int, Iterable[int]]
) -> int:
    """Return behind which word of a row a value that begins at ``start`` ends.

    ``barriers`` are the words at which labels begin that were found, by their rows.
    """
    row = paper.rows[number]
    ends = [place for place in barriers.get(number, ()) if place >= start]
    until = first_hit(number, row, rule.until, start=start) if rule.until else None
    if until is not None:
        ends.append(until.start)
    ends.append(_unknown_label(row, start))
    ends.append(_next_item(row, start))
    if rule.reads is Reads.CODE:
        ends.append(_next_column(row, start))
    end = min(ends)
    return end - 1 if start < end < len(row.pieces) and _is_numbered(rule, row, end) else end


def _next_column(row: Row, start: int) -> int:
    """Return where something stands behind a wide gap; a code has none: “Số: 30/TL   Cầu Kè, …”."""
    first = start
    while first < len(row.pieces) and not row.pieces[first].key:
        first += 1
    rest = row.pieces[first:]
    return first + len(Row(rest).segments()[0].pieces) if rest else len(row.pieces)


def _unknown_label(row: Row, start: int) -> int:
    """Return where, behind a wide gap, something with a colon stands that was no known label."""
    count = 0
    for part in row.segments():
        begins = [piece.text for piece in part.pieces[:_LONGEST_LABEL]]
        if count > start and any(text.endswith(":") for text in begins):
            return count
        count += len(part.pieces)
    return len(row.pieces)


def _next_item(row: Row, start: int) -> int:
    """Return where the form's next item begins with a label that is not known.

    “14. Nghề nghiệp: Học sinh   15. Trình độ học vấn: 9/12”
    """
    for place in range(start + 1, len(row.pieces) - 1):
        behind = row.pieces[place + 1 : place + 1 + _LONGEST_ITEM]
        named = behind[0].text[:1].isupper() and any(one.text.endswith(":") for one in behind)
        # without its stop it may be a house number: “Số 2 Lê Lợi   Điện thoại:”
        ended = row.pieces[place - 1].text.endswith(";")
        numbered = (_STOPLESS if ended else _ITEM).fullmatch(row.pieces[place].text)
        bracketed = _BRACKETED.fullmatch(row.pieces[place].text) is not None
        if named and (bracketed or (numbered and _counts_on(row, place))):
            return place
    return len(row.pieces)


def _is_numbered(rule: FieldRule, row: Row, label: int) -> bool:
    """Return whether the label has a number before it, as the first one of the row has."""
    first, before = row.pieces[0].text, row.pieces[label - 1].text
    alike = any(one.fullmatch(first) and one.fullmatch(before) for one in (_ITEM, _BRACKETED))
    # a number without its stop may be the value's, where that has figures: “phường 8”
    return alike or (rule.reads in _WITHOUT_FIGURES and _counts_on(row, label - 1))


def _counts_on(row: Row, place: int) -> bool:
    """Return whether a number goes on counting from the one the row begins with; stops get lost."""
    first, number = (_STOPLESS.fullmatch(row.pieces[n].text) for n in (0, place))
    if not first or not number or not place:
        return False
    return 0 < int(number[1]) - int(first[1]) <= _MOST_ITEMS
