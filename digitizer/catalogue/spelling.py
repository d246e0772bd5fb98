"""Whether the place at the end of an address is spelled as the official lists spell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digitizer.catalogue.places import parts_of
from digitizer.catalogue.units import Change, Units, split_kind, unit_key
from digitizer.vietnamese import compact, same_text


@dataclass(frozen=True, slots=True)
class PlaceSpelling:
    """What the lists say of the place an address ends with."""

    parts: int = 0
    """How many parts at the end of the address are a place of the lists."""
    right: bool = False
    """All of them are spelled as there, marks included."""
    alone: bool = False
    """No other place there has the same letters with other marks."""
    official: str = ""
    """The address with the spelling of the lists, where only marks differ and only one fits."""


def place_spelling(units: Units, address: str) -> PlaceSpelling:
    """Return how the commune, district and province at the end of an address are spelled."""
    parts = parts_of(address)
    if len(parts) < 2:
        return PlaceSpelling()
    found = {names for change in units.changes for names in _places(units, change, parts)}
    # a commune within its district says more than a commune that happens to bear the name
    longest = max(map(len, found), default=0)
    known = [names for names in found if len(names) == longest]
    for names in known:
        printed = [split_kind(part)[1] for part in parts[-longest:]]
        if all(same_text(one, other) for one, other in zip(printed, names, strict=True)):
            return PlaceSpelling(longest, right=True, alone=len(known) == 1)
    if len(known) != 1:
        return PlaceSpelling(longest)
    (names,) = known
    kept = [part.strip() for part in parts]
    for place, name in zip(range(-len(names), 0), names, strict=True):
        was = split_kind(kept[place])[1]
        kept[place] = kept[place][: len(kept[place]) - len(was)] + name
    return PlaceSpelling(len(names), official=", ".join(kept))


def _places(units: Units, change: Change, parts: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the names, commune first, of what the end of the address may mean."""
    keys = [unit_key(split_kind(part)[1]) for part in parts[-3:]]
    province = keys[-1]
    for unit in change.units.get((province, keys[-2]), ()):
        yield unit.name, split_kind(unit.province)[1]
    for former in units.makes.get(province, ()):
        if len(keys) > 2:
            for one in change.former.get((former, keys[-3]), ()):
                if one.name and unit_key(one.district) == keys[-2]:
                    yield one.name, one.district, split_kind(one.province)[1]
        for one in change.former.get((former, keys[-2]), ()):
            if one.name:
                yield one.name, split_kind(one.province)[1]


_UNIT_KINDS = (("thị", "trấn"), ("thị", "xã"), ("thành", "phố"), ("đặc", "khu"),
               ("phường",), ("xã",), ("huyện",), ("quận",), ("tỉnh",))  # fmt: skip
_LONGEST_NAME = 4


def ends_in_no_unit(units: Units, address: str) -> bool:
    """Return whether an address ends in a unit's kind and no name that a unit of the lists bears.

    Of “tỉnh” and “tỉnh Quảng” the rest stands in a line that was not read.
    """
    last = (parts_of(address) or [""])[-1].strip()
    words = last.split()
    kind = next((first for start, first in _kinds(words) if start == 0), 0)
    return kind > 0 and compact(" ".join(words[kind:])) not in _names(units)


def ends_in_half_a_province(units: Units, text: str) -> bool:
    """Return whether a text ends in the beginning of a province's name: “Thành phố Hồ”.

    The rest stands in a line that was not read. A city may bear a name that begins a province's.
    """
    words = [word.strip(" .,;") for word in text.lower().split()]
    last = max(_kinds(words), default=(0, 0))
    kind, printed = words[last[0] : last[1]], " ".join(words[last[1] :])
    name = compact(printed)
    if kind not in (["tỉnh"], ["thành", "phố"]) or not name or printed in _provinces(units):
        return False
    whole = [one.split() for one in _provinces(units)]
    known = {compact(" ".join(one)) for one in whole}
    if kind != ["tỉnh"]:
        known |= _cities(units)
    halves = {compact(" ".join(one[:end])) for one in whole for end in range(1, len(one))}
    return name in halves - known


def unit_words(units: Units, words: Sequence[str], *, alone: bool = True) -> frozenset[int]:
    """Return the places of the words that name a unit of the lists, with its kind before it.

    The marks must be those of the lists; ``alone``: no unit may bear the same letters with others.
    """
    spans = _named(units, words, alone=alone)
    return frozenset(place for start, _, end in spans for place in range(start, end))


