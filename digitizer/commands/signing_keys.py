"""The options that name a key to sign with, and its PIN: never given as a word."""

from __future__ import annotations

import argparse
import getpass
import os
from pathlib import Path

from digitizer.files import read_file
from digitizer.results.keys import FileKey, KeyChoice, TokenKey, WindowsKey
from signing.errors import PinMissingError

KEY_LIMIT = 10_000_000


def add_key_options(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Add the options that name the key and where its PIN comes from."""
    key = parser.add_mutually_exclusive_group(required=required)
    key.add_argument("--p12", type=Path, metavar="KEY.p12")
    key.add_argument("--pkcs11", metavar="MODULE", help="path of the token's PKCS#11 module")
    key.add_argument(
        "--windows",
        metavar="SERIAL",
        help="certificate of the Windows store (by documentation, not tried yet)",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--token", default="", metavar="LABEL", help="not needed where only one is plugged in"
    )
    which.add_argument("--slot", type=int, metavar="NUMBER")
    parser.add_argument("--certificate", default="", metavar="SERIAL", help="which of several")
    parser.add_argument(
        "--pin-env", metavar="NAME", help="variable that holds the PIN or password (else asked)"
    )


def key_choice(arguments: argparse.Namespace) -> KeyChoice:
    """Return the key that was named. Raises FileUnreadableError, PinMissingError."""
    if arguments.p12:
        data = read_file(arguments.p12, KEY_LIMIT)
        return FileKey(data, pin_of(arguments, arguments.p12.name))
    if arguments.windows:
        return WindowsKey(arguments.windows)
    return TokenKey(
        module=arguments.pkcs11,
        label=arguments.token,
        slot=arguments.slot,
        serial=arguments.certificate,
        pin=pin_of(arguments, arguments.token or arguments.pkcs11),
    )


def pin_of(arguments: argparse.Namespace, name: str) -> str:
    """Return the PIN or password; a variable that is not set is no empty PIN.

    An empty one would cost a token an attempt. Raises PinMissingError.
    """
    try:
        if arguments.pin_env:
            return os.environ[arguments.pin_env]
        return getpass.getpass(f"{name}: ")
    except (KeyError, EOFError) as error:
        raise PinMissingError(token=name) from error
