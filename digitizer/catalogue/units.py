"""Administrative units: the dated tables of what became what, read and checked."""

from __future__ import annotations

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from digitizer.catalogue.loading import read_table, validated
from digitizer.errors import DefinitionError, FileUnreadableError
from digitizer.vietnamese import compact, fold, nfc

UNITS_FOLDER = "units"
_PROVINCES = "provinces.toml"
_LARGEST_TABLE = 8_000_000
_TABLE_NAME = re.compile(r"communes-\d{4}-\d{2}-\d{2}\.txt")
_KINDS = (
    "thành phố", "thị xã", "thị trấn", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã",
)  # fmt: skip
_SHORT = {
    "tp": "thành phố", "tx": "thị xã", "tt": "thị trấn", "q": "quận", "h": "huyện", "p": "phường",
    "x": "xã",
}  # fmt: skip
_UNMARKED = {fold(kind): kind for kind in _KINDS}
_ABBREVIATED = rf"({'|'.join(_SHORT)})(?:\.\s?|\s+)(?=\S)"
_KIND = re.compile(rf"({'|'.join(_KINDS)})\s+(?=\S)|{_ABBREVIATED}")
_KIND_UNMARKED = re.compile(rf"({'|'.join(_UNMARKED)})\s+(?=\S)|{_ABBREVIATED}")


def split_kind(text: str, *, unmarked: bool = False) -> tuple[str, str]:
    """Return the kind of a printed unit, written out, and its name: “TP. Huế” is thành phố, Huế.

    Marks count unless the whole text has none: Quán Thánh is no quận.
    """
    tidy = nfc(text).strip()
    if tidy[:3].lower() == "t.p":
        tidy = tidy[0] + tidy[2:]
    match = (_KIND_UNMARKED if unmarked else _KIND).match(tidy.lower())
    if match is None:
        return "", tidy
    kind = _UNMARKED[fold(match.group(1))] if match.group(1) else _SHORT[match.group(2)]
    return kind, tidy[match.end() :].strip()


def unit_key(name: str) -> str:
    """Return the form in which names of units are compared; a number is the number it is."""
    key = compact(name)
    return key.lstrip("0") or key if key.isdecimal() else key


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune in force since a change."""

    code: str
    kind: str
    name: str
    province: str
    """With its kind: “Tỉnh Quảng Ngãi”."""

    @property
    def full(self) -> str:
        """The unit as an address names it: “phường Cẩm Thành, tỉnh Quảng Ngãi”."""
        return f"{self.kind} {self.name}, {as_printed(self.province)}"


@dataclass(frozen=True, slots=True)
class FormerUnit:
    """A commune of before a change and what it became; an island district has no name."""

    kind: str
    name: str
    district_kind: str
    district: str
    province: str
    became: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One table: what became what on a day."""

    effective: date
    source: str
    units: Mapping[tuple[str, str], tuple[Unit, ...]]
    """By keys of province and name."""
    former: Mapping[tuple[str, str], tuple[FormerUnit, ...]]
    """By keys of the former province and name; an island district by its own name."""
    size: tuple[int, int] = (0, 0)
    """How many units it names, and how many they were made of."""
    digest: str = ""
    """SHA-256 of the table."""


