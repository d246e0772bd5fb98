"""Lists that a person looks values up in: units of today and before, peoples, fixed wordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from digitizer.catalogue.units import Units, as_printed
from digitizer.vietnamese import fold

_SHORT = {"ubnd": "uy ban nhan dan"}
"""What offices write for words, without marks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list."""

    text: str
    """What goes into the field."""
    code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day on which it was in force; None while it is."""
    now: tuple[str, ...] = ()
    """What it became, when it is no longer in force."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """An entry with its words as they are compared: without marks and case."""

    words: tuple[str, ...]
    entry: Entry


def keyed(entries: Iterable[Entry]) -> tuple[Keyed, ...]:
    """Return entries ready to be looked up."""
    return tuple(Keyed(tuple(fold(one.text).replace(",", " ").split()), one) for one in entries)


def places(units: Units) -> Iterator[Entry]:
    """Give the units of all tables: those in force, then what they were before."""
    last = units.changes[-1] if units.changes else None
    for name in dict.fromkeys(units.in_force.values()):
        yield Entry(as_printed(name), valid_from=last.effective if last else None)
    if last is None:
        return
    for several in last.units.values():
        for unit in several:
            yield Entry(unit.full, unit.code, last.effective)
    for change in reversed(units.changes):
        for communes in change.former.values():
            for one in communes:
                parts = (
                    f"{one.kind} {one.name}".strip() if one.name else "",
                    f"{one.district_kind} {one.district}".strip(),
                    as_printed(one.province),
                )
                yield Entry(
                    ", ".join(part for part in parts if part),
                    valid_to=change.effective - timedelta(days=1),
                    now=tuple(unit.full for unit in one.became),
                )


def offices(units: Units) -> Iterator[Entry]:
    """Give the people's committees of the units in force."""
    last = units.changes[-1] if units.changes else None
    if last is None:
        return
    for name in dict.fromkeys(units.in_force.values()):
        yield Entry(f"Ủy ban nhân dân {as_printed(name)}", valid_from=last.effective)
    for several in last.units.values():
        for unit in several:
            yield Entry(f"Ủy ban nhân dân {unit.full}", unit.code, last.effective)


def matching(listed: Sequence[Keyed], words: str, limit: int) -> tuple[Entry, ...]:
    """Return the entries that have a word beginning with each of these, best first.

    In force comes before not, what begins with the first word before the rest, short before long.
    """
    wanted = [
        part
        for word in fold(words).replace(",", " ").split()
        for part in _SHORT.get(word, word).split()
    ]
    if not wanted:
        return tuple(one.entry for one in listed[:limit])
    found = [one for one in listed if _has_all(one.words, wanted)]
    found.sort(key=lambda one: _rank(one, wanted))
    return tuple(one.entry for one in found[:limit])


def _has_all(words: tuple[str, ...], wanted: Sequence[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _rank(one: Keyed, wanted: Sequence[str]) -> tuple[bool, int, int, int, str]:
    run = _run(one.words, wanted)
    exact = sum(word in one.words for word in wanted)
    return (one.entry.valid_to is not None, -exact, run, len(one.words), one.entry.text)


def _run(words: tuple[str, ...], wanted: Sequence[str]) -> int:
    """Return where the wanted words stand one after the other, or behind all when they do not."""
    size = len(wanted)
    for start in range(len(words) - size + 1):
        if all(words[start + at].startswith(wanted[at]) for at in range(size)):
            return start
    return len(words)
