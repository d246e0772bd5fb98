"""Letters and marks: one form to store, folded forms to compare."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

from rapidfuzz.distance import Levenshtein

TONES = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
"""Combining marks of the tones huyền, sắc, hỏi, ngã, nặng."""
_STROKE = "\N{COMBINING SHORT STROKE OVERLAY}"
_SPACES = re.compile(r"[\s\u200b\u00ad\ufeff]+")
_WORD = re.compile(r"\w+")
# dots, ellipses, underscores and colons that forms print where a value is to be written
_LEADERS = re.compile(r"(?:[.…·_‥]\s?){3,}|…+|_{2,}|\.{2,}")
_EDGE = " \t:;,.…·_-–—|'\"`‘’“”*~=<>«»"


def nfc(text: str) -> str:
    """Return the text in the one form in which it is stored."""
    return unicodedata.normalize("NFC", text)


@functools.lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", character)[0]
    lowered = base.lower()
    return lowered if len(lowered) == 1 else base


def fold(text: str) -> str:
    """Return the text without marks and case; character for character as long as its NFC form."""
    return "".join(_fold_character(character) for character in nfc(text))


def marks_of(word: str) -> Counter[str]:
    """Return the marks of a word and how often it has each; the stroke of đ is one."""
    whole = word.replace("đ", f"d{_STROKE}").replace("Đ", f"D{_STROKE}")
    decomposed = unicodedata.normalize("NFD", whole)
    return Counter(character for character in decomposed if unicodedata.combining(character))


@functools.lru_cache(maxsize=8192)
def compact(text: str) -> str:
    """Return only the folded letters and digits, the form in which labels are compared.

    Accents that stand alone (“ˆ”) count as letters in Unicode; on paper they are specks.
    """
    return "".join(c for c in fold(text) if c.isalnum() and (c.isascii() or _is_no_accent(c)))


def _is_no_accent(letter: str) -> bool:
    return unicodedata.category(letter) != "Lm"


def collapse(text: str) -> str:
    """Return the NFC text with every run of white space as one space."""
    return _SPACES.sub(" ", nfc(text)).strip()


def strip_filler(text: str) -> str:
    """Return the text without dotted leaders and without punctuation at its ends."""
    stripped = collapse(_LEADERS.sub(" ", nfc(text))).strip(_EDGE)
    if "(" not in stripped:
        stripped = stripped.rstrip(") ")
    if ")" not in stripped:
        stripped = stripped.lstrip("( ")
    return stripped.strip(_EDGE)


def split_tones(word: str) -> tuple[str, str]:
    """Return the word's letters with their shapes, NFC, and its tones, wherever they are set."""
    apart = unicodedata.normalize("NFD", word)
    letters = "".join(character for character in apart if character not in TONES)
    return nfc(letters), "".join(character for character in apart if character in TONES)


def _tone_last(word: str) -> str:
    """Return the word with its tone behind its letters, so that hoà and hòa are one."""
    return "".join(split_tones(word))


def same_text(one: str, other: str) -> bool:
    """Return whether two texts say the same but for case, spacing, points and tone placement."""
    return _key(one) == _key(other)


def same_key(text: str) -> str:
    """Return one text for all that say the same as this one."""
    return " ".join(_key(text))


def _key(text: str) -> list[str]:
    return [_tone_last(word) for word in _WORD.findall(nfc(text).lower())]


def similar(one: str, other: str) -> float:
    """Return how alike two texts are without marks and case, from 0 to 1."""
    return Levenshtein.normalized_similarity(compact(one), compact(other))


def name_case(text: str) -> str:
    """Return a person's name with capital initials: ``NGUYỄN VĂN A`` becomes ``Nguyễn Văn A``."""
    return " ".join(word[:1].upper() + word[1:].lower() for word in collapse(text).split(" "))
