"""Digits on papers and the structure of the personal identification number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digitizer.vietnamese.text import nfc

_LOOK_ALIKE = str.maketrans("OoQDlI|iZzSsB", "0000111122558")
_NUMBERLIKE = re.compile(r"(?<![^\W\d_])[\dOoQDlI|iZzSsB]+(?![^\W\d_])")
_CENTURIES = {0: 1900, 1: 2000, 2: 2100, 3: 2200, 4: 2300}
_PERSONAL = re.compile(r"\d{12}", re.ASCII)


def digits(text: str) -> str:
    """Return only the digits 0–9 of the text."""
    return "".join(character for character in text if character in "0123456789")


def mend_digits(text: str) -> str:
    """Return the text with letters read for digits mended inside words that are mostly digits."""
    return _NUMBERLIKE.sub(_mend_word, nfc(text))


def _mend_word(match: re.Match[str]) -> str:
    word = match[0]
    sure = sum(character in "0123456789" for character in word)
    return word.translate(_LOOK_ALIKE) if sure * 2 > len(word) else word


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """What the twelve digits of a personal number say (NĐ 137/2015 art. 13)."""

    text: str
    place: str
    """Three digits of the province or country where the birth was registered."""
    birth_year: int
    male: bool

    @property
    def sex(self) -> str:
        """The sex as papers print it."""
        return "Nam" if self.male else "Nữ"


def parse_personal_number(text: str) -> PersonalNumber | None:
    """Return the parts of a twelve-digit personal number, or None if it is not one."""
    if not _PERSONAL.fullmatch(text):
        return None
    century = int(text[3])
    return PersonalNumber(
        text=text,
        place=text[:3],
        birth_year=_CENTURIES[century // 2] + int(text[4:6]),
        male=century % 2 == 0,
    )
