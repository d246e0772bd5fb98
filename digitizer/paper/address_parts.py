"""An address that a form asks for part by part: street, commune, district, province.

    7. Địa chỉ nơi thường trú:
    7.1. Số nhà/đường phố, xóm/ấp/thôn: Thôn An Bài
    7.2. Xã/phường/thị trấn: Xã An Ninh      7.3. Tỉnh/thành phố: Thái Bình

Each part stands behind a label of its own, numbered or not, on a line of its own or beside another.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import replace

from digitizer.paper.going_on import (
    begins_item,
    begins_with_label,
    looks_labelled,
    promises,
)
from digitizer.paper.labels import Hit
from digitizer.paper.layout import Piece, joined
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.regions import dateline, is_capitals
from digitizer.paper.value_ground import FAR_DOWN
from digitizer.vietnamese import compact, fold

_NUMBER = r"(?:\[?\d{1,2}[.]\d{1,2}\]?[.]?|[-–+*•]|[a-d][)])?\s?"
_STREET = r"so nha|duong pho|to dan pho|thon|xom|ap"
_UNIT = r"xa|phuong|thi tran|dac khu|quan|huyen|thi xa|tinh|thanh pho"
# the first part's wording names several ways to live, the others say one unit or several
_LABEL = re.compile(rf"{_NUMBER}(?:{_STREET}|{_UNIT})(?:[ /,][^\d:]{{2,60}})?")
_PART_NUMBER = re.compile(r"\[?\d{1,2}[.]\d{1,2}[\].]")
_MOST_ROWS, _FEWEST = 9, 2
_LONGEST = 16
_GAP, _ROOM = 1.2, 2.0


def in_parts(paper: Paper, hit: Hit, barriers: Mapping[int, Container[int]]) -> Lines | None:
    """Return the filled parts of the address below its label, one a line.

    None where it is not asked for in parts; where all of them are blank there is no line.
    """
    first = hit.row if hit.end < len(paper.rows[hit.row].pieces) else hit.row + 1
    parts: list[list[Piece]] = []
    for number in range(first, min(first + _MOST_ROWS, len(paper.rows))):
        row = paper.rows[number]
        start = hit.end if number == hit.row else 0
        if number > hit.row and _ends(paper, number, barriers):
            break
        pieces = row.pieces[start:]
        if _stands_twice(row.pieces):
            # two addresses side by side
            return None
        end = next(
            (n for n in range(1, len(pieces)) if start + n in barriers.get(number, ())), None
        )
        own = pieces[:end]
        if not _label_end(own, 0) and not (parts and _wraps(paper, number)):
            break
        _read_row(own, parts)
    if len(parts) < _FEWEST:
        return None
    filled = [tuple(part) for part in parts if any(piece.key for piece in part)]
    return (*map(_with_comma, filled[:-1]), *filled[-1:])


def _ends(paper: Paper, number: int, barriers: Mapping[int, Container[int]]) -> bool:
    row, above = paper.rows[number], paper.rows[number - 1]
    if paper.page_of_row[number] != paper.page_of_row[number - 1]:
        return True
    if row.box.top - above.box.bottom > FAR_DOWN * max(row.height, paper.height):
        return True
    labelled = begins_with_label(row, barriers.get(number, ()))
    return labelled or begins_item(row.pieces) or promises(row)


def _wraps(paper: Paper, number: int) -> bool:
    """Return whether a row goes on with the one above, which had no room for its first word."""
    row, above = paper.rows[number], paper.rows[number - 1]
    room = paper.edges[1] - above.box.right - row.pieces[0].box.width
    other = looks_labelled(row.text) or is_capitals(row.text) or dateline([row])
    return room < _ROOM * row.height and not other and ":" not in row.text


def _read_row(pieces: tuple[Piece, ...], parts: list[list[Piece]]) -> None:
    """Add what the row holds to the parts."""
    place = 0
    while place < len(pieces):
        end = _label_end(pieces, place)
        if end:
            parts.append([])
            place = end
            continue
        parts[-1].append(pieces[place])
        place += 1


def _stands_twice(pieces: tuple[Piece, ...]) -> bool:
    """Return whether the row asks for the same part twice."""
    labels = []
    place = 0
    while place < len(pieces):
        end = _label_end(pieces, place)
        if end:
            labels.append(compact(joined(pieces[place:end])))
        place = max(end, place + 1)
    return len(set(labels)) < len(labels)


def _label_end(pieces: tuple[Piece, ...], start: int) -> int:
    """Return the end of a part's label that begins there, or 0."""
    if start and not _stands_apart(pieces[start - 1], pieces[start]):
        return 0
    for end in range(start + 1, min(start + _LONGEST, len(pieces)) + 1):
        if end > start + 1 and _gap(pieces[end - 2], pieces[end - 1]) > _GAP:
            # the value of a part and the label of the next: “Phường Trần Hưng Đạo   Quận/huyện:”
            return 0
        if ":" in pieces[end - 1].text:
            text = fold(joined(pieces[start:end])).strip(" :")
            return end if _LABEL.fullmatch(text) else 0
    return 0


def _stands_apart(before: Piece, piece: Piece) -> bool:
    """Return whether a word does not go on with the one before: “xã An Ninh, tỉnh: Thái Bình”."""
    numbered = _PART_NUMBER.match(piece.text) is not None
    return numbered or before.text[-1:] in ",;:.…" or _gap(before, piece) > _GAP


def _gap(before: Piece, piece: Piece) -> float:
    """Return the space between two words, in heights of the type."""
    return (piece.box.left - before.box.right) / max(piece.box.height, 1.0)


def _with_comma(part: tuple[Piece, ...]) -> tuple[Piece, ...]:
    last = part[-1]
    return (*part[:-1], replace(last, text=last.text.rstrip(" ,;.") + ","))
