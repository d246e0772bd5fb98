"""What the office may change, read from definition files and checked when loaded."""

from __future__ import annotations

from digitizer.catalogue.catalogue import Catalogue
from digitizer.catalogue.places import kept_place, locate
from digitizer.catalogue.rules import Holidays, Rules, shipped_rules
from digitizer.catalogue.units import Units, load_units, shipped_units
from digitizer.catalogue.working_days import due_day

__all__ = [
    "Catalogue",
    "Holidays",
    "Rules",
    "Units",
    "due_day",
    "kept_place",
    "load_units",
    "locate",
    "shipped_rules",
    "shipped_units",
]
