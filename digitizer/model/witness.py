"""A card's witnesses side by side: its QR, its print, its machine-readable zone, its number."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digitizer.model.field import Source, Testimony


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the national population database said of one value; times are UTC."""

    agrees: bool
    at: datetime
    value: str = ""
    """What stands there, where the office may keep it."""


@dataclass(frozen=True, slots=True)
class PopulationAnswer:
    """An answer of the population database about one person of a dossier, while it may be shown."""

    key: str
    at: datetime
    found: bool
    """False where nobody is known there by that number, name and birth date."""
    agrees: Mapping[str, bool]
    about: Mapping[str, str]
    """Fingerprints of the values it was asked with."""
    answer: Mapping[str, str]
    """What stands there; empty unless the office may keep it."""

    def is_about(self, name: str, value: str) -> bool:
        """Return whether it was asked with this value."""
        return self.about.get(name) == fingerprint(self.key, name, value)

    def verdict(self, name: str, value: str) -> Verdict | None:
        """Return what it says of a value, or None where it says nothing of this one."""
        theirs = self.answer.get(name, "")
        if theirs:
            return Verdict(_plain(name, theirs) == _plain(name, value), self.at, theirs)
        if not self.is_about(name, value):
            return None
        return Verdict(self.found and self.agrees.get(name, False), self.at)


def fingerprint(key: str, name: str, value: str) -> str:
    """Return a value's mark under a question's key: tells whether two are alike, and no more."""
    return hashlib.sha256(f"{key}:{name}:{_plain(name, value)}".encode()).hexdigest()


def _plain(name: str, value: str) -> str:
    if name in ("number", "birth_date"):
        return "".join(sign for sign in value if sign.isdigit())
    return " ".join(unicodedata.normalize("NFC", value).upper().split())


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a card as every witness tells it."""

    name: str
    """Name of the field, the same on both sides of a card: ``birth_date``."""
    said: tuple[Testimony, ...]
    """QR first, then zone, print and number; who says nothing is not among them."""
    value: str
    """What the weightier witnesses say."""
    dissenters: tuple[Source, ...] = ()
    """Who says something else; all who dispute where neither side is the weightier."""
    population: Verdict | None = None
    """What the population database says of it, if it was asked and the answer is still valid."""
    settled: bool = True
    """False where as much speaks for one value as for another."""


@dataclass(frozen=True, slots=True)
class Binding:
    """The one role in the dossier that a card's holder has."""

    document_id: int
    """The paper that names the person."""
    role: str
    """Word of the paper's definition: ``mother``, ``declarant``…"""
    by: str
    """``number``, or ``name and birth`` where the paper prints no number."""


@dataclass(frozen=True, slots=True)
class CardWitnesses:
    """One card, front and back together."""

    document_ids: tuple[int, ...]
    facts: tuple[Fact, ...]
    binding: Binding | None = None

    def fact(self, name: str) -> Fact | None:
        """Return the fact with this name."""
        return next((one for one in self.facts if one.name == name), None)
