"""Finds the printed words of every field: by its label, by its place or by a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digitizer.model.doctype import DocumentType, FieldRule, Place, Reads
from digitizer.paper.address_parts import in_parts
from digitizer.paper.assigning import Assigned, assign, by_label
from digitizer.paper.cell_values import across_cells, asked_together, in_cell
from digitizer.paper.cut_off import (
    ends_at_item,
    goes_on_below,
    letterhead_goes_on,
    may_have_ended,
    reaches_the_edge,
)
from digitizer.paper.going_on import (
    LONGEST_LIST,
    begins_item,
    goes_on_at_margin,
    had_room,
    is_entry,
    is_list,
    is_numbering,
    is_whole_place,
    joins_on,
    lists_on,
    looks_labelled,
    may_list,
    promises,
    runs_on,
    stands_in_columns,
    turns_to_capitals,
    wants_a_name,
)
from digitizer.paper.honorifics import without_address
from digitizer.paper.label_ends import behind_label, date_beside, whole_label
from digitizer.paper.labels import Hit
from digitizer.paper.layout import Piece, Row, joined
from digitizer.paper.misplaced import (
    around_labels,
    behind_strangers,
    below_the_day,
    beside_or_below_others,
    spans_columns,
    without_heading,
)
from digitizer.paper.passages import in_passage
from digitizer.paper.placed_values import by_pattern, by_place, set_elsewhere
from digitizer.paper.printed import Lines, Paper, matched
from digitizer.paper.regions import dateline
from digitizer.paper.row_ends import end_on_row
from digitizer.paper.specks import is_speck, without_note, without_specks
from digitizer.paper.value_ground import FAR_DOWN, Column, column_of, fills_left_column

_CENTRED, _FAR_LEFT = 0.12, 2.5
"""How far in a centred line begins, in widths of the text, and how far left a new paragraph does,
in heights of the type."""
_FURTHEST_ROW = 16
_FEWEST_ABOVE, _MOSTLY = 4, 0.6
# a label of twenty letters with one of them misread
_AS_DEFINED = 0.95


Barriers = Mapping[int, Mapping[int, int]]
"""Where labels begin on each row, and behind which word they end."""


class FoundValues(dict[str, Lines]):
    """The printed words of every field that was found, by its name."""

    as_defined: frozenset[str] = frozenset()
    """Fields whose label the paper prints in a wording of the definition, letter for letter."""

    cut_off: frozenset[str] = frozenset()
    """Fields below whose value a sentence goes on that no field has taken."""

    misplaced: frozenset[str] = frozenset()
    """Fields whose value may be another person's, two persons' at once, or of another day."""


def find_values(document_type: DocumentType, paper: Paper) -> FoundValues:
    """Return the printed words of every field that was found."""
    labelled = [rule for rule in document_type.fields if by_label(rule)]
    hits = assign(labelled, paper, document_type.any_order)
    barriers = _by_row(hits.barriers)
    found: dict[str, Lines] = {}
    above = _labels_above(hits.by_field.values(), paper)
    unplaced: set[str] = set()
    for rule in document_type.fields:
        if by_label(rule):
            hit = hits.by_field.get(rule.name)
            parts = _asked_in_parts(rule, hit, paper, barriers)
            if parts:
                unplaced.add(rule.name)
            found[rule.name] = (
                _by_label(rule, hit, document_type, paper, barriers, above=above)
                if parts is None
                else parts
            )
        else:
            found[rule.name] = by_place(rule, document_type, paper)
        if by_label(rule) and rule.name not in hits.by_field and _has_several(document_type):
            # the only number of its kind may be that of another person named there
            unplaced.add(rule.name)
        if rule.passage_pattern and not found[rule.name]:
            found[rule.name] = _in_sentence(rule, document_type, paper, hits)
            unplaced.add(rule.name)
        if not found[rule.name]:
            found[rule.name] = set_elsewhere(rule, document_type, paper)
            unplaced |= {rule.name} if found[rule.name] else set()
    values = FoundValues((name, lines) for name, lines in found.items() if lines)
    values.cut_off = frozenset().union(
        goes_on_below(values, paper),
        reaches_the_edge(document_type, values, paper),
        letterhead_goes_on(document_type, values, paper),
        may_have_ended(document_type, values, paper),
        ends_at_item(document_type, values, paper),
    )
    values.misplaced = hits.loose.union(
        unplaced,
        spans_columns(document_type, values),
        without_heading(document_type, hits.by_field, hits.barriers),
        below_the_day(document_type, hits.by_field, paper),
        around_labels(document_type, hits.by_field, values, paper),
        across_cells(hits.by_field, values, paper),
        beside_or_below_others(hits.by_field, values, paper),
        asked_together(document_type, hits.by_field, paper),
        behind_strangers(document_type, hits.by_field, hits.barriers, values, paper),
    )
    values.as_defined = frozenset(
        rule.name
        for rule in document_type.fields
        if rule.name in values and _stands_as_defined(rule, hits.by_field.get(rule.name))
    )
    return values


def _by_label(
    rule: FieldRule,
    hit: Hit | None,
    document_type: DocumentType,
    paper: Paper,
    barriers: Barriers,
    *,
    above: bool,
) -> Lines:
    """Return the words beside the label of a field, or where it stands when none was found."""
    if hit is not None:
        found = _tidied(rule, _value_at(rule, hit, paper, barriers, above))
        return tuple(without_address(rule, document_type, found))
    if rule.region:
        return by_place(rule, document_type, paper)
    return by_pattern(rule, document_type, paper) if _tells_itself(rule, document_type) else ()


def _asked_in_parts(
    rule: FieldRule, hit: Hit | None, paper: Paper, barriers: Barriers
) -> Lines | None:
    """Return the parts of an address that the form asks for one by one, else None."""
    if hit is None or rule.reads is not Reads.ADDRESS:
        return None
    parts = in_parts(paper, whole_label(rule, paper, hit), barriers)
    return None if parts is None else _tidied(rule, parts)


def _by_row(hits: Iterable[Hit]) -> Barriers:
    rows: dict[int, dict[int, int]] = {}
    for hit in hits:
        rows.setdefault(hit.row, {})[hit.start] = hit.end
    return rows


def _in_sentence(
    rule: FieldRule, document_type: DocumentType, paper: Paper, hits: Assigned
) -> Lines:
    """Return the words of a field that a sentence of the form holds."""
    own = [
        label
        for other in document_type.fields
        if other.passage == rule.passage
        for label in other.labels
    ]
    return in_passage(rule, paper, _barriers_to(rule, document_type, hits), own)


def _barriers_to(rule: FieldRule, document_type: DocumentType, hits: Assigned) -> Barriers:
    """Return where labels begin that end the sentence of a field: not those of its own parts."""
    own = {
        hits.by_field[other.name]
        for other in document_type.fields
        if other.passage == rule.passage and other.name in hits.by_field
    }
    return _by_row(hit for hit in hits.barriers if hit not in own)


def _labels_above(hits: Iterable[Hit], paper: Paper) -> bool:
    """Return whether most labels of the paper stand alone on their rows, values below them."""
    own = list(hits)
    begins = {(hit.row, hit.start) for hit in own}
    alone = [
        hit.end >= len(paper.rows[hit.row].pieces) or (hit.row, hit.end) in begins for hit in own
    ]
    return len(alone) >= _FEWEST_ABOVE and sum(alone) > _MOSTLY * len(alone)


def _stands_as_defined(rule: FieldRule, hit: Hit | None) -> bool:
    """Return whether the paper itself bears out where the definition looks for the value."""
    if by_label(rule):
        return hit is not None and hit.likeness >= _AS_DEFINED
    # a wording that is found anywhere on the paper, or a pattern that alone fits, tells itself
    return rule.place in (Place.LINE, Place.TABLE) or bool(rule.region)


def _has_several(document_type: DocumentType) -> bool:
    """Return whether papers of the kind name several persons."""
    return sum(rule.reads is Reads.NAME for rule in document_type.fields if not rule.region) > 1


def _tells_itself(rule: FieldRule, document_type: DocumentType) -> bool:
    """Return whether the value can be told without its label: the only number of its kind.

    A date or a number of another person would pass for it otherwise.
    """
    alike = [one for one in document_type.fields if one.reads is rule.reads]
    return bool(rule.pattern) and rule.reads is Reads.PERSONAL_ID and alike == [rule]


def _value_at(
    rule: FieldRule, hit: Hit, paper: Paper, barriers: Barriers, above: bool
) -> list[tuple[Piece, ...]]:
    """Return the words that belong to a label, line by line."""
    whole = whole_label(rule, paper, hit)
    dated = date_beside(rule, paper, whole)
    return [dated] if dated else _right_or_below(rule, whole, paper, barriers, above)


def _right_or_below(
    rule: FieldRule, hit: Hit, paper: Paper, barriers: Barriers, above: bool
) -> list[tuple[Piece, ...]]:
    """Return the words right of a label and those in the rows below that go on with them."""
    row = paper.rows[hit.row]
    start = behind_label(rule, row, hit)
    if row.cell is not None and rule.place is not Place.BELOW:
        return in_cell(rule, paper, (hit.row, start), barriers)
    end = end_on_row(rule, paper, hit.row, start, barriers)
    below = rule.place is Place.BELOW
    beside = not below and fills_left_column(rule, paper, hit.row, (start, end))
    # the next label beside it, and the values of both below them
    under = above and start == end < len(row.pieces)
    bounded = (below or beside or under) and end < len(row.pieces)
    column = column_of(
        rule,
        hit,
        row,
        # words of the right column begin a little before or behind their label
        row.pieces[end].box.left - beside * row.height if bounded else float("inf"),
        after_another=any(barrier < hit.start for barrier in barriers.get(hit.row, ())),
        labels_above=above and start >= end,
    )
    lines: list[tuple[Piece, ...]] = []
    if rule.place is not Place.BELOW:
        lines.append(without_note(row.pieces[start:end], row))
        if end < len(row.pieces) and not (beside or under):
            return [line for line in lines if line]
    lines = [line for line in lines if line]
    wanted = rule.lines if rule.place is not Place.BELOW or not lines else rule.lines + 1
    previous = hit.row
    for number in range(hit.row + 1, min(hit.row + _FURTHEST_ROW, len(paper.rows))):
        more_wanted = wants_a_name(rule, lines) or lists_on(rule, lines, paper.rows[number])
        if len(lines) >= (LONGEST_LIST if is_list(rule, lines) else wanted) and not more_wanted:
            break
        at_margin = goes_on_at_margin(rule, paper, (previous, number), lines, column)
        if not at_margin and _passes_by(rule, paper.rows[number], column):
            continue
        if lines and is_whole_place(rule, lines, paper.rows[number]):
            break
        more = _continuation(
            rule, paper, (previous, number), barriers, lines, column, at_margin=at_margin
        )
        if not more:
            break
        lines.append(more)
        previous = number
        cut_off = more[-1] is not paper.rows[number].pieces[-1]
        if cut_off and rule.place is not Place.BELOW and not (beside or under):
            break
    return lines


def _passes_by(rule: FieldRule, row: Row, column: Column) -> bool:
    """Return whether the row only stands between the lines of a value and is no part of it."""
    parts = [part for part in row.segments() if not is_speck(part)]
    if rule.place is not Place.BELOW:
        # what stands wholly left of the label is of another column: a card's date of expiry
        return all(part.box.right < column.left for part in parts)
    under = column.part(row, len(row.pieces)) if parts else ()
    # what stands beside a column of dates on a card has none of its figures
    bare = rule.reads is Reads.DATE and not any(c.isdigit() for piece in under for c in piece.text)
    return not under or bare


def _continuation(
    rule: FieldRule,
    paper: Paper,
    places: tuple[int, int],
    barriers: Barriers,
    lines: list[tuple[Piece, ...]],
    column: Column,
    *,
    at_margin: bool,
) -> tuple[Piece, ...]:
    """Return the words of a row below the one before that still belong to the value."""
    previous, number = places
    if paper.page_of_row[number] != paper.page_of_row[previous]:
        return ()
    row, above = paper.rows[number], paper.rows[previous]
    if row.box.top - above.box.bottom > FAR_DOWN * max(row.height, paper.height):
        return ()
    if above.column is not None and row.column is None:
        # the columns have ended
        return ()
    # labels left of the column are another block's
    start = 0 if at_margin else column.first_piece(row, barriers.get(number, {}))
    end = end_on_row(rule, paper, number, start, barriers)
    below = rule.place is Place.BELOW
    pieces = row.pieces[:end] if at_margin else column.part(row, end, begun=below or bool(lines))
    if not pieces or below:
        return pieces
    if _begins_other(rule, paper, (above, row), pieces, lines):
        return ()
    value_first = column.labels_above and not lines
    if looks_labelled(joined(pieces)) and not (value_first or runs_on(pieces, lines)):
        return ()
    left, edge = row.column or paper.edges
    right = min(column.right, edge)
    on = joins_on(pieces) or lists_on(rule, lines, row)
    if lines and not on and had_room(lines[-1], pieces[0], (left, right)):
        return ()
    return pieces


def _begins_other(
    rule: FieldRule,
    paper: Paper,
    rows: tuple[Row, Row],
    pieces: tuple[Piece, ...],
    lines: list[tuple[Piece, ...]],
) -> bool:
    """Return whether what stands in the second of two rows is another part of the form."""
    above, row = rows
    return (
        promises(Row(pieces))
        or _begins_anew(paper, above, pieces, lines)
        or is_numbering(rule, pieces, lines)
        or turns_to_capitals(lines, pieces)
        or (begins_item(pieces) and not may_list(rule, lines, row))
        or is_entry(row, above, lines)
        or (rule.reads is Reads.TEXT and stands_in_columns(pieces, lines))
    )


def _begins_anew(
    paper: Paper, above: Row, pieces: tuple[Piece, ...], lines: list[tuple[Piece, ...]]
) -> bool:
    """Return whether the day over the signature begins, or a sentence left of a centred line.

    “Kính gửi: Ông Hoàng Văn Tuyển” above “Ngày 17 tháng 6 năm 2024, Sở …”
    """
    if not pieces[0].text[:1].isupper():
        return False
    left, right = paper.edges
    centred = above.column is None and above.box.left - left > _CENTRED * (right - left)
    far = above.box.left - pieces[0].box.left > _FAR_LEFT * above.height
    return bool(dateline([Row(pieces)])) or (bool(lines) and centred and far)


def _tidied(rule: FieldRule, value: Iterable[tuple[Piece, ...]]) -> Lines:
    """Return the words without specks far off, those that the rule's pattern picks out of them."""
    lines = [without_specks(line) for line in value]
    if not rule.pattern or not lines:
        return tuple(lines)
    return matched(rule.pattern, lines) or ()
