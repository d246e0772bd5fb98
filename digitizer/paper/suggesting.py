"""What a value may have been meant to say: known words near it, for a person to choose from.

A proper name is never put right by the machine; what is offered here changes nothing by itself.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from digitizer.catalogue.lexicon import Lexicon
from digitizer.catalogue.places import parts_of
from digitizer.catalogue.units import split_kind
from digitizer.model.doctype import Reads
from digitizer.vietnamese import collapse, compact
from digitizer.vietnamese.distance import distance

MOST = 5
_LONGEST = 200
# bare words looked at more closely; the marks decide among them
_NEAREST = 24
_FURTHEST = 0.5
"""Cost of a suggestion, at most, as a share of the letters it replaces."""


def suggestions(reads: Reads, text: str, lexicon: Lexicon, most: int = MOST) -> tuple[str, ...]:
    """Return whole values near the text, the nearest first; none for a value of known words."""
    tidy = collapse(text[:_LONGEST])
    match reads:
        case Reads.NAME:
            found = _names(tidy, lexicon)
        case Reads.ADDRESS:
            found = _addresses(tidy, lexicon)
        case Reads.TEXT:
            found = _near(tidy, lexicon.phrases)
        case _:
            return ()
    ranked = heapq.nsmallest(most * 2, set(found))
    return tuple(dict.fromkeys(value for _, value in ranked if value != tidy))[:most]


_Found = Iterator[tuple[float, str]]


def _names(text: str, lexicon: Lexicon) -> _Found:
    """Yield the name with one word in place of which a name is usual."""
    words = text.split()
    for place, word in enumerate(words):
        known = lexicon.family_names if place == 0 else lexicon.given_names
        for cost, name in _near(word, known):
            cased = name.upper() if word.isupper() else name
            yield cost, " ".join([*words[:place], cased, *words[place + 1 :]])


def _addresses(text: str, lexicon: Lexicon) -> _Found:
    """Yield the address with one of its units spelled as the lists spell one."""
    parts = [part.strip() for part in parts_of(text)]
    for place, part in enumerate(parts):
        name = split_kind(part)[1]
        kind = part[: len(part) - len(name)]
        if not kind and place < len(parts) - 2:
            continue  # a street has no list
        for cost, known in _near(name, lexicon.places):
            yield cost, ", ".join([*parts[:place], kind + known, *parts[place + 1 :]])


def _near(text: str, known: Sequence[str]) -> _Found:
    """Yield the known words near the text with their cost; nothing when it is one of them."""
    if not compact(text) or text.lower() in {word.lower() for word in known}:
        return
    limit = _FURTHEST * max(len(text), 2) ** 0.5 + 0.25
    for word in _alike(text, known):
        cost = distance(text, word)
        if 0 < cost <= limit:
            yield cost, word


def _alike(text: str, known: Sequence[str]) -> Iterable[str]:
    nearest = process.extract(
        compact(text), known, processor=compact, scorer=Levenshtein.distance, limit=_NEAREST
    )
    return (str(word) for word, _, _ in nearest)
