"""Which words office texts hold, and which of them stand beside another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from digitizer.catalogue import shipped_rules
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.paper.voting import Settled, bare
from ocr.marks import counts, syllables

_OFTENER = 50


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
