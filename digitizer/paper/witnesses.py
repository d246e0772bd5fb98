"""What machine codes on cards say: the QR text and the machine-readable zone.

A code is an exact witness: either its structure and check digits agree, or it says nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from digitizer.model.field import Method
from digitizer.vietnamese import collapse, nfc, parse_personal_number
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
        found.append(Witness("mrz-td1", Method.MRZ, page_id, zone[1], by_part=zone[0]))
    return tuple(found)


def parse_qr(text: str) -> dict[int, str] | None:
    """Return the parts of a citizen card's QR by position, normalised, or None if it is no card.

    The parts behind the seventh are not understood and therefore left out.
    """
    parts = nfc(text[:_LONGEST_QR]).strip().split("|")
    if not CCCD_PARTS <= len(parts) <= _MOST_PARTS:
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


def parse_mrz(lines: Iterable[str]) -> dict[str, str] | None:
    """Return the parts of a Vietnamese TD1 zone, or None if it does not check.

    Letters read for digits are mended where the layout asks for digits, and the fillers are
    counted anew; the number printed twice and every check digit then have to agree. The third
    line has no check digit, so that a name is only taken from a well-read one.
    """
    zone = [_cleaned(line) for line in itertools.islice(lines, 3)]
    if len(zone) < 2:
        return None
    first, second = _first_line(zone[0]), _second_line(zone[1])
    if first is None or second is None:
        return None
    number = _checked_number(first)
    if number is None or not _second_checks(first, second):
        return None
    third = zone[2] if len(zone) > 2 else ""
    return _parts(number, second, third if _NAME_LINE.fullmatch(third) else "")


def _cleaned(line: str) -> str:
    return nfc(line[:_LONGEST_LINE]).upper().translate(_FILLERS)


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
    number = first[15:27]
    if not first.startswith(_MRZ_START) or parse_personal_number(number) is None:
        return None
    agrees = first[5:14] == number[3:] and first[14] == str(check_digit(first[5:14]))
    return number if agrees and first[29] == str(check_digit(first[15:29])) else None


def _second_checks(first: str, second: str) -> bool:
    fields = ((second[:6], second[6]), (second[8:14], second[14]))
    if not all(text.isdigit() and digit == str(check_digit(text)) for text, digit in fields):
        return False
    whole = first[5:30] + second[:7] + second[8:15] + second[18:29]
    return second[29] == str(check_digit(whole))


def _parts(number: str, second: str, third: str) -> dict[str, str] | None:
    person = parse_personal_number(number)
    if person is None:
        return None
    born = _mrz_date(second[:6], person.birth_year)
    expires = _mrz_date(second[8:14], None)
    name = " ".join(third.replace("<", " ").split())
    parts = {"personal_id": number, "name": name}
    if born is not None:
        parts["birth_date"] = born
    if expires is not None:
        parts["expiry_date"] = expires
    if second[7] in "MF":
        parts["sex"] = "Nam" if second[7] == "M" else "Nữ"
    if second[15:18] == "VNM":
        parts["nationality"] = "Việt Nam"
    return parts


def _mrz_date(text: str, year: int | None) -> str | None:
    if year is not None and year % 100 != int(text[:2]):
        return None
    # 99 12 31 stands for “no limit” on cards of the old; no date is read from it
    if year is None and text == "991231":
        return None
    try:
        whole_year = 2000 + int(text[:2]) if year is None else year
        return date(whole_year, int(text[2:4]), int(text[4:])).isoformat()
    except ValueError:
        return None


def _zone(page: PageText) -> tuple[dict[str, str], Box] | None:
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
