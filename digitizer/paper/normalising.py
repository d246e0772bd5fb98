"""Turns a printed value into the form in which it is stored, by the kind of the field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from digitizer.catalogue import Rules
from digitizer.model.doctype import Reads
from digitizer.vietnamese import (
    collapse,
    digits,
    fold,
    is_syllable,
    mend_digits,
    parse_date,
    parse_personal_number,
    strip_filler,
)

_NOTE = re.compile(r"^(?:\(\d{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹]+)\s{0,3}")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ABBREVIATIONS = frozenset({"ubnd", "tp", "tx", "tt", "q", "p", "h", "x", "kp", "ccvc", "cccd"})
_NEAR = 0.75
_PHONE = re.compile(r"0[35789]\d{8}|02\d{9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A value in stored form; ``accepted`` says whether it is one of its kind at all."""

    value: str
    accepted: bool
    plausible: bool = True
    """Nothing about its spelling speaks against it."""


def cleaned(raw: str) -> str:
    """Return the printed text without leaders, note marks and punctuation at its ends."""
    return strip_filler(_NOTE.sub("", strip_filler(raw)))


def normalise(reads: Reads, raw: str, rules: Rules) -> Normalised:
    """Return the value in stored form; what is not of its kind is kept as printed, refused."""
    text = cleaned(raw)
    if not text:
        return Normalised("", accepted=False)
    return _NORMALISERS[reads](text, rules)


def _text(text: str, _rules: Rules) -> Normalised:
    return Normalised(text, accepted=True, plausible=is_well_spelled(text))


def is_well_spelled(text: str) -> bool:
    """Return whether every word can be Vietnamese, an abbreviation or a number."""
    return all(
        is_syllable(word) or word.lower() in _ABBREVIATIONS or (word.isupper() and len(word) == 1)
        for word in _LETTERS.findall(text)
    )


def _name(text: str, rules: Rules) -> Normalised:
    words = _LETTERS.findall(text)
    accepted = len(words) >= 2 and not any(c.isdigit() for c in text)
    known = bool(words) and words[0].lower() in rules.family_names
    one_case = text.isupper() or all(word[:1].isupper() for word in words)
    tidy = re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*", text) is not None
    return Normalised(text, accepted, plausible=known and one_case and tidy and _spelled(words))


def _spelled(words: list[str]) -> bool:
    return all(is_syllable(word) for word in words)


def _date(text: str, _rules: Rules) -> Normalised:
    found = parse_date(text)
    return Normalised(found or text, accepted=found is not None)


def _sex(text: str, _rules: Rules) -> Normalised:
    words = fold(text).replace("/", " ").split()
    if words == ["nam"] and "ữ" not in text:
        return Normalised("Nam", accepted=True)
    if words in (["nu"], ["nir"], ["nit"]):
        return Normalised("Nữ", accepted=True, plausible=words == ["nu"])
    return Normalised(text, accepted=False)


def _personal_id(text: str, _rules: Rules) -> Normalised:
    mended = mend_digits(text.replace(" ", ""))
    number = digits(mended) if mended.isascii() else ""
    if parse_personal_number(number) is not None:
        return Normalised(number, accepted=True)
    inside = [run for run in re.findall(r"\d+", mend_digits(text)) if len(run) == 12]
    if len(inside) == 1:
        return Normalised(inside[0], accepted=True, plausible=len(_LETTERS.findall(text)) == 0)
    return Normalised(number or text, accepted=False)


def _number(text: str, _rules: Rules) -> Normalised:
    runs = re.findall(r"\d+", mend_digits(text))
    if len(runs) != 1:
        return Normalised(text, accepted=False)
    return Normalised(str(int(runs[0])), accepted=True)


def _money(text: str, _rules: Rules) -> Normalised:
    amounts = [digits(hit) for hit in _AMOUNT.findall(mend_digits(text.split("(", maxsplit=1)[0]))]
    if len(amounts) != 1 or "trieu" in fold(text) or "ty " in fold(text) + " ":
        return Normalised(text, accepted=False)
    return Normalised(str(int(amounts[0])), accepted=True)


def _phone(text: str, _rules: Rules) -> Normalised:
    mended = mend_digits(text.replace(" ", "").replace(".", "").replace("-", ""))
    number = digits(mended)
    if mended.startswith("+84"):
        number = "0" + number[2:]
    return Normalised(number or text, accepted=_PHONE.fullmatch(number) is not None)


def _year(text: str, _rules: Rules) -> Normalised:
    return _date(text, _rules)


def _address(text: str, _rules: Rules) -> Normalised:
    tidy = re.sub(r"\s+([,.;])", r"\1", collapse(text))
    return Normalised(tidy, accepted=len(tidy) >= 3, plausible=is_well_spelled(tidy))


def _nationality(text: str, rules: Rules) -> Normalised:
    return _one_of(text, dict(rules.nationalities))


def _ethnicity(text: str, rules: Rules) -> Normalised:
    return _one_of(text, dict(rules.ethnicities))


def _one_of(text: str, known: dict[str, str]) -> Normalised:
    """Return the official spelling when the words differ only in marks; else what was read."""
    folded = " ".join(fold(text).split())
    if folded in known:
        return Normalised(known[folded], accepted=True)
    near = process.extract(
        folded, list(known), scorer=Levenshtein.normalized_similarity, score_cutoff=_NEAR, limit=2
    )
    if len({known[str(hit[0])] for hit in near}) == 1:
        return Normalised(known[str(near[0][0])], accepted=True, plausible=False)
    return Normalised(text, accepted=True, plausible=False)


def _code(text: str, _rules: Rules) -> Normalised:
    return Normalised(re.sub(r"\s*([/.\-])\s*", r"\1", text), accepted=True)


_NORMALISERS: dict[Reads, Callable[[str, Rules], Normalised]] = {
    Reads.TEXT: _text,
    Reads.NAME: _name,
    Reads.DATE: _date,
    Reads.YEAR: _year,
    Reads.SEX: _sex,
    Reads.PERSONAL_ID: _personal_id,
    Reads.NUMBER: _number,
    Reads.MONEY: _money,
    Reads.PHONE: _phone,
    Reads.ADDRESS: _address,
    Reads.NATIONALITY: _nationality,
    Reads.ETHNICITY: _ethnicity,
    Reads.CODE: _code,
}
