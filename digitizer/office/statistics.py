"""Statistics of a period: the group 4 of QĐ 766/QĐ-TTg, the provincial report, who did what."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files

from digitizer.errors import DefinitionError, PeriodError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.model.statistics import (
    CountedDossier,
    Flag,
    Indicator,
    IndicatorRule,
    Line,
    Missing,
    Report,
)
from digitizer.store import Store

_FILE = "indicators.toml"
LONGEST = timedelta(days=3660)


@cache
def rules() -> tuple[IndicatorRule, ...]:
    """Return the indicators in force. Raises DefinitionError for a word the program knows not."""
    text = files("resources").joinpath("rules", _FILE).read_text(encoding="utf-8")
    try:
        return tuple(
            IndicatorRule(
                code,
                rule["title"],
                Flag(rule["of"]),
                frozenset(Flag(word) for word in rule["needs"]),
                float(rule["full_at"]),
            )
            for code, rule in tomllib.loads(text)["indicators"].items()
        )
    except (KeyError, ValueError) as error:
        raise DefinitionError(file=_FILE, key="", nearest="", problem=str(error)) from error


def report(
    store: Store, by: Officer, first: date, last: date, *, now: datetime | None = None
) -> Report:
    """Count the dossiers received from ``first`` to ``last``, both included; it is journaled.

    Raises NotAllowedError, PeriodError.
    """
    require(by, Action.VIEW_STATISTICS)
    if last < first or last - first > LONGEST:
        raise PeriodError(first=first.isoformat(), last=last.isoformat())
    made_at = now or datetime.now(UTC)
    begin, end = _moment(first), _moment(last + timedelta(days=1))
    found = store.counting.dossiers(begin, end)
    store.journal.add(by, "statistics-viewed", "statistics", after=f"{first} {last} {len(found)}")
    by_procedure: dict[str, list[CountedDossier]] = defaultdict(list)
    by_day: dict[date, list[CountedDossier]] = defaultdict(list)
    for one in found:
        by_procedure[one.procedure].append(one)
        by_day[one.received_at.astimezone(OFFICE_TIME).date()].append(one)
    return Report(
        first=first,
        last=last,
        made_at=made_at,
        whole=_line(found, made_at),
        by_procedure={code: _line(some, made_at) for code, some in sorted(by_procedure.items())},
        indicators=tuple(_indicator(rule, found) for rule in rules()),
        hands=store.counting.hands(begin, end),
        missing=tuple(_missing(found)),
        return_reasons=store.counting.return_reasons(begin, end),
        by_day={day: _line(some, made_at) for day, some in sorted(by_day.items())},
    )


def lacks(dossier: CountedDossier, rule: IndicatorRule) -> tuple[Flag, ...]:
    """Return the facts a dossier lacks to count in an indicator, none if it does."""
    return tuple(flag for flag in Flag if flag in rule.needs - dossier.flags)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_TIME).astimezone(UTC)


def _line(found: Sequence[CountedDossier], now: datetime) -> Line:
    finished = [one for one in found if one.finished_at is not None]
    return Line(
        received=len(found),
        with_file=_count(found, Flag.COMPONENT_FILE),
        reused=_count(found, Flag.COMPONENT_REUSED),
        finished=len(finished),
        with_result=_count(finished, Flag.RESULT_SIGNED),
        on_time=sum(not one.overdue(now) for one in finished),
        overdue=sum(one.overdue(now) for one in found if one.finished_at is None),
    )


def _count(found: Iterable[CountedDossier], flag: Flag) -> int:
    return sum(flag in one.flags for one in found)


def _indicator(rule: IndicatorRule, found: Sequence[CountedDossier]) -> Indicator:
    base = [one for one in found if rule.of in one.flags]
    return Indicator(rule, sum(not lacks(one, rule) for one in base), len(base))


def _missing(found: Sequence[CountedDossier]) -> Iterable[Missing]:
    for rule in rules():
        for one in found:
            if rule.of in one.flags and (lacking := lacks(one, rule)):
                yield Missing(one.code, one.procedure, rule.code, lacking)
