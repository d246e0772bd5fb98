"""``digitizer results``: the office's results from composing to release, as the window does it."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, write_file
from digitizer.commands.signing_keys import add_key_options, key_choice
from digitizer.commands.signing_records import report_path
from digitizer.commands.station import add_station_options, open_station
from digitizer.errors import DigitizerError, NotFoundError
from digitizer.jobs import Progress
from digitizer.model.officer import Officer
from digitizer.model.result import Result, SignerRole
from digitizer.model.view import BulkOutcome, ItemFailure
from digitizer.results import signing_report
from digitizer.results.signing_values import BEFORE, Signed, SigningReport, StepTold
from digitizer.workstation import Workstation

STEPS = ("waiting", "compose", "sign", "send-back", "release", "write")


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "results",
        run,
        help_text="The office's results: list what waits, compose, sign a queue with one key, send "
        "back, release, write the files. Without dossiers: all that can be.",
        example="digitizer results sign --role agency --pkcs11 /usr/lib/softhsm/libsofthsm2.so "
        "--token agency --officer thu",
    )
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("dossiers", nargs="*", metavar="DOSSIER")
    parser.add_argument(
        "--role", choices=[one.value for one in SignerRole], help="whose queue (default: person)"
    )
    add_key_options(parser, required=False)
    parser.add_argument(
        "--finish", action="store_true", help="sign: only finish what was signed and waits"
    )
    parser.add_argument("--reason", default="", help="send-back, or release what is not valid")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write: the folder")
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        type=report_path,
        metavar="FILE",
        help="sign: what became of every result, as .csv or .pdf (may be given several times)",
    )
    add_station_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Take one step for the dossiers that were named, or for all."""
    keyed = bool(arguments.p12 or arguments.pkcs11 or arguments.windows)
    if arguments.step == "sign" and keyed == arguments.finish:
        return console.wrong_use(
            "Hãy chỉ khóa ký (--p12, --pkcs11), hoặc dùng --finish để chỉ hoàn tất phần đang chờ.",
            "Name the key (--p12, --pkcs11), or use --finish to finish only what waits.",
        )
    if arguments.step == "send-back" and not (arguments.dossiers and arguments.reason.strip()):
        return console.wrong_use(
            "Hãy chỉ hồ sơ và ghi lý do bằng --reason.", "Name the dossiers, and say --reason why."
        )
    if arguments.step == "write" and not arguments.out:
        return console.wrong_use("Hãy chỉ thư mục bằng --out.", "Name the folder with --out.")
    station, officer = open_station(arguments, shared=True)
    with station:
        steps = {
            "waiting": _waiting,
            "compose": _compose,
            "sign": _sign,
            "send-back": _send_back,
            "release": _release,
            "write": _write,
        }
        return steps[arguments.step](arguments, console, station, officer)


def _waiting(
    arguments: argparse.Namespace, console: Console, station: Workstation, officer: Officer
) -> int:
    roles = [SignerRole(arguments.role)] if arguments.role else list(SignerRole)
    rows: list[dict[str, Any]] = [
        {
            "role": role.value,
            "number": one.result.number,
            "dossier": one.result.dossier_code,
            "owner": one.owner,
            "due": one.due_at,
            "signed": one.waits,
            "blocked": [block.code for block in one.blocks],
        }
        for role in roles
        for one in station.results.queues.waiting(officer, role)
        if not arguments.dossiers or one.result.dossier_code in arguments.dossiers
    ]
    text = "\n".join(
        f"{one['role']:6} {one['number']}  {one['dossier']}  {', '.join(one['blocked'])}".rstrip()
        for one in rows
    )
    console.answer({"waiting": rows}, text)
    return console.exit_code


def _compose(
    arguments: argparse.Namespace, console: Console, station: Workstation, officer: Officer
) -> int:
    results = station.results
    if not arguments.dossiers:
        return _bulk(console, "composed", results.compose_all(officer, report=console.progress))
    made = []
    for code in arguments.dossiers:
        try:
            made.append(results.compose(officer, code))
        except DigitizerError as error:
            console.fail(code, error)
    rows = [{"dossier": one.dossier_code, "number": one.number} for one in made]
    console.answer({"composed": rows}, "\n".join(f"{one.number}" for one in made))
    return console.exit_code


