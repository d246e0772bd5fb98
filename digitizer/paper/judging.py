"""The checks a document type asks for; reading uses them to doubt, checking to complain."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

from digitizer.catalogue import Rules
from digitizer.model.doctype import DocumentType, FieldRule, Reads
from digitizer.model.field import Finding, Method, Severity
from digitizer.paper.date_words import says_date
from digitizer.vietnamese import is_full_date, parse_personal_number
from digitizer.vietnamese.identifiers import (
    identity_number_fits,
    insurance_number_fits,
    says_sum,
    tax_code_fits,
)

VIETNAM = timezone(timedelta(hours=7))
# a date or the number of a street has fewer
SEX_MISMATCH = "personal-id-sex-mismatch"
_FEWEST_FIGURES = 6
_CODE_METHODS = {Method.QR, Method.MRZ}


class FieldLike(Protocol):
    """What a check needs of a reading or of a stored value."""

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
    def alternatives(self) -> tuple[str, ...]:
        """What other witnesses said."""


Values = dict[str, str]


def today() -> date:
    """Return today's date in Vietnam."""
    return datetime.now(VIETNAM).date()


def judge(
    document_type: DocumentType,
    values: Sequence[FieldLike],
    rules: Rules,
    on: date | None = None,
) -> list[Finding]:
    """Return what is wrong with the values of one paper, seen by itself."""
    day = today() if on is None else on
    by_name = {value.name: value.value for value in values}
    findings: list[Finding] = []
    for rule in document_type.fields:
        value = by_name.get(rule.name, "")
        if value:
            findings += _of_kind(rule, value, rules)
            for check in rule.checks:
                name, _, other = check.partition(":")
                findings += _CHECKS[name](rule, value, other, by_name, day)
    return _unique([*findings, *_disagreements(document_type, values)])


def _unique(findings: Sequence[Finding]) -> list[Finding]:
    kept: dict[tuple[str, frozenset[str]], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.code, frozenset(finding.fields)), finding)
    return list(kept.values())


def error(code: str, *fields: str, **details: str) -> Finding:
    """Return a finding that blocks."""
    return Finding(code, Severity.ERROR, fields, details=details)


def warning(code: str, *fields: str, **details: str) -> Finding:
    """Return a finding that wants a look."""
    return Finding(code, Severity.WARNING, fields, details=details)


def _of_kind(rule: FieldRule, value: str, rules: Rules) -> list[Finding]:
    """Return what is wrong with the value as one of its kind."""
    if rule.reads is Reads.PERSONAL_ID:
        number = parse_personal_number(value)
        if number is None or not rules.knows_place(number.place):
            return [error("personal-id-structure", rule.name, field=rule.title, value=value)]
    if rule.reads is Reads.DATE and not _is_date(value):
        return [error("date-impossible", rule.name, field=rule.title, value=value)]
    return []


def _is_date(value: str) -> bool:
    """Return whether the value is a whole date, or a known part of one."""
    if is_full_date(value):
        return True
    year, _, month = value.partition("-")
    whole_year = len(year) == 4 and year.isdigit()
    return whole_year and (not month or month in {f"{n:02d}" for n in range(1, 13)})


def _disagreements(document_type: DocumentType, values: Sequence[FieldLike]) -> list[Finding]:
    found = []
    for value in values:
        rule = document_type.field(value.name)
        if rule and value.method in _CODE_METHODS and value.alternatives:
            found.append(
                warning(
                    "witnesses-disagree",
                    value.name,
                    field=rule.title,
                    value=value.value,
                    other=value.alternatives[0],
                )
            )
    return found


def _not_in_future(
    rule: FieldRule, value: str, _other: str, _values: Values, day: date
) -> list[Finding]:
    if _is_date(value) and value > day.isoformat():
        return [error("date-in-future", rule.name, field=rule.title, value=value)]
    return []


def _before(rule: FieldRule, value: str, other: str, values: Values, _day: date) -> list[Finding]:
    return _ordered(rule.name, value, other, values.get(other, ""))


def _not_before(
    rule: FieldRule, value: str, other: str, values: Values, _day: date
) -> list[Finding]:
    return _ordered(other, values.get(other, ""), rule.name, value)