def unit_spans(units: Units, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to where words name a unit that none bears the letters of with others."""
    for start, _, end in _named(units, words, alone=True):
        yield start, end


def respelled(units: Units, words: Sequence[str], known: Mapping[str, str]) -> dict[int, str]:
    """Return other spellings of words that name no unit as they are spelled, by their places.

    ``known`` are names of units by their bare letters, as the same paper spells them elsewhere.
    """
    names = _names(units)
    found: dict[int, str] = {}
    for _, first in _kinds(words):
        for end in range(min(first + _LONGEST_NAME, len(words)), first, -1):
            name = " ".join(words[first:end]).lower()
            other = known.get(compact(name))
            spelled = () if other is None else other.split()
            if len(spelled) == end - first and name not in names.get(compact(name), set()):
                found |= dict(zip(range(first, end), spelled, strict=True))
                break
    return found


def names_in(units: Units, words: Sequence[str]) -> Iterator[str]:
    """Yield the names of units, in small letters, that the words spell as the lists do."""
    for _, first, end in _named(units, words, alone=False):
        yield " ".join(words[first:end]).lower()


def ends_with_province(units: Units, words: Sequence[str]) -> bool:
    """Return whether the last words name a province, with its kind and as the lists spell it."""
    lowered = [word.lower() for word in words]
    for start, first in _kinds(words):
        of_province = lowered[start:first] in (["tỉnh"], ["thành", "phố"])
        if of_province and " ".join(lowered[first:]) in _provinces(units):
            return True
    return False


def _named(units: Units, words: Sequence[str], *, alone: bool) -> Iterator[tuple[int, int, int]]:
    """Yield where a unit's kind stands that the lists know by its name, and the name's words."""
    names = _names(units)
    for start, first in _kinds(words):
        for end in range(min(first + _LONGEST_NAME, len(words)), first, -1):
            name = " ".join(words[first:end]).lower()
            spelled = names.get(compact(name), set())
            if name in spelled and (len(spelled) == 1 or not alone):
                yield start, first, end
                break


def units_with_province(units: Units, words: Sequence[str]) -> Iterator[str]:
    """Yield the units, kind and name in small letters, that words name with their province.

    “phường Cẩm Thành, tỉnh Quảng Ngãi”, as the lists spell both, with a district between or not.
    """
    kinds = list(_kinds(words))
    # “thị xã” is no “xã”
    kinds = [
        one for one, before in zip(kinds, [(-1, -1), *kinds], strict=False) if one[0] >= before[1]
    ]
    for number, (last, first) in enumerate(kinds):
        ends = range(first + 1, min(first + _LONGEST_NAME, len(words)) + 1)
        end = next((one for one in ends if ends_with_province(units, words[last:one])), 0)
        for count in range(1, min(number, 2) + 1) if end else ():
            starts = [start for start, _ in kinds[number - count : number + 1]]
            parts = [" ".join(words[a:b]) for a, b in zip(starts, [*starts[1:], end], strict=True)]
            spelled = place_spelling(units, ", ".join(parts))
            if spelled.right and spelled.parts == len(parts):
                yield parts[0].lower()


def _kinds(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the kind of a unit stands, and where its name begins."""
    lowered = [word.lower() for word in words]
    for start in range(len(lowered)):
        kind = next((k for k in _UNIT_KINDS if tuple(lowered[start : start + len(k)]) == k), None)
        if kind is not None:
            yield start, start + len(kind)


def _provinces(units: Units) -> frozenset[str]:
    """Return the names of all provinces of the lists, former ones too, in small letters."""
    if id(units) not in _KEPT_PROVINCES:
        _KEPT_PROVINCES.clear()
        named = [one.province for c in units.changes for known in c.units.values() for one in known]
        named += [one.province for c in units.changes for k in c.former.values() for one in k]
        _KEPT_PROVINCES[id(units)] = frozenset(split_kind(one)[1].lower() for one in named)
    return _KEPT_PROVINCES[id(units)]


def _cities(units: Units) -> frozenset[str]:
    """Return the bare letters of the names of cities below a province, all of them former."""
    if id(units) not in _KEPT_CITIES:
        _KEPT_CITIES.clear()
        former = [one for change in units.changes for k in change.former.values() for one in k]
        cities = (one.district for one in former if one.district_kind.lower() == "thành phố")
        _KEPT_CITIES[id(units)] = frozenset(map(compact, cities))
    return _KEPT_CITIES[id(units)]


def _names(units: Units) -> Mapping[str, set[str]]:
    """Return every name on the lists, in small letters, by its bare letters."""
    if id(units) not in _KEPT_NAMES:
        names: dict[str, set[str]] = {}
        for change in units.changes:
            spelled = [unit.name for known in change.units.values() for unit in known]
            spelled += [split_kind(one.province)[1] for k in change.units.values() for one in k]
            for known in change.former.values():
                spelled += [name for one in known for name in (one.name, one.district)]
                spelled += [split_kind(one.province)[1] for one in known]
            for name in filter(None, spelled):
                names.setdefault(compact(name), set()).add(name.lower())
        _KEPT_NAMES.clear()
        _KEPT_NAMES[id(units)] = names
    return _KEPT_NAMES[id(units)]


_KEPT_CITIES: dict[int, frozenset[str]] = {}
_KEPT_NAMES: dict[int, Mapping[str, set[str]]] = {}
_KEPT_PROVINCES: dict[int, frozenset[str]] = {}
