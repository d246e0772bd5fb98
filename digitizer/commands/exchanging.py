"""``digitizer outbox``, ``inbox`` and ``neighbours``: what goes out, what comes in, to whom."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from digitizer.commands.console import ALL_WELL, SOME_FAILED, Console, add_command, ask_secret
from digitizer.commands.station import add_station_options, open_station
from digitizer.errors import DigitizerError
from digitizer.exchange import archive_package, desk, known_connectors
from digitizer.exchange.delivery import Delivered
from digitizer.files import read_file, write_beside_others
from digitizer.model.message import InboxItem, Message, MessageState, QueueState
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, may, require
from digitizer.workstation import Workstation

SECRET_VARIABLE = "DIGITIZER_SECRET"  # noqa: S105 - the name of a variable
_LARGEST_PACKAGE = 2_000_000_000
"""Bytes of a package that is judged."""


def add(commands: Any) -> None:
    """Add the subcommands."""
    out = add_command(
        commands,
        "outbox",
        run_outbox,
        help_text="List what waits for neighbours, send it, or send again what was given up.",
        example="digitizer outbox send --officer lan --json",
    )
    out.add_argument("what", nargs="?", default="list", choices=("list", "send", "retry", "drop"))
    out.add_argument("names", nargs="*", help="send: neighbours; retry, drop: numbers of messages")
    out.add_argument(
        "--state", choices=[one.value for one in MessageState], help="list: only these"
    )
    out.add_argument("--neighbour", default="", help="list: only of this one")
    out.add_argument("--dossier", default="", help="list: only about this one")
    out.add_argument("--limit", type=int, default=200, help="list: at most so many")
    out.add_argument("--reason", default="", help="drop: why it is not sent")
    out.add_argument(
        "--every",
        type=int,
        default=0,
        metavar="SECONDS",
        help="send: go on until stopped, sending and fetching so often",
    )
    add_station_options(out)
    tell = add_command(
        commands,
        "tell",
        run_tell,
        help_text="Tell neighbours a state that no step of the program makes.",
        example="digitizer tell H00.01.01-260302-0001 withdrawn --reason 'Rút' --officer lan",
    )
    tell.add_argument("dossier", metavar="CODE")
    tell.add_argument("event", choices=desk.TOLD_BY_HAND)
    tell.add_argument("--reason", default="")
    add_station_options(tell)
    received = add_command(
        commands,
        "inbox",
        run_inbox,
        help_text="Fetch what neighbours offer, list it, open a dossier for it, save its files.",
        example="digitizer inbox collect --officer lan",
    )
    received.add_argument(
        "what", nargs="?", default="list", choices=("list", "collect", "open", "save")
    )
    received.add_argument("names", nargs="*", help="collect: neighbours; open, save: number")
    received.add_argument("--out", type=Path, default=Path(), help="save: folder for the files")
    add_station_options(received)
    asking = add_command(
        commands,
        "ask",
        run_ask,
        help_text="Ask a database or another agency about a dossier, in the officer's own name.",
        example="digitizer ask population H00.01.01-260302-0001 --birth 2003-05-06 --officer lan",
    )
    asking.add_argument(
        "what", help="a neighbour that answers at once, or: " + ", ".join(desk.requests())
    )
    asking.add_argument("dossier", metavar="CODE")
    asking.add_argument("--neighbour", default="", help="to whom a request goes")
    asking.add_argument("--name", default="", help="of whom (default: the dossier's owner)")
    asking.add_argument("--number", default="", help="personal number (default: the owner's)")
    asking.add_argument("--birth", default="", metavar="DAY", help="such as 2003-05-06")
    asking.add_argument("--kind", default="", help="kind of paper wanted from the document store")
    add_station_options(asking)
    package = add_command(
        commands,
        "package",
        run_package,
        help_text="Judge an archival package by its schemas and every checksum.",
        example="digitizer package H00.01.01-260302-0001.zip --json",
    )
    package.add_argument("file", type=Path)
    setting = add_command(
        commands,
        "neighbours",
        run_neighbours,
        help_text="Set up the systems the office exchanges with, check them, keep their passwords.",
        example="digitizer neighbours set lien-thong.toml --officer quantri",
    )
    setting.add_argument(
        "what", nargs="?", default="list", choices=("list", "set", "check", "secret", "describe")
    )
    setting.add_argument(
        "names", nargs="*", help="set: a file; check: a neighbour; secret: a neighbour and a name"
    )
    add_station_options(setting)


def run_outbox(arguments: argparse.Namespace, console: Console) -> int:
    """Look at the outbox, or act on it."""
    numbers = [int(one) for one in arguments.names if one.isdigit()]
    what = arguments.what
    if what == "retry" and len(numbers) != len(arguments.names):
        return console.wrong_use(
            "Chỉ số của tin mới gửi lại được; không ghi số nào thì gửi lại tất cả.",
            "Only numbers of messages can be tried again; without any, all of them are.",
        )
    if what == "drop" and (len(numbers) != 1 or not arguments.reason):
        return console.wrong_use(
            "Cần một số tin và --reason.", "One message number and --reason are needed."
        )
    station, officer = open_station(arguments, shared=True)
    with station:
        outbox = station.store.outbox
        if what == "send" and arguments.every:
            _go_on(station, officer, arguments, console)
        elif what == "send":
            done = station.exchange.send(officer, arguments.names, report=console.progress)
            console.answer(_delivered(done), _sentence(done))
        elif what == "retry":
            count = outbox.retry(officer, numbers or None)
            console.answer({"retried": count}, f"{count} tin sẽ được gửi lại")
        elif what == "drop":
            outbox.drop(officer, numbers[0], arguments.reason)
            console.answer({"dropped": numbers[0]}, f"Đã bỏ tin {numbers[0]}")
        else:
            states = [MessageState(arguments.state)] if arguments.state else _UNSENT
            found = outbox.messages(
                officer,
                states=states,
                neighbour=arguments.neighbour,
                dossier_code=arguments.dossier,
                limit=arguments.limit,
            )
            queues = outbox.queues(officer)
            console.answer(
                {
                    "queues": [_queue(one) for one in queues],
                    "messages": [_message(m) for m in found],
                },
                "\n".join([*map(_queue_line, queues), *map(_message_line, found)]),
            )
    return console.exit_code


def _go_on(
    station: Workstation, officer: Officer, arguments: argparse.Namespace, console: Console
) -> None:
    """Send and fetch until stopped: for a machine where no window is open."""
    while True:
        done = station.exchange.send(officer, arguments.names)
        fetched = station.exchange.collect(officer, arguments.names)
        if done.sent or done.failed or fetched.received or fetched.refused:
            told = {"sent": done.sent, "failed": done.failed, "received": fetched.received}
            console.say(
                "Đã gửi {sent}, chưa được {failed}, nhận {received}.",
                "{sent} sent, {failed} failed, {received} received.",
                **told,
            )
        time.sleep(arguments.every)


_UNSENT = (MessageState.WAITING, MessageState.DEAD)


def run_tell(arguments: argparse.Namespace, console: Console) -> int:
    """Tell a state."""
    station, officer = open_station(arguments, shared=True)
    with station:
        count = station.store.outbox.tell_state(
            officer, arguments.dossier, arguments.event, arguments.reason
        )
    console.answer({"told": count}, f"{count} nơi sẽ nhận tin")
    return console.exit_code


def run_ask(arguments: argparse.Namespace, console: Console) -> int:
    """Ask."""
    values = {
        "name": arguments.name,
        "number": arguments.number,
        "birth_date": arguments.birth,
        "kind": arguments.kind,
    }
    what, code = arguments.what, arguments.dossier
    if what in desk.requests() and not arguments.neighbour:
        return console.wrong_use(
            "Cần --neighbour: gửi yêu cầu đến đâu.", "--neighbour is needed: to whom."
        )
    station, officer = open_station(arguments, shared=True)
    with station:
        if what in desk.requests():
            number = station.exchange.request(officer, what, arguments.neighbour, code, values)
            console.answer({"message": number}, f"Yêu cầu số {number} đang chờ gửi")
            return console.exit_code
        item, outcome = station.exchange.ask(officer, what, code, values)
        console.note(outcome.failures)
    # hashes of what was asked serve the program alone
    told = {name: value for name, value in item.received.content.items() if name != "about"}
    console.answer(
        {"answer": told, "pages": len(outcome.pages), "inbox": item.id},
        "\n".join(f"{name}: {value}" for name, value in told.items()),
    )
    return console.exit_code


def run_package(arguments: argparse.Namespace, console: Console) -> int:
    """Judge a package."""
    data = read_file(arguments.file, _LARGEST_PACKAGE)
    problems = archive_package.check(data)
    words = "\n".join(problems) or "Gói toàn vẹn và hợp lệ"
    console.answer({"valid": not problems, "problems": list(problems)}, words)
    return SOME_FAILED if problems else ALL_WELL


def run_inbox(arguments: argparse.Namespace, console: Console) -> int:
    """Look at the inbox, fetch, open, or save."""
    what = arguments.what
    if what in ("open", "save") and not (
        len(arguments.names) == 1 and arguments.names[0].isdigit()
    ):
        return console.wrong_use(
            "Cần một số thứ tự trong hộp đến.", "One number of the inbox is needed."
        )
    station, officer = open_station(arguments, shared=True)
    with station:
        if what == "collect":
            done = station.exchange.collect(officer, arguments.names)
            console.answer(
                {"received": done.received, "refused": done.refused, "resting": done.resting},
                f"Nhận {done.received}, từ chối {done.refused}",
            )
        elif what == "open":
            dossier, outcome = station.exchange.open_received(officer, int(arguments.names[0]))
            console.note(outcome.failures)
            kept = f"{len(outcome.pages)} trang"
            item = station.store.inbox.get(officer, int(arguments.names[0]))
            if item.beside:
                kept = "đã kiểm tra; giấy tờ của trả lời được giữ cạnh hồ sơ"
            console.answer(
                {"dossier": dossier.code, "pages": len(outcome.pages), "beside": item.beside},
                f"{dossier.code}: {kept}",
            )
        elif what == "save":
            given = station.exchange.files_of(officer, int(arguments.names[0]))
            written = [str(one) for one in write_beside_others(arguments.out, given)]
            console.answer({"files": written}, "\n".join(written))
        else:
            items = station.store.inbox.items(officer)
            console.answer(
                {"items": [_item(one) for one in items]}, "\n".join(map(_item_line, items))
            )
    return console.exit_code


def run_neighbours(arguments: argparse.Namespace, console: Console) -> int:
    """Look at neighbours, or set them up."""
    what, names = arguments.what, arguments.names
    needed = {"set": 1, "check": 1, "secret": 2}.get(what, 0)
    if len(names) != needed:
        return console.wrong_use(
            "Lệnh {what} cần {needed} tên.",
            "{what} needs {needed} names.",
            what=what,
            needed=needed,
        )
    if what == "describe":
        found = known_connectors.described()
        console.answer(
            {"connectors": found},
            "\n".join(
                f"{name}: {one['title']}\n  {one['unconfirmed']}" for name, one in found.items()
            ),
        )
        return console.exit_code
    station, officer = open_station(arguments, shared=True)
    with station:
        if what == "set":
            set_up = station.exchange.set_up(officer, Path(names[0]))
            console.answer(
                {"neighbours": [one.name for one in set_up]}, "\n".join(one.name for one in set_up)
            )
        elif what == "secret":
            _keep_secret(station, officer, *names)
            console.answer({"kept": names}, f"Đã giữ «{names[1]}» của {names[0]} trong kho khóa")
        elif what == "check":
            _check(station, officer, names[0], console)
        else:
            _list(station, officer, console)
    return console.exit_code


def _check(station: Workstation, officer: Officer, name: str, console: Console) -> None:
    try:
        health = station.exchange.check(officer, name)
    except DigitizerError as error:
        console.fail(name, error)
        console.answer({"neighbour": name, "well": False})
        return
    console.answer({"neighbour": name, "well": health.well, "said": health.said}, f"{name}: tốt")


def _list(station: Workstation, officer: Officer, console: Console) -> None:
    if not may(officer, Action.MANAGE_NEIGHBOURS):
        require(officer, Action.VIEW_MESSAGES)
    found = station.store.outbox.neighbours()
    console.answer(
        {
            "neighbours": [
                {
                    "name": one.name,
                    "connector": one.connector,
                    "address": one.address,
                    "kinds": list(one.kinds),
                    "enabled": one.enabled,
                    "problem": one.problem,
                    "resting_until": one.resting_until,
                    "answered_at": one.answered_at,
                }
                for one in found
            ]
        },
        "\n".join(f"{one.name}: {one.connector} {one.address} {one.problem}" for one in found),
    )


def _keep_secret(station: Workstation, officer: Officer, neighbour: str, name: str) -> None:
    secret = ask_secret(SECRET_VARIABLE, f"{neighbour} {name}: ")
    station.exchange.keep_secret(officer, neighbour, name, secret)


def _delivered(done: Delivered) -> dict[str, Any]:
    return {
        "sent": done.sent,
        "failed": done.failed,
        "given_up": done.given_up,
        "resting": done.resting,
    }


def _sentence(done: Delivered) -> str:
    lines = [f"Đã gửi {done.sent}, chưa được {done.failed}, để riêng {done.given_up}"]
    lines += [f"{name}: tạm nghỉ ({problem})" for name, problem in done.resting.items()]
    return "\n".join(lines)


def _queue(one: QueueState) -> dict[str, Any]:
    return {
        "neighbour": one.neighbour.name,
        "enabled": one.neighbour.enabled,
        "waiting": one.waiting,
        "dead": one.dead,
        "sent": one.sent,
        "oldest": one.oldest,
        "problem": one.neighbour.problem,
        "resting_until": one.neighbour.resting_until,
        "answered_at": one.neighbour.answered_at,
    }


def _queue_line(one: QueueState) -> str:
    problem = f" [{one.neighbour.problem}]" if one.neighbour.problem else ""
    return (
        f"{one.neighbour.name}: {one.waiting} chờ, {one.dead} để riêng, {one.sent} đã gửi{problem}"
    )


def _message(one: Message) -> dict[str, Any]:
    return {
        "id": one.id,
        "key": one.key,
        "neighbour": one.neighbour,
        "kind": one.kind.value,
        "dossier": one.dossier_code,
        "state": one.state.value,
        "created_at": one.created_at,
        "attempts": one.attempts,
        "next_at": one.next_at,
        "problem": one.problem,
        "details": dict(one.details),
        "receipt": dict(one.receipt),
        "sent_at": one.sent_at,
    }


def _message_line(one: Message) -> str:
    problem = f" [{one.problem}] {one.details.get('reason', '')}" if one.problem else ""
    return f"  {one.id}  {one.neighbour}  {one.dossier_code}  {one.kind}  {one.state}{problem}"


def _item(one: InboxItem) -> dict[str, Any]:
    return {
        "id": one.id,
        "neighbour": one.neighbour,
        "kind": one.received.kind,
        "subject": one.received.subject,
        "state": one.state.value,
        "problem": one.problem,
        "at": one.at,
        "files": list(one.received.files),
        "dossier": one.dossier_code,
    }


def _item_line(one: InboxItem) -> str:
    return f"{one.id}  {one.neighbour}  {one.received.subject}  {one.state}  {one.problem}"
