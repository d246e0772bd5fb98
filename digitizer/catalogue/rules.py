"""Facts that change by decree and therefore stand in files: place codes, peoples, holidays."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from digitizer.catalogue.calibration import Calibration, load_calibration
from digitizer.catalogue.loading import definition_files, read_table, validated
from digitizer.catalogue.reviewing import ReviewPolicy, load_review_policy
from digitizer.errors import DefinitionError
from digitizer.vietnamese import fold

_FILES = ("personal_number.toml", "names.toml", "working_days.toml")
_PROVINCE_UNITS = ("tỉnh", "thành phố")
PlaceCode = Annotated[str, Field(pattern=r"^\d{3}$")]


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    legal_source: str = Field(min_length=1)
    effective_from: date
    effective_to: date | None = None


class PersonalNumberRule(_Rule):
    """``personal_number.toml``: the place codes of the personal number."""

    provinces: dict[PlaceCode, str]
    first_country_code: int = Field(ge=0, le=999)


class NamesRule(_Rule):
    """``names.toml``: spellings that values are compared with."""

    ethnicities: tuple[str, ...]
    ethnicity_spellings: dict[str, str] = Field(default_factory=dict)
    nationalities: tuple[str, ...]
    family_names: tuple[str, ...]
    usual_family_names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    confirming: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()


class HolidaysSchema(_Rule):
    """One ``[[years]]`` table: the days off of one year."""

    year: int = Field(ge=2000, le=2199)
    confirmed: bool
    days_off: tuple[date, ...]
    working_weekends: tuple[date, ...] = ()


class WorkingDaysRule(_Rule):
    """``working_days.toml``: public holidays and the Saturdays worked in their place."""

    years: tuple[HolidaysSchema, ...]


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days that are not what their weekday says."""

    days_off: frozenset[date]
    working_weekends: frozenset[date]
    years: frozenset[int]
    """Years whose holidays are known."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rule files, ready for use."""

    provinces: Mapping[str, str]
    first_country_code: int
    ethnicities: Mapping[str, str]
    """Folded spelling to the official one."""
    nationalities: Mapping[str, str]
    family_names: frozenset[str]
    """Lower case."""
    usual_family_names: frozenset[str]
    """Those that nearly everybody bears, in lower case."""
    phrases: tuple[str, ...]
    """Fixed wordings whose marks are known when their letters are."""
    confirming: tuple[str, ...]
    """Further wordings that bear out a value read alike twice, and never put one right."""
    streets: tuple[str, ...]
    """What many streets are named after; they bear out an address in the same way."""
    holidays: Holidays
    reviewing: ReviewPolicy
    calibration: Calibration
    """What readings turned out to be worth."""

    def knows_place(self, code: str) -> bool:
        """Return whether the three digits are a province's or may be a country's."""
        return code in self.provinces or int(code) >= self.first_country_code


def load_rules(office_folder: Path | None = None) -> Rules:
    """Read the shipped rule files, or the office's own in their place."""
    found = definition_files("rules", office_folder)
    missing = [name for name in _FILES if name not in found]
    if missing:
        raise DefinitionError(file=missing[0], key="", nearest="", problem="the file is missing")
    tables = [read_table(found[name])[0] for name in _FILES]
    number = validated(PersonalNumberRule, tables[0], _FILES[0])
    names = validated(NamesRule, tables[1], _FILES[1])
    days = validated(WorkingDaysRule, tables[2], _FILES[2])
    ethnicities = {fold(name): name for name in names.ethnicities}
    ethnicities |= {fold(spelled): name for spelled, name in names.ethnicity_spellings.items()}
    return Rules(
        provinces=number.provinces,
        first_country_code=number.first_country_code,
        ethnicities=ethnicities,
        nationalities={fold(name): name for name in names.nationalities},
        family_names=frozenset(name.lower() for name in names.family_names),
        usual_family_names=frozenset(name.lower() for name in names.usual_family_names),
        phrases=(
            *names.phrases,
            *(f"{unit} {name}" for name in number.provinces.values() for unit in _PROVINCE_UNITS),
        ),
        confirming=names.confirming,
        streets=names.streets,
        reviewing=load_review_policy(office_folder),
        calibration=load_calibration(office_folder),
        holidays=Holidays(
            days_off=frozenset(day for year in days.years for day in year.days_off),
            working_weekends=frozenset(day for year in days.years for day in year.working_weekends),
            years=frozenset(year.year for year in days.years),
        ),
    )


@functools.lru_cache(maxsize=1)
def shipped_rules() -> Rules:
    """Return the rules that come with the program."""
    return load_rules()
