"""``digitizer reports``: reports that are made by themselves, and what became of them."""

from __future__ import annotations

import argparse
import time
from typing import Any

from digitizer.commands.console import WRONG_USE, Console, add_command
from digitizer.commands.station import add_station_options, open_station
from digitizer.model.officer import Officer
from digitizer.model.reports import Period, ReportFormat, ReportPlan, ReportRun
from digitizer.workstation import Workstation


def add(commands: Any) -> None:
    """Add the subcommand."""
    made = add_command(
        commands,
        "reports",
        run,
        help_text="Have statistics made every day, week or month and put down; list, stop, make.",
        example="digitizer reports set --name 'Báo cáo tuần' --period weekly --to /mnt/bao-cao"
        " --officer lan",
    )
    made.add_argument("what", nargs="?", default="list", choices=("list", "set", "stop", "run"))
    made.add_argument("number", nargs="?", type=int, help="stop: number of the report")
    made.add_argument("--name", default="", help="set: how it is called")
    made.add_argument(
        "--period",
        choices=[one.value for one in Period],
        default=Period.WEEKLY.value,
        help="set: of the whole day, week (Monday to Sunday) or month before",
    )
    made.add_argument(
        "--format",
        dest="formats",
        nargs="+",
        choices=[one.value for one in ReportFormat],
        default=[one.value for one in ReportFormat],
    )
    made.add_argument("--to", default="", metavar="PLACE", help="set: a folder, or a neighbour")
    made.add_argument(
        "--every",
        type=int,
        default=0,
        metavar="SECONDS",
        help="run: go on until stopped, looking so often what is due",
    )
    add_station_options(made)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Look at what is planned, or act on it."""
    what = arguments.what
    if what == "stop" and arguments.number is None:
        console.say("Cần số của báo cáo.", "The number of the report is needed.")
        return WRONG_USE
    station, officer = open_station(arguments, shared=True)
    with station:
        if what == "set":
            formats = tuple(ReportFormat(one) for one in dict.fromkeys(arguments.formats))
            plan = station.reports.set_up(
                officer, arguments.name, Period(arguments.period), formats, arguments.to
            )
            console.answer({"report": _plan(plan)}, _line(plan))
        elif what == "stop":
            station.store.reports.stop(officer, arguments.number)
            console.answer({"stopped": arguments.number}, f"Đã dừng báo cáo số {arguments.number}")
        elif what == "run":
            _make(station, officer, arguments.every, console)
        else:
            found = [
                (plan, station.store.reports.runs(officer, plan.id, 10))
                for plan in station.store.reports.plans(officer)
            ]
            console.answer(
                {
                    "reports": [
                        {**_plan(plan), "runs": [_run(one) for one in runs]} for plan, runs in found
                    ]
                },
                "\n".join(line for plan, runs in found for line in _lines(plan, runs)),
            )
    return console.exit_code


def _make(station: Workstation, officer: Officer, every: int, console: Console) -> None:
    while True:
        done = station.reports.run(officer, again=not every)
        for name, problem in done.problems.items():
            console.fail(name, problem)
        if not every:
            console.answer({"made": done.made}, f"Đã lập {done.made} báo cáo")
            return
        if done.made:
            console.say("Đã lập {made} báo cáo.", "{made} reports made.", made=done.made)
        time.sleep(every)


def _plan(one: ReportPlan) -> dict[str, Any]:
    return {
        "number": one.id,
        "name": one.name,
        "period": one.period.value,
        "formats": [each.value for each in one.formats],
        "folder": one.folder,
        "neighbour": one.neighbour,
        "officer": one.officer,
        "set_at": one.set_at.isoformat(),
    }


def _run(one: ReportRun) -> dict[str, Any]:
    return {
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "at": one.at.isoformat(),
        "officer": one.officer,
        "problem": one.problem,
        "files": dict(one.files),
    }


def _line(one: ReportPlan) -> str:
    words = {Period.DAILY: "hằng ngày", Period.WEEKLY: "hằng tuần", Period.MONTHLY: "hằng tháng"}
    kinds = ", ".join(each.value for each in one.formats)
    return f"{one.id}  {one.name}: {words[one.period]}, {kinds} → {one.place} ({one.officer})"


def _lines(plan: ReportPlan, runs: tuple[ReportRun, ...]) -> list[str]:
    shown = [_line(plan)]
    for one in runs:
        what = f"chưa được [{one.problem}]" if one.problem else ", ".join(one.files)
        shown.append(f"   {one.first:%d/%m/%Y} – {one.last:%d/%m/%Y}: {what}")
    return shown
