"""What the screen of the warehouse asks of the core; everything here runs off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from digitizer.model.dossier import Owner
from digitizer.model.reuse import WarehouseRow
from digitizer.model.warehouse import Correction, StaleUse
from digitizer.vietnamese import digits
from ui.screen import Desk

_SHORTEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Lists:
    """People who are called so, what waits for a decision, and who rests on old values."""

    people: tuple[Owner, ...]
    corrections: tuple[Correction, ...]
    stale: tuple[StaleUse, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one holder."""

    holder: str
    facts: tuple[WarehouseRow, ...]


def lists(desk: Desk, words: str) -> Lists:
    """Return what stands at the left: people by name or number, corrections, old values used."""
    store, warehouse = desk.workstation.store, desk.workstation.warehouse
    people: tuple[Owner, ...] = ()
    number = digits(words)
    if len(number) >= _SHORTEST_NUMBER or (words and not words.strip()[0].isalpha()):
        people = (Owner("", number or words.strip()),)
    elif words.strip():
        people = store.people.find(words)
    return Lists(people, warehouse.corrections(desk.officer), warehouse.stale_uses(desk.officer))


def facts(desk: Desk, holder: str) -> Held:
    """Return a holder's facts; the look is journaled."""
    return Held(holder, desk.workstation.warehouse.facts(desk.officer, holder))
