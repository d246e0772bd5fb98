"""Words that suggestions are looked up in: names, places, offices, occupations."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from digitizer.catalogue.loading import definition_files, read_table, validated
from digitizer.catalogue.rules import shipped_rules
from digitizer.catalogue.units import shipped_units, split_kind
from digitizer.vietnamese import fold, nfc

_FILE = "lexicon.toml"


@dataclass(frozen=True)
class Lexicon:
    """The words of each kind, as they are printed."""

    family_names: tuple[str, ...]
    given_names: tuple[str, ...]
    places: tuple[str, ...]
    """Names of communes, districts and provinces, former ones too, without their kind."""
    phrases: tuple[str, ...]
    """Offices and occupations."""

    @functools.cached_property
    def _families(self) -> Mapping[str, set[str]]:
        return _by_letters(self.family_names)

    @functools.cached_property
    def _names(self) -> Mapping[str, set[str]]:
        return _by_letters((*self.family_names, *self.given_names))

    def is_unrivalled(self, word: str, family: bool) -> bool:
        """Return whether the word is a known name and no other known one differs in marks alone.

        ``family``: it stands first, where only family names do.
        """
        return self._alike(word, family=family) == {nfc(word).lower()}

    def is_outranked(self, word: str, family: bool) -> bool:
        """Return whether the word is no known name, but one or more differ in marks alone."""
        alike = self._alike(word, family=family)
        return bool(alike) and nfc(word).lower() not in alike

    def _alike(self, word: str, *, family: bool) -> set[str]:
        known = self._families if family else self._names
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
    occupations: tuple[str, ...]
    offices: tuple[str, ...]


def load_lexicon(office_folder: Path | None = None) -> Lexicon:
    """Read the shipped words, or the office's own in their place; raises DefinitionError."""
    file = definition_files("rules", office_folder)[_FILE]
    words = validated(LexiconSchema, read_table(file)[0], _FILE)
    return Lexicon(
        family_names=_sorted(name.capitalize() for name in shipped_rules().family_names),
        given_names=_sorted(words.given_names),
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
