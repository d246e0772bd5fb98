"""Statistics of a period: the group 4 of QĐ 766/QĐ-TTg, the provincial report, who did what."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from importlib.resources import files
from typing import Any, TypeVar

from digitizer.errors import DefinitionError, PeriodError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.model.statistics import (
    Counted,
    CountedDossier,
    Flag,
    Indicator,
    IndicatorRule,
    Line,
    Report,
)
from digitizer.store import Store

_FILE = "indicators.toml"
LONGEST = timedelta(days=3660)
_Key = TypeVar("_Key", str, date)


@cache
def rules() -> tuple[IndicatorRule, ...]:
    """Return the indicators in force. Raises DefinitionError for a word the program knows not."""
    try:
        return tuple(
            IndicatorRule(
                code,
                rule["title"],
                Flag(rule["of"]),
                frozenset(Flag(word) for word in rule["needs"]),
                float(rule["full_at"]),
                frozenset(Flag(word) for word in rule.get("any_of", ())),
            )
            for code, rule in _file()["indicators"].items()
        )
    except (KeyError, ValueError) as error:
        raise DefinitionError(file=_FILE, key="", nearest="", problem=str(error)) from error


@cache
def _file() -> dict[str, Any]:
    text = files("resources").joinpath("rules", _FILE).read_text(encoding="utf-8")
    return tomllib.loads(text)


def report(
    store: Store,
    by: Officer,
    first: date,
    last: date,
    *,
    now: datetime | None = None,
    without_result: Collection[str] = (),
) -> Report:
    """Count the dossiers received from ``first`` to ``last``, both included; it is journaled.

    ``without_result`` are the procedures that end in no written result.

    Raises NotAllowedError, PeriodError.
    """
    require(by, Action.VIEW_STATISTICS)
    if last < first or last - first > LONGEST:
        raise PeriodError(first=first.isoformat(), last=last.isoformat())
    made_at = now or datetime.now(UTC)
    begin, end = _moment(first), _moment(last + timedelta(days=1))
    found = [
        replace(one, flags=one.flags - {Flag.NEEDS_RESULT})
        if one.procedure in without_result
        else one
        for one in store.counting.dossiers(begin, end, _file()["synced_by"])
    ]
    store.journal.add(by, "statistics-viewed", "statistics", after=f"{first} {last} {len(found)}")
    lines = partial(_lines, found, made_at)
    return Report(
        first=first,
        last=last,
        made_at=made_at,
        whole=_line(found, made_at),
        by_procedure=lines(lambda one: one.procedure),
        indicators=tuple(_indicator(rule, found) for rule in rules()),
        hands=store.counting.hands(begin, end),
        return_reasons=store.counting.return_reasons(begin, end),
        by_day=lines(_day),
        by_office=lines(lambda one: one.code.partition("-")[0]),
        by_month=lines(lambda one: f"{_day(one):%Y-%m}"),
        counted=tuple(map(_counted, found)),
    )


def _day(one: CountedDossier) -> date:
    return one.received_at.astimezone(OFFICE_TIME).date()


def _lines(
    found: Sequence[CountedDossier], now: datetime, key: Callable[[CountedDossier], _Key]
) -> dict[_Key, Line]:
    groups: dict[_Key, list[CountedDossier]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return {value: _line(groups[value], now) for value in sorted(groups)}


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_TIME).astimezone(UTC)


def _line(found: Sequence[CountedDossier], now: datetime) -> Line:
    finished = [one for one in found if one.finished_at is not None]
    return Line(
        received=len(found),
        with_file=_count(found, Flag.COMPONENT_FILE),
        reused=_count(found, Flag.COMPONENT_REUSED),
        from_portal=_count(found, Flag.FROM_PORTAL),
        finished=len(finished),
        with_result=_count(finished, Flag.RESULT_SIGNED),
        on_time=sum(not one.overdue(now) for one in finished),
        overdue=sum(one.overdue(now) for one in found if one.finished_at is None),
    )


def _count(found: Iterable[CountedDossier], flag: Flag) -> int:
    return sum(flag in one.flags for one in found)


def _indicator(rule: IndicatorRule, found: Sequence[CountedDossier]) -> Indicator:
    base = [one for one in found if rule.of in one.flags]
    return Indicator(rule, sum(not rule.lacks(one) for one in base), len(base))


def _counted(one: CountedDossier) -> Counted:
    lacks = {rule.code: rule.lacks(one) for rule in rules() if rule.of in one.flags}
    return Counted(one.code, one.procedure, lacks)
