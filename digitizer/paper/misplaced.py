"""Values that may be another person's: two columns read as one, blocks whose heading is missing.

How a value is read says nothing of whose it is. A paper may set two persons side by side, or in
another order than the definition; what tells them apart is then the heading of each, or the gap
between the columns. Where neither tells, nothing of it is sure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from digitizer.catalogue import shipped_rules
from digitizer.model.doctype import DocumentType, FieldRule, Place, Reads
from digitizer.paper.assigning import by_label
from digitizer.paper.headed_blocks import BARE_NAMES
from digitizer.paper.labels import Hit
from digitizer.paper.layout import Piece, Row, joined
from digitizer.paper.printed import Lines, Paper
from digitizer.paper.regions import dateline, is_capitals
from digitizer.vietnamese import compact

_PERSONAL = frozenset(
    {Reads.PERSONAL_ID, Reads.DATE, Reads.YEAR, Reads.SEX, Reads.ADDRESS, Reads.PHONE, Reads.CODE}
    | {Reads.ETHNICITY, Reads.NATIONALITY}
)
_IDENTITY_PAPER = "identity-paper"
_TITLES = ("ong", "ba", "anh", "chi")
_NAMES_WHOM = 0.88
"""How alike the label of a name must be to say whose it is: a letter or two of it misread."""
_NAMED = 3
"""Words looked at: a title, the family name and one of a person's own."""
_GAP = 2.0
"""Space between two words, in heights of the type, that no sentence has."""
# figures are spaced out by hand and in boxes: “30 / 12 / 1996”
_SPACED = frozenset({Reads.PERSONAL_ID, Reads.DATE, Reads.NUMBER, Reads.PHONE, Reads.YEAR})


def spans_columns(document_type: DocumentType, values: Mapping[str, Lines]) -> frozenset[str]:
    """Return the fields whose words stand on both sides of a wide gap of their line."""
    return frozenset(
        rule.name
        for rule in document_type.fields
        if rule.place is not Place.TABLE and rule.reads not in _SPACED
        if any(_is_parted(line) for line in values.get(rule.name, ()))
    )


def _is_parted(line: tuple[Piece, ...]) -> bool:
    words = [piece for piece in line if piece.key]
    return any(
        after.box.left - before.box.right > _GAP * max(before.box.height, after.box.height)
        # dotted leaders between them were printed there to be filled in
        and before.text[-1:] not in "._…"
        for before, after in pairwise(words)
    )


def without_heading(
    document_type: DocumentType, hits: Mapping[str, Hit], barriers: Collection[Hit]
) -> frozenset[str]:
    """Return the fields with a label that other persons have too, where their own name is missing.

    “Dân tộc” stands once for each; which is whose only the label of the name before it says.
    """
    ruled = [rule for rule in document_type.fields if by_label(rule)]
    owners = Counter(key for rule in ruled for key in {compact(one) for one in rule.labels})
    # “Họ và tên” is much like “Họ và tên vợ”, and says nothing of whose name it is
    found = {hit.label for hit in barriers if hit.likeness >= _NAMES_WHOM}
    several = sum(rule.reads is Reads.NAME for rule in ruled) > 1
    unsafe: set[str] = set()
    head: FieldRule | None = None
    for rule in ruled:
        hit = hits.get(rule.name)
        asked = {hit.label} if hit is not None else {compact(label) for label in rule.labels}
        if any(owners[label] == 1 for label in asked):
            head = rule
            if several and rule.reads is Reads.NAME and hit and hit.likeness < _NAMES_WHOM:
                unsafe.add(rule.name)
        elif rule.section:
            own = next((one for one in ruled if rule.section in one.labels), None)
            wordings = (rule.section,) if own is None else own.labels
            if found.isdisjoint(compact(one) for one in wordings):
                unsafe.add(rule.name)
        elif head is not None and head.reads is Reads.NAME and head.name not in hits:
            unsafe.add(rule.name)
    return frozenset(unsafe)


def below_the_day(
    document_type: DocumentType, hits: Mapping[str, Hit], paper: Paper
) -> frozenset[str]:
    """Return the fields whose label stands below the day over the signatures.

    There whoever signs gives a name and a number: “Người yêu cầu / Họ và tên: LÊ VĂN HÙNG”. How
    many copies are asked for stands there too. The day of a letterhead has the labels below it.
    """
    numbers = range(len(paper.rows) - 1, -1, -1)
    day = next((number for number in numbers if dateline([paper.rows[number]])), len(paper.rows))
    below = {name for name, hit in hits.items() if hit.row > day}
    if 2 * len(below) > len(hits):
        return frozenset()
    counted = {rule.name for rule in document_type.fields if rule.reads is Reads.NUMBER}
    return frozenset(below - counted)


def around_labels(
    document_type: DocumentType,
    hits: Mapping[str, Hit],
    values: Mapping[str, Lines],
    paper: Paper,
) -> frozenset[str]:
    """Return the fields that may hold what only stands near their label, or but a part of it.

    That is a heading in capitals below a label with nothing behind it, “Hồ sơ kèm theo: ……” above
    “XÁC NHẬN CỦA ĐƠN VỊ”, and the second line of a value whose first stands above its label.
    """
    taken = {(p.page_id, p.printed) for lines in values.values() for line in lines for p in line}
    found = set()
    for rule in document_type.fields:
        hit, lines = hits.get(rule.name), values.get(rule.name, ())
        if hit is None or not lines:
            continue
        first = lines[0][0]
        row, _ = paper.places[first.page_id, first.printed]
        number = paper.number_of(row)
        if number > hit.row and rule.reads is Reads.TEXT and is_capitals(joined(lines[0])):
            found.add(rule.name)
        if 0 < number == hit.row and row.cell is None:
            above = paper.rows[number - 1]
            begun = (above.first.page_id, above.first.printed) not in taken
            if begun and _hangs(above, row, hit, first):
                found.add(rule.name)
    return frozenset(found)


