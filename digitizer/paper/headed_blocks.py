"""Blocks about one person below a heading that names her, with labels that do not.

    II. Người được khai sinh               Mẹ: LỶ NHÌ MÚI, sinh năm 1948
    Họ, chữ đệm, tên: TRỊNH NGỌC AN NHIÊN  Người yêu cầu: K'Să Ha Brông

“Họ, chữ đệm, tên” alone does not say whose name it is. It is read as the wording of the definition,
“Họ, chữ đệm, tên người mẹ”, where a heading directly above says the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from digitizer.model.doctype import DocumentType, FieldRule, Reads
from digitizer.paper.assigning import by_label
from digitizer.paper.going_on import NUMBERING
from digitizer.paper.layout import Piece, Row
from digitizer.vietnamese import compact

BARE_NAMES = (
    "Họ, chữ đệm, tên khai sinh",
    "Họ, chữ đệm và tên khai sinh",
    "Họ, chữ đệm và tên",
    "Họ, chữ đệm, tên",
    "Họ và tên",
    "Họ tên",
)
"""Labels of a name that do not say whose it is; the longer of two that begin alike stands first."""
_BEFORE = (
    "phankhaive",
    "phanghive",
    "phanthongtinve",
    "thongtinve",
    "thongtincua",
    "thongtin",
    "khaive",
    "phan",
    "ve",
)
"""What a heading may say before the person it names, longest first."""
_ALIKE = 0.88
_SHORT = 8
"""Letters of a heading below which none may be misread: “Cha” is “Chủ” with two.

Nor is one so short a heading where the label above waits for a value.
"""


@dataclass(frozen=True, slots=True)
class _Block:
    """How the fields of one person are found, and the headings that name her."""

    whom: tuple[str, ...]
    """Bare letters of the headings."""
    section: str
    """The wording below which the definition looks for them; empty where their name tells."""
    name: str
    """The wording of the label of her name."""


def with_wordings(document_type: DocumentType, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows with headings and labels below them in the wordings of the definition."""
    blocks = _blocks(document_type.fields, document_type.headings)
    if not blocks:
        return tuple(rows)
    kept: list[Row] = []
    waiting: _Block | None = None
    for row in rows:
        found = None if _is_value(row, kept[-1:]) else _named(row, blocks)
        if found is not None:
            block, start, end = found
            if end == len(row.pieces):
                waiting = block
                kept.append(_worded(row, block.section, 0, end) if block.section else row)
            else:
                kept += _begun(row, block, start, end)
                waiting = None
            continue
        end = 0 if waiting is None else _bare_label(row)
        kept.append(_worded(row, f"{waiting.name}:", 0, end) if waiting and end else row)
        if not row.text.startswith("("):
            # below anything but a note it may be another's, whom no heading names
            waiting = None
    return tuple(kept)


def headings_of(document_type: DocumentType, section: str) -> tuple[str, ...]:
    """Return further headings of a block, as the definition tells them."""
    return next((one[1:] for one in document_type.headings if one[0] == section), ())


@lru_cache(maxsize=256)
def _blocks(fields: Sequence[FieldRule], headings: Sequence[Sequence[str]]) -> tuple[_Block, ...]:
    told = {one[0]: one[1:] for one in headings}
    names = [rule for rule in fields if rule.reads is Reads.NAME and by_label(rule)]
    found = []
    for rule in names:
        if rule.section in told:
            wordings = tuple(map(compact, told[rule.section]))
            found.append(_Block(wordings, rule.section, rule.labels[0]))
        own = [whom for label in rule.labels if (whom := _whom(label))]
        own += [one for label in rule.labels for one in told.get(label, ())]
        if own:
            whole = next((label for label in rule.labels if _whom(label)), rule.labels[0])
            found.append(_Block(tuple(map(compact, own)), "", whole))
    return tuple(found)


def _whom(label: str) -> str:
    """Return whose name a label asks for: “người mẹ” of “Họ, chữ đệm, tên người mẹ”."""
    bare = next((one for one in BARE_NAMES if label.startswith(f"{one} ")), None)
    if bare is None or label in BARE_NAMES:
        return ""
    rest = label.removeprefix(bare).strip()
    # “(ghi bằng chữ in hoa)” is nobody
    return "" if rest.startswith("(") else rest


