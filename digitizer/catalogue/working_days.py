"""Counts working days, which is how the law states deadlines."""

from __future__ import annotations

from datetime import date, timedelta

from digitizer.catalogue.rules import Holidays, shipped_rules

_SATURDAY = 5


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Return whether state offices work on this day."""
    if day in holidays.working_weekends:
        return True
    return day.weekday() < _SATURDAY and day not in holidays.days_off


def due_day(received: date, working_days: int, holidays: Holidays | None = None) -> date:
    """Return the day that lies so many working days after the day of receipt.

    The day of receipt itself does not count; with no working days it is the day of receipt, or
    the next working day when the office is closed on it.
    """
    known = shipped_rules().holidays if holidays is None else holidays
    day, left = received, working_days
    while left > 0 or not is_working_day(day, known):
        day += timedelta(days=1)
        if is_working_day(day, known):
            left -= 1
    return day
