"""What machine codes on cards say: the QR text and the machine-readable zone.

A code is an exact witness: either its structure and check digits agree, or it says nothing.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from digitizer.model.field import Method
from digitizer.vietnamese import collapse, fold, nfc, parse_personal_number
from ocr.model import Box, PageText

CCCD_PARTS = 7
CAN_CUOC_PARTS = 10
_MOST_PARTS = 20
_LONGEST_QR = 2_000
_PERSONAL_ID, _NAME, _BORN, _SEX, _ISSUED = 0, 2, 3, 4, 6
_DATE = re.compile(r"\d{8}", re.ASCII)
_LONGEST_LINE = 120
_DIGIT = "[0-9OQDILZSBG]"
_FIRST = re.compile(rf"VNM({_DIGIT}{{22}})[^0-9]{{1,4}}({_DIGIT})$", re.ASCII)
_SECOND = re.compile(rf"({_DIGIT}{{7}})([MF<])({_DIGIT}{{7}})VNM\D{{0,14}}({_DIGIT})$", re.ASCII)
_NAME_LINE = re.compile(r"[A-Z]{1,20}<<[A-Z<]{1,28}", re.ASCII)
_MRZ_START = "IDVNM"
_FILLERS = str.maketrans({"«": "<<", "‹": "<", "‘": "", "’": "", "'": "", ".": "", " ": ""})
_TO_DIGIT = str.maketrans("OQDILZSBG", "000112586")
_WEIGHTS = (7, 3, 1)


@dataclass(frozen=True, slots=True)
class Witness:
    """What one machine code on a page says."""

    kind: str
    """``qr-cccd``, ``qr-can-cuoc`` or ``mrz-td1``."""
    method: Method
    page_id: int
    box: Box
    by_position: Mapping[int, str] = field(default_factory=dict)
    by_part: Mapping[str, str] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    """Parts of a zone that only their own check digit vouches for."""


def witnesses_of(page_id: int, page: PageText) -> tuple[Witness, ...]:
    """Return what the machine codes of a page say."""
    found: list[Witness] = []
    for code in page.codes:
        if code.kind.lower() in ("qr", "qrcode", "qr-code", "qr code"):
            parts = parse_qr(code.text)
            if parts is not None:
                count = len(code.text.split("|"))
                kind = "qr-can-cuoc" if count >= CAN_CUOC_PARTS else "qr-cccd"
                found.append(Witness(kind, Method.QR, page_id, code.box, by_position=parts))
    zone = _zone(page)
    if zone is not None:
        said, box = zone
        found.append(
            Witness(
                "mrz-td1",
                Method.MRZ,
                page_id,
                box,
                by_part=said.by_name,
                doubtful=said.doubtful,
            )
        )
    return tuple(found)


def parse_qr(text: str) -> dict[int, str] | None:
    """Return the parts of a citizen card's QR by position, normalised, or None if it is no card.

    The parts behind the seventh are not understood and therefore left out.
    """
    parts = nfc(text[:_LONGEST_QR]).strip().split("|")
    if len(text) > _LONGEST_QR or not CCCD_PARTS <= len(parts) <= _MOST_PARTS:
        return None
    if any(unicodedata.category(character) == "Cc" for part in parts for character in part):
        return None
    number = parts[_PERSONAL_ID].strip()
    born = _qr_date(parts[_BORN])
    if parse_personal_number(number) is None or born is None or not parts[_NAME].strip():
        return None
    found = {
        position: collapse(part) for position, part in enumerate(parts[:CCCD_PARTS]) if part.strip()
    }
    found[_BORN] = born
    issued = _qr_date(parts[_ISSUED])
    if issued is None:
        found.pop(_ISSUED, None)
    else:
        found[_ISSUED] = issued
    return found


def _qr_date(text: str) -> str | None:
    written = text.strip()
    if not _DATE.fullmatch(written):
        return None
    try:
        return date(int(written[4:]), int(written[2:4]), int(written[:2])).isoformat()
    except ValueError:
        return None


def check_digit(text: str) -> int:
    """Return the check digit of ICAO 9303 over digits, letters and fillers."""
    total = 0
    for character, weight in zip(text, itertools.cycle(_WEIGHTS), strict=False):
        total += (0 if character == "<" else int(character, 36)) * weight
    return total % 10


@dataclass(frozen=True, slots=True)
class Zone:
    """What a machine-readable zone says, by part."""

    by_name: Mapping[str, str]
    doubtful: frozenset[str]


def parse_mrz(lines: Iterable[str]) -> Zone | None:
    """Return the parts of a Vietnamese TD1 zone, or None if its number does not check.

    Letters read for digits are mended where the layout asks for digits, and the fillers are
    counted anew. The number stands twice with two check digits; when the check over the whole
    zone fails, dates are kept as doubtful if their own check digits agree; the number too is
    doubtful if both of them do, for then the error lies in the first line.
    """
    zone = [_cleaned(line) for line in itertools.islice(lines, 3)]
    first = _first_line(zone[0]) if zone else None
    number = None if first is None else _checked_number(first)
    if first is None or number is None:
        return None
    parts = {"personal_id": number}
    second = _second_line(zone[1]) if len(zone) > 1 else None
    if second is None:
        return Zone(parts, frozenset())
    parts |= _second_parts(number, second)
    third = zone[2] if len(zone) > 2 else ""
    if _NAME_LINE.fullmatch(third):
        parts["name"] = " ".join(third.replace("<", " ").split())
    if _whole_checks(number, first, second):
        return Zone(parts, frozenset())
    dates_fit = all(
        second[end] == str(check_digit(second[start:end])) for start, end in ((0, 6), (8, 14))
    )
    return Zone(parts, frozenset(parts) - (frozenset() if dates_fit else {"personal_id"}))


def _cleaned(line: str) -> str:
    # a zone has no marks: what was read with one is the bare letter, or a figure like it
    return fold(line[:_LONGEST_LINE]).upper().translate(_FILLERS)


def _first_line(text: str) -> str | None:
    """Return the first line rebuilt: document, short number, whole number and check digit."""
    found = _FIRST.search(text)
    if found is None:
        return None
    numbers, check = (part.translate(_TO_DIGIT) for part in found.groups())
    return f"{_MRZ_START}{numbers}<<{check}"


def _second_line(text: str) -> str | None:
    """Return the second line rebuilt: birth, sex, expiry, nationality and check digit."""
    found = _SECOND.search(text)
    if found is None:
        return None
    born, sex, expires, check = found.groups()
    digits = born.translate(_TO_DIGIT), expires.translate(_TO_DIGIT), check.translate(_TO_DIGIT)
    return f"{digits[0]}{sex}{digits[1]}VNM{'<' * 11}{digits[2]}"


def _checked_number(first: str) -> str | None:
    """Return the number that both check digits of the first line vouch for.

    It is printed twice; one digit may be misread in one of the two places.
    """
    short, whole = first[5:14], first[15:27]
    apart = sum(one != other for one, other in zip(short, whole[3:], strict=True))
    if apart > 1:
        return None
    for number in (whole, whole[:3] + short):
        short_fits = first[14] == str(check_digit(number[3:]))
        whole_fits = first[29] == str(check_digit(f"{number}<<"))
        if short_fits and whole_fits and parse_personal_number(number) is not None:
            return number
    return None


def _whole_checks(number: str, first: str, second: str) -> bool:
    """Return whether the check digit over both lines agrees."""
    upper = f"{number[3:]}{first[14]}{number}<<{first[29]}"
    return second[29] == str(check_digit(upper + second[:7] + second[8:15] + second[18:29]))


def _second_parts(number: str, second: str) -> dict[str, str]:
    """Return what the second line says as far as its check digits agree."""
    person = parse_personal_number(number)
    parts = {"nationality": "Việt Nam"}
    if person is not None and second[6] == str(check_digit(second[:6])):
        parts["birth_date"] = _mrz_date(second[:6], person.birth_year) or ""
    if second[14] == str(check_digit(second[8:14])):
        parts["expiry_date"] = _mrz_date(second[8:14], None) or ""
    if second[7] in "MF":
        parts["sex"] = "Nam" if second[7] == "M" else "Nữ"
    return {name: value for name, value in parts.items() if value}


def _mrz_date(text: str, year: int | None) -> str | None:
    if not text.isdecimal() or (year is not None and year % 100 != int(text[:2])):
        return None
    # 99 12 31 stands for “no limit” on cards of the old; no date is read from it
    if year is None and text == "991231":
        return None
    try:
        whole_year = 2000 + int(text[:2]) if year is None else year
        return date(whole_year, int(text[2:4]), int(text[4:])).isoformat()
    except ValueError:
        return None


def _zone(page: PageText) -> tuple[Zone, Box] | None:
    """Return the parts and the place of the zone, from a code or from the page's lines."""
    for code in page.codes:
        if code.kind.lower().startswith("mrz"):
            parts = parse_mrz(code.text.split())
            if parts is not None:
                return parts, code.box
    lines = page.lines()
    for number, line in enumerate(lines[:-1]):
        texts = ["".join(word.text for word in one) for one in lines[number : number + 3]]
        if "VNM" not in texts[0].upper():
            continue
        parts = parse_mrz(texts)
        if parts is not None:
            box = line[0].box
            for word in itertools.chain(*lines[number : number + 2]):
                box = box.union(word.box)
            return parts, box
    return None
