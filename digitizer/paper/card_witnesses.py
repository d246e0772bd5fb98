"""Puts the four witnesses of a card side by side: QR, print, machine-readable zone, number.

Front and back are two papers to sorting and one card here. Where one witness says something else,
it is named; where as much speaks for one value as for another, nobody is believed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digitizer.catalogue import Rules
from digitizer.model.doctype import DocumentType
from digitizer.model.field import (
    Evidence,
    FieldReading,
    Finding,
    Method,
    Severity,
    Source,
    Testimony,
)
from digitizer.model.witness import Binding, CardWitnesses, Fact
from digitizer.paper.judging import FieldLike
from digitizer.paper.witnesses import Witness, witnesses_of
from digitizer.vietnamese import compact, is_full_date, parse_personal_number, same_text, similar
from ocr.model import PageText

NUMBER, NAME, BIRTH, SEX = "personal_id", "full_name", "birth_date", "sex"
# facts in the order a card has them, with their place in the QR and their part of the zone
_FACTS = {
    NUMBER: (0, "personal_id"),
    NAME: (2, "name"),
    BIRTH: (3, "birth_date"),
    SEX: (4, "sex"),
    "nationality": (-1, "nationality"),
    "residence": (5, ""),
    "issue_date": (6, ""),
    "expiry_date": (-1, "expiry_date"),
}
_EXACT_FACTS = {NUMBER, BIRTH, SEX, "issue_date", "expiry_date"}
# codes are made by a machine and checked by another; print is misread, a number tells a part
_WEIGHTS = {Source.QR: 2, Source.MRZ: 2, Source.PRINT: 1, Source.NUMBER: 1}
_ORDER = list(_WEIGHTS)
_STILL_SAME = 0.75
# letters of a name that fit into a zone (ICAO 9303-5: 30 places, two of them fillers)
_ZONE_NAME = 24
_ONE_CARD = 2
"""Digits in which the numbers of two sides may differ when one follows the other."""


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a card: a document with its words and what was read on it."""

    document_id: int
    document_type: DocumentType
    pages: tuple[tuple[int, PageText], ...]
    readings: tuple[FieldReading, ...]


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person whom another paper of the dossier names, in a role."""

    document_id: int
    role: str
    personal_id: str
    name: str = ""
    birth_date: str = ""
    """A whole date, or only the year."""


def is_card(document_type: DocumentType) -> bool:
    """Return whether papers of the type carry codes that repeat their print."""
    return any(rule.qr >= 0 or rule.mrz for rule in document_type.fields)


def card_witnesses(sides: Sequence[Side], rules: Rules) -> tuple[CardWitnesses, ...]:
    """Return every card with its facts; a side without its other side is a card by itself."""
    told = [(side, _testimonies(side)) for side in sides if is_card(side.document_type)]
    cards = []
    for group in _together(told):
        said: dict[str, list[Testimony]] = {}
        for _, one in group:
            for fact, testimonies in one.items():
                said.setdefault(fact, []).extend(testimonies)
        documents = tuple(side.document_id for side, _ in group)
        cards.append(CardWitnesses(documents, _facts(said, rules)))
    return tuple(cards)


def _testimonies(side: Side) -> dict[str, list[Testimony]]:
    """Return by fact what print and codes of one side say."""
    told: dict[str, list[Testimony]] = {}
    codes = [one for page_id, text in side.pages for one in witnesses_of(page_id, text)]
    for fact, (position, part) in _FACTS.items():
        for code in codes:
            source = Source.QR if code.method is Method.QR else Source.MRZ
            value = code.by_position.get(position, "") or code.by_part.get(part, "")
            if value and part not in code.doubtful:
                told.setdefault(fact, []).append(_testimony(source, value, code, side.document_id))
    for reading in side.readings:
        if reading.name not in _FACTS:
            continue
        printed = [one for one in reading.said if one.source is Source.PRINT]
        if not printed and reading.value and reading.method in (Method.OCR, Method.TEXT_LAYER):
            printed = [Testimony(Source.PRINT, reading.value, reading.evidence)]
        told.setdefault(reading.name, []).extend(
            replace(one, document_id=side.document_id) for one in printed
        )
    return told


def _testimony(source: Source, value: str, code: Witness, document_id: int) -> Testimony:
    box = code.box
    at = Evidence(code.page_id, box.left, box.top, box.right, box.bottom)
    return Testimony(source, value, (at,), document_id)


_Told = tuple[Side, Mapping[str, Sequence[Testimony]]]


def _together(told: Sequence[_Told]) -> Iterator[list[_Told]]:
    """Yield the sides card by card: those with one number, or that follow each other and fit."""
    cards: list[list[_Told]] = []
    left = list(told)
    while left:
        card = [left.pop(0)]
        own = _number(card[0][1])
        others = [one for one in left if not _kinds(card[0]) & _kinds(one)]
        same = [one for one in others if own and _number(one[1]) == own]
        # a side whose number was misread, or not read, follows the other one at once
        numbers = {_number(one[1]) for one in told if one is not card[0]}
        near = [one for one in others[:1] if left[0] is one and _may_be(own, one, numbers)]
        for one in (same or near)[:1]:
            card.append(one)
            left.remove(one)
        cards.append(card)
    yield from cards


def _may_be(own: str, other: _Told, numbers: Collection[str]) -> bool:
    """Return whether the side may be of the card of that number, misread by a digit or two."""
    number = _number(other[1])
    if not own or not number:
        return True
    # a number that some third side prints as well was not misread
    return own not in numbers and _apart(own, number) <= _ONE_CARD


def _kinds(one: _Told) -> set[str]:
    return {one[0].document_type.code}


def _number(said: Mapping[str, Sequence[Testimony]]) -> str:
    ordered = sorted(said.get(NUMBER, ()), key=lambda one: _ORDER.index(one.source))
    return next((one.value for one in ordered if parse_personal_number(one.value)), "")


def _apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))


def _facts(said: Mapping[str, Sequence[Testimony]], rules: Rules) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    number = ""
    for name in _FACTS:
        own = [one for one in said.get(name, ()) if one.value]
        if name == NUMBER:
            fact = _weighed(name, own)
            number = fact.value
            person = parse_personal_number(number)
            known = person is not None and rules.knows_place(person.place)
            if own:
                # every well-formed number has such a structure, so it decides between none of them
                structure = Testimony(Source.NUMBER, number if known else "")
                against = () if known else (Source.NUMBER,)
                fact = replace(
                    fact, said=(*fact.said, structure), dissenters=(*fact.dissenters, *against)
                )
        else:
            fact = _weighed(name, [*own, *_by_number(name, number)])
        if own:
            facts.append(fact)
    return tuple(facts)


def _by_number(name: str, number: str) -> list[Testimony]:
    person = parse_personal_number(number)
    if person is None:
        return []
    if name == SEX:
        return [Testimony(Source.NUMBER, person.sex)]
    return [Testimony(Source.NUMBER, str(person.birth_year))] if name == BIRTH else []


def _weighed(name: str, said: Sequence[Testimony]) -> Fact:
    """Return the fact with the value that most weight speaks for, and who says otherwise."""
    ordered = sorted(said, key=lambda one: _ORDER.index(one.source))
    weights = [
        sum(_WEIGHTS[other.source] for other in ordered if _agree(name, one, other))
        for one in ordered
        if one.source is not Source.NUMBER
    ]
    if not weights:
        return Fact(name, tuple(ordered), "")
    best = max(weights)
    chosen = ordered[weights.index(best)]
    rivals = [
        one
        for one, weight in zip(ordered, weights, strict=False)
        if weight == best and not _agree(name, chosen, one)
    ]
    against = [one for one in ordered if not _agree(name, chosen, one)]
    unmarked = name == NAME and chosen.source is Source.MRZ
    if unmarked:
        # a zone has no marks: it bears a name out, and gives none
        marked = [one for one in ordered if one.source is not Source.MRZ]
        chosen = next((one for one in marked if one.value and _agree(name, chosen, one)), chosen)
    if rivals:
        against = ordered
    return Fact(
        name=name,
        said=tuple(ordered),
        value=chosen.value,
        dissenters=tuple(dict.fromkeys(one.source for one in against)),
        settled=not rivals and not (unmarked and chosen.source is Source.MRZ),
    )


def _agree(name: str, one: Testimony, other: Testimony) -> bool:
    """Return whether two witnesses say the same, as far as each can say it."""
    first, second = one.value, other.value
    if not first or not second:
        return first == second
    if name == BIRTH and Source.NUMBER in (one.source, other.source):
        return first[:4] == second[:4]
    if name == NAME and Source.MRZ in (one.source, other.source):
        # a zone holds no marks, and only as many letters as it has room for
        length = _ZONE_NAME
        return compact(first)[:length] == compact(second)[:length]
    if name in _EXACT_FACTS:
        return first == second
    return same_text(first, second) or similar(first, second) >= _STILL_SAME


def named_persons(
    document_id: int, document_type: DocumentType, values: Sequence[FieldLike]
) -> tuple[NamedPerson, ...]:
    """Return the persons that a paper names, in the order of its definition."""
    said = {one.name: one.value for one in values}
    persons = (
        NamedPerson(
            document_id,
            rule.role,
            said.get(rule.personal_id, ""),
            said.get(rule.name, ""),
            said.get(rule.birth_date, ""),
        )
        for rule in document_type.persons
    )
    return tuple(one for one in persons if one.personal_id or one.name)


def bound(
    cards: Sequence[CardWitnesses], persons: Sequence[NamedPerson]
) -> tuple[CardWitnesses, ...]:
    """Return the cards, each bound to one role at most; no role has two cards.

    A number tells a person before a name and birth date do. Where one person has two roles on a
    paper (the mother who declares), the one the definition names first is the card's.
    """
    found: dict[int, Binding] = {}
    taken: set[tuple[int, str]] = set()
    for by in ("number", "name and birth"):
        for place, card in enumerate(cards):
            if place in found:
                continue
            fitting = [
                person
                for person in persons
                if (person.document_id, person.role) not in taken
                and person.document_id not in card.document_ids
                and _is_of(card, person, by)
            ]
            if fitting:
                person = fitting[0]
                found[place] = Binding(person.document_id, person.role, by)
                taken.add((person.document_id, person.role))
    return tuple(replace(card, binding=found.get(place)) for place, card in enumerate(cards))


def _is_of(card: CardWitnesses, person: NamedPerson, by: str) -> bool:
    number = _value(card, NUMBER)
    if by == "number":
        return bool(number) and person.personal_id == number
    name, born = _value(card, NAME), _value(card, BIRTH)
    same_birth = bool(person.birth_date) and person.birth_date in (born, born[:4])
    return (
        not person.personal_id
        and bool(name)
        and compact(name) == compact(person.name)
        and is_full_date(born)
        and same_birth
    )


def _value(card: CardWitnesses, name: str) -> str:
    fact = card.fact(name)
    return fact.value if fact is not None and fact.settled else ""


def findings_of(
    cards: Sequence[CardWitnesses], titles: Mapping[tuple[int, str], str]
) -> tuple[Finding, ...]:
    """Return a finding for every fact on which a card's witnesses disagree, the dissenter named.

    ``titles`` gives the office's words for a field of a document.
    """
    findings = []
    for card in cards:
        for fact in card.facts:
            if not fact.dissenters:
                continue
            against = [one for one in fact.said if one.source in fact.dissenters]
            if fact.settled:
                against = [one for one in against if one.value != fact.value]
            document = next(
                (d for d in card.document_ids if (d, fact.name) in titles), card.document_ids[0]
            )
            findings.append(
                Finding(
                    _code(fact),
                    Severity.WARNING,
                    (fact.name,) if (document, fact.name) in titles else (),
                    document,
                    {
                        "field": titles.get((document, fact.name), fact.name),
                        "value": fact.value,
                        "other": "; ".join(dict.fromkeys(one.value for one in against)),
                    },
                )
            )
    return tuple(findings)


def _code(fact: Fact) -> str:
    """Return the code of the sentence that names the one dissenter."""
    alone = fact.settled and len(fact.dissenters) == 1
    return f"card-dissent-{fact.dissenters[0].value}" if alone else "card-witnesses-undecided"
