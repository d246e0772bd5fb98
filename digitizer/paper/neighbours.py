"""Which words office texts hold, and which of them stand beside another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from digitizer.catalogue import shipped_rules
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.paper.voting import Settled, bare
from digitizer.vietnamese import is_syllable
from ocr.marks import counts, syllables

_OFTENER = 50
_LONG_WORD = re.compile(r"[^\W\d_]{4,14}")


@lru_cache(maxsize=8192)
def is_written(word: str) -> bool:
    """Return whether office texts or lists of names hold the syllable; “Kừn” could be one."""
    if word.lower() in shipped_rules().family_names:
        return True
    if word.capitalize() in shipped_lexicon().given_names:
        return True
    parts = syllables.split(word)
    return parts is not None and counts.shipped().seen(f"{parts.letters}{parts.tone}") > 0


@lru_cache(maxsize=8192)
def is_outranked(before: str, word: str) -> bool:
    """Return whether a word of other marks stands far oftener behind the word before it."""
    left, parts = syllables.split(before), syllables.split(word)
    if left is None or parts is None:
        return False
    known = counts.shipped()
    first, own = f"{left.letters}{left.tone}", f"{parts.letters}{parts.tone}"
    seen = known.seen_pair(first, own)
    return any(
        known.seen_pair(first, other) > _OFTENER * (seen + 1)
        for other in known.alike(parts.letters)
        if other != own
    )


@lru_cache(maxsize=8192)
def _is_borne_out(before: str, word: str, *, first: bool) -> bool:
    """Return whether of two words side by side one is far more usual there than with other marks.

    ``first`` asks of the word that stands first, not of the other.
    """
    left, right = syllables.split(before), syllables.split(word)
    if left is None or right is None:
        return False
    known = counts.shipped()
    asked, beside = (left, right) if first else (right, left)
    own, other = f"{asked.letters}{asked.tone}", f"{beside.letters}{beside.tone}"

    def seen(one: str) -> int:
        return known.seen_pair(one, other) if first else known.seen_pair(other, one)

    rivals = (one for one in known.alike(asked.letters) if one != own)
    return seen(own) >= _OFTENER and all(seen(own) > _OFTENER * seen(one) for one in rivals)


def borne_out(words: Sequence[Settled], all_words: Sequence[Settled]) -> frozenset[int]:
    """Return which of the words are far more usual beside a neighbour than with other marks.

    ``all_words`` are the value's words in their order, ``words`` some of these very objects.
    """
    usual = set()
    for one, other in pairwise(all_words):
        before, word = bare(one.text), bare(other.text)
        usual |= {id(one)} if _is_borne_out(before, word, first=True) else set()
        usual |= {id(other)} if _is_borne_out(before, word, first=False) else set()
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
    known, best, parts = counts.shipped(), 0, word
    for place in range(1, len(word)):
        one, other = syllables.split(word[:place]), syllables.split(word[place:])
        if one is None or other is None:
            continue
        seen = known.seen_pair(f"{one.letters}{one.tone}", f"{other.letters}{other.tone}")
        if seen > best:
            best, parts = seen, f"{word[:place]} {word[place:]}"
    return parts


def _is_usual_pair(before: str, word: str) -> bool:
    one, other = syllables.split(before), syllables.split(word)
    if one is None or other is None:
        return False
    seen = counts.shipped().seen_pair(f"{one.letters}{one.tone}", f"{other.letters}{other.tone}")
    return seen >= _OFTENER


def has_dash_inside(text: str) -> bool:
    """Return whether a dash parts a name whose words usually stand side by side: “Quảng - Ngãi”."""
    words = text.split(" ")
    return any(
        dash == "-"
        and before[:1].isupper()
        and after[:1].isupper()
        and _is_usual_pair(before, after)
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
