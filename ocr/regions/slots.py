"""Numbers and dates written by hand into a printed heading: “Số: … /QĐ-UBND”, “ngày … tháng … năm”.

Offices print the letter and write its number and day in by hand, in black as the print is, so that
neither colour nor size tells it apart. What stands in such a place and was read with hardly any
certainty is marked: a person reads it, and nothing that was guessed there is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ocr.model import Region, RegionKind, Word

_GUESSED = 0.4
_LIKELY = 0.5
_NUMBER = re.compile(r"(?:Số|số|SỐ):?")
_NOTATION = re.compile(r"\S{0,4}/[A-ZĐ]{1,6}\S*")
_DATE = ("ngày", "tháng", "năm")
_MOST_WORDS = 3
_RUN_TOGETHER = re.compile(r"ngày\S{1,5}(?:tháng\S*)?|\S{1,5}tháng|tháng\S{1,4}(?:năm)?")


def mark(words: Sequence[Word]) -> tuple[tuple[Word, ...], tuple[Region, ...]]:
    """Return the words with those guessed in such places marked by hand, and their regions."""
    lines: dict[int, list[int]] = {}
    for place, word in enumerate(words):
        lines.setdefault(word.line, []).append(place)
    found: set[int] = set()
    for line in lines.values():
        texts = [words[place].text for place in line]
        for number in (*_in_numbers(texts), *_in_dates(texts)):
            word = words[line[number]]
            if word.confidence < _GUESSED and not word.by_hand:
                found.add(line[number])
    marked = tuple(
        replace(word, by_hand=True) if place in found else word for place, word in enumerate(words)
    )
    regions = tuple(
        Region(RegionKind.HANDWRITING, words[place].box, _LIKELY) for place in sorted(found)
    )
    return marked, regions


def _in_numbers(texts: Sequence[str]) -> Iterator[int]:
    """Yield the places between “Số:” and the notation, and a notation that begins with a guess."""
    for label, text in enumerate(texts):
        if not _NUMBER.fullmatch(text):
            continue
        for place in range(label + 1, min(label + 2 + _MOST_WORDS, len(texts))):
            if _NOTATION.fullmatch(texts[place]):
                yield from range(label + 1, place)
                if not texts[place].startswith("/"):
                    yield place
                break


def _in_dates(texts: Sequence[str]) -> Iterator[int]:
    """Yield the places between “ngày”, “tháng” and “năm”, also where they run into each other."""
    bare = [text.strip(",.").lower() for text in texts]
    for before, after in pairwise(_DATE):
        for start, text in enumerate(bare):
            if text != before:
                continue
            near = bare[start + 1 : start + 2 + _MOST_WORDS]
            if after in near:
                yield from range(start + 1, start + 1 + near.index(after))
    if _DATE[-1] in bare:
        yield from (place for place, text in enumerate(bare) if _RUN_TOGETHER.fullmatch(text))
