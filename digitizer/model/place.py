"""Where a printed address lies on a day: the units in force beside the printed words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What could be said about an address."""

    IN_FORCE = "in-force"
    """It names units that exist on the day."""
    MAPPED = "mapped"
    """Its units became others, and there is only one commune it can be."""
    AMBIGUOUS = "ambiguous"
    """It may lie in one of several communes of today: to be asked."""
    UNCERTAIN = "uncertain"
    """The province is known, the commune is on no list as it is printed: to be asked."""
    UNKNOWN = "unknown"
    """No province was recognised."""


@dataclass(frozen=True, slots=True)
class Located:
    """An address as printed, and where it lies on a day."""

    printed: str
    standing: Standing
    current: str = ""
    """The address with the units in force, where there is only one answer."""
    candidates: tuple[str, ...] = ()
    """The communes it may lie in, when it is to be asked."""
    province: str = ""
    """The province in force, whenever it is certain."""
    source: str = ""
    code: str = ""
    """Code of the commune in force, where there is only one answer."""


@dataclass(frozen=True, slots=True)
class FactPlace:
    """Where the address of a verified fact lies, derived from the dated tables of units.

    The fact keeps what is printed; this may be derived anew whenever the tables change.
    """

    version: str
    """The tables it was derived by: the day of the last change in them, and their content."""
    standing: Standing
    unit_code: str = ""
    """Code of the commune in force; empty where only the province is certain, or nothing."""
    unit: str = ""
    """“phường Cẩm Thành, tỉnh Quảng Ngãi”; empty with the code."""
    province: str = ""


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many verified addresses lie in a unit."""

    province: str
    unit_code: str
    unit: str
    facts: int
    persons: int
