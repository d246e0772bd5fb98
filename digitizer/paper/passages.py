"""Values inside a sentence of the form: “Đã đăng ký tại …, ngày … tháng … năm …, số …, quyển số …”.

The same form sets them behind labels of their own or runs them on in one sentence, over as many
lines as it takes.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from digitizer.model.doctype import FieldRule
from digitizer.paper.going_on import begins_item, promises
from digitizer.paper.labels import first_hit
from digitizer.paper.layout import Row
from digitizer.paper.printed import Lines, Paper, matched

_MOST_ROWS = 4
_FAR_DOWN = 2.0
"""Of a row's height; lines of one sentence stand closer, also at twice the usual spacing."""


def in_passage(rule: FieldRule, paper: Paper, barriers: Mapping[int, Container[int]]) -> Lines:
    """Return the words that the rule's pattern picks out of its sentence.

    ``barriers`` are the words at which labels begin that were found: the sentence ends above a row
    that begins with one.
    """
    for number, row in enumerate(paper.rows):
        hit = first_hit(number, row, (rule.passage,))
        if hit is None or not _begins((hit.start,), row):
            continue
        lines = [row.pieces]
        for below in range(number + 1, min(number + _MOST_ROWS, len(paper.rows))):
            above, next_row = paper.rows[below - 1], paper.rows[below]
            if _begins(barriers.get(below, ()), next_row) or begins_item(next_row.pieces):
                break
            apart = next_row.box.top - above.box.bottom > _FAR_DOWN * above.height
            other_page = paper.page_of_row[below] != paper.page_of_row[number]
            if apart or other_page or promises(next_row):
                break
            lines.append(next_row.pieces)
        found = matched(rule.passage_pattern, lines)
        if found:
            return found
    return ()


def _begins(labels: Container[int], row: Row) -> bool:
    """Return whether a label begins the row, behind its number at most."""
    numbered = len(row.pieces) > 1 and not row.pieces[0].text[:1].isalpha()
    return 0 in labels or (numbered and 1 in labels)
