"""Which values may have been cut off: something of them stands below that no field has taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from digitizer.model.doctype import DocumentType, Place, Reads
from digitizer.paper.going_on import begins_item, leaves_indent
from digitizer.paper.layout import Piece, Row
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.regions import is_motto, region_rows
from digitizer.paper.value_ground import FAR_DOWN
from ocr.model import Box

_MOST_CAPITALS = 3
_SURELY_ROOM = 3.0
"""Space that no typesetter leaves at the end of a line, in heights of the type."""
_FEWEST_LETTERS = 3
_SPECK = 0.5
_SHORT_NAME = 2.0
"""Width of the shortest names with the space before them, in heights of the type."""


def goes_on_below(values: Mapping[str, Lines], paper: Paper) -> frozenset[str]:
    """Return the fields below whose last line a sentence goes on that no field has taken."""
    taken = {
        (piece.page_id, piece.printed)
        for lines in values.values()
        for line in lines
        for piece in line
    }
    ends = set()
    for row, below in pairwise(paper.rows):
        last, first = row.pieces[-1], below.first
        near = below.box.top - row.box.bottom < FAR_DOWN * row.height
        if last.page_id != first.page_id or not near:
            continue
        rest = [one for one in below.pieces if (one.page_id, one.printed) not in taken]
        ends |= _ends_in_columns(row, below, rest)
        if any(":" in part.text and any(part.keys) for part in below.segments()):
            continue
        if first in rest and (first.goes_on or leaves_indent(row, below, paper)):
            ends.add((last.page_id, last.printed))
        ends |= _ends_in_capitals(row, rest)
    return frozenset(
        name
        for name, lines in values.items()
        if (lines[-1][-1].page_id, lines[-1][-1].printed) in ends
    )


def reaches_the_edge(
    document_type: DocumentType, values: Mapping[str, Lines], paper: Paper
) -> frozenset[str]:
    """Return the names that reach the edge of their column: their last word may stand below.

    Where that line is lost to the recogniser, nothing tells.
    """
    found = set()
    for rule in document_type.fields:
        lines = values.get(rule.name, ())
        if rule.reads is not Reads.NAME or rule.lines < 2 or not lines:
            continue
        last = lines[-1][-1]
        row, _ = paper.places[last.page_id, last.printed]
        _, right = row.column or paper.edges
        if len(lines) < rule.lines and right - last.box.right < _SHORT_NAME * row.height:
            found.add(rule.name)
    return frozenset(found)


def may_have_ended(
    document_type: DocumentType, values: Mapping[str, Lines], paper: Paper
) -> frozenset[str]:
    """Return the texts whose line had room for the word that begins the next, in capitals.

    “Trả qua bưu chính công ích” may end there, and “Vào Sổ theo dõi hồ sơ …” be another line.
    """
    found = set()
    for rule in document_type.fields:
        lines = values.get(rule.name, ())
        if rule.reads is not Reads.TEXT or rule.place is not Place.RIGHT or rule.region:
            continue
        for line, below in pairwise(lines):
            last, first = line[-1], below[0]
            row, _ = paper.places[last.page_id, last.printed]
            _, right = row.column or paper.edges
            room = right - last.box.right - first.box.width
            if first.text[:1].isupper() and room > _SURELY_ROOM * row.height:
                found.add(rule.name)
    return frozenset(found)


def ends_at_item(
    document_type: DocumentType, values: Mapping[str, Lines], paper: Paper
) -> frozenset[str]:
    """Return the texts below which a numbered row without a label stands: a list may go on there.

    “… theo khoản / 2. Điều 5 Nghị định”; the form's own next item has a label.
    """
    found = set()
    for rule in document_type.fields:
        lines = values.get(rule.name, ())
        if rule.reads is not Reads.TEXT or rule.place is not Place.RIGHT or not lines:
            continue
        last = lines[-1][-1]
        row, _ = paper.places[last.page_id, last.printed]
        below = paper.rows[paper.number_of(row) + 1 :][:1]
        if below and begins_item(below[0].pieces) and ":" not in below[0].text:
            found.add(rule.name)
    return frozenset(found)


def letterhead_goes_on(
    document_type: DocumentType, values: Mapping[str, Lines], paper: Paper
) -> frozenset[str]:
    """Return the issuers below whose last line something stands that was not read as a name.

    “TRUNG TÂM PHỤC VỤ HÀNH CHÍNH / CÔNG”: short and close to a rule, the last word reads badly.
    """
    found = set()
    for rule in document_type.fields:
        lines = values.get(rule.name, ())
        if rule.region != "top-left" or rule.pattern or not lines:
            continue
        rows = region_rows(paper.sheets[0], rule.region, document_type.titles)
        last = lines[-1][-1].printed
        ends = [n for n, row in enumerate(rows) if any(one.printed == last for one in row.pieces)]
        below = rows[ends[0] + 1 : ends[0] + 2] if ends else []
        if below and _may_be_name(rows[ends[0]], below[0]):
            found.add(rule.name)
    return frozenset(found)


def _may_be_name(row: Row, below: Row) -> bool:
    near = below.box.top - row.box.bottom < FAR_DOWN * row.height
    letters = sum(map(str.isalpha, below.text))
    return near and letters >= _FEWEST_LETTERS and ":" not in below.text and not is_motto(below)


def _ends_in_columns(row: Row, below: Row, rest: Sequence[Piece]) -> set[tuple[int, Box]]:
    """Return the last words of the parts of a row below which words go on that nobody has taken."""
    parts, others = row.segments(), below.segments()
    if len(parts) == len(others) == 1:
        return set()
    return {
        (part.pieces[-1].page_id, part.pieces[-1].printed)
        for part in parts
        for other in others
        if ":" not in other.text
        and other.pieces[0] in rest
        and other.pieces[0].goes_on
        and other.pieces[0].confidence >= _SPECK
        and part.box.left - row.height < other.box.left < part.box.right
    }


def _ends_in_capitals(row: Row, rest: Sequence[Piece]) -> set[tuple[int, Box]]:
    """Return the words of a row in capitals whose name may go on with those left of the row below.

    “Họ, chữ đệm, tên của chồng: LÊ TRỌNG / VỸ”: two letters read badly are taken for a speck.
    """
    if not 0 < len(rest) <= _MOST_CAPITALS or not all(_is_capital(one) for one in rest):
        return set()
    return {
        (one.page_id, one.printed)
        for one in row.pieces
        if _is_capital(one) and one.box.right > min(piece.box.left for piece in rest)
    }


def _is_capital(piece: Piece) -> bool:
    word = piece.text.strip(" .,_:")
    return len(word) > 1 and word.isupper() and not any(map(str.isdigit, word))
