"""Finds what is not as it should be: in one paper, and between the papers of a dossier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from digitizer.catalogue import Rules, Units, locate, shipped_rules
from digitizer.model.doctype import DocumentType, Reads
from digitizer.model.document import Document
from digitizer.model.dossier import Owner
from digitizer.model.field import Absence, Finding
from digitizer.model.place import Located, Standing
from digitizer.paper.judging import FieldLike, error, judge, today, warning
from digitizer.vietnamese import is_full_date, same_text, similar

_MISREAD = 0.8
# fields that say when a paper was made or issued
_MADE = ("made_at_date", "issue_date", "registration_date", "date")


@dataclass(frozen=True, slots=True)
class _Person:
    """What one paper says of one person."""

    document_id: int
    paper: str
    name: str
    name_field: str
    personal_id: str
    id_field: str
    born: str
    birth_field: str
    declared: bool
    """Said by the citizen, not issued by an authority."""


def check_document(
    document_type: DocumentType,
    values: Sequence[FieldLike],
    *,
    document_id: int | None = None,
    rules: Rules | None = None,
    units: Units | None = None,
    on: date | None = None,
) -> tuple[Finding, ...]:
    """Return what is wrong with the values of one paper."""
    known = shipped_rules() if rules is None else rules
    findings = [*_missing(document_type, values), *judge(document_type, values, known, on)]
    if units is not None:
        findings += _asked_places(document_type, values, units, on)
    findings += _withdrawn(document_type, values, on)
    findings += _in_two_roles(document_type, values)
    findings += _unread_hand(document_type, values)
    return tuple(replace(finding, document_id=document_id) for finding in findings)


def _missing(document_type: DocumentType, values: Sequence[FieldLike]) -> Iterator[Finding]:
    """Yield the required fields that are empty and that nobody has said to be so on the paper."""
    by_name = {value.name: value for value in values}
    for rule in document_type.fields:
        found = by_name.get(rule.name)
        absence: Absence | None = getattr(found, "absence", None)
        if rule.required and absence is None and (found is None or not found.value):
            yield error("required-field-missing", rule.name, field=rule.title)


def _withdrawn(
    document_type: DocumentType, values: Sequence[FieldLike], on: date | None
) -> Iterator[Finding]:
    """Yield when a form was made or issued by a wording no longer in force on that day.

    A paper issued while its form was in force stays valid; where its day is not read, a form
    withdrawn by now wants a look.
    """
    last = document_type.effective_to
    if last is None:
        return
    made = [value for value in values if value.name in _MADE and is_full_date(value.value)]
    day = max((value.value for value in made), default=(on or today()).isoformat())
    if day > last.isoformat():
        fields = [value.name for value in made if value.value == day]
        yield warning(
            "form-withdrawn", *fields, paper=document_type.name, value=day, until=last.isoformat()
        )


def _unread_hand(document_type: DocumentType, values: Sequence[FieldLike]) -> Iterator[Finding]:
    """Yield the fields that are empty although their place on the page is known.

    Something is written there by hand, or blotted, that every reading takes for something else.
    """
    for value in values:
        rule = document_type.field(value.name)
        seen = getattr(value, "evidence", ())
        absence: Absence | None = getattr(value, "absence", None)
        if rule is not None and seen and not value.value and absence is None:
            yield warning("handwriting-unread", value.name, field=rule.title)


def _in_two_roles(document_type: DocumentType, values: Sequence[FieldLike]) -> Iterator[Finding]:
    """Yield when one number stands for two persons of different names on the same paper.

    A mother who declares stands there twice under one name; that is no contradiction.
    """
    said = {value.name: value.value for value in values}
    titles = {rule.name: rule.title for rule in document_type.fields}
    for place, one in enumerate(document_type.persons):
        for other in document_type.persons[place + 1 :]:
            number = said.get(one.personal_id, "")
            names = said.get(one.name, ""), said.get(other.name, "")
            if not number or number != said.get(other.personal_id, "") or not all(names):
                continue
            if not same_text(*names):
                yield error(
                    "card-in-two-roles",
                    one.personal_id,
                    other.personal_id,
                    paper=document_type.name,
                    value=number,
                    first=f"{titles[one.name]}: {names[0]}",
                    second=f"{titles[other.name]}: {names[1]}",
                )


def places(
    document_type: DocumentType,
    values: Sequence[FieldLike],
    units: Units,
    on: date | None = None,
) -> dict[str, Located]:
    """Return for every address of a paper where it lies today, by the name of its field."""
    addresses = {rule.name for rule in document_type.fields if rule.reads is Reads.ADDRESS}
    day = today() if on is None else on
    return {
        value.name: locate(units, value.value, day)
        for value in values
        if value.name in addresses and value.value
    }


def _asked_places(
    document_type: DocumentType, values: Sequence[FieldLike], units: Units, on: date | None
) -> Iterator[Finding]:
    """Yield a question for every address whose commune was divided among several."""
    for name, place in places(document_type, values, units, on).items():
        rule = document_type.field(name)
        if rule is not None and place.standing is Standing.AMBIGUOUS and place.candidates:
            yield warning(
                "place-divided",
                name,
                field=rule.title,
                value=place.printed,
                candidates="; ".join(place.candidates),
            )


Checked = tuple[Document, DocumentType, Sequence[FieldLike]]
"""A paper of a dossier, its type and its values."""


def check_dossier(
    papers: Sequence[Checked],
    *,
    owner: Owner | None = None,
    rules: Rules | None = None,
    units: Units | None = None,
    on: date | None = None,
) -> tuple[Finding, ...]:
    """Return what is wrong in each paper and where papers contradict each other or the owner."""
    findings: list[Finding] = []
    for document, document_type, values in papers:
        findings += check_document(
            document_type, values, document_id=document.id, rules=rules, units=units, on=on
        )
    persons = [person for paper in papers for person in _persons(*paper)]
    for position, one in enumerate(persons):
        for other in persons[position + 1 :]:
            findings += _compare(one, other)
    if owner is not None:
        findings += _owner(owner, persons)
    return tuple(_once(findings))


def _persons(
    document: Document, document_type: DocumentType, fields: Sequence[FieldLike]
) -> Iterator[_Person]:
    values = {field.name: field.value for field in fields}
    for rule in document_type.persons:
        person = _Person(
            document_id=document.id,
            paper=document_type.name,
            name=values.get(rule.name, ""),
            name_field=rule.name,
            personal_id=values.get(rule.personal_id, ""),
            id_field=rule.personal_id,
            born=values.get(rule.birth_date, ""),
            birth_field=rule.birth_date,
            declared=document_type.declared,
        )
        if person.name or person.personal_id:
            yield person


def _compare(one: _Person, other: _Person) -> Iterator[Finding]:
    if one.document_id == other.document_id:
        return
    if one.declared != other.declared:
        # whichever was taken in first, the declaration is what has to agree with the paper
        one, other = (one, other) if one.declared else (other, one)
    both_numbers = one.personal_id and other.personal_id
    if both_numbers and one.personal_id == other.personal_id:
        if one.name and other.name and not same_text(one.name, other.name):
            yield _between("name-mismatch-across-papers", one, other, "name")
        if _born_apart(one, other):
            yield _between("birth-date-mismatch-across-papers", one, other, "born")
    elif both_numbers and same_text(one.name, other.name) and _born_together(one, other):
        yield _between("personal-id-mismatch-across-papers", one, other, "personal_id")


def _born_apart(one: _Person, other: _Person) -> bool:
    length = min(len(one.born), len(other.born))
    return length > 0 and one.born[:length] != other.born[:length]


def _born_together(one: _Person, other: _Person) -> bool:
    """Return whether both papers give a birth date and it is the same."""
    return bool(one.born and other.born) and not _born_apart(one, other)


def _between(code: str, one: _Person, other: _Person, what: str) -> Finding:
    field = {"name": one.name_field, "born": one.birth_field, "personal_id": one.id_field}[what]
    shown = "personal_id" if what == "personal_id" else "name"
    first, second = getattr(one, shown), getattr(other, shown)
    finding = error if what == "personal_id" else warning
    if one.declared and not other.declared:
        code = "declaration-against-paper"
        first, second = getattr(one, what), getattr(other, what)
    said = finding(
        code,
        field or one.name_field,
        first_paper=one.paper,
        second_paper=other.paper,
        first=first,
        second=second,
    )
    return replace(said, document_id=one.document_id)


def _owner(owner: Owner, persons: Sequence[_Person]) -> Iterator[Finding]:
    """Yield when no paper speaks of the dossier's owner, or under another name."""
    same = [p for p in persons if owner.personal_id and p.personal_id == owner.personal_id]
    for person in same:
        if owner.name and person.name and not same_text(owner.name, person.name):
            said = warning(
                "owner-name-mismatch",
                person.name_field,
                paper=person.paper,
                value=person.name,
                owner=owner.name,
            )
            yield replace(said, document_id=person.document_id)
    numbered = [p for p in persons if p.personal_id]
    if owner.personal_id and numbered and not same:
        named = [p for p in numbered if owner.name and similar(p.name, owner.name) >= _MISREAD]
        for person in named:
            said = error(
                "owner-number-mismatch",
                person.id_field,
                paper=person.paper,
                value=person.personal_id,
                owner=owner.personal_id,
            )
            yield replace(said, document_id=person.document_id)


def _once(findings: Sequence[Finding]) -> list[Finding]:
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.code, finding.document_id, finding.fields), finding)
    return list(kept.values())
