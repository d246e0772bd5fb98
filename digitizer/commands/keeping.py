"""``digitizer backup``, ``restore`` and ``keys``: what must survive the loss of this machine."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, ask_secret, write_file
from digitizer.commands.staff import NEW_PASSWORD_VARIABLE
from digitizer.commands.station import (
    MAINTAINER_VARIABLE,
    PASSPHRASE_VARIABLE,
    add_maintainer_option,
    add_station_options,
    maintainer_address,
    open_records,
    open_station,
)
from digitizer.office import custody
from digitizer.settings import data_folder
from digitizer.store import backup, restoring, wrapping
from digitizer.store.keys import Place

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
    add_maintainer_option(backing)
    restoring_ = add_command(
        commands,
        "restore",
        run_restore,
        help_text="Bring the records back from a backup to this machine.",
        example="digitizer restore /media/usb/ho-so --data /srv/ho-so",
    )
    restoring_.add_argument("source", type=Path, metavar="SOURCE")
    restoring_.add_argument("--data", type=Path, metavar="DIR", help="data folder to restore into")
    restoring_.add_argument(
        "--office",
        metavar="URL",
        help="restore into an office's new PostgreSQL database, as somebody who may make databases;"
        " a single desk's backup becomes an office's this way",
    )
    restoring_.add_argument("--vault", default="", help="with --office: where the files go")
    restoring_.add_argument(
        "--login",
        default="",
        help="with --office: whose password to set anew, for a backup that holds no logins;"
        f" it is taken from ${NEW_PASSWORD_VARIABLE}",
    )
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
    add_maintainer_option(key)


def run_backup(arguments: argparse.Namespace, console: Console) -> int:
    """Back up, while the window may be open."""
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    with open_records(arguments) as (store, officer, _, _):
        outcome = backup.back_up(
            store, officer, arguments.target, passphrase=passphrase, report=console.progress
        )
        if arguments.verify:
            backup.verify(arguments.target, store.root_key(passphrase)[1], console.progress)
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
        text = ask_secret(RECOVERY_VARIABLE, "Phiếu khôi phục / recovery text: ")
    key = wrapping.from_recovery_text(text) if text else None
    data_key = backup.key_for(arguments.source, key, passphrase)
    if arguments.office:
        return _restore_office(arguments, console, data_key)
    folder = arguments.data or data_folder()
    found = restoring.restore(
        arguments.source, folder, data_key, passphrase=passphrase, report=console.progress
    )
    console.answer(
        {"data": str(folder), "rows": found.rows, "files": len(found.digests), "at": found.at},
        f"{folder}: {len(found.digests)} tệp, nhật ký {found.rows} dòng, lúc {found.at:%d/%m/%Y}",
    )
    return console.exit_code


def _restore_office(arguments: argparse.Namespace, console: Console, data_key: bytes) -> int:
    from digitizer.commands.office import access_from_environment
    from digitizer.store import office_restoring
    from digitizer.store.office_database import parsed, without_login
    from digitizer.store.office_vault import vault_place

    if not arguments.vault:
        return console.wrong_use(
            "Hãy ghi --vault: nơi đặt kho tệp.", "Say --vault: where the files go."
        )
    url = parsed(arguments.office)
    if url.password is None and MAINTAINER_VARIABLE in os.environ:
        url = url.set(password=os.environ[MAINTAINER_VARIABLE])
    found = office_restoring.restore(
        arguments.source,
        url,
        vault_place(arguments.vault),
        data_key,
        access=access_from_environment(),
        first_password=(arguments.login, os.environ.get(NEW_PASSWORD_VARIABLE, "")),
        report=console.progress,
    )
    address = without_login(url)
    console.answer(
        {"database": address, "rows": found.rows, "files": len(found.digests), "at": found.at},
        f"{address}: {len(found.digests)} tệp, nhật ký {found.rows} dòng, lúc {found.at:%d/%m/%Y}",
    )
    return console.exit_code


def run_keys(arguments: argparse.Namespace, console: Console) -> int:
    """Print the sheet, move the key, or change it."""
    if arguments.what == "sheet" and arguments.out is None:
        return console.wrong_use("Hãy ghi --out PDF.", "Say --out PDF.")
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    answer: dict[str, Any] = {"done": arguments.what}
    match arguments.what:
        case "sheet":
            with open_records(arguments) as (store, officer, settings, _):
                at = datetime.now(UTC)
                sheet = custody.recovery_sheet(store, officer, settings, at, passphrase=passphrase)
                write_file(arguments.out, sheet)
        case "change":
            change = _change_key if arguments.maintainer is None else _change_office_key
            answer["files"] = change(arguments, passphrase)
            console.say(
                "Khóa đã đổi. Hãy in phiếu khôi phục mới và sao lưu lại ngay.",
                "The key is changed. Print a new recovery sheet and back up again now.",
            )
        case _:
            place = Place(arguments.what)
            new = _new_passphrase() if place is Place.PASSPHRASE else None
            station, officer = open_station(arguments)
            with station:
                custody.move_key(station.store, officer, place, passphrase=passphrase, new=new)
    console.answer(answer)
    return console.exit_code


def _change_key(arguments: argparse.Namespace, passphrase: str | None) -> int:
    station, officer = open_station(arguments)
    folder = station.store.folder
    with station:
        custody.begin_change(station.store, officer)
    custody.change_key(folder, passphrase)
    station, officer = open_station(arguments)
    with station:
        return custody.finish_change(station.store, officer)


def _change_office_key(arguments: argparse.Namespace, passphrase: str | None) -> int:
    del passphrase
    from digitizer.store import office_vault

    with open_records(arguments) as (store, officer, settings, _):
        custody.begin_change(store, officer)
    office_vault.change_key(maintainer_address(arguments, settings))
    with open_records(arguments) as (store, officer, _, _):
        return custody.finish_change(store, officer)


def _new_passphrase() -> str:
    return ask_secret(NEW_PASSPHRASE_VARIABLE, "Câu mật khẩu mới / new passphrase: ")
