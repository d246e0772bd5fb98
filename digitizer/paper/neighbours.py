"""Which words office texts hold, and which of them stand beside another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from digitizer.catalogue import shipped_rules
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.paper.voting import Settled, bare
from digitizer.vietnamese import is_syllable
from ocr.marks import counts, syllables

_OFTENER = 50
_OFTEN = 10
_LONG_WORD = re.compile(r"[^\W\d_]{4,14}")


@lru_cache(maxsize=8192)
def is_written(word: str) -> bool:
    """Return whether office texts or lists of names hold the syllable; “Kừn” could be one."""
    if word.lower() in shipped_rules().family_names:
        return True
    if word.capitalize() in shipped_lexicon().given_names:
        return True
    parts = syllables.split(word)
    return parts is not None and counts.shipped().seen(parts.key) > 0


@lru_cache(maxsize=8192)
def is_outranked(before: str, word: str) -> bool:
    """Return whether a word of other marks stands far oftener behind the word before it."""
    left, right = syllables.split(before), syllables.split(word)
    if left is None or right is None:
        return False
    seen = counts.shipped().seen_pair
    own = seen(left.key, right.key)
    return any(seen(left.key, other) > _OFTENER * (own + 1) for other in _rivals(right))


@lru_cache(maxsize=8192)
def _borne_out(before: str, word: str) -> tuple[bool, bool]:
    """Return which of two words side by side is far more usual there than with other marks."""
    left, right = syllables.split(before), syllables.split(word)
    if left is None or right is None:
        return False, False
    seen = counts.shipped().seen_pair
    own = seen(left.key, right.key)
    if own < _OFTENER:
        return False, False
    return (
        all(own > _OFTENER * seen(other, right.key) for other in _rivals(left)),
        all(own > _OFTENER * seen(left.key, other) for other in _rivals(right)),
    )


def _rivals(syllable: syllables.Syllable) -> Iterator[str]:
    """Yield the keys of all counted syllables of the same base letters but other marks."""
    return (one for one in counts.shipped().alike(syllable.letters) if one != syllable.key)


def _together(before: str, word: str) -> int:
    """Return how often office texts have two words side by side."""
    left, right = syllables.split(before), syllables.split(word)
    if left is None or right is None:
        return 0
    return counts.shipped().seen_pair(left.key, right.key)


def is_far_more_usual(word: str, other: str, beside: tuple[str, str]) -> bool:
    """Return whether office texts have a word far oftener between two than another one."""
    before, after = map(bare, beside)

    def seen(one: str) -> int:
        return _together(before, one) + _together(one, after)

    return seen(bare(word)) > _OFTENER * (seen(bare(other)) + 1)


def borne_out(words: Sequence[Settled], all_words: Sequence[Settled]) -> frozenset[int]:
    """Return which of the words are far more usual beside a neighbour than with other marks.

    ``all_words`` are the value's words in their order, ``words`` some of these very objects.
    """
    usual = {
        id(word)
        for pair in pairwise(all_words)
        for word, so in zip(pair, _borne_out(*(bare(one.text) for one in pair)), strict=True)
        if so
    }
    return frozenset(number for number, word in enumerate(words) if id(word) in usual)


def parted_words(text: str) -> str:
    """Return the text with words parted whose space was lost: “Dịchvụ”, “Côngan”.

    Only a word that is no syllable is, where office texts have both parts side by side.
    """
    return _LONG_WORD.sub(lambda found: _parted(found[0]), text)


@lru_cache(maxsize=8192)
def _parted(word: str) -> str:
    if is_syllable(word):
        return word
    cuts = ((word[:place], word[place:]) for place in range(1, len(word)))
    best = max(cuts, key=lambda cut: _together(*cut))
    return " ".join(best) if _together(*best) else word


def has_odd_capital(text: str) -> bool:
    """Return whether a small l among small letters seems to be a capital: “hai mươi Lăm”.

    Names have capitals too, but seldom stand behind the same word as often.
    """
    return any(
        before.islower() and word.startswith("L") and _together(before, word) >= _OFTEN
        for before, word in pairwise(one.strip(",;.()") for one in text.split(" "))
        if word[1:].islower()
    )


def has_dash_inside(text: str) -> bool:
    """Return whether a dash parts a name whose words usually stand side by side: “Quảng - Ngãi”."""
    words = text.split(" ")
    return any(
        dash == "-"
        and before[:1].isupper()
        and after[:1].isupper()
        and _together(before, after) >= _OFTENER
        for before, dash, after in zip(words, words[1:], words[2:], strict=False)
    )


def outranked(words: Sequence[Settled], all_words: Sequence[Settled]) -> frozenset[int]:
    """Return which of the words another of other marks outranks behind the word before them.

    ``all_words`` are the value's words in their order, ``words`` some of these very objects.
    “CƠ SỚ” for “CƠ SỞ”: the rule of a form may have cut the mark off, and all readings agree.
    """
    unlikely = {
        id(word)
        for before, word in pairwise(all_words)
        if is_outranked(bare(before.text), bare(word.text))
    }
    return frozenset(number for number, word in enumerate(words) if id(word) in unlikely)