def _named(row: Row, blocks: Sequence[_Block]) -> tuple[_Block, int, int] | None:
    """Return the block whose heading begins the row, and where the heading begins and ends.

    It is all of the row, or a colon ends it and a name stands behind.
    """
    start = _behind_number(row.pieces)
    colon = next((n for n, one in enumerate(row.pieces) if one.text.endswith(":")), None)
    ends = (len(row.pieces), *([] if colon is None else [colon + 1]))
    for end in dict.fromkeys(ends):
        said = "".join(piece.key for piece in row.pieces[start:end])
        behind = row.pieces[end:]
        if not said or (behind and not _may_be_name(behind)):
            continue
        block = next((one for one in blocks if _names(said, one)), None)
        if block is not None:
            return block, start, end
    return None


def _is_value(row: Row, above: Sequence[Row]) -> bool:
    """Return whether a word alone is the value of the label above: “Quan hệ với trẻ:”, “Mẹ”.

    In small letters it is the end of one.
    """
    alone = len(row.together) < _SHORT and ":" not in row.text
    asked = bool(above) and above[0].text.endswith(":") and not _bare_label(above[0])
    return alone and (asked or row.first.text[:1].islower())


def _names(said: str, block: _Block) -> bool:
    """Return whether a heading names the person of a block."""
    ways = [said, *(said.removeprefix(one) for one in _BEFORE if said.startswith(one))]
    return any(
        way == whom
        or (len(whom) >= _SHORT and Levenshtein.normalized_similarity(way, whom) >= _ALIKE)
        for way in ways
        for whom in block.whom
    )


def _behind_number(pieces: Sequence[Piece]) -> int:
    """Return behind which words the number of an item ends that begins a row."""
    start = 0
    while start < len(pieces) - 1 and (
        not pieces[start].key
        or NUMBERING.fullmatch(pieces[start].text)
        or (len(pieces[start].key) == 1 and pieces[start].text.endswith((".", ")")))
    ):
        start += 1
    return start


def _may_be_name(pieces: Sequence[Piece]) -> bool:
    """Return whether words begin with two capitals; a people's names begin with no known one."""
    words = [piece.text for piece in pieces if piece.key][:2]
    return bool(words) and all(word[:1].isupper() for word in words)


def _bare_label(row: Row) -> int:
    """Return behind which word the label of a name ends that begins a row, or 0."""
    start = _behind_number(row.pieces)
    said = ""
    best = 0
    for end in range(start, len(row.pieces)):
        said += row.pieces[end].key
        if any(_alike(said, one) for one in BARE_NAMES):
            best = end + 1
        if row.pieces[end].text.endswith(":"):
            break
    if best and best < len(row.pieces) and not row.pieces[best - 1].text.endswith(":"):
        # “Họ và tên người làm chứng: …” is another label
        return best if best == row.label else 0
    return best


def _alike(said: str, label: str) -> bool:
    return Levenshtein.normalized_similarity(said, compact(label)) >= _ALIKE


def _worded(row: Row, wording: str, start: int, end: int) -> Row:
    """Return the row with the definition's wording in place of words that say the same."""
    pieces = row.pieces[start:end]
    box, printed = pieces[0].box, pieces[0].printed
    for piece in pieces[1:]:
        box, printed = box.union(piece.box), printed.union(piece.printed)
    one = replace(pieces[0], text=wording, box=box, printed=printed, glued=False)
    label = row.label - (end - start) + 1 if row.label >= end else row.label
    return replace(row, pieces=(*row.pieces[:start], one, *row.pieces[end:]), label=label)


def _begun(row: Row, block: _Block, start: int, end: int) -> Iterator[Row]:
    """Yield the row of a heading with the name itself behind it."""
    if block.section:
        yield Row((_worded(row, block.section, 0, end).pieces[0],), row.column)
    yield _worded(row, f"{block.name}:", start, end)