def _hangs(above: Row, row: Row, hit: Hit, value: Piece) -> bool:
    """Return whether a row begins where the value below it does, right of that value's label."""
    begins = above.first.box.left
    return (
        above.first.page_id == value.page_id
        and begins > row.pieces[hit.end - 1].box.right
        and abs(begins - value.box.left) < row.height
        and row.box.top - above.box.bottom < row.height
    )


def behind_strangers(
    document_type: DocumentType,
    hits: Mapping[str, Hit],
    barriers: Collection[Hit],
    values: Mapping[str, Lines],
    paper: Paper,
) -> frozenset[str]:
    """Return the personal data that stand behind a person whom no field is asked for.

    “Người được ủy quyền nộp: TRẦN THỊ LAN / Số CCCD: 051195007434”: the number is hers.
    """
    known = {(hit.row, hit.start) for hit in barriers}
    names = {rule.name for rule in document_type.fields if rule.reads is Reads.NAME}
    heads = sorted((hit.row, hit.start) for name, hit in hits.items() if name in names)
    taken = {(p.page_id, p.printed) for lines in values.values() for line in lines for p in line}
    strangers = [
        place
        for place, name in _strangers(paper)
        if place not in known and (name.page_id, name.printed) not in taken
    ]
    if any(_asks_for_name(place, paper, document_type) for place in strangers):
        # whose name stands behind which of like labels is not told: no one's data are sure
        return frozenset(
            rule.name
            for rule in document_type.fields
            if rule.name in hits and (_is_personal(rule) or rule.reads is Reads.NAME)
        )
    found = set()
    for rule in document_type.fields:
        hit = hits.get(rule.name)
        if hit is None or not _is_personal(rule):
            continue
        here = (hit.row, hit.start)
        head = max((one for one in heads if one <= here), default=(-1, 0))
        if any(head < one < here for one in strangers):
            found.add(rule.name)
    return frozenset(found)


def _is_personal(rule: FieldRule) -> bool:
    return rule.reads in _PERSONAL or _IDENTITY_PAPER in rule.checks


def _asks_for_name(place: tuple[int, int], paper: Paper, document_type: DocumentType) -> bool:
    """Return whether the label there is one of a name that fields of the kind have."""
    row, start = place
    said = ""
    for piece in paper.rows[row].pieces[start:]:
        said += piece.key
        if piece.text.endswith(":"):
            break
    wordings = {
        compact(label)
        for rule in document_type.fields
        if rule.reads is Reads.NAME
        for label in rule.labels
    }
    return any(said.endswith(one) for one in (*wordings, *map(compact, BARE_NAMES)))


def beside_or_below_others(
    hits: Mapping[str, Hit], values: Mapping[str, Lines], paper: Paper
) -> frozenset[str]:
    """Return the fields that only a heading, or the place below two labels, gives their value."""
    return _behind_wordings(hits, paper) | _below_neighbours(hits, values, paper)


def _behind_wordings(hits: Mapping[str, Hit], paper: Paper) -> frozenset[str]:
    """Return the fields whose label only a heading above made one of the definition's."""
    return frozenset(
        name
        for name, hit in hits.items()
        if any(" " in one.text for one in paper.rows[hit.row].pieces[hit.start : hit.end])
    )


def _below_neighbours(
    hits: Mapping[str, Hit], values: Mapping[str, Lines], paper: Paper
) -> frozenset[str]:
    """Return the fields whose value stands below a label with another one right beside it.

    Where one column ends and the next begins is not told there.
    """
    begins = {(hit.row, hit.start) for hit in hits.values()}
    found = set()
    for name, hit in hits.items():
        lines = values.get(name, ())
        if not lines or ((hit.row, hit.end) not in begins and hit.start == 0):
            continue
        first = lines[0][0]
        row, _ = paper.places[first.page_id, first.printed]
        if paper.number_of(row) > hit.row:
            found.add(name)
    return frozenset(found)


def _strangers(paper: Paper) -> Iterator[tuple[tuple[int, int], Piece]]:
    """Yield where labels stand that a person is named behind, and the first word of the name."""
    for number, row in enumerate(paper.rows):
        start = 0
        for place, piece in enumerate(row.pieces):
            if not piece.text.endswith(":"):
                continue
            if _names_person(row.pieces[place + 1 :]):
                yield (number, start), row.pieces[place + 1]
            start = place + 1


def _names_person(pieces: Sequence[Piece]) -> bool:
    """Return whether words begin with a name: a family's, then one of a person's own."""
    words = [piece.text.rstrip(",.;") for piece in pieces[:_NAMED]]
    if words and compact(words[0]) in _TITLES:
        words = words[1:]
    if len(words) < 2 or words[0].lower() not in shipped_rules().family_names:
        return False
    return words[1][:1].isupper() and words[1].isalpha()
