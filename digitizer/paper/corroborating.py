"""Lets the exact code on one paper vouch for what another paper of the dossier prints.

A number read off a form may be misread; when it is digit for digit the number in the code of a
card in the same dossier, nobody needs to look at it again. The same goes for the name, birth date
and sex of that person. Nothing is ever changed or filled in this way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from digitizer.catalogue import Rules, shipped_rules
from digitizer.model.doctype import DocumentType, PersonRule
from digitizer.model.field import FieldReading, Method
from digitizer.paper.judging import judge
from digitizer.vietnamese import collapse, is_full_date, parse_personal_number

EXACT = frozenset({Method.QR, Method.MRZ})
"""How values are read that may vouch for print elsewhere."""
_PRINTED = {Method.OCR, Method.TEXT_LAYER}


class ValueLike(Protocol):
    """What is needed of a reading or of a stored value."""

    @property
    def name(self) -> str:
        """Name of the field."""

    @property
    def value(self) -> str:
        """Value in stored form."""

    @property
    def method(self) -> Method:
        """Where the value came from."""

    @property
    def sure(self) -> bool:
        """Whether it was taken without a look."""


@dataclass(frozen=True, slots=True)
class ExactPerson:
    """What the code on one paper says of its holder; what it does not say is empty."""

    document_id: int
    method: Method
    personal_id: str
    name: str = ""
    birth_date: str = ""
    sex: str = ""


def exact_persons(
    document_id: int, document_type: DocumentType, values: Sequence[ValueLike]
) -> tuple[ExactPerson, ...]:
    """Return the persons of whom a code on the paper speaks undisputed."""
    exact = {one.name: one for one in values if one.method in EXACT and one.sure}
    persons = []
    for rule in document_type.persons:
        number = exact.get(rule.personal_id)
        if number is None or parse_personal_number(number.value) is None:
            continue
        said = {
            part: exact[field].value
            for part, field in (("name", rule.name), ("birth", rule.birth_date), ("sex", rule.sex))
            if field in exact
        }
        persons.append(
            ExactPerson(
                document_id=document_id,
                method=number.method,
                personal_id=number.value,
                name=said.get("name", ""),
                birth_date=said.get("birth", ""),
                sex=said.get("sex", ""),
            )
        )
    return tuple(persons)


def corroborated(
    document_type: DocumentType,
    readings: Sequence[FieldReading],
    persons: Sequence[ExactPerson],
    rules: Rules | None = None,
) -> tuple[FieldReading, ...]:
    """Return the readings, sure where the code of another paper says the same of that person."""
    known = shipped_rules() if rules is None else rules
    suspect = {name for finding in judge(document_type, readings, known) for name in finding.fields}
    vouched: dict[str, ExactPerson] = {}
    values = {one.name: one.value for one in readings}
    for rule in document_type.persons:
        for person in persons:
            for name in _agreeing(rule, values, person):
                vouched.setdefault(name, person)
    return tuple(
        _vouched(one, vouched[one.name])
        if one.name in vouched and one.name not in suspect and _may_be_vouched(one)
        else one
        for one in readings
    )


def _may_be_vouched(reading: FieldReading) -> bool:
    return reading.method in _PRINTED and not reading.sure


def _vouched(reading: FieldReading, person: ExactPerson) -> FieldReading:
    basis = f"{reading.basis} · same as {person.method.value} of document {person.document_id}"
    return replace(reading, sure=True, basis=basis)


def _agreeing(rule: PersonRule, values: dict[str, str], person: ExactPerson) -> Iterator[str]:
    """Yield the person's fields that say what the code says.

    The number alone tells a person; a name does so together with the birth date or year.
    """
    number = values.get(rule.personal_id, "")
    same_number = bool(number) and number == person.personal_id
    if number and not same_number:
        return
    same_name = _same_name(values.get(rule.name, ""), person.name)
    same_birth = _same_birth(values.get(rule.birth_date, ""), person.birth_date)
    if not same_number and not (same_name and same_birth):
        return
    same_sex = bool(person.sex) and values.get(rule.sex) == person.sex
    agreed = (
        (rule.personal_id, same_number),
        (rule.name, same_name),
        (rule.birth_date, same_birth),
        (rule.sex, same_sex),
    )
    yield from (field for field, same in agreed if same)


def _same_name(printed: str, exact: str) -> bool:
    """Return whether the names are letter for letter the same, but for capitals."""
    return bool(exact) and collapse(printed).upper() == collapse(exact).upper()


def _same_birth(printed: str, exact: str) -> bool:
    """Return whether a date is the same, or a year printed alone is the year."""
    if not is_full_date(exact):
        return False
    return printed in (exact, exact[:4])
