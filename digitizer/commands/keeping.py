"""``digitizer backup``, ``restore`` and ``keys``: what must survive the loss of this machine."""

from __future__ import annotations

import argparse
import getpass
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.commands.console import WRONG_USE, Console, add_command, write_file
from digitizer.commands.station import PASSPHRASE_VARIABLE, add_station_options, open_station
from digitizer.office import custody
from digitizer.settings import data_folder
from digitizer.store import backup, restoring, wrapping
from digitizer.store.keys import Place, open_key

RECOVERY_VARIABLE = "DIGITIZER_RECOVERY"
NEW_PASSPHRASE_VARIABLE = "DIGITIZER_NEW_PASSPHRASE"  # noqa: S105 - the name of a variable


def add(commands: Any) -> None:
    """Add the subcommands."""
    backing = add_command(
        commands,
        "backup",
        run_backup,
        help_text="Back the records up into a folder, encrypted, and read the backup back.",
        example="digitizer backup /media/usb/ho-so --officer quantri",
    )
    backing.add_argument("target", type=Path, metavar="TARGET")
    backing.add_argument("--verify", action="store_true", help="read the whole backup back")
    add_station_options(backing)
    restoring_ = add_command(
        commands,
        "restore",
        run_restore,
        help_text="Bring the records back from a backup to this machine.",
        example="digitizer restore /media/usb/ho-so --data /srv/ho-so",
    )
    restoring_.add_argument("source", type=Path, metavar="SOURCE")
    restoring_.add_argument("--data", type=Path, metavar="DIR", help="data folder to restore into")
    key = add_command(
        commands,
        "keys",
        run_keys,
        help_text="Print the recovery sheet, put the key under a passphrase, or change the key.",
        example="digitizer keys sheet --out phieu.pdf --officer quantri",
    )
    key.add_argument("what", choices=("sheet", "passphrase", "keyring", "file", "change"))
    key.add_argument("--out", type=Path, metavar="PDF")
    add_station_options(key)


def run_backup(arguments: argparse.Namespace, console: Console) -> int:
    """Back up, while the window may be open."""
    station, officer = open_station(arguments, shared=True)
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    with station:
        outcome = backup.back_up(
            station.store,
            officer,
            arguments.target,
            passphrase=passphrase,
            report=console.progress,
        )
        if arguments.verify:
            key = open_key(station.store.folder, None, passphrase)
            backup.verify(arguments.target, key, console.progress)
    found = outcome.snapshot
    console.answer(
        {
            "snapshot": found.folder.name,
            "rows": found.rows,
            "head": found.head,
            "files": len(found.digests),
            "copied": outcome.copied,
            "seconds": round(outcome.seconds, 1),
        },
        f"{found.folder.name}: {len(found.digests)} tệp, chép mới {outcome.copied}, "
        f"nhật ký {found.rows} dòng, {outcome.seconds:.1f} s",
    )
    return console.exit_code


def run_restore(arguments: argparse.Namespace, console: Console) -> int:
    """Restore with the passphrase of the backup, or with the recovery sheet's text."""
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    text = os.environ.get(RECOVERY_VARIABLE)
    if text is None and passphrase is None:
        text = getpass.getpass("Phiếu khôi phục / recovery text: ")
    key = wrapping.from_recovery_text(text) if text else None
    data_key = backup.key_for(arguments.source, key, passphrase)
    folder = arguments.data or data_folder()
    found = restoring.restore(
        arguments.source, folder, data_key, passphrase=passphrase, report=console.progress
    )
    console.answer(
        {"data": str(folder), "rows": found.rows, "files": len(found.digests), "at": found.at},
        f"{folder}: {len(found.digests)} tệp, nhật ký {found.rows} dòng, lúc {found.at:%d/%m/%Y}",
    )
    return console.exit_code


def run_keys(arguments: argparse.Namespace, console: Console) -> int:
    """Print the sheet, move the key, or change it."""
    if arguments.what == "sheet" and arguments.out is None:
        console.say("Hãy ghi --out PDF.", "Say --out PDF.")
        return WRONG_USE
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    station, officer = open_station(arguments)
    folder = station.store.folder
    answer: dict[str, Any] = {"done": arguments.what}
    with station:
        if arguments.what == "sheet":
            at = datetime.now(UTC)
            sheet = custody.recovery_sheet(
                station.store, officer, station.settings, at, passphrase=passphrase
            )
            write_file(arguments.out, sheet)
        elif arguments.what == "change":
            custody.begin_change(station.store, officer)
        else:
            place = Place(arguments.what)
            new = _new_passphrase() if place is Place.PASSPHRASE else None
            custody.move_key(station.store, officer, place, passphrase=passphrase, new=new)
    if arguments.what == "change":
        custody.change_key(folder, passphrase)
        station, officer = open_station(arguments)
        with station:
            answer["files"] = custody.finish_change(station.store, officer)
        console.say(
            "Khóa đã đổi. Hãy in phiếu khôi phục mới và sao lưu lại ngay.",
            "The key is changed. Print a new recovery sheet and back up again now.",
        )
    console.answer(answer)
    return console.exit_code


def _new_passphrase() -> str:
    given = os.environ.get(NEW_PASSPHRASE_VARIABLE)
    return given if given is not None else getpass.getpass("Câu mật khẩu mới / new passphrase: ")
