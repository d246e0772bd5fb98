"""Words that suggestions are looked up in: names, places, offices, occupations."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from digitizer.catalogue.loading import definition_files, read_table, validated
from digitizer.catalogue.rules import shipped_rules
from digitizer.catalogue.units import shipped_units, split_kind
from digitizer.vietnamese import fold, nfc

_FILE = "lexicon.toml"


class NamePlace(Enum):
    """Where a word stands in a person's name."""

    FAMILY = "family"
    MIDDLE = "middle"
    LAST = "last"


@dataclass(frozen=True)
class Lexicon:
    """The words of each kind, as they are printed."""

    family_names: tuple[str, ...]
    given_names: tuple[str, ...]
    rarer_given_names: tuple[str, ...]
    """Borne, but far rarer than given names of the same letters that are not among them."""
    usual_family_names: tuple[str, ...]
    """Those that nearly everybody bears."""
    middle_names: tuple[str, ...]
    """Those that nearly always stand where a name has their letters between two others."""
    places: tuple[str, ...]
    """Names of communes, districts and provinces, former ones too, without their kind."""
    phrases: tuple[str, ...]
    """Offices and occupations."""

    @functools.cached_property
    def _families(self) -> Mapping[str, set[str]]:
        return _by_letters(self.family_names)

    @functools.cached_property
    def _names(self) -> Mapping[str, set[str]]:
        rarer = self.rarer_given_names
        return _by_letters((*self.family_names, *self.given_names, *rarer))

    @functools.cached_property
    def _given(self) -> Mapping[str, set[str]]:
        # a mother's family name is often the middle one
        return _by_letters((*self.given_names, *self.usual_family_names))

    @functools.cached_property
    def _usual(self) -> Mapping[str, set[str]]:
        return _by_letters(self.usual_family_names)

    @functools.cached_property
    def _middle(self) -> Mapping[str, set[str]]:
        return _by_letters(self.middle_names)

    def is_known(self, word: str, place: NamePlace) -> bool:
        """Return whether the word is a known name, marks included."""
        return nfc(word).lower() in self._alike(word, place)

    def is_unrivalled(self, word: str, place: NamePlace) -> bool:
        """Return whether no other known name differs in marks alone that is not far rarer there."""
        own = {nfc(word).lower()}
        return self._most_usual(word, place) == own or self._alike(word, place) == own

    def is_outranked(self, word: str, place: NamePlace) -> bool:
        """Return whether one or more known names differ in marks alone that are far more usual."""
        alike = self._most_usual(word, place) or self._alike(word, place)
        return bool(alike) and nfc(word).lower() not in alike

    def is_told_by_letters(self, word: str, place: NamePlace) -> bool:
        """Return whether it is a usual family name, and no other known one has its letters."""
        own = {nfc(word).lower()}
        usual = place is NamePlace.FAMILY and self._most_usual(word, place) == own
        return usual and self._alike(word, place) == own

    def _most_usual(self, word: str, place: NamePlace) -> set[str]:
        match place:
            case NamePlace.FAMILY:
                return self._usual.get(fold(word), set())
            case NamePlace.MIDDLE:
                alone = self._middle.get(fold(word), set())
                return alone or self._given.get(fold(word), set())
            case NamePlace.LAST:
                return self._given.get(fold(word), set())

    def _alike(self, word: str, place: NamePlace) -> set[str]:
        known = self._families if place is NamePlace.FAMILY else self._names
        return known.get(fold(word), set())


def _by_letters(names: Iterable[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(fold(name), set()).add(nfc(name).lower())
    return found


class LexiconSchema(BaseModel):
    """``lexicon.toml`` of the folder ``rules``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=1)
    effective_from: date
    given_names: tuple[str, ...]
    rarer_given_names: tuple[str, ...] = ()
    middle_names: tuple[str, ...] = ()
    occupations: tuple[str, ...]
    offices: tuple[str, ...]


def load_lexicon(office_folder: Path | None = None) -> Lexicon:
    """Read the shipped words, or the office's own in their place; raises DefinitionError."""
    file = definition_files("rules", office_folder)[_FILE]
    words = validated(LexiconSchema, read_table(file)[0], _FILE)
    return Lexicon(
        family_names=_sorted(name.capitalize() for name in shipped_rules().family_names),
        given_names=_sorted(words.given_names),
        rarer_given_names=_sorted(words.rarer_given_names),
        usual_family_names=_sorted(
            name.capitalize() for name in shipped_rules().usual_family_names
        ),
        middle_names=_sorted(words.middle_names),
        places=_sorted(_places()),
        phrases=_sorted((*words.offices, *words.occupations)),
    )


@functools.lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """Return the words that come with the program."""
    return load_lexicon()


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if word}))


def _places() -> Iterable[str]:
    for change in shipped_units().changes:
        for units in change.units.values():
            for unit in units:
                yield unit.name
                yield split_kind(unit.province)[1]
        for formers in change.former.values():
            for former in formers:
                yield former.name
                yield former.district