def _ordered(first: str, early: str, second: str, late: str) -> list[Finding]:
    """Complain when the first date lies after the second; parts of dates are compared as such."""
    if not (_is_date(early) and _is_date(late)):
        return []
    length = min(len(early), len(late))
    if early[:length] > late[:length]:
        return [error("dates-out-of-order", first, second, first=early, second=late)]
    return []


def _matches_sex(
    rule: FieldRule, value: str, other: str, values: Values, _day: date
) -> list[Finding]:
    number, sex = parse_personal_number(value), values.get(other, "")
    if number is None or sex not in ("Nam", "Nữ") or number.sex == sex:
        return []
    return [error(SEX_MISMATCH, rule.name, other, value=value, other=sex)]


def _of_sex(rule: FieldRule, value: str, sex: str, _values: Values, _day: date) -> list[Finding]:
    """Find that the number is no wife's or no husband's; their papers are mixed up or misread."""
    number = parse_personal_number(value)
    if number is None or number.sex == sex:
        return []
    return [error(SEX_MISMATCH, rule.name, value=value, other=sex)]


def _matches_birth(
    rule: FieldRule, value: str, other: str, values: Values, _day: date
) -> list[Finding]:
    number, born = parse_personal_number(value), values.get(other, "")
    if number is None or not _is_date(born) or int(born[:4]) == number.birth_year:
        return []
    return [error("personal-id-birth-year-mismatch", rule.name, other, value=value, other=born)]


def _nothing(
    _rule: FieldRule, _value: str, _other: str, _values: Values, _day: date
) -> list[Finding]:
    """Find nothing: the kind of the field already carries this check."""
    return []


def _not_expired(
    rule: FieldRule, value: str, _other: str, _values: Values, day: date
) -> list[Finding]:
    if is_full_date(value) and value < day.isoformat():
        return [error("expired-paper", rule.name, field=rule.title, value=value)]
    return []


def _words_of(rule: FieldRule, value: str, other: str, values: Values, _day: date) -> list[Finding]:
    written = values.get(other, "")
    if not is_full_date(written) or says_date(value, written):
        return []
    return [warning("date-words-mismatch", rule.name, other, value=value, other=written)]


def _money_words(
    rule: FieldRule, value: str, other: str, values: Values, _day: date
) -> list[Finding]:
    written = values.get(other, "")
    if not written.isdecimal() or says_sum(value, int(written)):
        return []
    return [warning("money-words-mismatch", rule.name, other, value=value, other=written)]


def _number_fits(
    fits: Callable[[str], bool], code: str
) -> Callable[[FieldRule, str, str, Values, date], list[Finding]]:
    def check(
        rule: FieldRule, value: str, _other: str, _values: Values, _day: date
    ) -> list[Finding]:
        return [] if fits(value) else [error(code, rule.name, field=rule.title, value=value)]

    return check


def _identity_paper(
    rule: FieldRule, value: str, _other: str, _values: Values, _day: date
) -> list[Finding]:
    """Doubt the number in “CCCD số …, do … cấp ngày …” where it is no identity paper's.

    A warning only: the passports of other countries are numbered in ways of their own.
    """
    numbers = [word for word in re.findall(r"[0-9A-Za-z]+", value) if _is_number(word)]
    if not numbers or any(identity_number_fits(number) for number in numbers):
        return []
    return [warning("identity-number-structure", rule.name, field=rule.title, value=numbers[0])]


def _is_number(word: str) -> bool:
    """Return whether the word is long enough for a paper's number, and mostly figures."""
    return sum(one.isdigit() for one in word) >= max(_FEWEST_FIGURES, len(word) - 2)


_Check = Callable[[FieldRule, str, str, Values, date], list[Finding]]
_CHECKS: dict[str, _Check] = {
    "not-in-future": _not_in_future,
    "before": _before,
    "not-before": _not_before,
    "matches-sex": _matches_sex,
    "of-sex": _of_sex,
    "matches-birth": _matches_birth,
    "structure": _nothing,
    "not-expired": _not_expired,
    "words-of": _words_of,
    "money-words": _money_words,
    "tax-code": _number_fits(tax_code_fits, "tax-code-check-digit"),
    "identity-paper": _identity_paper,
    "identity-number": _number_fits(identity_number_fits, "identity-number-structure"),
    "insurance-number": _number_fits(insurance_number_fits, "insurance-number-structure"),
}
