"""``digitizer statistics``: the indicators of a period, and which dossiers do not count and why."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, write_file
from digitizer.commands.station import add_station_options, open_station
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.statistics import Counted, Line, Report
from digitizer.office.printed_report import pdf
from digitizer.office.spreadsheets import workbook
from digitizer.office.statistics_tables import lacking, report_of, report_tables, title

_RATES = ("digitized_rate", "reused_rate", "with_result_rate", "on_time_rate")


def add(commands: Any) -> None:
    """Add the subcommand."""
    made = add_command(
        commands,
        "statistics",
        run,
        help_text="Count digitization, electronic results and reuse over a period.",
        example="digitizer statistics --from 2026-11-01 --to 2026-11-30 --officer lan",
    )
    today = datetime.now(OFFICE_TIME).date()
    first = today.replace(day=1)
    made.add_argument("--from", dest="first", type=_day, default=first, metavar="DAY")
    made.add_argument("--to", dest="last", type=_day, default=today, metavar="DAY")
    made.add_argument("--xlsx", type=Path, metavar="FILE", help="write the tables here as well")
    made.add_argument("--pdf", type=Path, metavar="FILE", help="write the tables on paper as well")
    made.add_argument("--dossier", default="", metavar="CODE", help="say of this one why it counts")
    add_station_options(made)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Count, print, and write the workbook when one is asked for."""
    station, officer = open_station(arguments, shared=True)
    with station:
        first, last = arguments.first, arguments.last
        if arguments.dossier:
            at = station.store.dossiers.get(arguments.dossier).received_at
            first = last = at.astimezone(OFFICE_TIME).date()
        made = report_of(station.store, station.catalogue, officer, first, last)
        shown, settings = report_tables(made, station.catalogue), station.settings
    if arguments.dossier:
        (one,) = [one for one in made.counted if one.dossier_code == arguments.dossier]
        console.answer(_counted(one), "\n".join(_why(one, made)))
        return console.exit_code
    if arguments.xlsx is not None:
        write_file(arguments.xlsx, workbook(shown))
    if arguments.pdf is not None:
        write_file(arguments.pdf, pdf(title(first, last), shown, settings, made.made_at))
    console.answer(_data(made), "\n".join(_lines(made)))
    return console.exit_code


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2026-11-25") from error


def _data(made: Report) -> dict[str, Any]:
    return {
        "from": made.first.isoformat(),
        "to": made.last.isoformat(),
        "whole": _line(made.whole),
        "procedures": {code: _line(line) for code, line in made.by_procedure.items()},
        "indicators": [
            {
                "code": one.rule.code,
                "title": one.rule.title,
                "counted": one.counted,
                "total": one.total,
                "share": one.share,
                "score": one.score,
            }
            for one in made.indicators
        ],
        "offices": {code: _line(line) for code, line in made.by_office.items()},
        "months": {month: _line(line) for month, line in made.by_month.items()},
        "dossiers": [_counted(one) for one in made.counted],
        "missing": [
            {"indicator": one.indicator, "dossier": one.dossier_code, "lacks": list(one.lacks)}
            for one in made.missing
        ],
    }


def _line(line: Line) -> dict[str, int | float | None]:
    return {
        "received": line.received,
        "with_file": line.with_file,
        "without_file": line.without_file,
        "reused": line.reused,
        "from_portal": line.from_portal,
        "finished": line.finished,
        "with_result": line.with_result,
        "without_result": line.without_result,
        "on_time": line.on_time,
        "overdue": line.overdue,
        **dict(zip(_RATES, line.rates, strict=True)),
    }


def _counted(one: Counted) -> dict[str, Any]:
    return {
        "dossier": one.dossier_code,
        "procedure": one.procedure,
        "indicators": {
            code: {"counts": not lacks, "lacks": list(lacks)} for code, lacks in one.lacks.items()
        },
    }


def _why(one: Counted, made: Report) -> list[str]:
    lines = []
    for indicator in made.indicators:
        rule, lacks = indicator.rule, one.lacks.get(indicator.rule.code)
        if lacks is None:
            verdict = "không tính thủ tục này"
        else:
            verdict = f"chưa đạt, vì {lacking(lacks, rule)}" if lacks else "đạt"
        lines.append(f"{rule.code}  {rule.title}: {verdict}")
    return lines


def _lines(made: Report) -> list[str]:
    shown = [f"{made.first:%d/%m/%Y} – {made.last:%d/%m/%Y}: {made.whole.received} hồ sơ"]
    for one in made.indicators:
        share = "–" if one.share is None else f"{one.share:.1%}"
        shown.append(f"{one.rule.code}  {one.rule.title}: {one.counted}/{one.total} = {share}")
    rules = {one.rule.code: one.rule for one in made.indicators}
    shown += [
        f"  {one.indicator} {one.dossier_code}: {lacking(one.lacks, rules[one.indicator])}"
        for one in made.missing
    ]
    return shown
