"""A card's witnesses side by side: its QR, its print, its machine-readable zone, its number."""

from __future__ import annotations

from dataclasses import dataclass

from digitizer.model.field import Source, Testimony


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
