"""Opening the desk's own data folder from the command line, and who acts there."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from digitizer.errors import PassphraseNeededError, WrongPasswordError
from digitizer.model.officer import Officer
from digitizer.settings import data_folder
from digitizer.workstation import Workstation

PASSWORD_VARIABLE = "DIGITIZER_PASSWORD"  # noqa: S105 - the name of a variable
PASSPHRASE_VARIABLE = "DIGITIZER_PASSPHRASE"  # noqa: S105 - the name of a variable


def add_station_options(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add the options that name the data folder and the acting officer."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="data folder (default: this user's, or $DIGITIZER_DATA)",
    )
    parser.add_argument(
        "--officer",
        metavar="LOGIN",
        required=required,
        help=f"who acts; the password is asked for, or taken from ${PASSWORD_VARIABLE}",
    )


def open_station(
    arguments: argparse.Namespace, *, shared: bool = False, workers: int | None = None
) -> tuple[Workstation, Officer]:
    """Open the data folder and sign the officer in; ``shared`` while the window has it open too.

    Raises WrongPasswordError, and PassphraseNeededError when nobody is there to be asked.
    """
    folder = arguments.data or data_folder()
    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    password = os.environ.get(PASSWORD_VARIABLE)
    if password is None:
        try:
            password = getpass.getpass(f"{arguments.officer}: ")
        except EOFError as error:
            # nobody is there to be asked
            raise WrongPasswordError from error
    login = (arguments.officer, password)
    try:
        station = Workstation.open(
            folder, passphrase=passphrase, shared=shared, login=login, workers=workers
        )
    except PassphraseNeededError:
        if not sys.stdin.isatty():
            raise
        passphrase = getpass.getpass("Câu mật khẩu / passphrase: ")
        station = Workstation.open(
            folder, passphrase=passphrase, shared=shared, login=login, workers=workers
        )
    try:
        return station, station.store.officers.sign_in(*login)
    except BaseException:
        station.close()
        raise
