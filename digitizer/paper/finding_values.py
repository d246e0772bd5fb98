"""Finds the printed words of every field: by its label, by its place or by a pattern."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from digitizer.catalogue.patterns import search
from digitizer.model.doctype import DocumentType, FieldRule, Place
from digitizer.paper.labels import Hit, first_hit, hits_on_row, in_order, undominated
from digitizer.paper.layout import Piece, Row, Sheet, joined
from digitizer.paper.regions import (
    find_title,
    is_capitals,
    is_motto,
    region_rows,
)
from digitizer.paper.tables import find_table
from digitizer.vietnamese import fold, is_syllable

Lines = tuple[tuple[Piece, ...], ...]
"""The words of a value, printed line by printed line."""

_FAR_DOWN = 1.7
_ROOM_LEFT = 0.42
_SMALL = 0.72
_SPECK = 0.6
_LABEL_LIKE = re.compile(r"^[^\W\d_][^:]{2,40}[^\s:]:\s?\S")
_NUMBER_ROW = re.compile(r"\W*so\b")
_NUMBERING = re.compile(r"\W*[\divxIVX]{1,4}\s?[.)]?\W*")
_LONGEST_HINT = 12
_UNIT_HEADS = (
    "ủy ban", "ubnd", "sở", "bộ", "cục", "chi cục", "tổng cục", "phòng", "trung tâm", "văn phòng",
    "ban", "hội đồng", "công an", "tòa án", "viện", "trường", "bảo hiểm", "thanh tra", "đảng ủy",
    "chi nhánh", "thuế", "kho bạc", "bệnh viện", "hội", "liên đoàn", "tập đoàn", "tổng công ty",
)  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """All rows of a paper's pages in reading order."""

    sheets: tuple[Sheet, ...]
    rows: tuple[Row, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(row for sheet in self.sheets for row in sheet.rows))

    @cached_property
    def page_of_row(self) -> tuple[int, ...]:
        """Index of the sheet of every row."""
        return tuple(n for n, sheet in enumerate(self.sheets) for _ in sheet.rows)

    @cached_property
    def edges(self) -> tuple[float, float]:
        """The usual left and right edge of the text."""
        if not self.rows:
            return 0.0, 0.0
        lefts = sorted(row.box.left for row in self.rows)
        rights = sorted(row.box.right for row in self.rows)
        return lefts[len(lefts) // 8], rights[min(len(rights) - 1, len(rights) * 9 // 10)]

    @cached_property
    def height(self) -> float:
        """The usual height of the type."""
        return statistics.median(row.height for row in self.rows) if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class _Column:
    """The ground below a label in which its value goes on."""

    left: float
    right: float
    label_right: float
    """Where a value that stands below its label has begun at the latest."""
    strict: bool

    def part(self, row: Row, end: int) -> tuple[Piece, ...]:
        """Return the words of the row, up to a piece, that stand in the column."""
        pieces = row.pieces[:end]
        if not pieces:
            return ()
        parts = [part for part in Row(pieces).segments() if part.box.left < self.label_right]
        if not parts:
            return ()
        pieces = tuple(piece for part in parts for piece in part.pieces)
        inside = [part for part in parts if part.box.left >= self.left]
        if inside and len(inside) < len(parts):
            pieces = tuple(piece for part in inside for piece in part.pieces)
        elif self.strict and not inside and parts[-1].box.right < self.left:
            return ()
        if self.strict:
            pieces = tuple(p for p in pieces if p.box.left >= self.left)
        return tuple(p for p in pieces if p.box.left < self.right)


def find_values(document_type: DocumentType, paper: Paper) -> dict[str, Lines]:
    """Return the printed words of every field that was found."""
    labelled = [rule for rule in document_type.fields if _by_label(rule)]
    hits = _assign(labelled, paper)
    barriers: dict[int, set[int]] = {}
    for barrier in hits.barriers:
        barriers.setdefault(barrier.row, set()).add(barrier.start)
    found: dict[str, Lines] = {}
    for rule in document_type.fields:
        if not _by_label(rule):
            found[rule.name] = _by_place(rule, document_type, paper)
            continue
        hit = hits.by_field.get(rule.name)
        if hit is None and rule.pattern and not rule.section:
            found[rule.name] = _by_pattern(rule, document_type, paper)
        if hit is not None:
            lines = [_without_specks(line) for line in _value_at(rule, hit, paper, barriers)]
            found[rule.name] = _narrowed(rule, lines)
    return {name: lines for name, lines in found.items() if lines}


def _by_label(rule: FieldRule) -> bool:
    by_place = rule.place in (Place.LINE, Place.TABLE)
    return bool(rule.labels) and not rule.region and not by_place


@dataclass(frozen=True)
class _Assigned:
    by_field: dict[str, Hit]
    barriers: tuple[Hit, ...]


def _assign(rules: Sequence[FieldRule], paper: Paper) -> _Assigned:
    """Give every field its label on the paper; the order of the definition decides doubts."""
    items, owners = _items(rules)
    labels = [label for item in items for label in item]
    hits: list[Hit] = []
    for number, row in enumerate(paper.rows):
        # a line in brackets explains (“Ký, ghi rõ họ, chữ đệm, tên”) and labels nothing
        if not (row.text.startswith("(") and ":" not in row.text):
            hits += undominated(hits_on_row(number, row, dict.fromkeys(labels)))
    keys = [{_key(label) for label in item} for item in items]
    wanted = [[hit for hit in hits if hit.label in item] for item in keys]
    chosen = in_order(wanted)
    taken = {(hit.row, hit.start) for hit in chosen if hit is not None}
    for number, hit in enumerate(chosen):
        # a label that stands only once may stand out of order
        spare = [h for h in wanted[number] if h.start == 0 and (h.row, h.start) not in taken]
        alone = sum(keys[number] == other for other in keys) == 1
        if hit is None and owners[number] and alone and len({h.row for h in spare}) == 1:
            chosen[number] = max(spare, key=lambda h: h.weight)
    by_field = {
        name: hit
        for names, hit in zip(owners, chosen, strict=True)
        if hit is not None
        for name in names
    }
    return _Assigned(by_field, tuple(hit for hit in chosen if hit is not None))


def _key(label: str) -> str:
    return "".join(character for character in fold(label) if character.isalnum())


def _items(rules: Sequence[FieldRule]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return what has to be found in order, sections included, and the fields of each item."""
    items: list[tuple[str, ...]] = []
    owners: list[tuple[str, ...]] = []
    before: FieldRule | None = None
    for rule in rules:
        if before and (before.labels, before.section) == (rule.labels, rule.section):
            owners[-1] = (*owners[-1], rule.name)
            before = rule
            continue
        changed = rule.section != (before.section if before else "")
        # the heading of a block may itself be the label of the field just before
        headed = rule.section in (*rule.labels, *(before.labels if before else ()))
        if rule.section and changed and not headed:
            items.append((rule.section,))
            owners.append(())
        items.append(rule.labels)
        owners.append((rule.name,))
        before = rule
    return items, owners


def _value_at(
    rule: FieldRule, hit: Hit, paper: Paper, barriers: dict[int, set[int]]
) -> list[tuple[Piece, ...]]:
    """Return the words that belong to a label, line by line."""
    row = paper.rows[hit.row]
    start = _behind_label(rule, row, hit)
    end = _end_on_row(rule, paper, hit.row, start, barriers)
    below = rule.place is Place.BELOW
    column = _Column(
        left=row.pieces[hit.start].box.left - 1.5 * row.height,
        right=_column_end(row, end) if below else float("inf"),
        # a label further left on the row has the ground below it
        label_right=row.pieces[hit.end - 1].box.right + row.height if below else float("inf"),
        strict=below or any(barrier < hit.start for barrier in barriers.get(hit.row, ())),
    )
    lines: list[tuple[Piece, ...]] = []
    if rule.place is not Place.BELOW:
        lines.append(_without_note(row.pieces[start:end], row))
        if end < len(row.pieces):
            return [line for line in lines if line]
    lines = [line for line in lines if line]
    wanted = rule.lines if rule.place is not Place.BELOW or not lines else rule.lines + 1
    previous = hit.row
    while len(lines) < wanted:
        number = previous + 1
        more = _continuation(rule, paper, previous, barriers, lines, column)
        if not more:
            break
        lines.append(more)
        previous = number
        if more[-1] is not paper.rows[number].pieces[-1] and rule.place is not Place.BELOW:
            break
    return lines


def _behind_label(rule: FieldRule, row: Row, hit: Hit) -> int:
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


def _end_on_row(
    rule: FieldRule, paper: Paper, number: int, start: int, barriers: dict[int, set[int]]
) -> int:
    row = paper.rows[number]
    ends = [place for place in barriers.get(number, ()) if place >= start]
    until = first_hit(number, row, rule.until, start=start) if rule.until else None
    if until is not None:
        ends.append(until.start)
    return min(ends, default=len(row.pieces))


def _column_end(row: Row, end: int) -> float:
    return row.pieces[end].box.left if end < len(row.pieces) else float("inf")


def _without_specks(line: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the words of a line without specks far off that were read as letters."""
    parts = Row(line).segments() if line else []
    kept = [part for part in parts if not _is_speck(part)]
    return tuple(piece for part in kept or parts for piece in part.pieces)


def _is_speck(part: Row) -> bool:
    key = "".join(piece.key for piece in part.pieces)
    score = min(piece.confidence for piece in part.pieces)
    return not key or (len(key) <= 2 and score < _SPECK and not key.isdigit())


def _without_note(pieces: tuple[Piece, ...], row: Row) -> tuple[Piece, ...]:
    """Return the words without a raised note mark between label and value."""
    if len(pieces) < 2:
        return pieces
    first = pieces[0]
    middle = statistics.median(piece.middle for piece in row.pieces)
    small = first.box.height < _SMALL * row.height and first.box.bottom < middle + row.height * 0.35
    return pieces[1:] if small and len(first.key) <= 2 else pieces


def _continuation(
    rule: FieldRule,
    paper: Paper,
    previous: int,
    barriers: dict[int, set[int]],
    lines: list[tuple[Piece, ...]],
    column: _Column,
) -> tuple[Piece, ...]:
    """Return the words of the next row that still belong to the value."""
    number = previous + 1
    if number >= len(paper.rows) or paper.page_of_row[number] != paper.page_of_row[previous]:
        return ()
    row, above = paper.rows[number], paper.rows[previous]
    if row.box.top - above.box.bottom > _FAR_DOWN * max(row.height, paper.height):
        return ()
    end = _end_on_row(rule, paper, number, 0, barriers)
    pieces = column.part(row, end)
    if not pieces or rule.place is Place.BELOW:
        return pieces
    if _NUMBERING.fullmatch(joined(pieces)) or _turns_to_capitals(lines, pieces):
        return ()
    if _LABEL_LIKE.match(joined(pieces)):
        return ()
    return () if lines and _had_room(lines[-1], pieces[0], paper) else pieces


def _turns_to_capitals(lines: Sequence[tuple[Piece, ...]], pieces: tuple[Piece, ...]) -> bool:
    """Return whether a heading in capitals follows a value that is not in capitals."""
    before = " ".join(joined(line) for line in lines)
    return bool(before) and is_capitals(joined(pieces)) and not is_capitals(before)


def _had_room(line: tuple[Piece, ...], first: Piece, paper: Paper) -> bool:
    """Return whether the next row's first word would easily have stood on the line before."""
    left, right = paper.edges
    room = right - line[-1].box.right - first.box.width
    return room > _ROOM_LEFT * (right - left)


def _narrowed(rule: FieldRule, lines: list[tuple[Piece, ...]]) -> Lines:
    """Return the words that the rule's pattern picks out of the value."""
    if not rule.pattern or not lines:
        return tuple(lines)
    return _matched(rule.pattern, lines) or ()


def _matched(pattern: str, lines: Sequence[tuple[Piece, ...]]) -> Lines | None:
    """Return the words under the pattern's first group (or all of it), searched without marks."""
    text = ""
    spans: list[tuple[int, int]] = []
    for line in lines:
        for position, piece in enumerate(line):
            if text and not (piece.glued and position):
                text += " "
            spans.append((len(text), len(text) + len(piece.text)))
            text += piece.text
    match = search(pattern, fold(text))
    if match is None:
        return None
    begin, end = match.span(1 if match.re.groups else 0)
    flat = [(piece, span) for piece, span in zip(_flat(lines), spans, strict=True)]
    kept: list[tuple[Piece, ...]] = []
    position = 0
    for line in lines:
        part = [
            _clipped(piece, span, begin, end)
            for piece, span in flat[position : position + len(line)]
            if span[0] < end and span[1] > begin
        ]
        position += len(line)
        if part:
            kept.append(tuple(part))
    return tuple(kept)


def _flat(lines: Sequence[tuple[Piece, ...]]) -> list[Piece]:
    return [piece for line in lines for piece in line]


def _clipped(piece: Piece, span: tuple[int, int], begin: int, end: int) -> Piece:
    if span[0] >= begin and span[1] <= end:
        return piece
    text = piece.text[max(0, begin - span[0]) : end - span[0]]
    return Piece(text, piece.box, piece.printed, piece.page_id, piece.confidence, piece.glued)


def _by_place(rule: FieldRule, document_type: DocumentType, paper: Paper) -> Lines:
    """Return the words of a field that stands at a place of the page and has no label."""
    if not paper.sheets:
        return ()
    if rule.place is Place.LINE:
        return _by_pattern(rule, document_type, paper) if rule.pattern else _known_line(rule, paper)
    if rule.place is Place.TABLE:
        return find_table(rule, paper.rows)
    match rule.region:
        case "top-left":
            return _issuer(region_rows(paper.sheets[0], "top-left", document_type.titles))
        case "title":
            return _title(document_type, paper)
        case "below-title":
            return _subject(rule, region_rows(paper.sheets[0], rule.region, document_type.titles))
        case "bottom-right":
            return _signer(paper)
        case _:
            return ()


def _by_pattern(rule: FieldRule, document_type: DocumentType, paper: Paper) -> Lines:
    sheets = paper.sheets[:1] if rule.region.startswith("top") else paper.sheets
    for sheet in sheets:
        rows = region_rows(sheet, rule.region, document_type.titles)
        for first in range(len(rows)):
            lines = [row.pieces for row in rows[first : first + rule.lines]]
            found = _matched(rule.pattern, lines)
            if found:
                return found
    return ()


def _known_line(rule: FieldRule, paper: Paper) -> Lines:
    """Return the lines that are printed as the rule's labels say, each label once."""
    found: list[tuple[Piece, ...]] = []
    left = list(rule.labels)
    for number, row in enumerate(paper.rows):
        hit = first_hit(number, row, left)
        if hit is not None and len(found) < rule.lines:
            found.append(row.pieces[hit.start : hit.end])
            left = [label for label in left if _key(label) != hit.label]
    return tuple(found)


def _issuer(rows: Sequence[Row]) -> Lines:
    """Return the issuing office's own name: the last unit named above the number."""
    lines = []
    for row in rows:
        if _NUMBER_ROW.match(fold(row.text)):
            break
        if is_capitals(row.text) and not is_motto(row) and len(row.text) > 4:
            lines.append(row.pieces)
    heads = [n for n, line in enumerate(lines) if _names_unit(joined(line))]
    return tuple(lines[heads[-1] if heads else 0 :])


def _names_unit(text: str) -> bool:
    folded = fold(text) + " "
    return any(folded.startswith(fold(head) + " ") for head in _UNIT_HEADS)


def _title(document_type: DocumentType, paper: Paper) -> Lines:
    found = find_title(paper.sheets[0], document_type.titles)
    if found is None:
        return ()
    lines = tuple(row.pieces for row in paper.sheets[0].rows[found[1] : found[2]])
    return lines if all(is_capitals(joined(line)) for line in lines) else ()


def _subject(rule: FieldRule, rows: Sequence[Row]) -> Lines:
    """Return the lines under the title, up to a gap, capitals or the words that end it."""
    lines: list[tuple[Piece, ...]] = []
    for row, before in zip(rows, [None, *rows], strict=False):
        gap = before is not None and row.box.top - before.box.bottom > 1.3 * row.height
        stop = rule.until and first_hit(0, row, rule.until) is not None
        if (lines and gap) or stop or is_capitals(row.text) or len(lines) >= rule.lines:
            break
        lines.append(row.pieces)
    return tuple(lines)


def _signer(paper: Paper) -> Lines:
    """Return the last line on the right that can be a person's name."""
    for sheet in reversed(paper.sheets):
        for row in reversed(region_rows(sheet, "bottom-right")):
            pieces = row.pieces
            words = [piece.text for piece in pieces]
            if 2 <= len(words) <= 6 and all(_is_name_word(word) for word in words):
                return (pieces,)
    return ()


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() and word[1:].islower() and is_syllable(word)
