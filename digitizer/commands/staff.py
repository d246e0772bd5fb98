"""``digitizer officers``: who may sign in, with which roles."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, ask_secret
from digitizer.commands.station import (
    OFFICER_VARIABLE,
    PASSPHRASE_VARIABLE,
    PASSWORD_VARIABLE,
    add_station_options,
    open_station,
)
from digitizer.model.officer import Officer, OfficerRecord, Role
from digitizer.settings import data_folder, load
from digitizer.workstation import Workstation

NEW_PASSWORD_VARIABLE = "DIGITIZER_NEW_PASSWORD"  # noqa: S105 - the name of a variable
PIN_VARIABLE = "DIGITIZER_PIN"
WHAT = (
    *("list", "add", "roles", "password", "unlock", "disable", "enable"),
    *("certificate", "forget-certificate"),
)


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "officers",
        run,
        help_text="List, add, disable officers; give roles; change passwords; end a waiting time."
        " The first administrator of a new data folder is added without --officer.",
        example="digitizer officers add lan --name 'Trần Thị Lan' --roles clerk --officer quantri",
    )
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("login", nargs="?", default="", help="whose account")
    parser.add_argument("--name", default="")
    parser.add_argument("--roles", nargs="+", choices=[role.value for role in Role], default=[])
    parser.add_argument(
        "--pkcs11", default="", metavar="MODULE", help="certificate: the token's module"
    )
    parser.add_argument(
        "--token",
        default="",
        metavar="LABEL",
        help="certificate: bind the certificate on this token to oneself, to sign in by it; the PIN"
        f" is asked for, or taken from ${PIN_VARIABLE}",
    )
    add_station_options(parser, required=False)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do one thing to one account; new passwords are asked for, never given as words."""
    needed = {"list": True, "add": arguments.login and arguments.name and arguments.roles}
    needed["roles"] = arguments.login and arguments.roles
    needed["certificate"] = arguments.login and arguments.pkcs11
    if not needed.get(arguments.what, arguments.login):
        return console.wrong_use(
            "Thiếu tên đăng nhập, họ tên hoặc vai trò.", "Login, name or roles are missing."
        )
    arguments.officer = arguments.officer or os.environ.get(OFFICER_VARIABLE)
    if arguments.officer is None:
        if _may_found(arguments):
            founded = _found(arguments)
            if founded is not None:
                return _answered(founded, console)
        if not sys.stdin.isatty():
            return console.wrong_use(
                "Hãy ghi --officer: ai thực hiện.", "Say --officer: who does it."
            )
    station, officer = open_station(arguments, shared=True)
    with station:
        _do(station, officer, arguments)
        rows = station.store.officers.records(officer) if _sees_all(officer) else ()
    return _answered(rows, console)


def _answered(rows: Sequence[OfficerRecord], console: Console) -> int:
    console.answer({"officers": [_row(row) for row in rows]}, "\n".join(_line(row) for row in rows))
    return console.exit_code


def _may_found(arguments: argparse.Namespace) -> bool:
    """Return whether the first officer of a desk's records may be meant."""
    # an office's first administrator comes with its database: digitizer office init
    alone = not load(arguments.data or data_folder()).database
    return alone and arguments.what == "add" and Role.ADMINISTRATOR.value in arguments.roles


def _found(arguments: argparse.Namespace) -> Sequence[OfficerRecord] | None:
    """Make a desk's records with their first administrator, or None when there is an officer.

    There is no default password.
    """
    folder: Path = arguments.data or data_folder()
    present = (folder / "store.db").exists()
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    with Workstation.open(folder, passphrase=passphrase, shared=present) as station:
        officers, login = station.store.officers, arguments.login
        if officers.all():
            return None
        roles = frozenset(Role(role) for role in arguments.roles)
        made = officers.create(
            None, login=login, name=arguments.name, roles=roles, password=_new_password(login)
        )
        return officers.records(made)


def _do(station: Workstation, by: Officer, arguments: argparse.Namespace) -> None:
    officers, login = station.store.officers, arguments.login
    roles = frozenset(Role(role) for role in arguments.roles)
    match arguments.what:
        case "add":
            officers.create(
                by, login=login, name=arguments.name, roles=roles, password=_new_password(login)
            )
        case "roles":
            officers.set_roles(by, login, roles)
        case "password" if login.casefold() == by.login:
            present = ask_secret(PASSWORD_VARIABLE, f"{login}: ")
            officers.change_password(by, present, _new_password(login))
        case "password":
            officers.reset_password(by, login, _new_password(login))
        case "unlock":
            officers.unlock(by, login)
        case "disable":
            officers.disable(by, login)
        case "enable":
            officers.enable(by, login)
        case "certificate":
            _bind(station, by, arguments)
        case "forget-certificate":
            from digitizer import token_sign_in

            token_sign_in.forget(station, by, login.casefold())
        case _:
            officers.records(by)


def _bind(station: Workstation, by: Officer, arguments: argparse.Namespace) -> None:
    """Bind the token's certificate to who is acting: nobody holds another's token and PIN."""
    from digitizer import token_sign_in
    from digitizer.errors import CertificateRefusedError
    from digitizer.results.keys import TokenKey

    if arguments.login.casefold() != by.login:
        raise CertificateRefusedError(reason="another officer's")
    pin = ask_secret(PIN_VARIABLE, "PIN: ")
    password = ""
    if station.store.is_shared:
        # what the office's server asks for is sealed on this desk under the token
        password = ask_secret(PASSWORD_VARIABLE, f"{by.login}: ")
    key = TokenKey(arguments.pkcs11, arguments.token, pin=pin)
    token_sign_in.bind(station, by, key, password=password)


def _sees_all(officer: Officer) -> bool:
    return Role.ADMINISTRATOR in officer.roles


def _new_password(login: str) -> str:
    return ask_secret(NEW_PASSWORD_VARIABLE, f"{login} (mới / new): ")


def _row(record: OfficerRecord) -> dict[str, Any]:
    return {
        "login": record.officer.login,
        "name": record.officer.name,
        "roles": sorted(record.officer.roles),
        "password_at": record.password_at,
        "disabled_at": record.disabled_at,
        "paused_until": record.paused_until,
    }


def _line(record: OfficerRecord) -> str:
    roles = ", ".join(sorted(record.officer.roles))
    state = "đã ngừng" if record.disabled_at else ""
    return f"{record.officer.login:16}  {record.officer.name:30}  {roles}  {state}".rstrip()
