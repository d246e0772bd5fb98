"""Where a printed address lies on a day.

The printed words are never changed: the units in force stand beside them. What the words do not
decide is said with its candidates, for a person to answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from digitizer.catalogue.units import (
    Change,
    FormerUnit,
    Unit,
    Units,
    as_printed,
    split_kind,
    unit_key,
)
from digitizer.model.place import FactPlace, Located, Standing
from digitizer.vietnamese import collapse, fold, same_text

Named = TypeVar("Named", Unit, FormerUnit)

LONGEST_ADDRESS = 400
_UNDER_PROVINCE = ("quận", "huyện", "thị xã", "thành phố")
# “phường Cẩm Thành tỉnh Quảng Ngãi”: a comma was left out or not read
_RUN_ON = re.compile(r"(?<=[^\s,])\s+(?=(?:tỉnh|thành phố|huyện|quận|thị xã|phường)\s)")


@dataclass(frozen=True, slots=True)
class _Found:
    """The units that the last ``used`` parts of an address may mean."""

    units: tuple[Unit, ...] = ()
    used: int = 1
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of an address: “phường Cẩm Thành”."""

    text: str
    kind: str
    name: str

    @property
    def key(self) -> str:
        return unit_key(self.name)


def locate(units: Units, address: str, on: date) -> Located:
    """Return where an address lies on a day; before the first change nothing is mapped."""
    printed = collapse(address[:LONGEST_ADDRESS])
    last = Located(printed, Standing.UNKNOWN)
    text = printed
    mapped = False
    for number, change in enumerate(units.changes):
        if change.effective > on:
            break
        step = _after(units, change, text)
        if step.standing in (Standing.IN_FORCE, Standing.MAPPED):
            mapped = mapped or step.standing is Standing.MAPPED
            standing = Standing.MAPPED if mapped else Standing.IN_FORCE
            last = replace(step, printed=printed, standing=standing, candidates=())
            text = step.current
        elif number == 0 or step.standing is Standing.AMBIGUOUS:
            return Located(printed, step.standing, "", step.candidates, step.province, step.source)
        # a later table names only what changed: what it does not know stays as it was
    return last


def kept_place(units: Units, address: str, on: date) -> FactPlace:
    """Return what is kept of where an address lies on a day; what is not certain stays empty."""
    found = locate(units, address, on)
    version = units.version(on)
    if found.standing not in (Standing.IN_FORCE, Standing.MAPPED):
        return FactPlace(version, found.standing)
    unit = ", ".join(parts_of(found.current)[-2:]) if found.code else ""
    return FactPlace(version, found.standing, found.code, unit, found.province)


def parts_of(address: str) -> list[str]:
    """Return the parts of an address, the country left out."""
    parts = [part for part in map(str.strip, re.split(r"[,;]", collapse(address))) if part]
    if len(parts) < 2:
        parts = [one for part in parts for one in _RUN_ON.split(part)]
    return parts[:-1] if parts and fold(parts[-1]) in ("viet nam", "vn") else parts


def _after(units: Units, change: Change, text: str) -> Located:
    """Return where an address lies after one change."""
    unmarked = text.isascii()
    parts = [_Part(one, *split_kind(one, unmarked=unmarked)) for one in parts_of(text)]
    key = parts[-1].key if parts else ""
    if key not in units.became and key not in units.in_force:
        return Located(text, Standing.UNKNOWN)
    now = units.in_force.get(key, "")
    became = units.became.get(key, ())
    province = became[0] if len(became) == 1 else now
    if len(parts) == 1:
        if not province:
            return Located(text, Standing.AMBIGUOUS, source=units.source)
        standing = Standing.IN_FORCE if now else Standing.MAPPED
        return Located(text, standing, as_printed(province), (), province, units.source)
    before = units.makes.get(key, ())
    alike = _in_force(change, parts) if now else _Found()
    if alike.units and not _names_district(change, parts, before):
        current = _joined(parts, alike)
        code = alike.units[0].code
        return Located(text, Standing.IN_FORCE, current, (), now, change.source, code)
    found = _former(change, parts, before)
    names = tuple(dict.fromkeys(unit.full for unit in found.units))
    if len(names) == 1 and found.certain:
        unit = found.units[0]
        current = _joined(parts, found)
        return Located(text, Standing.MAPPED, current, (), unit.province, change.source, unit.code)
    several = Standing.AMBIGUOUS if len(names) > 1 else Standing.UNCERTAIN
    return Located(text, several, "", names, province, change.source)


def _joined(parts: Sequence[_Part], found: _Found) -> str:
    return ", ".join([*(part.text for part in parts[: -found.used]), found.units[0].full])


def _in_force(change: Change, parts: Sequence[_Part]) -> _Found:
    """Return the commune in force that the part before the province names."""
    known = change.units.get((parts[-1].key, parts[-2].key), ())
    fitting = _best([one for one in known if parts[-2].kind in ("", one.kind)], parts[-2].name)
    return _Found(tuple(fitting), used=2) if len(fitting) == 1 else _Found()


def _names_district(change: Change, parts: Sequence[_Part], provinces: Sequence[str]) -> bool:
    """Return whether the part before the province is a district, with its commune before it."""
    if parts[-2].kind in _UNDER_PROVINCE:
        return True
    return not parts[-2].kind and bool(_in_district(change, parts, provinces))


def _former(change: Change, parts: Sequence[_Part], provinces: Sequence[str]) -> _Found:
    """Return what the commune that the address names became."""
    within = _in_district(change, parts, provinces)
    if within:
        return _Found(_became(within), used=3)
    part = parts[-2]
    here = _known(change, part.key, provinces)
    island = [one for one in here if not one.name and part.kind in ("", one.district_kind)]
    if island:
        return _Found(_became(island), used=2)
    communes = [one for one in here if one.name and part.kind in ("", one.kind)]
    if communes and part.kind not in _UNDER_PROVINCE:
        return _Found(_became(_best(communes, part.name)), used=2)
    if len(parts) > 2:
        # districts too were renamed and merged: a commune of the name elsewhere is only a guess
        part = parts[-3]
        known = _known(change, part.key, provinces)
        communes = [one for one in known if one.name and part.kind == one.kind]
        return _Found(_became(_best(communes, part.name)), used=3, certain=False)
    return _Found()


def _in_district(
    change: Change, parts: Sequence[_Part], provinces: Sequence[str]
) -> list[FormerUnit]:
    """Return the communes of a district that the two parts before the province can name."""
    if len(parts) < 3:
        return []
    commune, district = parts[-3], parts[-2]
    fitting: list[FormerUnit] = []
    # a commune may be called Phường Đúc
    for kind, name in ((commune.kind, commune.name), ("", commune.text)):
        fitting = fitting or [
            one
            for one in _known(change, unit_key(name), provinces)
            if one.name
            and unit_key(one.district) == district.key
            and kind in ("", one.kind)
            and district.kind in ("", one.district_kind)
        ]
    return _best(fitting, commune.name)


def _known(change: Change, name: str, provinces: Sequence[str]) -> list[FormerUnit]:
    return [one for province in provinces for one in change.former.get((province, name), ())]


def _became(former: Sequence[FormerUnit]) -> tuple[Unit, ...]:
    return tuple(dict.fromkeys(unit for one in former for unit in one.became))


def _best(units: Sequence[Named], name: str) -> list[Named]:
    """Return those of the units whose marks are the printed ones; all of them where none is."""
    exact = [one for one in units if same_text(one.name, name)]
    return exact or list(units)
