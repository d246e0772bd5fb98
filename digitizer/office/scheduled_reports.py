"""Making the reports that are due, at whichever desk is at work, in the name of who wanted them.

Each report is put down whole, under a name that rests on plan and days: made twice, it takes its
own place. A place that cannot be reached is tried again after a while; missed periods are made up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from digitizer.catalogue import Catalogue
from digitizer.errors import DigitizerError, FileUnreadableError, NotAllowedError
from digitizer.files import write_file
from digitizer.jobs import CancelToken
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.officer import Officer
from digitizer.model.reports import Period, ReportFormat, ReportPlan, due
from digitizer.model.rights import Action, may, require
from digitizer.office.printed_report import pdf
from digitizer.office.spreadsheets import workbook
from digitizer.office.statistics_tables import report_of, report_tables, title
from digitizer.settings import Settings
from digitizer.store import Store

AGAIN_AFTER = timedelta(minutes=15)
"""How long a place that could not be reached is left alone."""
_NAMES = {Period.DAILY: "ngay", Period.WEEKLY: "tuan", Period.MONTHLY: "thang"}

Deposit = Callable[[Officer, str, str, bytes], None]
"""Puts a file with a neighbour: officer, neighbour, name, bytes. Raises NeighbourError."""


@dataclass(frozen=True, slots=True)
class Made:
    """How many reports were made, and which plans could not be served and why, by code."""

    made: int
    problems: Mapping[str, DigitizerError]


@dataclass(frozen=True, slots=True)
class ScheduledReports:
    """Makes what is due."""

    store: Store
    catalogue: Catalogue
    settings: Settings
    deposit: Deposit

    def set_up(
        self,
        officer: Officer,
        name: str,
        period: Period,
        formats: tuple[ReportFormat, ...],
        place: str,
    ) -> ReportPlan:
        """Keep a plan; ``place`` is a neighbour's name, or else a folder that is there.

        Raises FileUnreadableError for a folder that is not there, ReportPlanError.
        """
        require(officer, Action.SCHEDULE_REPORTS)
        known = {one.name for one in self.store.outbox.neighbours()}
        if place in known:
            number = self.store.reports.set_up(officer, name, period, formats, neighbour=place)
        else:
            if place:
                _require_folder(place)
            folder = str(Path(place).absolute()) if place else ""
            number = self.store.reports.set_up(officer, name, period, formats, folder=folder)
        return next(one for one in self.store.reports.plans(officer) if one.id == number)

    def run(
        self,
        by: Officer,
        *,
        now: datetime | None = None,
        again: bool = False,
        cancel: CancelToken | None = None,
    ) -> Made:
        """Make every report that is due; ``again`` also where a place failed a moment ago.

        Raises NotAllowedError.
        """
        require(by, Action.SCHEDULE_REPORTS)
        at = now or datetime.now(UTC)
        made = 0
        problems: dict[str, DigitizerError] = {}
        for plan in self.store.reports.plans(by):
            last_run = next(iter(self.store.reports.runs(by, plan.id, 1)), None)
            waits = last_run is not None and last_run.problem and at - last_run.at < AGAIN_AFTER
            if waits and not again:
                continue
            today = at.astimezone(OFFICE_TIME).date()
            for days in due(plan, self.store.reports.made(by, plan.id), today):
                if cancel is not None and cancel.cancelled:
                    return Made(made, problems)
                try:
                    files = self._make(by, plan, days)
                except DigitizerError as error:
                    problems[plan.name] = error
                    self.store.reports.keep_run(
                        by, plan.id, days, problem=error.code, details=error.details
                    )
                    # what cannot be put down now cannot either a moment later
                    break
                self.store.reports.keep_run(by, plan.id, days, files=files)
                made += 1
        return Made(made, problems)

    def _make(self, by: Officer, plan: ReportPlan, days: tuple[date, date]) -> dict[str, str]:
        # who wanted it must still work here, and still be allowed to see it
        owner = next((one for one in self.store.officers.all() if one.id == plan.officer_id), None)
        if owner is None or not may(owner, Action.VIEW_STATISTICS):
            raise NotAllowedError(officer=plan.officer, action=Action.VIEW_STATISTICS.value)
        report = report_of(self.store, self.catalogue, by, *days)
        tables = report_tables(report, self.catalogue)
        stem = f"bao-cao-{_NAMES[plan.period]}-{plan.id}-{days[0]:%Y%m%d}-{days[1]:%Y%m%d}"
        files = {}
        for one in plan.formats:
            if one is ReportFormat.XLSX:
                data = workbook(tables)
            else:
                data = pdf(title(*days), tables, self.settings, report.made_at)
            name = f"{stem}.{one.value}"
            if plan.neighbour:
                self.deposit(by, plan.neighbour, name, data)
            else:
                # a share that is not mounted must not be mistaken for a folder to be made anew
                _require_folder(plan.folder)
                write_file(Path(plan.folder) / name, data)
            files[name] = hashlib.sha256(data).hexdigest()
        return files


def _require_folder(folder: str) -> None:
    if not Path(folder).is_dir():
        raise FileUnreadableError(name=folder, reason="not a folder")
