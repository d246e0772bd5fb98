"""Plans of reports that are made by themselves, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from digitizer.errors import ReportPlanError
from digitizer.model.officer import Officer
from digitizer.model.reports import Period, ReportFormat, ReportPlan, ReportRun
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records, found
from digitizer.store.work import current

_PLAN, _RUN, _OFFICER = schema.report_plan, schema.report_run, schema.officer


class Reports(Records):
    """Keeps plans and runs."""

    def set_up(
        self,
        officer: Officer,
        name: str,
        period: Period,
        formats: Sequence[ReportFormat],
        *,
        folder: str = "",
        neighbour: str = "",
    ) -> int:
        """Keep a plan in this officer's name and return its number.

        Raises ReportPlanError without a name, a format, or exactly one place.
        """
        if not name.strip() or not formats or bool(folder) == bool(neighbour):
            raise ReportPlanError(name=name, place=folder or neighbour)
        with self._database.write() as work:
            actor = work.actor(officer, Action.SCHEDULE_REPORTS)
            values = {
                "name": name.strip(),
                "period": period.value,
                "formats": [one.value for one in formats],
                "folder": folder,
                "neighbour": neighbour,
            }
            number = work.insert(_PLAN, **values, officer_id=actor.id, set_at=work.at)
            work.journal(actor, "report-planned", f"report/{number}", after=values)
            return number

    def stop(self, officer: Officer, plan_id: int) -> None:
        """Make a report no more; what was made stays known."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.SCHEDULE_REPORTS)
            running = (_PLAN.c.id == plan_id) & _PLAN.c.stopped_at.is_(None)
            found(work.execute(sa.select(_PLAN.c.id).where(running)).first(), report=plan_id)
            work.execute(
                sa.update(_PLAN).where(running).values(stopped_by=actor.id, stopped_at=work.at)
            )
            work.journal(actor, "report-stopped", f"report/{plan_id}")

    def plans(self, officer: Officer) -> tuple[ReportPlan, ...]:
        """Return the plans that are not stopped, by name."""
        query = (
            sa.select(_PLAN, _OFFICER.c.name.label("officer"))
            .join(_OFFICER, _OFFICER.c.id == _PLAN.c.officer_id)
            .where(_PLAN.c.stopped_at.is_(None))
            .order_by(_PLAN.c.name, _PLAN.c.id)
        )
        with self._database.read() as connection:
            current(connection, officer, Action.VIEW_STATISTICS)
            return tuple(_as_plan(row) for row in connection.execute(query))

    def runs(self, officer: Officer, plan_id: int, limit: int = 100) -> tuple[ReportRun, ...]:
        """Return what became of a plan's reports, newest first."""
        query = (
            sa.select(_RUN, _OFFICER.c.name.label("officer"))
            .join(_OFFICER, _OFFICER.c.id == _RUN.c.officer_id)
            .where(_RUN.c.plan_id == plan_id)
            .order_by(_RUN.c.id.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            current(connection, officer, Action.VIEW_STATISTICS)
            return tuple(_as_run(row) for row in connection.execute(query))

    def made(self, officer: Officer, plan_id: int) -> frozenset[date]:
        """Return the last days of the periods whose report lies where it should."""
        query = sa.select(_RUN.c.last).where(_RUN.c.plan_id == plan_id, _RUN.c.problem == "")
        with self._database.read() as connection:
            current(connection, officer, Action.VIEW_STATISTICS)
            return frozenset(connection.execute(query).scalars())

    def keep_run(
        self,
        officer: Officer,
        plan_id: int,
        days: tuple[date, date],
        *,
        files: Mapping[str, str] | None = None,
        problem: str = "",
        details: Mapping[str, object] | None = None,
    ) -> None:
        """Keep that a report was made, or why it was not; made at two desks, it is kept once."""
        first, last = days
        with self._database.write() as work:
            actor = work.actor(officer, Action.VIEW_STATISTICS)
            known = sa.select(_RUN.c.id).where(
                _RUN.c.plan_id == plan_id, _RUN.c.last == last, _RUN.c.problem == ""
            )
            if work.execute(known).first() is not None:
                return
            said = {name: str(value) for name, value in (details or {}).items()}
            work.insert(
                _RUN,
                plan_id=plan_id,
                first=first,
                last=last,
                officer_id=actor.id,
                at=work.at,
                problem=problem,
                details=said,
                files=dict(files or {}),
            )
            action = "report-failed" if problem else "report-made"
            after = {"first": str(first), "last": str(last), "problem": problem} | dict(files or {})
            work.journal(actor, action, f"report/{plan_id}", after=after)


def _as_plan(row: sa.Row[Any]) -> ReportPlan:
    return ReportPlan(
        id=row.id,
        name=row.name,
        period=Period(row.period),
        formats=tuple(ReportFormat(one) for one in row.formats),
        folder=row.folder,
        neighbour=row.neighbour,
        officer_id=row.officer_id,
        officer=row.officer,
        set_at=row.set_at,
        stopped_at=row.stopped_at,
    )


def _as_run(row: sa.Row[Any]) -> ReportRun:
    return ReportRun(
        plan_id=row.plan_id,
        first=row.first,
        last=row.last,
        at=row.at,
        officer=row.officer,
        problem=row.problem,
        details=dict(row.details),
        files=dict(row.files),
    )
