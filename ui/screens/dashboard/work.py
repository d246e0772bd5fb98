"""What the dashboard asks of the core; everything here runs off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from digitizer.model.dossier import DossierState
from digitizer.model.review import Keyer
from digitizer.model.statistics import Report
from digitizer.model.view import DossierSummary
from digitizer.office.printed_report import pdf
from digitizer.office.spreadsheets import Table, workbook
from digitizer.office.statistics_tables import report_of, report_tables
from ui import files
from ui.screen import Desk
from ui.screens.dashboard import checking_tables

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
    made = report_of(station.store, station.catalogue, desk.officer, first, last)
    waiting = station.paper.summaries(desk.officer, _OPEN)
    checking = checking_tables.load(desk, first, last)
    shown = (*report_tables(made, station.catalogue), *checking.tables)
    return Shown(made, shown, waiting, checking.keyers)


def save_paper(desk: Desk, shown: Shown, title: str, target: Path) -> Path:
    """Write the tables as a PDF, whole or not at all."""
    made = pdf(title, shown.tables, desk.workstation.settings, shown.report.made_at)
    return files.write(target, made)


def save_workbook(shown: Shown, target: Path) -> Path:
    """Write the tables as a workbook, whole or not at all."""
    return files.write(target, workbook(shown.tables))