def _sign(
    arguments: argparse.Namespace, console: Console, station: Workstation, officer: Officer
) -> int:
    queues = station.results.queues
    role = SignerRole(arguments.role or SignerRole.PERSON)
    items = [
        one
        for one in queues.waiting(officer, role)
        if (one.result.dossier_code in arguments.dossiers)
        or (not arguments.dossiers and not one.blocks)
    ]
    if arguments.finish:
        items = [one for one in items if one.waits]
    named = {one.result.dossier_code for one in items}
    _say_unknown(console, set(arguments.dossiers) - named, role)
    if not items:
        console.answer({"signed": [], "unfinished": []})
        return console.exit_code
    ids = [one.result.id for one in items]
    finished: set[int] = set()

    def told(step: StepTold) -> None:
        if step.stage == "done":
            finished.add(step.result_id)
            console.progress(Progress(len(finished), len(ids), role.value))

    choice = None if arguments.finish else key_choice(arguments)
    report = queues.sign(officer, role, ids, choice, told=told)
    for path in arguments.report:
        _write_report(path, report, station)
    return _answer(console, report)


def _say_unknown(console: Console, codes: Collection[str], role: SignerRole) -> None:
    for code in sorted(codes):
        console.fail(code, ItemFailure(code, "not-in-queue", {"queue": role.value}))


def _answer(console: Console, report: SigningReport) -> int:
    signed = [_row(one) for one in report.documents if one.outcome == "done"]
    rest = [_row(one) for one in report.documents if one.outcome != "done"]
    for one in report.documents:
        if one.failure is not None:
            console.fail(one.number, one.failure)
    if report.stopped_by is not None:
        console.fail(report.role.value, report.stopped_by)
    text = "\n".join(f"{one['number']}: {'✓' if one['valid'] else '!'}" for one in signed)
    console.answer({"level": report.level, "signed": signed, "unfinished": rest}, text)
    return console.exit_code


def _row(one: Signed) -> dict[str, Any]:
    return {
        "number": one.number,
        "dossier": one.dossier_code,
        "outcome": one.outcome,
        "valid": one.valid,
        "problems": list(one.problems),
        "sha256_before": one.sha256_before,
        "sha256_after": one.sha256_after,
    }


def _write_report(path: Path, report: SigningReport, station: Workstation) -> None:
    if path.suffix.lower() == ".csv":
        write_file(path, signing_report.as_csv(report))
        return
    template = station.templates[signing_report.TEMPLATE]
    write_file(path, signing_report.as_pdf(report, template, station.settings))


def _send_back(
    arguments: argparse.Namespace, console: Console, station: Workstation, officer: Officer
) -> int:
    back = []
    for result in _found(arguments.dossiers, console, station, officer):
        try:
            station.results.queues.send_back(officer, result, arguments.reason)
            back.append(result.number)
        except DigitizerError as error:
            console.fail(result.dossier_code, error)
    console.answer({"sent_back": back}, "\n".join(back))
    return console.exit_code


def _release(
    arguments: argparse.Namespace, console: Console, station: Workstation, officer: Officer
) -> int:
    results = station.results
    if not arguments.dossiers:
        return _bulk(console, "released", results.release_all(officer, report=console.progress))
    done = []
    for result in _found(arguments.dossiers, console, station, officer):
        try:
            done.append(results.release(officer, result.id, reason=arguments.reason).number)
        except DigitizerError as error:
            console.fail(result.dossier_code, error)
    console.answer({"released": done}, "\n".join(done))
    return console.exit_code


def _write(
    arguments: argparse.Namespace, console: Console, station: Workstation, officer: Officer
) -> int:
    states = [*BEFORE.values()]
    known = [one.dossier_code for one in station.store.results.all() if one.state not in states]
    written = []
    for result in _found(arguments.dossiers or known, console, station, officer):
        path = arguments.out / (result.number.replace("/", "-") + ".pdf")
        write_file(path, station.results.pdf(officer, result.id))
        written.append(str(path))
    console.answer({"written": written}, "\n".join(written))
    return console.exit_code


def _found(
    codes: Sequence[str], console: Console, station: Workstation, officer: Officer
) -> list[Result]:
    """Return the results of dossiers; one without is said and left out."""
    found = []
    for code in dict.fromkeys(codes):
        try:
            result = station.results.of_dossier(officer, code)
            if result is None:
                raise NotFoundError(dossier=code)
            found.append(result)
        except DigitizerError as error:
            console.fail(code, error)
    return found


def _bulk(console: Console, word: str, outcome: BulkOutcome) -> int:
    console.note(outcome.failures)
    console.answer({word: outcome.done}, str(outcome.done))
    return console.exit_code
