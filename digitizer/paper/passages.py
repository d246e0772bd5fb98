"""Values inside a sentence of the form: “Đã đăng ký tại …, ngày … tháng … năm …, số …, quyển số …”.

The same form sets them behind labels of their own or runs them on in one sentence, over as many
lines as it takes.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from digitizer.model.doctype import FieldRule
from digitizer.paper.going_on import (
    begins_item,
    begins_with_label,
    looks_labelled,
    promises,
)
from digitizer.paper.labels import first_hit
from digitizer.paper.layout import Piece, Row
from digitizer.paper.printed import Lines, Paper, matched
from digitizer.paper.regions import dateline

_MOST_ROWS = 4
_ELLIPSIS = "… "
_SENTENCE_GAP = 2.0
"""Of a row's height; lines of one sentence stand closer, also at twice the usual spacing."""


def in_passage(
    rule: FieldRule,
    paper: Paper,
    barriers: Mapping[int, Container[int]],
    own_labels: Sequence[str],
) -> Lines:
    """Return the words that the rule's pattern picks out of its sentence.

    The sentence ends above a row that begins with a label: one of ``barriers``, the words at which
    labels begin that were found, or one that nobody knows. ``own_labels`` are those of its parts.
    """
    if not rule.passage:
        parts = (part.pieces for row in paper.rows for part in row.segments())
        return next(
            (found for part in parts if (found := matched(rule.passage_pattern, [part]))), ()
        )
    for number, row in enumerate(paper.rows):
        if not any(_holds(row, words) for words in rule.passage):
            continue
        found = matched(rule.passage_pattern, _sentence(paper, number, barriers, own_labels))
        if found:
            return found
    return ()


def _holds(row: Row, words: str) -> bool:
    """Return whether the words stand on the row, at its beginning where they have no ellipsis."""
    hit = first_hit(0, row, (words.lstrip(_ELLIPSIS),))
    return hit is not None and (words[:1] in _ELLIPSIS or begins_with_label(row, (hit.start,)))


def _sentence(
    paper: Paper,
    number: int,
    barriers: Mapping[int, Container[int]],
    own_labels: Sequence[str],
) -> list[tuple[Piece, ...]]:
    """Return the lines of a sentence from a row on."""
    lines = [paper.rows[number].pieces]
    for below in range(number + 1, min(number + _MOST_ROWS, len(paper.rows))):
        above, row = paper.rows[below - 1], paper.rows[below]
        apart = row.box.top - above.box.bottom > _SENTENCE_GAP * above.height
        other_page = paper.page_of_row[below] != paper.page_of_row[number]
        if apart or other_page or above.text.rstrip().endswith("."):
            break
        if begins_with_label(row, barriers.get(below, ())) or _is_other(row, own_labels):
            break
        lines.append(row.pieces)
    return lines


def _is_other(row: Row, own_labels: Sequence[str]) -> bool:
    """Return whether the row is no part of the sentence: an item, a label, the day below."""
    if begins_item(row.pieces) or promises(row):
        return True
    if not row.text[:1].isupper():
        # a sentence goes on: “ngày 31 tháng 7 năm 2024”
        return False
    hit = first_hit(0, row, own_labels) if own_labels else None
    own = hit is not None and hit.start == 0
    return bool(dateline([row])) or (not own and looks_labelled(row.text))
