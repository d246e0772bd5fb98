"""``digitizer renew``: list signed files whose proof ends soon, and give them a new timestamp."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from digitizer import settings
from digitizer.commands.console import Console, add_command
from digitizer.commands.station import add_station_options, open_station
from digitizer.errors import DigitizerError
from digitizer.files import read_file
from digitizer.results import trust
from digitizer.results.policies import load_policies
from ocr.errors import OcrError
from signing.errors import SigningError
from signing.model import office_time

DAYS = 180
_LIMIT = 10_000_000
_WORDS = {
    "not-yet": ("chưa đến hạn", "not due yet"),
    "soon": ("sắp hết hạn", "ends soon"),
    "lapsed": ("đã hết hạn", "has ended"),
    "none": ("chưa có dấu thời gian lưu trữ", "no archive timestamp"),
    "unsigned": ("không có chữ ký", "not signed"),
    "unreadable": ("không đọc được", "unreadable"),
}


def add(commands: Any) -> None:
    """Add the subcommand."""
    renewing = add_command(
        commands,
        "renew",
        run_renew,
        help_text="List signed files whose archive timestamp ends soon; with --apply, put a "
        "new one over those that are due. Files are replaced only when found valid. Without "
        "files: the office's released results, for the officer who acts.",
        example="digitizer renew archive/*.pdf --within 180 --apply --tsa URL --trust root.pem",
    )
    renewing.add_argument("files", nargs="*", type=Path, metavar="FILE")
    renewing.add_argument("--within", type=int, default=DAYS, metavar="DAYS")
    renewing.add_argument("--apply", action="store_true", help="renew; else only list")
    renewing.add_argument("--tsa", action="append", default=[], metavar="URL")
    renewing.add_argument("--trust", action="append", default=[], type=Path, metavar="ROOT.pem")
    renewing.add_argument("--host", action="append", default=[], metavar="HOST:PORT")
    add_station_options(renewing, required=False)


def run_renew(arguments: argparse.Namespace, console: Console) -> int:
    """List what is due, and renew it where asked."""
    from signing.upkeep import look_over, renew

    if not arguments.files:
        return _renew_results(arguments, console)
    found = []
    lines = []
    for one in look_over(arguments.files, within=timedelta(days=arguments.within)):
        until = office_time(one.until) if one.until else ""
        facts = {"file": str(one.path), "due": one.due.value, "until": one.until, "renewed": False}
        if arguments.apply and one.needs_work:
            try:
                renew(one.path, one.path, _policy(arguments))
                facts["renewed"] = True
            except (SigningError, DigitizerError, OcrError) as error:
                console.fail(str(one.path), error)
        found.append(facts)
        lines.append(f"{one.path}: {_state(facts, console)} {until}".rstrip())
    console.answer({"files": found}, "\n".join(lines))
    return console.exit_code


def _renew_results(arguments: argparse.Namespace, console: Console) -> int:
    """List the office's results that are due, and renew them where asked."""
    if not arguments.officer:
        return console.wrong_use(
            "Hãy chỉ tệp, hoặc dùng --officer để xem kết quả trong kho.",
            "Name files, or use --officer for the results in the store.",
        )
    station, officer = open_station(arguments, shared=True)
    with station:
        upkeep = station.results.upkeep
        due = upkeep.due(officer, within=timedelta(days=arguments.within))
        failed: set[str] = set()
        if arguments.apply:
            outcome = upkeep.renew(officer, [one for one in due if one.renewable])
            console.note(outcome.failures)
            failed = {one.name for one in outcome.failures}
    found: list[dict[str, Any]] = [
        {
            "result": one.result.number,
            "dossier": one.result.dossier_code,
            "due": one.due,
            "until": one.until,
            "renewed": arguments.apply and one.renewable and one.result.number not in failed,
        }
        for one in due
    ]
    lines = [
        f"{one['result']} ({one['dossier']}): {_state(one, console)} "
        f"{office_time(one['until']) if one['until'] else ''}".rstrip()
        for one in found
    ]
    if not found:
        console.say("Không có kết quả nào cần gia hạn.", "No result needs a new timestamp.")
    console.answer({"results": found}, "\n".join(lines))
    return console.exit_code


def _state(facts: Mapping[str, Any], console: Console) -> str:
    """Return in a person's words what is due, or that it has been renewed."""
    words = ("đã gia hạn", "renewed") if facts["renewed"] else _WORDS[str(facts["due"])]
    return words[0 if console.language == "vi" else 1]


def _policy(arguments: argparse.Namespace) -> Any:
    data = settings.data_folder()
    queue = load_policies(data).agency
    queue = replace(
        queue,
        level="lta",
        timestamp_urls=(*arguments.tsa, *queue.timestamp_urls),
        hosts=(*queue.hosts, *arguments.host),
    )
    roots = [*trust.read_roots(data / trust.TRUST_FOLDER)]
    roots += [read_file(path, _LIMIT) for path in arguments.trust]
    return queue.engine(roots)
