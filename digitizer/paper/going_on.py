"""Whether a value goes on in the row below it, or something else begins there."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from digitizer.catalogue.spelling import ends_in_no_unit, ends_with_province
from digitizer.catalogue.units import shipped_units
from digitizer.model.doctype import FieldRule, Place, Reads
from digitizer.paper.layout import Piece, Row, joined
from digitizer.paper.printed import Paper
from digitizer.paper.regions import is_capitals
from digitizer.paper.value_ground import Column
from digitizer.vietnamese import fold

_ROOM_LEFT = 0.42
_LABEL_LIKE = re.compile(r"^(?:\d{1,2}[.)]\s)?[^\W\d_][^:]{2,40}[^\s:]:\s?\S")
# “Ông GIÀNG A PÁO, CCCD số: 010096298596” is a person, and no label
_PERSON = re.compile(r"(?:hộ\s)?(?:ông|bà)[:\s]\s?\w", re.IGNORECASE)
_SENTENCE = re.compile(r"^(?:[^\s:]+\s){5,}[^\s:]+:\s[^\W\d_]")
"""A colon after so many words, with small letters behind it: a semicolon that was misread."""
_JOINING = ("và", "cùng")
NUMBERING = re.compile(r"\W*(?:[\divxIVX]{1,4}\s?[.)]?|\d{1,2}\.\d{1,2}|[a-zđ]\s?\))\W*")
"""What numbers an item: “2.”, “[2]”, “1.2.”, “IV.”, “a)”."""
_NEXT_ITEM = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)]|\[\d{1,2}[a-zđ]?\]\.?")
_PROMISE = re.compile(
    r"(?:(?:chung )?toi|ho kinh doanh|doanh nghiep|cong ty|co so) (?:xin )?"
    r"(?:cam (?:doan|ket)|hoan toan chiu|chiu (?:hoan toan )?trach)"
)
LONGEST_LIST = 12
_ALIGNED, _IN_GRID = 1.0, 2
_INDENT = 1.0
"""How much further in a paragraph begins at least, in heights of the type."""
_DIRT = 2
_MOST_INDENT = 0.12
"""And at most, in widths of the text: a day over the signature begins further in."""
_COLUMNS = 5.0
"""A gap between columns, in heights of the type."""
_DASHES = "-–+•"
_NUMBERS = (Reads.NUMBER, Reads.CODE, Reads.YEAR, Reads.MONEY, Reads.AREA)


def is_whole_place(rule: FieldRule, lines: Sequence[tuple[Piece, ...]], below: Row) -> bool:
    """Return whether a value ends with a province, and what stands below begins anew."""
    last = lines[-1][-1].text
    if rule.reads not in (Reads.ADDRESS, Reads.TEXT) or last.endswith((",", ";", "-")):
        return False
    words = [piece.text.strip(" .,;:()") for line in lines for piece in line]
    new = below.text[:1].isupper() or below.text[:1].isdigit()
    return new and ends_with_province(shipped_units(), words)


def is_list(rule: FieldRule, lines: Sequence[tuple[Piece, ...]]) -> bool:
    """Return whether a value begins as a list does, with a dash or the number one."""
    return rule.reads is Reads.TEXT and bool(lines) and bool(_bullet(lines[0]))


def lists_on(rule: FieldRule, lines: Sequence[tuple[Piece, ...]], below: Row) -> bool:
    """Return whether a list goes on: “- Ông Phan Bá Hùng, khối 7;” and “- Bà Cao Thị Xuyến”."""
    if rule.reads is not Reads.TEXT or not lines or len(lines) >= LONGEST_LIST:
        return False
    if lines[-1][-1].text.endswith(";") and below.text[:1] in _DASHES:
        return True
    items = [item for item in map(_bullet, lines) if item]
    item = _bullet(below.pieces)
    if not is_list(rule, lines) or not item:
        return False
    return item == items[-1] if item in _DASHES else item == str(len(items) + 1)


def may_list(rule: FieldRule, lines: Sequence[tuple[Piece, ...]], below: Row) -> bool:
    """Return whether a numbered row is an entry of the value, the first or the next."""
    return (rule.reads is Reads.TEXT and not lines) or lists_on(rule, lines, below)


def _bullet(line: Sequence[Piece]) -> str:
    """Return the dash or the number that an entry of a list begins with, or nothing."""
    first = line[0].text
    if first[:1] in _DASHES:
        return first[:1]
    number = _NEXT_ITEM.fullmatch(first)
    return first.rstrip(".)") if number and first[0].isdigit() and len(line) > 1 else ""


def wants_a_name(rule: FieldRule, lines: Sequence[tuple[Piece, ...]]) -> bool:
    """Return whether an address ends in a kind of unit: its name stands in one more line."""
    if rule.reads is not Reads.ADDRESS or len(lines) > rule.lines:
        return False
    text = " ".join(joined(line) for line in lines)
    return ends_in_no_unit(shipped_units(), text)


def goes_on_at_margin(
    rule: FieldRule,
    paper: Paper,
    places: tuple[int, int],
    lines: list[tuple[Piece, ...]],
    column: Column,
) -> bool:
    """Return whether a value whose label stands in mid-line goes on at the left of the next one.

    “Ngày sinh: 03/08/2018 (ghi bằng chữ: Ngày ba, tháng tám, năm hai nghìn / không trăm …”
    """
    row, above = paper.rows[places[1]], paper.rows[places[0]]
    if rule.place is Place.BELOW or not lines or row.column or ":" in row.text:
        return False
    first, last = row.first, lines[-1][-1]
    if last is not above.pieces[-1] or first.box.left >= column.left:
        return False
    if rule.reads is Reads.ADDRESS and leaves_indent(above, row, paper):
        return True
    flows = column.strict or len(above.segments()) == 1
    full = not had_room(lines[-1], first, paper.edges)
    return flows and full and first.goes_on and len(row.segments()) == 1


def leaves_indent(row: Row, below: Row, paper: Paper) -> bool:
    """Return whether a full line begins a paragraph, further in, and the row below goes on with it.

    “   - Địa chỉ: Số 215/7 đường Trần Hưng Đạo B, phường Chợ Lớn, Thành phố Hồ / Chí Minh”: the
    next item would be as far in.
    """
    if row.column or below.column or len(row.segments()) > 1:
        return False
    # what little stands far off is dirt
    if any(len(part.together) > _DIRT for part in below.segments()[1:]):
        return False
    if not below.first.text[:1].isalpha():
        return False
    left, right = paper.edges
    room = right - row.box.right - below.first.box.width
    further_in = row.first.box.left - below.first.box.left
    at_edge = below.first.box.left - left
    indented = _INDENT * row.height < further_in < _MOST_INDENT * (right - left)
    return room < 0 and indented and at_edge < _ALIGNED * row.height


def runs_on(pieces: Sequence[Piece], lines: Sequence[tuple[Piece, ...]]) -> bool:
    """Return whether a sentence goes on there: labels begin with a capital letter or a number."""
    return bool(lines) and pieces[0].text[:1].islower()


def joins_on(pieces: Sequence[Piece]) -> bool:
    """Return whether a row adds somebody to who stands above: “và vợ là bà VÀNG THỊ DỢ”."""
    return len(pieces) > 1 and pieces[0].text in _JOINING


def looks_labelled(text: str) -> bool:
    """Return whether a row begins with a label, if one that nobody knows."""
    labelled = _LABEL_LIKE.match(text) is not None and _PERSON.match(text) is None
    return labelled and not _is_long_sentence(text)


def _is_long_sentence(text: str) -> bool:
    match = _SENTENCE.match(text)
    return match is not None and match[0][-1].islower()


def begins_item(pieces: Sequence[Piece]) -> bool:
    """Return whether the row begins with the number of the form's next item: “3. Ngành, nghề”."""
    number = len(pieces) > 1 and _NEXT_ITEM.fullmatch(pieces[0].text) is not None
    return number and pieces[1].text[:1].isupper()


def begins_with_label(row: Row, labels: Container[int]) -> bool:
    """Return whether a row begins with a label, behind its number at most.

    ``labels`` are the words at which labels begin that were found on it.
    """
    numbered = len(row.pieces) > 1 and not row.pieces[0].text[:1].isalpha()
    return 0 in labels or (numbered and 1 in labels)


def promises(row: Row) -> bool:
    """Return whether the row begins what the applicant promises: “Tôi xin cam đoan …”."""
    return _PROMISE.match(fold(joined(row.pieces[:5]))) is not None


def is_entry(row: Row, above: Row, lines: Sequence[tuple[Piece, ...]]) -> bool:
    """Return whether a label and a value stand in the row as do those of the row above, of a grid.

    “Nội dung yêu cầu   Cấp lại thẻ” above “Thành phần hồ sơ   - Đơn đề nghị”
    """
    cells, over = row.segments(), above.segments()
    if len(cells) < _IN_GRID or len(over) < _IN_GRID or not lines:
        return False
    if over[1].pieces[0] != lines[-1][0] or not row.text.lstrip("'\"")[:1].isupper():
        return False
    return all(
        abs(cell.box.left - one.box.left) < _ALIGNED * row.height
        for cell, one in zip(cells[:_IN_GRID], over[:_IN_GRID], strict=True)
    )


def stands_in_columns(pieces: Sequence[Piece], lines: Sequence[tuple[Piece, ...]]) -> bool:
    """Return whether a row is parted by a gap that no sentence has: two who sign side by side."""
    return _columns(pieces) > 1 and (not lines or _columns(lines[-1]) == 1)


def _columns(pieces: Sequence[Piece]) -> int:
    words = tuple(piece for piece in pieces if piece.key)
    return len(Row(words).segments(_COLUMNS)) if words else 0


def is_numbering(
    rule: FieldRule, pieces: Sequence[Piece], lines: Sequence[tuple[Piece, ...]]
) -> bool:
    """Return whether the row only numbers what follows it; a number alone may be the value."""
    text = joined(pieces)
    if not lines and rule.reads in _NUMBERS and text.strip(" .").isdigit():
        return False
    return NUMBERING.fullmatch(text) is not None


def turns_to_capitals(lines: Sequence[tuple[Piece, ...]], pieces: tuple[Piece, ...]) -> bool:
    """Return whether a heading in capitals follows a value that is not in capitals."""
    before = " ".join(joined(line) for line in lines)
    # a notation, “33/2017/TT-BTNMT”, is no heading
    noted = any(map(str.isdigit, pieces[0].text))
    heading = is_capitals(joined(pieces)) and not noted
    return bool(before) and heading and not is_capitals(before)


def had_room(line: tuple[Piece, ...], first: Piece, edges: tuple[float, float]) -> bool:
    """Return whether the next row's first word would easily have stood on the line before."""
    left, right = edges
    room = right - line[-1].box.right - first.box.width
    return room > _ROOM_LEFT * (right - left)
