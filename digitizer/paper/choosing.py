"""Which of several readings of a value is taken: the one that can be what is printed.

Only what was read somewhere on the paper is ever chosen; lists tell which of it exists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from digitizer.catalogue.lexicon import NamePlace, shipped_lexicon
from digitizer.catalogue.patterns import LONGEST_TEXT
from digitizer.catalogue.spelling import place_spelling, respelled, unit_words
from digitizer.catalogue.units import shipped_units
from digitizer.model.doctype import FieldRule, Place, Reads
from digitizer.paper import neighbours
from digitizer.paper.normalised import Normalised
from digitizer.paper.printed import Paper, names_unit
from digitizer.vietnamese import fold

_POINTS = " .,;:()"
_CODE = r"[0-9A-ZĐ]{1,30}(?:[./ -][0-9A-ZĐ]{1,30}){0,8}"
# of these a reading may be refused; free words are never implausible enough
_CHECKED = frozenset(Reads) - {Reads.TEXT, Reads.NAME, Reads.ADDRESS, Reads.CODE}
_WITH_PLACES = (Reads.TEXT, Reads.ADDRESS)


def best(rule: FieldRule, chosen: Normalised, readings: Sequence[Normalised]) -> Normalised:
    """Return the one reading that is of its kind, or whose place is on the lists, else the chosen.

    Two such readings settle nothing. Of a name that begins with no known family name, only the
    first word is taken from another reading. ``readings`` begin with the first one of the page.
    """
    if rule.reads is Reads.NAME:
        return _of_known_family(chosen, readings)
    if rule.reads in _CHECKED or rule.values:
        if chosen.value in rule.values or (chosen.accepted and chosen.plausible):
            return chosen
        fitting = [one for one in readings if one.accepted and one.plausible]
    elif rule.reads is Reads.ADDRESS:
        if place_spelling(shipped_units(), chosen.value).right:
            return chosen
        fitting = [one for one in readings if place_spelling(shipped_units(), one.value).right]
    elif rule.reads is Reads.CODE:
        if _is_code(rule, chosen.value):
            return chosen
        fitting = [one for one in readings if _is_code(rule, one.value)]
    elif rule.reads is Reads.TEXT:
        listed = _listed_words(chosen.value)
        fitting = [one for one in readings if _listed_words(one.value) > listed]
        if not fitting and rule.place is not Place.ZONE:
            return _as_usual(chosen, readings[0])
    else:
        return chosen
    values = {one.value for one in fitting}
    return fitting[0] if len(values) == 1 and chosen.value not in values else chosen


def _of_known_family(chosen: Normalised, readings: Sequence[Normalised]) -> Normalised:
    """Return the name with the known family name that some reading has in the place of another.

    “ĐỒ MINH DŨNG” was read, and “ĐỖ MINH DUNG”.
    """
    first, *others = chosen.value.split(" ")
    known = shipped_lexicon()
    if known.is_known(first, NamePlace.FAMILY):
        return chosen
    heard = {one.value.partition(" ")[0] for one in readings}
    alike = {
        one for one in heard if fold(one) == fold(first) and known.is_known(one, NamePlace.FAMILY)
    }
    if len(alike) != 1:
        return chosen
    return replace(chosen, value=" ".join((*alike, *others)), plausible=False)


def _as_usual(chosen: Normalised, first: Normalised) -> Normalised:
    """Return the text with the words of the first reading that are far more usual there.

    Further readings said “đề làm hồ sơ”, the first one “để làm hồ sơ”. Words with capitals may be
    names.
    """
    words, read = chosen.value.split(" "), first.value.split(" ")
    if len(words) != len(read):
        return chosen
    taken = list(words)
    for place, (word, other) in enumerate(zip(words, read, strict=True)):
        if word == other or fold(word) != fold(other) or not word.islower():
            continue
        beside = ("".join(words[place - 1 : place]), "".join(words[place + 1 : place + 2]))
        if neighbours.is_far_more_usual(other, word, beside):
            taken[place] = other
    value = " ".join(taken)
    return chosen if value == chosen.value else replace(chosen, value=value, plausible=False)


def _is_code(rule: FieldRule, value: str) -> bool:
    """Return whether a code is written as its definition tells, or holds no sign that none has."""
    return re.fullmatch(rule.shape or _CODE, value[:LONGEST_TEXT]) is not None


def as_elsewhere(rule: FieldRule, value: str, paper: Paper) -> str:
    """Return the value with a unit's name spelled as the same paper spells it elsewhere.

    Only where no unit bears the name as it was read, and the other differs in nothing but marks.
    """
    if rule.reads not in _WITH_PLACES or not value:
        return value
    words = value.split(" ")
    bare = [word.strip(_POINTS) for word in words]
    other = respelled(shipped_units(), bare, paper.spelled_units) if names_unit(bare) else {}
    for place, spelled in other.items():
        was = bare[place]
        # “VY” within small letters is “Vỹ” whose mark made it tall
        capitals = was.isupper() and bare[place - 1].isupper()
        cased = spelled.upper() if capitals else spelled.capitalize()
        words[place] = words[place].replace(was, cased)
    return " ".join(words)


def _listed_words(text: str) -> int:
    """Return how many words name a unit of the lists: “PHƯỜNG CẨM THÀNH” has three."""
    words = [word.strip(_POINTS) for word in text.split()]
    return len(unit_words(shipped_units(), words, alone=False))
