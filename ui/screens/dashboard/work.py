"""What the dashboard asks of the core; everything here runs off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from digitizer.model.dossier import DossierState
from digitizer.model.review import Keyer
from digitizer.model.statistics import Report
from digitizer.model.view import DossierSummary
from digitizer.office.spreadsheets import Table, workbook
from digitizer.office.statistics import report
from digitizer.office.statistics_tables import tables
from ui.screen import Desk
from ui.screens.dashboard import checking_tables, paper

_OPEN = (
    DossierState.INTAKE,
    DossierState.RETURNED,
    DossierState.VERIFYING,
    DossierState.VERIFIED,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the dashboard shows of a period."""

    report: Report
    tables: tuple[Table, ...]
    open_dossiers: tuple[DossierSummary, ...]
    keyers: tuple[Keyer, ...] = ()


def load(desk: Desk, first: date, last: date) -> Shown:
    """Count a period and list what is still open, the soonest due first."""
    station = desk.workstation
    procedures = station.catalogue.procedures
    known = {code: one.name for code, one in procedures.items()}
    made = report(station.store, desk.officer, first, last)
    waiting = station.paper.summaries(desk.officer, _OPEN)
    checking = checking_tables.load(desk, first, last)
    shown = (*tables(made, lambda code: known.get(code, code)), *checking.tables)
    return Shown(made, shown, waiting, checking.keyers)


def save_paper(shown: Shown, title: str, target: Path) -> Path:
    """Write the tables as a PDF, whole or not at all."""
    return paper.save(title, shown.tables, target)


def save_workbook(shown: Shown, target: Path) -> Path:
    """Write the tables as a workbook, whole or not at all."""
    part = target.with_name(target.name + ".part")
    part.write_bytes(workbook(shown.tables))
    part.replace(target)
    return target
