"""The machine-readable zone of an identity card (ICAO 9303, form TD1: three lines of thirty).

Nothing is guessed: a reading counts only if its check digits fit, and at most one letter that the
check digits single out is put right.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, product

WIDTH = 30
_WEIGHTS = (7, 3, 1)
_VALUES = {letter: int(letter, 36) for letter in string.digits + string.ascii_uppercase} | {"<": 0}
_DIGITS_FOR = str.maketrans("OQDILZSBG", "000112586")
_LETTERS_FOR = str.maketrans("01258", "OIZSB")
_CODES_FOR = str.maketrans("1LTJ", "IIII")
_ALLOWED = re.compile(r"[A-Z0-9<]{30}")
# what a recogniser takes for each other in this type; a repair may only swap these
_LOOKALIKES = (*("0OQD", "1IL7T", "2Z7", "3B8", "4A", "5S6", "6G85", "8B36", "9G4", "<KLCE("),)


@dataclass(frozen=True, slots=True)
class Mrz:
    """What the zone says; dates are ISO, the name without Vietnamese marks."""

    lines: tuple[str, str, str]
    document_code: str
    issuer: str
    document_number: str
    personal_id: str
    birth_date: str
    sex: str
    expiry_date: str
    nationality: str
    surname: str
    given_names: str
    repaired: bool = False
    """One letter was put right with the help of the check digits."""


# repairs are tried by the thousand, and each changes but one of three stretches
@functools.lru_cache(maxsize=4096)
def check_digit(text: str) -> str:
    """Return the check digit of a stretch of the zone."""
    values = map(_VALUES.__getitem__, text)
    return str(sum(map(operator.mul, values, itertools.cycle(_WEIGHTS))) % 10)


def find(lines: Iterable[str], *, today: date) -> Mrz | None:
    """Return the zone printed somewhere among lines of read text, if its check digits fit."""
    likely = [versions for line in lines if (versions := _versions(line))]
    for start in range(len(likely) - 2):
        three = likely[start : start + 3]
        shortened = any(len(choices) > 1 for choices in three)
        found = {
            zone
            for choice in product(*three)
            if (zone := parse(choice, today=today)) is not None
            # a letter left out and another swapped make too many ways for the digits to fit
            and not (shortened and zone.repaired)
        }
        if len(found) == 1:
            (zone,) = found
            return replace(zone, repaired=zone.repaired or shortened)
    return None


def parse(lines: Sequence[str], *, today: date) -> Mrz | None:
    """Return what three lines say, or nothing if their check digits do not fit."""
    typed = _typed(lines)
    if typed is None:
        return None
    if _fits(typed):
        return _read(typed, today, repaired=False)
    repairs = {repair for repair in _repairs(typed) if _fits(repair)}
    # two ways to make the digits fit are none: which one was printed cannot be known
    return _read(repairs.pop(), today, repaired=True) if len(repairs) == 1 else None


def _versions(line: str) -> tuple[str, ...]:
    """Return what a line may be; a letter read as two that look alike makes it one too long."""
    cleaned = _cleaned(line)
    if cleaned is not None:
        return (cleaned,)
    text = line.upper().replace(" ", "")
    if len(text) != WIDTH + 1 or "<" not in text:
        return ()
    shorter = {
        text[:place] + text[place + 1 :]
        for start, (one, other) in enumerate(pairwise(text))
        for place in (start, start + 1)
        if one == other or other in _lookalikes(one)
    }
    return tuple(sorted(version for version in shorter if _ALLOWED.fullmatch(version)))


def _cleaned(line: str) -> str | None:
    text = line.upper().replace(" ", "").replace("«", "<<").replace("‹", "<")
    text = re.sub(r"^[^A-Z0-9<]+|[^A-Z0-9<]+$", "", text)
    if "<" not in text or not WIDTH - 1 <= len(text) <= WIDTH + 2:
        return None
    # fillers at the end of a line are easily counted wrongly, and carry nothing
    if len(text) != WIDTH and text.endswith("<<<"):
        text = text.rstrip("<").ljust(WIDTH, "<")[:WIDTH]
    return text if _ALLOWED.fullmatch(text) else None


def _typed(lines: Sequence[str]) -> tuple[str, str, str] | None:
    """Return the lines with digits where only digits stand and letters where only letters do."""
    if len(lines) != 3 or not all(_ALLOWED.fullmatch(line) for line in lines):
        return None
    first, second, third = lines
    # a TD1 document code begins with A, C or I (ICAO 9303-5), so what looks like an I is one
    code = first[0].translate(_CODES_FOR)
    code += first[1:5].translate(_LETTERS_FOR)
    first = code + first[5:14] + first[14:].translate(_DIGITS_FOR)
    second = (
        second[:7].translate(_DIGITS_FOR)
        + second[7]
        + second[8:15].translate(_DIGITS_FOR)
        + second[15:18].translate(_LETTERS_FOR)
        + second[18:29]
        + second[29].translate(_DIGITS_FOR)
    )
    return first, second, third.translate(_LETTERS_FOR)


def _fits(lines: tuple[str, str, str]) -> bool:
    first, second, third = lines
    whole = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return (
        first[0] in "ACI"
        and first[14] == check_digit(first[5:14])
        and second[6] == check_digit(second[0:6])
        and second[14] == check_digit(second[8:14])
        and second[29] == check_digit(whole)
        and second[7] in "MF<"
        and second[:6].isdigit()
        and second[8:14].isdigit()
        and third[0].isalpha()
    )


def _repairs(lines: tuple[str, str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the lines with one letter swapped for one that looks like it."""
    for row in (0, 1):
        for place, letter in enumerate(lines[row]):
            for other in _lookalikes(letter):
                changed = list(lines)
                changed[row] = lines[row][:place] + other + lines[row][place + 1 :]
                yield changed[0], changed[1], changed[2]


def _lookalikes(letter: str) -> set[str]:
    alike = {other for group in _LOOKALIKES if letter in group for other in group}
    return {other for other in alike if other != letter and other != "("}


def _read(lines: tuple[str, str, str], today: date, *, repaired: bool) -> Mrz | None:
    first, second, third = lines
    born = _date(second[0:6], latest=today)
    if born is None:
        return None
    surname, _, given = third.partition("<<")
    # Vietnam prints the personal number, twelve digits, into the optional field
    personal_id = first[15:30].rstrip("<")[:12]
    return Mrz(
        lines=lines,
        document_code=first[0:2].rstrip("<"),
        issuer=first[2:5].rstrip("<"),
        document_number=first[5:14].rstrip("<"),
        personal_id=personal_id if re.fullmatch(r"\d{12}", personal_id) else "",
        birth_date=born,
        sex={"M": "M", "F": "F"}.get(second[7], ""),
        expiry_date=_date(second[8:14], latest=None) or "",
        nationality=second[15:18].rstrip("<"),
        surname=surname.replace("<", " ").strip(),
        given_names=given.replace("<", " ").strip(),
        repaired=repaired,
    )


def _date(text: str, *, latest: date | None) -> str | None:
    """Return YYMMDD as an ISO date; a birth lies in the past, an expiry in this century."""
    year, month, day = int(text[0:2]), int(text[2:4]), int(text[4:6])
    century = 2000 if latest is None or 2000 + year <= latest.year else 1900
    try:
        return date(century + year, month, day).isoformat()
    except ValueError:
        return None
