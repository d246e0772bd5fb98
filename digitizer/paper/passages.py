"""Values inside a sentence of the form: “Đã đăng ký tại …, ngày … tháng … năm …, số …, quyển số …”.

The same form sets them behind labels of their own or runs them on in one sentence, over as many
lines as it takes.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from digitizer.model.doctype import FieldRule
from digitizer.paper.going_on import begins_item, promises
from digitizer.paper.labels import first_hit
from digitizer.paper.layout import Piece, Row
from digitizer.paper.printed import Lines, Paper, matched

_MOST_ROWS = 4
_ELLIPSIS = "… "
_FAR_DOWN = 2.0
"""Of a row's height; lines of one sentence stand closer, also at twice the usual spacing."""


def in_passage(rule: FieldRule, paper: Paper, barriers: Mapping[int, Container[int]]) -> Lines:
    """Return the words that the rule's pattern picks out of its sentence.

    ``barriers`` are the words at which labels begin that were found: the sentence ends above a row
    that begins with one.
    """
    if not rule.passage:
        parts = (part.pieces for row in paper.rows for part in row.segments())
        return next(
            (found for part in parts if (found := matched(rule.passage_pattern, [part]))), ()
        )
    for number, row in enumerate(paper.rows):
        if not any(_holds(row, words) for words in rule.passage):
            continue
        found = matched(rule.passage_pattern, _sentence(paper, number, barriers))
        if found:
            return found
    return ()


def _holds(row: Row, words: str) -> bool:
    """Return whether the words stand on the row, at its beginning where they have no ellipsis."""
    hit = first_hit(0, row, (words.lstrip(_ELLIPSIS),))
    return hit is not None and (words[:1] in _ELLIPSIS or _begins((hit.start,), row))


def _sentence(
    paper: Paper, number: int, barriers: Mapping[int, Container[int]]
) -> list[tuple[Piece, ...]]:
    """Return the lines of a sentence from a row on."""
    lines = [paper.rows[number].pieces]
    for below in range(number + 1, min(number + _MOST_ROWS, len(paper.rows))):
        above, row = paper.rows[below - 1], paper.rows[below]
        apart = row.box.top - above.box.bottom > _FAR_DOWN * above.height
        other_page = paper.page_of_row[below] != paper.page_of_row[number]
        if apart or other_page or promises(row):
            break
        if _begins(barriers.get(below, ()), row) or begins_item(row.pieces):
            break
        lines.append(row.pieces)
    return lines


def _begins(labels: Container[int], row: Row) -> bool:
    """Return whether a label begins the row, behind its number at most."""
    numbered = len(row.pieces) > 1 and not row.pieces[0].text[:1].isalpha()
    return 0 in labels or (numbered and 1 in labels)
