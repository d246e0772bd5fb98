"""Reports an office wants made by themselves: how often, of which days, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from digitizer.model.clock import OFFICE_TIME


class Period(StrEnum):
    """How often a report is made; it covers the whole days before."""

    DAILY = "daily"
    WEEKLY = "weekly"
    """Monday to Sunday."""
    MONTHLY = "monthly"

    def before(self, day: date) -> tuple[date, date]:
        """Return first and last day of the latest period that ended before a day."""
        match self:
            case Period.DAILY:
                first = last = day - timedelta(days=1)
            case Period.WEEKLY:
                last = day - timedelta(days=day.weekday() + 1)
                first = last - timedelta(days=6)
            case _:
                last = day.replace(day=1) - timedelta(days=1)
                first = last.replace(day=1)
        return first, last


class ReportFormat(StrEnum):
    """In which forms a report is put down."""

    XLSX = "xlsx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """A report that is made again and again in an officer's name; times are UTC."""

    id: int
    name: str
    period: Period
    formats: tuple[ReportFormat, ...]
    folder: str
    """Where it is put: a folder that every desk that makes it can reach; empty for a neighbour."""
    neighbour: str
    """The drop it is sent to; empty for a folder."""
    officer_id: int
    officer: str
    set_at: datetime
    stopped_at: datetime | None = None

    @property
    def place(self) -> str:
        """The folder or the neighbour."""
        return self.folder or self.neighbour


@dataclass(frozen=True, slots=True)
class ReportRun:
    """One attempt to make a report of some days."""

    plan_id: int
    first: date
    last: date
    at: datetime
    officer: str
    """Who sat at the desk that made it."""
    problem: str = ""
    """Code of why it could not be made or put down; empty where it lies there."""
    details: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """Names of the files and the SHA-256 of each."""


def due(
    plan: ReportPlan, made: frozenset[date], today: date, most: int = 31
) -> tuple[tuple[date, date], ...]:
    """Return the periods whose report is missing, oldest first; ``made`` are their last days.

    They begin with the one that had ended when the plan was set up: a report lies there at once.
    """
    set_on = plan.set_at.astimezone(OFFICE_TIME).date()
    found: list[tuple[date, date]] = []
    first, last = plan.period.before(today)
    earliest = plan.period.before(set_on)[1]
    while last >= earliest and len(found) < most:
        if last not in made:
            found.append((first, last))
        first, last = plan.period.before(first)
    return tuple(reversed(found))
