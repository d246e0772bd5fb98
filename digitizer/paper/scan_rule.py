"""What scanning must give at least, by the rule in force (``resources/rules/scanning.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ScanRule:
    """What scanning must give at least, by the rule in force."""

    least_dpi: int
    colour: bool
    """Whether papers must be scanned in colour."""
    source: str


@cache
def in_force() -> ScanRule:
    """Return the rule in force."""
    text = files("resources").joinpath("rules", "scanning.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return ScanRule(int(table["least_dpi"]), bool(table["colour"]), str(table["source"]))
