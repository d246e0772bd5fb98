"""Which of several readings of a value is taken: the one that can be what is printed.

Only what was read somewhere on the paper is ever chosen; lists tell which of it exists.
"""

from __future__ import annotations

from collections.abc import Sequence

from digitizer.catalogue.spelling import names_in, place_spelling, respelled, unit_words
from digitizer.catalogue.units import shipped_units
from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper.normalising import Normalised
from digitizer.paper.printed import Paper
from digitizer.vietnamese import compact

_POINTS = " .,;:()"
# of these a reading may be refused; free words are never implausible enough
_CHECKED = frozenset(Reads) - {Reads.TEXT, Reads.NAME, Reads.ADDRESS, Reads.CODE}
_WITH_PLACES = (Reads.TEXT, Reads.ADDRESS)


def best(rule: FieldRule, chosen: Normalised, readings: Sequence[Normalised]) -> Normalised:
    """Return the one reading that is of its kind, or whose place is on the lists, else the chosen.

    Two such readings settle nothing.
    """
    if rule.reads in _CHECKED or rule.values:
        if chosen.value in rule.values or (chosen.accepted and chosen.plausible):
            return chosen
        fitting = [one for one in readings if one.accepted and one.plausible]
    elif rule.reads is Reads.ADDRESS:
        if place_spelling(shipped_units(), chosen.value).right:
            return chosen
        fitting = [one for one in readings if place_spelling(shipped_units(), one.value).right]
    elif rule.reads is Reads.TEXT:
        listed = _listed_words(chosen.value)
        fitting = [one for one in readings if _listed_words(one.value) > listed]
    else:
        return chosen
    values = {one.value for one in fitting}
    return fitting[0] if len(values) == 1 and chosen.value not in values else chosen


def as_elsewhere(rule: FieldRule, value: str, paper: Paper) -> str:
    """Return the value with a unit's name spelled as the same paper spells it elsewhere.

    Only where no unit bears the name as it was read, and the other differs in nothing but marks.
    """
    if rule.reads not in _WITH_PLACES or not value:
        return value
    words = value.split(" ")
    bare = [word.strip(_POINTS) for word in words]
    other = respelled(shipped_units(), bare, _spelled_on(paper)) if _names_unit(bare) else {}
    for place, spelled in other.items():
        was = bare[place]
        # “VY” within small letters is “Vỹ” whose mark made it tall
        capitals = was.isupper() and bare[place - 1].isupper()
        cased = spelled.upper() if capitals else spelled.capitalize()
        words[place] = words[place].replace(was, cased)
    return " ".join(words)


def _names_unit(words: Sequence[str]) -> bool:
    return any(word.lower() in _KIND_WORDS for word in words)


_KIND_WORDS = frozenset({"trấn", "xã", "phố", "khu", "phường", "huyện", "quận", "tỉnh"})


def _spelled_on(paper: Paper) -> dict[str, str]:
    """Return the names of units the paper spells as the lists do, by their bare letters.

    A name that it spells in two ways, both of them on the lists, is none.
    """
    found: dict[str, set[str]] = {}
    for row in paper.rows:
        words = [piece.text.strip(_POINTS) for piece in row.pieces]
        if _names_unit(words):
            for name in names_in(shipped_units(), words):
                found.setdefault(compact(name), set()).add(name)
    return {key: next(iter(names)) for key, names in found.items() if len(names) == 1}


def _listed_words(text: str) -> int:
    """Return how many words name a unit of the lists: “PHƯỜNG CẨM THÀNH” has three."""
    words = [word.strip(_POINTS) for word in text.split()]
    return len(unit_words(shipped_units(), words, alone=False))
