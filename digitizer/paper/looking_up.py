"""Looking a value up by words without marks: places, offices, names, peoples, countries."""

from __future__ import annotations

from collections.abc import Iterable

from digitizer.catalogue import Catalogue
from digitizer.catalogue.listing import Entry, keyed, matching
from digitizer.model.doctype import Reads

MOST = 40
"""Entries given at once; who has more types another letter."""
_PLACES = frozenset({Reads.ADDRESS, Reads.TEXT})


def look_up(
    catalogue: Catalogue, reads: Reads, words: str, names: Iterable[str] = ()
) -> tuple[Entry, ...]:
    """Return what the lists for a kind of field know; ``names`` are those the dossier speaks of.

    Empty when there is no list for the kind.
    """
    if reads is Reads.NAME:
        return matching(keyed(Entry(one) for one in dict.fromkeys(names)), words, MOST)
    if reads is Reads.ETHNICITY:
        official = dict.fromkeys(catalogue.rules.ethnicities.values())
        return matching(keyed(map(Entry, official)), words, MOST)
    if reads is Reads.NATIONALITY:
        return matching(keyed(map(Entry, catalogue.rules.nationalities.values())), words, MOST)
    if reads in _PLACES:
        phrases = keyed(map(Entry, catalogue.rules.phrases)) if reads is Reads.TEXT else ()
        found = (*matching(phrases, words, MOST), *matching(catalogue.listed_places, words, MOST))
        return found[:MOST]
    return ()
