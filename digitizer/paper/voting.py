"""What several readings of one word say together."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from digitizer.vietnamese import compact, fold, is_syllable, marks_of
from ocr.marks import counts, syllables

_EDGES = " .,;:'\"`´‘’“”*°^~_…-–—|¦!¡·•()[]"
# a residue of leaders between two words, read as one or not
_INNER_STOP = re.compile(r"(?<=[^\W\d_]{2})\.+\s?(?=[^\W\d_]{2})")
_SIGN = re.compile(r"(?<=\d)[.,]+(?=\d)")
_BY_LOOKS = 0.5
# where further readings of value sheets err in a figure, how it looks is right: 102 of 102 times
_BY_FIGURES = 1.0
_PLAIN = 0.003
_UNCOUNTED = 10
_LONGEST_NUMBER = 14
_VOWELS = "aeiouy"
_LEAST_DOUBLED = 4
_ROUND = ("o", "q")
_LEAST_ALIKE, _ALIKE = 6, 0.7
_LEAST_PARTED = 4


@dataclass(frozen=True, slots=True)
class Settled:
    """One word of a value after all witnesses were heard."""

    text: str
    agree: int
    """How many readings say so, the first one included; 0 where its letters alone do."""
    heard: int
    """How many readings there are of it."""
    score: float
    """Least engine score of those that say so."""
    others: tuple[str, ...] = ()
    """What the other readings say."""
    marks: float = 0.0
    """How likely its letters, each looked at alone, carry the marks and are the figures of it."""


class Looks(NamedTuple):
    """What a further reading's letters look like, each looked at alone."""

    text: str
    """The word with the marks and figures they seem to be."""
    score: float
    """How likely they are what was read."""
    likely: float = 0.0
    """How likely they are what they seem to be."""


def undoubled(text: str) -> str:
    """Return a word without the vowel that a recogniser read twice: “NGUYẼỄN” is “NGUYỄN”.

    Only where the word as read is no syllable and leaving one of the two out makes exactly one,
    or one that has all the marks of the other.
    """
    word = bare(text)
    if len(word) < _LEAST_DOUBLED or is_syllable(word) or not word.isalpha():
        return text
    found = set()
    for place in range(len(word) - 1):
        if fold(word[place]) == fold(word[place + 1]) and fold(word[place]) in _VOWELS:
            found |= {word[:place] + word[place + 1 :], word[: place + 1] + word[place + 2 :]}
    whole = {one for one in found if is_syllable(one)}
    # “NGUYÊỄN”: the marks that were seen on either of the two were printed
    most = [one for one in whole if all(marks_of(one) >= marks_of(other) for other in whole)]
    return text.replace(word, most[0]) if len(most) == 1 else text


def bare(text: str) -> str:
    """Return a word without the punctuation at its ends and leaders inside it."""
    # the stops of an e-mail address are its own
    return (text if "@" in text else _INNER_STOP.sub(" ", text)).strip(_EDGES)


def vote(
    first: str,
    score: float,
    said: Sequence[tuple[str, float]],
    looks: Sequence[Looks],
) -> Settled:
    """Return what most readings say; the first one where they are as many.

    How single letters look decides between readings. It stands against all of them only where the
    letters plainly carry other marks than were read, and then nothing bears it out.
    """
    spaced = _well_parted([first, *(text for text, _ in said)])
    said = [(spaced.get(_unspaced(text), text), sure) for text, sure in said]
    looks = [one._replace(text=spaced.get(_unspaced(one.text), one.text)) for one in looks]
    first = spaced.get(_unspaced(first), first)
    readings = [(undoubled(text), sure) for text, sure in ((first, score), *said)]
    first = readings[0][0]
    votes: dict[str, list[tuple[str, float]]] = {}
    for text, sure in readings:
        votes.setdefault(bare(text), []).append((text, sure))
    seen = Counter(
        _unsigned(bare(one.text))
        for (text, _), one in zip(said, looks, strict=True)
        if _only_looks(bare(one.text), bare(text if has_figures(first) else first))
    )
    weights = {
        one: len(given) + _weight_of(one, seen[_unsigned(one)]) for one, given in votes.items()
    }
    if any(one.isdecimal() for one in votes):
        weights |= {one: 0.0 for one in votes if _is_misread_number(one)}
    # a reading that lost the word disputes it, and has no other word to offer
    words = [one for one in votes if one] or list(votes)
    key = max(words, key=lambda one: weights[one])
    if weights[key] < 1 + _BY_LOOKS and weights[bare(first)]:
        key = bare(first)
    if len(votes[key]) == 1 and len(readings) > 2:
        looked = Counter(bare(one.text) for one in looks)
        key = _same_letters(key, bare(first), votes, looked)
    chosen = votes[key]
    alike = [one for (text, _), one in zip(said, looks, strict=True) if bare(text) == key]
    chances = [
        _chance_of(key, text, one)
        for (text, _), one in zip(said, looks, strict=True)
        if bare(text) == key or has_figures(key)
    ]
    plain = _plainly(key, alike)
    word = plain or key
    return Settled(
        text=_lead(first, key) + word + _tail([text for text, _ in chosen]),
        agree=len(votes.get(word, ())),
        heard=len(readings),
        score=min(sure for _, sure in chosen),
        others=tuple(one for one in votes if one != word),
        marks=0.0 if plain else min(chances, default=0.0),
    )


