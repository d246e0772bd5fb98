"""``digitizer aside`` and ``digitizer keying``: dossiers laid aside, values keyed twice."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, write_file
from digitizer.commands.station import add_station_options, open_station
from digitizer.errors import DigitizerError, NotFoundError
from digitizer.model.dossier import DeferralKind
from digitizer.model.field import Absence
from digitizer.model.officer import Officer
from digitizer.model.review import Answer, BlindValue, Keyed, Stage
from digitizer.workstation import Workstation

_WORDS: dict[DeferralKind | Stage | Keyed, tuple[str, str]] = {
    DeferralKind.POSTPONED: ("tạm gác", "postponed"),
    DeferralKind.ESCALATED: ("xin ý kiến", "escalated"),
    Stage.FIRST: ("người thứ nhất", "first person"),
    Stage.SECOND: ("người thứ hai", "second person"),
    Stage.THIRD: ("người thứ ba quyết định", "a third decides"),
    Keyed.WAITS: ("Đã ghi; chờ người thứ hai.", "Kept; a second person keys it too."),
    Keyed.AGREES: ("Giá trị đã được quyết định.", "The value is decided."),
    Keyed.DIFFERS: (
        "Người kia nhập khác; người thứ ba quyết định.",
        "The other person keyed it differently; a third decides.",
    ),
}


def add(commands: Any) -> None:
    """Add the subcommands."""
    aside = add_command(
        commands,
        "aside",
        run_aside,
        help_text="Postpone dossiers that wait to be verified, leave them to somebody else, or "
        "take them up again; list those laid aside.",
        example='digitizer aside postpone H92.33.12-261125-0001 --reason "Chờ" --officer lan',
    )
    aside.add_argument("step", choices=("list", "postpone", "escalate", "take-up"))
    aside.add_argument("dossiers", nargs="*", metavar="DOSSIER")
    aside.add_argument("--reason", default="", metavar="TEXT", help="why; the office sees it")
    add_station_options(aside)
    keying = add_command(
        commands,
        "keying",
        run_keying,
        help_text="Values that two persons key without seeing each other's or the machine's: list "
        "them, write their pictures, key one, or decide as the third.",
        example='digitizer keying key 17 "Nguyễn Thị Hường" --officer lan',
    )
    keying.add_argument("step", choices=("list", "key"))
    keying.add_argument("value", nargs="?", type=int, metavar="NUMBER", help="as listed")
    keying.add_argument("text", nargs="?", metavar="TEXT", help="what stands on the picture")
    keying.add_argument(
        "--absent", choices=[one.value for one in Absence], help="why there is no text"
    )
    keying.add_argument("--out", type=Path, metavar="FOLDER", help="write a picture a value there")
    add_station_options(keying)


def run_aside(arguments: argparse.Namespace, console: Console) -> int:
    """Lay dossiers aside or take them up; one that cannot be is said, the others go on."""
    lays = arguments.step in ("postpone", "escalate")
    if arguments.step != "list" and not arguments.dossiers:
        return console.wrong_use("Hãy chỉ hồ sơ.", "Name the dossiers.")
    if lays and not arguments.reason.strip():
        return console.wrong_use("Hãy ghi lý do bằng --reason.", "Say --reason why.")
    station, officer = open_station(arguments, shared=True)
    with station:
        desk = station.verifying
        done = []
        for code in arguments.dossiers if arguments.step != "list" else ():
            try:
                if arguments.step == "postpone":
                    desk.postpone(officer, code, arguments.reason.strip())
                elif arguments.step == "escalate":
                    desk.escalate(officer, code, arguments.reason.strip())
                else:
                    desk.take_up(officer, code)
                done.append(code)
            except DigitizerError as error:
                console.fail(code, error)
        aside = desk.deferrals(officer)
        rows = [
            {
                "dossier": one.dossier_code,
                "kind": one.kind.value,
                "reason": one.reason,
                "officer": one.officer.login,
                "at": one.at.isoformat(),
            }
            for one in aside
        ]
    lines = [
        f"{one.dossier_code}  {_said(one.kind, console)}  {one.officer.login}: {one.reason}"
        for one in aside
    ]
    console.answer({"done": done, "aside": rows}, "\n".join(lines))
    return console.exit_code


def run_keying(arguments: argparse.Namespace, console: Console) -> int:
    """List what this officer may key, or key one value."""
    answers = (arguments.text is not None) + (arguments.absent is not None)
    if arguments.step == "key" and (arguments.value is None or answers != 1):
        return console.wrong_use(
            "Hãy ghi số thứ tự của giá trị, rồi nội dung hoặc --absent.",
            "Write the value's number, then its text or --absent.",
        )
    station, officer = open_station(arguments, shared=True)
    with station:
        waiting = station.verifying.blind_waiting(officer)
        if arguments.step == "key":
            return _key(arguments, console, station, officer, waiting)
        rows = [_row(one, station) for one in waiting]
        if arguments.out:
            arguments.out.mkdir(parents=True, exist_ok=True)
            for one, row in zip(waiting, rows, strict=True):
                if one.evidence:
                    path = arguments.out / f"{one.value_id}.png"
                    write_file(path, station.verifying.blind_picture(officer, one))
                    row["picture"] = str(path)
    lines = [
        f"{row['value']}  {row['dossier']}  {row['title']} ({_said(one.stage, console)})"
        for one, row in zip(waiting, rows, strict=True)
    ]
    console.answer({"waiting": rows}, "\n".join(lines))
    return console.exit_code


def _key(
    arguments: argparse.Namespace,
    console: Console,
    station: Workstation,
    officer: Officer,
    waiting: tuple[BlindValue, ...],
) -> int:
    value = next((one for one in waiting if one.value_id == arguments.value), None)
    if value is None:
        # decided, keyed by this officer already, or of a dossier they had a hand in
        raise NotFoundError(value=arguments.value)
    absence = Absence(arguments.absent) if arguments.absent else None
    outcome = station.verifying.answer(officer, value, arguments.text or "", absence=absence)
    console.answer({"value": value.value_id, "outcome": outcome.value}, _said(outcome, console))
    return console.exit_code


def _said(code: DeferralKind | Stage | Keyed, console: Console) -> str:
    return _WORDS[code][0 if console.language == "vi" else 1]


def _row(value: BlindValue, station: Workstation) -> dict[str, Any]:
    kind = station.catalogue.document_types.get(value.document_type)
    rule = kind.field(value.field) if kind else None
    return {
        "value": value.value_id,
        "dossier": value.dossier_code,
        "field": value.field,
        "title": rule.title if rule else value.field,
        "stage": value.stage.value,
        "answers": [_answer(one) for one in value.answers],
    }


def _answer(answer: Answer) -> dict[str, str]:
    return {"absent": answer.absence.value} if answer.absence else {"text": answer.text}
