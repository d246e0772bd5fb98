"""Scan profiles: shipped ones, the office's own, and the rule none of them may fall below.

``resources/scan_profiles.toml`` < ``<data>/office/scan_profiles.toml`` (administrator). With
``locked = true`` in the office's file only its profiles are offered.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from digitizer.errors import DefinitionError, NotFoundError
from digitizer.model.scan import Colour, PaperSource, Profile
from digitizer.paper import scan_rule
from digitizer.paper.scan_rule import ScanRule

FILE = "scan_profiles.toml"
_LIMITS = {"dpi": (75, 1200), "width_mm": (20.0, 900.0), "height_mm": (20.0, 1300.0)}


@dataclass(frozen=True, slots=True)
class Profiles:
    """The profiles offered at this desk."""

    all: tuple[Profile, ...]
    locked: bool
    """Whether the administrator allows no others."""
    rule: ScanRule
    raised: tuple[str, ...] = ()
    """Codes of profiles that asked for less than the rule and were raised to it."""

    def named(self, code: str) -> Profile:
        """Return the profile of this code; raises NotFoundError."""
        for one in self.all:
            if one.code == code:
                return one
        raise NotFoundError(name=code)

    def first_for(self, procedure: str) -> Profile:
        """Return the profile a procedure's papers are scanned with unless somebody chooses."""
        return next((one for one in self.all if procedure in one.procedures), self.all[0])

    def fit(self, profile: Profile) -> Profile:
        """Return the profile, raised to the rule where it asks for less."""
        return replace(
            profile,
            dpi=max(profile.dpi, self.rule.least_dpi),
            colour=Colour.COLOUR if self.rule.colour else profile.colour,
        )


def load(office_folder: Path | None = None) -> Profiles:
    """Return the profiles in force.

    Raises DefinitionError with file, key and problem.
    """
    resources = files("resources")
    rule = scan_rule.in_force()
    found = _profiles(tomllib.loads(resources.joinpath(FILE).read_text("utf-8")), FILE)
    locked = False
    own = None if office_folder is None else office_folder / FILE
    if own is not None and own.exists():
        try:
            table = tomllib.loads(own.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise DefinitionError(file=FILE, key="", nearest="", problem=str(error)) from error
        locked = table.pop("locked", False) is True
        offices = _profiles(table, FILE)
        found = offices if locked and offices else {**found, **offices}
    offered = Profiles(tuple(found.values()), locked, rule)
    fitting = tuple(offered.fit(one) for one in offered.all)
    raised = tuple(a.code for a, b in zip(offered.all, fitting, strict=True) if a != b)
    return replace(offered, all=fitting, raised=raised)


def _profiles(table: Mapping[str, Any], file: str) -> dict[str, Profile]:
    return {code: _profile(code, one, file) for code, one in table.items()}


def _profile(code: str, table: object, file: str) -> Profile:
    if not isinstance(table, dict):
        raise DefinitionError(file=file, key=code, nearest="", problem="not a table")
    known = {field.name for field in fields(Profile)} - {"code"}
    for key in table:
        if key not in known:
            from rapidfuzz import process

            word = str(process.extractOne(key, sorted(known))[0])
            raise DefinitionError(
                file=file, key=f"{code}.{key}", nearest=word, problem="unknown key"
            )
    try:
        profile = Profile(
            **{
                **table,
                "code": code,
                "name": str(table["name"]),
                "source": PaperSource(table.get("source", PaperSource.FEEDER)),
                "colour": Colour(table.get("colour", Colour.COLOUR)),
                "procedures": tuple(map(str, table.get("procedures", ()))),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DefinitionError(file=file, key=code, nearest="", problem=str(error)) from error
    for key, (least, most) in _LIMITS.items():
        value = getattr(profile, key)
        if type(value) not in (int, float) or not least <= value <= most:
            raise DefinitionError(
                file=file, key=f"{code}.{key}", nearest="", problem=f"{least}–{most}"
            )
    return profile