def _well_parted(texts: Sequence[str]) -> dict[str, str]:
    """Return, for readings that part the same letters otherwise, the one that makes syllables.

    “C ÔNG” beside “CÔNG”, “THỊQUỲNH” beside “THỊ QUỲNH”: what is printed is not in dispute.
    """
    ways: dict[str, set[str]] = {}
    for text in texts:
        ways.setdefault(_unspaced(text), set()).add(text)
    found = {}
    for key, alike in ways.items():
        sound = [
            one
            for one in alike
            if all(is_syllable(bare(word)) for word in one.split() if bare(word))
        ]
        if len({bare(one) for one in alike}) > 1 and len({bare(one) for one in sound}) == 1:
            found[key] = sound[0]
    return found


def _unspaced(text: str) -> str:
    return bare(text).replace(" ", "")


def _unsigned(word: str) -> str:
    """Return the word without the signs between its figures: looking at figures tells none."""
    return _SIGN.sub("", word)


def _weight_of(word: str, seen: int) -> float:
    """Return what it weighs that the letters of so many readings seem to be the word."""
    return _BY_FIGURES * seen if has_figures(word) else _BY_LOOKS * (seen > 0)


def _chance_of(word: str, read: str, look: Looks) -> float:
    """Return how likely the letters of a further reading, whatever it read, are those of a word."""
    if bare(read) == word:
        return look.score
    return look.likely if bare(look.text) == word else 0.0


def _only_looks(seen: str, read: str) -> bool:
    """Return whether two words differ in no more than looks tell apart: marks and figures.

    They tell no letters apart: “4n” looks no more like itself than “4711” does.
    """
    figures = has_figures(read)
    return len(seen) == len(read) and all(
        fold(one) == fold(other) or (figures and one.isdecimal())
        for one, other in zip(seen, read, strict=True)
    )


def only_figures_differ(word: str, others: Iterable[str]) -> bool:
    """Return whether other readings have nothing against a word but figures, or an O for one."""

    def differs(figure: str, other: str) -> bool:
        return figure.isdecimal() and (other.isdecimal() or fold(other) in _ROUND)

    return all(
        len(word) == len(one)
        and all(a == b or differs(a, b) for a, b in zip(word, one, strict=True))
        for one in others
    )


def is_nearly_agreed(word: Settled) -> bool:
    """Return whether two readings differ in little, a few figures or a space: so print is misread.

    Readings of handwriting that is taken for print have nothing in common.
    """
    texts = [bare(one) for one in (word.text, *word.others)]
    return any(
        (len(_unspaced(one)) >= _LEAST_PARTED and _unspaced(one) == _unspaced(other))
        or (
            has_figures(one)
            and min(len(one), len(other)) >= _LEAST_ALIKE
            and Levenshtein.normalized_similarity(one, other) >= _ALIKE
        )
        for one, other in combinations(texts, 2)
    )


def has_figures(word: str) -> bool:
    """Return whether a figure is among the word's characters."""
    return any(map(str.isdigit, word))


def _plainly(key: str, looks: Sequence[Looks]) -> str:
    """Return the word that the letters of all readings that say ``key`` plainly make, or nothing.

    It has no fewer marks than were read, for faint ones are seen by who reads the whole line, and
    the rarer it is the plainer it has to be. How often it was right on value sheets,
    ``tools/make_calibration.py`` tells.
    """
    seen = {bare(one.text) for one in looks}
    other = next(iter(seen)) if len(seen) == 1 else key
    if other == key:
        return ""
    if has_figures(other) and len(other) == len(key):
        # a letter that looks like a figure among others is one; figures are not overruled
        told = zip(other, key, strict=True)
        return other if all(a == b or (a.isdecimal() and b.isalpha()) for a, b in told) else ""
    if {*other} == {*key} == {"I"}:
        # how many strokes there are is counted
        return other
    if fold(other) != fold(key) or marks_of(other).total() < marks_of(key).total():
        return ""
    least = _PLAIN * min(1.0, math.sqrt(_often(other) / _often(key)))
    return other if all(one.score <= least for one in looks) else ""


def _often(word: str) -> int:
    """Return how often office texts hold the syllable, a few times added for those not counted."""
    parts = syllables.split(word)
    counted = 0 if parts is None else counts.shipped().seen(parts.key)
    return counted + _UNCOUNTED


def _same_letters(
    key: str,
    first: str,
    votes: Mapping[str, Sequence[tuple[str, float]]],
    looks: Mapping[str, int],
) -> str:
    """Return the word for which most speak where all readings differ, two only in their marks.

    The first reading misread or split it: it is no syllable, as both of the others are.
    """
    letters = Counter(compact(word) for word in votes if is_syllable(word))
    most = [one for one, count in letters.items() if count > 1]
    if len(most) != 1 or is_syllable(first):
        return key
    alike = [word for word in votes if compact(word) == most[0] and is_syllable(word)]
    return max(alike, key=lambda word: (looks.get(word, 0), max(sure for _, sure in votes[word])))


def _is_misread_number(word: str) -> bool:
    """Return whether letters stand between figures where another reading has figures alone."""
    return not word.isdecimal() and word.isalnum() and len(word) <= _LONGEST_NUMBER


def _lead(first: str, key: str) -> str:
    """Return the punctuation before the word as the first reading has it."""
    start = first.find(key) if key else -1
    lead = first[: max(start, 0)]
    # “7178/2010” is no “178/2010” behind a sign
    return "" if any(map(str.isalnum, lead)) else lead


def _tail(texts: Sequence[str]) -> str:
    """Return the punctuation behind the word that most readings have."""
    tails = [text[len(text.rstrip(_EDGES)) :] for text in texts]
    return max(tails, key=tails.count)
