"""Syllables of one batch that differ in nothing but their marks: where a wrong one stands out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from digitizer.vietnamese.text import fold, nfc

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """The ways in which one bare syllable is marked in a batch."""

    base: str
    """The syllable without marks and case."""
    variants: tuple[tuple[str, int], ...]
    """Each marked form in small letters with how often it stands there, the rarest first."""


def lookalikes(texts: Iterable[str]) -> tuple[Lookalikes, ...]:
    """Return the groups with at least two forms, the most one-sided first.

    One ``cấm`` among forty ``cẩm`` is likelier a slip than two names that are both common.
    """
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in _WORD.findall(nfc(text).lower()):
            counted[fold(word)][word] += 1
    groups = [
        Lookalikes(base, tuple(sorted(forms.items(), key=lambda one: (one[1], one[0]))))
        for base, forms in counted.items()
        if len(forms) > 1
    ]
    return tuple(sorted(groups, key=lambda group: (_evenness(group), group.base)))


def _evenness(group: Lookalikes) -> float:
    counts = [count for _form, count in group.variants]
    return counts[0] / sum(counts)
