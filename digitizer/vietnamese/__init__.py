"""What the program knows of Vietnamese: letters, names, dates, numbers and syllables."""

from __future__ import annotations

from digitizer.vietnamese.dates import is_full_date, parse_date, written_dates
from digitizer.vietnamese.numbers import (
    PersonalNumber,
    digits,
    mend_digits,
    parse_personal_number,
)
from digitizer.vietnamese.syllables import is_syllable
from digitizer.vietnamese.text import (
    collapse,
    compact,
    fold,
    marks_of,
    name_case,
    nfc,
    same_key,
    same_text,
    similar,
    split_tones,
    strip_filler,
)

__all__ = [
    "PersonalNumber",
    "collapse",
    "compact",
    "digits",
    "fold",
    "is_full_date",
    "is_syllable",
    "marks_of",
    "mend_digits",
    "name_case",
    "nfc",
    "parse_date",
    "parse_personal_number",
    "same_key",
    "same_text",
    "similar",
    "split_tones",
    "strip_filler",
    "written_dates",
]
