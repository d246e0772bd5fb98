"""A document type while it is designed: changed copy by copy, never in place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from digitizer.catalogue.writing import as_toml, read_definition
from digitizer.model.doctype import DocumentType, FieldRule, Place
from digitizer.paper.labels import first_hit
from digitizer.paper.layout import Piece, Sheet, sheet_of, upright
from digitizer.vietnamese import fold
from ocr.model import Box, PageText, Word

_EDGE = " :;.,…_-–"
_NUMBERING = re.compile(r"^(?:\[?\d{1,2}\]?[.)]|\[\d{1,2}\]\.?|[a-zđ]\)|[-–+•])\s*")
_NUMBER = re.compile(r"\[?\d{1,2}\]?[.)]|\[\d{1,2}\]\.?")
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_DIGITS = 4


def new_kind(number: int) -> DocumentType:
    """Return an empty type to begin with."""
    name = f"Loại giấy tờ mới {number}"
    return DocumentType(
        code=f"own_type_{number}",
        name=name,
        titles=(name.upper(),),
        anchors=(),
        fields=(),
        legal_source="Quy định của cơ quan",
        effective_from=date(2025, 7, 1),
    )


def checked(kind: DocumentType) -> DocumentType:
    """Return the type as it would load from its file; raises DefinitionError."""
    return replace(read_definition(as_toml(kind), f"{kind.code}.toml"), basis=f"{kind.code} draft")


def with_new_field(kind: DocumentType, labels: Sequence[str] = ()) -> tuple[DocumentType, int]:
    """Return the type with one more field at its end, and the place of that field."""
    title = labels[0] if labels else f"Trường mới {len(kind.fields) + 1}"
    rule = FieldRule(_free_name(kind, title), title, tuple(labels) or (title,))
    return replace(kind, fields=(*kind.fields, rule)), len(kind.fields)


def _free_name(kind: DocumentType, title: str) -> str:
    stem = _NOT_NAME.sub("_", fold(title)).strip("_")[:40] or "field"
    stem = stem if stem[0].isalpha() else f"f_{stem}"
    taken = {rule.name for rule in kind.fields}
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}_{number}", number + 1
    return name


def with_rule(kind: DocumentType, place: int, rule: FieldRule) -> DocumentType:
    """Return the type with another rule at a place; persons and checks follow a new name."""
    old = kind.fields[place].name
    fields = tuple(rule if n == place else one for n, one in enumerate(kind.fields))
    if old == rule.name:
        return replace(kind, fields=fields)
    renamed = tuple(
        replace(one, checks=tuple(_renamed(check, old, rule.name) for check in one.checks))
        for one in fields
    )
    persons = tuple(
        replace(
            one,
            **{
                part: rule.name
                for part in ("name", "personal_id", "birth_date", "sex")
                if getattr(one, part) == old
            },
        )
        for one in kind.persons
    )
    named = tuple(rule.name if one == old else one for one in kind.person_fields)
    return replace(kind, fields=renamed, persons=persons, person_fields=named)


def _renamed(check: str, old: str, new: str) -> str:
    head, colon, other = check.partition(":")
    return f"{head}{colon}{new}" if other == old else check


def without_field(kind: DocumentType, place: int) -> DocumentType:
    """Return the type without a field, and without what names it elsewhere."""
    gone = kind.fields[place].name
    fields = tuple(
        replace(one, checks=tuple(c for c in one.checks if c.partition(":")[2] != gone))
        for n, one in enumerate(kind.fields)
        if n != place
    )
    persons = tuple(
        replace(
            one,
            **{
                part: ""
                for part in ("personal_id", "birth_date", "sex")
                if getattr(one, part) == gone
            },
        )
        for one in kind.persons
        if one.name != gone
    )
    named = tuple(one for one in kind.person_fields if one != gone)
    return replace(kind, fields=fields, persons=persons, person_fields=named)


def moved(kind: DocumentType, place: int, step: int) -> DocumentType:
    """Return the type with a field one place further up or down: order tells blocks apart."""
    other = place + step
    if not 0 <= other < len(kind.fields):
        return kind
    fields = list(kind.fields)
    fields[place], fields[other] = fields[other], fields[place]
    return replace(kind, fields=tuple(fields))


def label_at(text: PageText, word: Word) -> str:
    """Return the printed label that a word belongs to: up to its colon, without its number."""
    for row in sheet_of(0, text).rows:
        for part in row.segments():
            pieces = list(part.pieces)
            at = next((n for n, one in enumerate(pieces) if _is(one, word)), None)
            if at is not None:
                return _trimmed(" ".join(one.text for one in _label_around(pieces, at)))
    return _trimmed(word.text)


def _is(piece: Piece, word: Word) -> bool:
    middle = (piece.printed.top + piece.printed.bottom) / 2
    across = (piece.printed.left + piece.printed.right) / 2
    return (
        word.box.left - 1 <= across <= word.box.right + 1
        and word.box.top - 1 <= middle <= word.box.bottom + 1
    )


def _label_around(pieces: list[Piece], at: int) -> list[Piece]:
    start = at
    while (
        start > 0
        and not pieces[start - 1].text.endswith(":")
        and not _NUMBER.fullmatch(pieces[start].text)
    ):
        start -= 1
    end = at
    while end < len(pieces) - 1 and not pieces[end].text.endswith(":"):
        end += 1
    return pieces[start : end + 1]


def _trimmed(text: str) -> str:
    return _NUMBERING.sub("", text.strip()).strip(_EDGE)


def with_zone(
    rule: FieldRule, text: PageText, drawn: Box, *, anchored: bool, page: int = 1
) -> FieldRule:
    """Return the rule that reads what stands in a drawn box, beside its label where asked."""
    sheet = sheet_of(0, text)
    box = upright(drawn, text)
    left, top, anchor = 0.0, 0.0, ""
    if anchored and rule.labels:
        corner = _corner(sheet, rule.labels)
        if corner is not None:
            (left, top), anchor = corner, rule.labels[0]
    zone = (
        round((box.left - left) / sheet.width, _DIGITS),
        round((box.top - top) / sheet.height, _DIGITS),
        round((box.right - left) / sheet.width, _DIGITS),
        round((box.bottom - top) / sheet.height, _DIGITS),
    )
    return replace(
        rule,
        place=Place.ZONE,
        zone=zone,
        zone_page=1 if anchor else page,
        anchor=anchor,
        lines=max(rule.lines, 1),
    )


def _corner(sheet: Sheet, labels: Sequence[str]) -> tuple[float, float] | None:
    for row in sheet.rows:
        hit = first_hit(0, row, labels)
        if hit is not None:
            box = row.pieces[hit.start].box
            return box.left, box.top
    return None
