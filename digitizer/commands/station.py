"""Opening the desk's own data folder from the command line, and who acts there."""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from digitizer.commands.console import ask_secret
from digitizer.errors import DefinitionError, PassphraseNeededError
from digitizer.model.officer import Officer
from digitizer.settings import Settings, data_folder
from digitizer.store import Store
from digitizer.workstation import Workstation

OFFICER_VARIABLE = "DIGITIZER_OFFICER"
PASSWORD_VARIABLE = "DIGITIZER_PASSWORD"  # noqa: S105 - the name of a variable
MAINTAINER_VARIABLE = "PGPASSWORD"
PASSPHRASE_VARIABLE = "DIGITIZER_PASSPHRASE"  # noqa: S105 - the name of a variable


def add_station_options(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add the options that name the data folder and the acting officer."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="data folder (default: this user's, or $DIGITIZER_DATA)",
    )
    login = os.environ.get(OFFICER_VARIABLE) if required else None
    parser.add_argument(
        "--officer",
        metavar="LOGIN",
        # at a terminal the name is asked for like the password
        required=required and not login and not sys.stdin.isatty(),
        default=login,
        help=f"who acts (default: ${OFFICER_VARIABLE}); the password is asked for, or taken from "
        f"${PASSWORD_VARIABLE}",
    )


def add_maintainer_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that names who maintains the office's database."""
    parser.add_argument(
        "--maintainer",
        metavar="ROLE",
        help="for an office on PostgreSQL: the role that maintains its database, such as postgres;"
        f" its password is asked for, or taken from ${MAINTAINER_VARIABLE}",
    )


def maintainer_address(arguments: argparse.Namespace, settings: Settings) -> Any:
    """Return the office's database as its maintainer logs in; raises DefinitionError."""
    from digitizer.store.office_database import parsed

    if not settings.database:
        raise DefinitionError(file="site.toml", key="database", nearest="", problem="not set")
    password = ask_secret(MAINTAINER_VARIABLE, f"{arguments.maintainer}: ")
    return parsed(settings.database).set(username=arguments.maintainer, password=password)


@contextlib.contextmanager
def open_records(
    arguments: argparse.Namespace,
) -> Iterator[tuple[Store, Officer, Settings, Workstation]]:
    """Open the records for what an officer's own login may not do in an office's database.

    The officer signs in as always; with ``--maintainer`` the work is then done on the maintainer's
    connection, and the officer's is closed.
    """
    station, officer = open_station(arguments, shared=True)
    with station:
        if arguments.maintainer is None:
            yield station.store, officer, station.settings, station
            return
    from digitizer.store.office_database import open_as_owner
    from digitizer.store.office_vault import vault_place

    settings = station.settings
    with open_as_owner(
        maintainer_address(arguments, settings),
        folder=station.store.folder,
        vault_folder=vault_place(settings.vault),
        station=platform.node(),
    ) as store:
        yield store, officer, settings, station


def open_station(
    arguments: argparse.Namespace, *, shared: bool = False, workers: int | None = None
) -> tuple[Workstation, Officer]:
    """Open the data folder and sign the officer in; ``shared`` while the window has it open too.

    Raises WrongPasswordError, and SecretNotGivenError or PassphraseNeededError when nobody is there
    to be asked.
    """
    folder = arguments.data or data_folder()
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    if arguments.officer is None:
        print("Tên đăng nhập / login: ", end="", file=sys.stderr, flush=True)
        arguments.officer = sys.stdin.readline().strip()
    login = (arguments.officer, ask_secret(PASSWORD_VARIABLE, f"{arguments.officer}: "))
    try:
        station = Workstation.open(
            folder, passphrase=passphrase, shared=shared, login=login, workers=workers
        )
    except PassphraseNeededError:
        if not sys.stdin.isatty():
            raise
        passphrase = ask_secret(PASSPHRASE_VARIABLE, "Câu mật khẩu / passphrase: ")
        station = Workstation.open(
            folder, passphrase=passphrase, shared=shared, login=login, workers=workers
        )
    try:
        return station, station.store.officers.sign_in(*login)
    except BaseException:
        station.close()
        raise
