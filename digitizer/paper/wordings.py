"""Fixed wordings of papers in a printed value: their marks and spaces are known."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from digitizer.catalogue import Rules
from digitizer.vietnamese import fold

_SIGNS = re.compile(r"[\s.,:;\-]{1,3}")
_NUMBERED = re.compile(r"\W{0,3}\w{0,3}\d")
_LONG_PHRASE = 3
_NUMBER_FOLLOWS = "số"
"""What ends so is a wording only before a number: “căn cước công dân, sổ BHXH” is two things."""


@functools.lru_cache(maxsize=1024)
def _folded(phrase: str) -> str:
    return fold(phrase)


@functools.lru_cache(maxsize=16)
def _in_small_letters(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(phrase.lower() for phrase in phrases)


def with_known_phrases(text: str, rules: Rules) -> str:
    """Return the text with the marks of fixed wordings put right; letters and case stay."""
    return _put_right(text, rules.phrases)


# a value is put into its form before further readings and after them
@functools.lru_cache(maxsize=1024)
def _put_right(text: str, phrases: tuple[str, ...]) -> str:
    folded = fold(text)
    known = _in_small_letters(phrases)
    for phrase in phrases:
        wanted = _folded(phrase)
        start = folded.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            alone = not (folded[start - 1 : start].isalpha() or folded[end : end + 1].isalpha())
            alone = alone and not lacks_number(phrase, text[end:])
            # of “hằng năm” and “hàng năm” either may be printed
            if alone and text[start:end].lower() not in known:
                text = text[:start] + _cased_as(phrase, text[start:end]) + text[end:]
            start = folded.find(wanted, end)
    return _with_commas(_without_signs(text, folded, phrases), phrases)


def _with_commas(text: str, phrases: Sequence[str]) -> str:
    """Return the text with the commas of fixed wordings: “Phòng Kinh tế, Hạ tầng và Đô thị”."""
    for phrase in phrases:
        if "," not in phrase:
            continue
        found = _but_commas(_folded(phrase)).search(fold(text))
        if found is None:
            continue
        printed = text[found.start() : found.end()].replace(",", " ").split()
        words = [
            f"{word}," if wanted.endswith(",") else word
            for word, wanted in zip(printed, phrase.split(), strict=True)
        ]
        text = f"{text[: found.start()]}{' '.join(words)}{text[found.end() :]}"
    return text


@functools.lru_cache(maxsize=1024)
def _but_commas(wanted: str) -> re.Pattern[str]:
    words = map(re.escape, wanted.replace(",", " ").split())
    between = r"[\s,]+"
    return re.compile(rf"\b{between.join(words)}\b")


def _without_signs(text: str, folded: str, phrases: Sequence[str]) -> str:
    """Return the text without signs between the words of a long fixed wording: “Cảnh sát, quản”."""
    for phrase in phrases:
        wanted = _folded(phrase)
        if wanted.count(" ") < _LONG_PHRASE or wanted in folded:
            continue
        found = _with_signs(wanted).search(folded)
        if found is not None and not lacks_number(phrase, text[found.end() :]):
            printed = _SIGNS.sub(" ", text[found.start() : found.end()])
            text = f"{text[: found.start()]}{printed}{text[found.end() :]}"
            folded = fold(text)
    return text


def lacks_number(phrase: str, behind: str) -> bool:
    """Return whether a wording announces a number that does not follow: “cấp sổ BHXH”, a book."""
    return phrase.endswith(_NUMBER_FOLLOWS) and _NUMBERED.match(behind) is None


@functools.lru_cache(maxsize=1024)
def _with_signs(wanted: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_SIGNS.pattern.join(map(re.escape, wanted.split()))}\b")


def _cased_as(phrase: str, printed: str) -> str:
    return "".join(
        letter.upper() if old.isupper() else letter.lower()
        for letter, old in zip(phrase, printed, strict=True)
    )
