"""What the office may change, read from definition files and checked when loaded."""

from __future__ import annotations

from digitizer.catalogue.catalogue import Catalogue
from digitizer.catalogue.rules import Holidays, Rules, shipped_rules
from digitizer.catalogue.working_days import due_day

__all__ = ["Catalogue", "Holidays", "Rules", "due_day", "shipped_rules"]