class _Province(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^\d\d$")
    name: str
    made_of: tuple[str, ...] = Field(min_length=1)


class _FormerName(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    now: str
    until: date
    legal_source: str


class ProvincesSchema(BaseModel):
    """``provinces.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    legal_source: str
    effective_from: date
    provinces: tuple[_Province, ...]
    former_names: tuple[_FormerName, ...] = ()


@dataclass(frozen=True, slots=True)
class Units:
    """The tables, ready for look-ups."""

    in_force: Mapping[str, str]
    """Key of a province of today to its name."""
    became: Mapping[str, tuple[str, ...]]
    """Key of a former province to the provinces of today that it went to."""
    makes: Mapping[str, tuple[str, ...]]
    """Key of a printed province to the keys of the former ones whose communes it may mean."""
    changes: tuple[Change, ...]
    source: str
    digest: str = ""
    """SHA-256 of the table of provinces."""

    def version(self, on: date) -> str:
        """Return which tables say where an address lies on a day: “2025-07-01/1f0c9a2b”.

        It changes when a table comes into force and when one is corrected.
        """
        used = [one for one in self.changes if one.effective <= on]
        if not used:
            return ""
        content = "".join([self.digest, *(one.digest for one in used)])
        return f"{used[-1].effective}/{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def as_printed(unit: str) -> str:
    """Return a unit as it stands inside an address: its kind in small letters."""
    kind, name = split_kind(unit)
    return f"{kind} {name}" if kind else name


def load_units(office_folder: Path | None = None) -> Units:
    """Read the shipped tables and the office's own; raises DefinitionError, FileUnreadableError."""
    shipped = files("resources") / UNITS_FOLDER
    schema = validated(ProvincesSchema, read_table(shipped / _PROVINCES)[0], _PROVINCES)
    own = [] if office_folder is None else _tables(office_folder / UNITS_FOLDER)
    if office_folder is not None and not own:
        return shipped_units()
    found = {file.name: file for file in [*_tables(shipped), *own]}
    changes = [read_change(file) for _, file in sorted(found.items())]
    became: dict[str, list[str]] = defaultdict(list)
    makes: dict[str, list[str]] = defaultdict(list)
    for one in schema.provinces:
        for coded in one.made_of:
            former = _name_key(coded.partition(" ")[2])
            became[former].append(one.name)
            makes[former].append(former)
            makes[_name_key(one.name)].append(former)
    for gone in schema.former_names:
        if gone.now:
            became[_name_key(gone.name)].append(gone.now)
            makes[_name_key(gone.name)] += makes[_name_key(gone.now)]
        else:
            became[_name_key(gone.name)] += []
    return Units(
        in_force={_name_key(one.name): one.name for one in schema.provinces},
        became={key: tuple(dict.fromkeys(names)) for key, names in became.items()},
        makes={key: tuple(dict.fromkeys(keys)) for key, keys in makes.items()},
        changes=tuple(sorted(changes, key=lambda change: change.effective)),
        source=schema.legal_source,
        digest=hashlib.sha256(schema.model_dump_json().encode()).hexdigest(),
    )


@functools.lru_cache(maxsize=1)
def shipped_units() -> Units:
    """Return the tables that come with the program."""
    return load_units()


def _name_key(unit: str) -> str:
    return unit_key(split_kind(unit)[1])


def _tables(folder: Traversable) -> list[Traversable]:
    if not folder.is_dir():
        return []
    return [one for one in folder.iterdir() if _TABLE_NAME.fullmatch(one.name)]


def read_change(file: Traversable) -> Change:
    """Read one table of communes; raises DefinitionError naming the line, FileUnreadableError."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise FileUnreadableError(path=str(file)) from error
    if len(data) > _LARGEST_TABLE:
        raise _wrong(file.name, 0, "too large")
    try:
        lines = nfc(data.decode("utf-8")).splitlines()
    except UnicodeDecodeError as error:
        raise _wrong(file.name, 0, str(error)) from error
    return replace(_Reader(file.name).read(lines), digest=hashlib.sha256(data).hexdigest())


class _Reader:
    """Reads the lines of one table."""

    def __init__(self, name: str) -> None:
        self._file = name
        self._head: dict[str, str] = {}
        self._units: list[Unit] = []
        self._made: dict[tuple[str, str, str], list[Unit]] = defaultdict(list)
        self._province = ""

    def read(self, lines: Sequence[str]) -> Change:
        for number, line in enumerate(lines, start=1):
            self._line(number, line)
        effective = self._head.get("effective", "")
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", effective) or not self._head.get("source"):
            raise _wrong(self._file, 1, "“effective: YYYY-MM-DD” and “source: …” must stand first")
        if not self._units:
            raise _wrong(self._file, 1, "it names no commune")
        units: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in self._units:
            units[_name_key(unit.province), unit_key(unit.name)].append(unit)
        former: dict[tuple[str, str], list[FormerUnit]] = defaultdict(list)
        for (commune, district, province), became in self._made.items():
            kind, name = split_kind(commune)
            own = FormerUnit(kind, name, *split_kind(district), province, tuple(became))
            former[_name_key(province), unit_key(name or own.district)].append(own)
        return Change(
            effective=date.fromisoformat(effective),
            source=self._head["source"],
            units={key: tuple(found) for key, found in units.items()},
            former={key: tuple(found) for key, found in former.items()},
            size=(len(self._units), len(self._made)),
        )

    def _line(self, number: int, line: str) -> None:
        mark, rest = line[:1], line[1:].strip()
        if not line.strip() or mark == "#":
            return
        if mark == "=":
            self._province = rest.partition(" ")[2]
        elif mark == "+":
            code, _, unit = rest.partition(" ")
            kind, name = split_kind(unit)
            if not (code.isdigit() and kind and name and self._province):
                raise _wrong(self._file, number, "“+CODE KIND NAME” below a province is wanted")
            self._units.append(Unit(code, kind, name, self._province))
        elif mark == " ":
            parts = tuple(part.strip() for part in rest.lstrip("*").split("|"))
            if len(parts) != 3 or not parts[2] or not self._units:
                raise _wrong(self._file, number, "“ NAME|DISTRICT|PROVINCE” below a commune")
            self._made[parts[0], parts[1], parts[2]].append(self._units[-1])
        else:
            key, _, value = line.partition(":")
            self._head[key.strip()] = value.strip()


def _wrong(file: str, line: int, problem: str) -> DefinitionError:
    return DefinitionError(file=file, key=f"line {line}", nearest="", problem=problem)
