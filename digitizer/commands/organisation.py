"""``digitizer profile``: a desk's whole set-up as one signed file of the organisation."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from digitizer.commands.console import Console, add_command, ask_secret, write_file
from digitizer.commands.station import open_station
from digitizer.errors import ProfileRefusedError, WrongPasswordError
from digitizer.files import read_file
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.office import organisation
from digitizer.settings import data_folder, load
from digitizer.store.keys import Identity
from digitizer.workstation import Workstation, check_set_up

KEY_VARIABLE = "DIGITIZER_PROFILE_PASSWORD"
WHAT = ("key", "make", "show", "install", "status", "repair")
_YEAR = timedelta(days=365)


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "profile",
        run,
        help_text="Set desks up by one signed file: locked settings, procedures, devices, trust.",
        example="digitizer profile key --key co-quan.key\n"
        "  digitizer profile make set-up/ --name 'Phường Mẫu' --number 1 --key co-quan.key "
        "--out phuong-mau.digitizer-profile\n"
        "  digitizer profile install phuong-mau.digitizer-profile --fingerprint '1A2B …'",
    )
    parser.add_argument("what", choices=WHAT)
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        help="make: a folder laid out like a data folder; show, install: the profile",
    )
    parser.add_argument(
        "--key",
        type=Path,
        metavar="FILE",
        help=f"the organisation's private key, under a password (asked for, or ${KEY_VARIABLE})",
    )
    parser.add_argument("--name", default="", help="make: whose profile it is")
    parser.add_argument("--number", type=int, default=1, help="make: rises with every profile")
    parser.add_argument(
        "--expires",
        type=date.fromisoformat,
        metavar="DATE",
        help="make: the last day on which it may be installed (default: a year)",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="make: where it goes")
    parser.add_argument(
        "--fingerprint",
        default="",
        metavar="F",
        help="install: the key's fingerprint, told by the organisation; first time",
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="data folder (default: this user's, or $DIGITIZER_DATA)",
    )
    parser.add_argument(
        "--officer",
        metavar="LOGIN",
        help="install, repair: the administrator, once there are records",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do one of them; raises DigitizerError."""
    needs = {
        "make": ("file", "key", "out"),
        "key": ("key",),
        "show": ("file",),
        "install": ("file",),
    }
    for name in needs.get(arguments.what, ()):
        if getattr(arguments, name) is None:
            return console.wrong_use("Thiếu «{name}».", "“{name}” is missing.", name=name)
    steps = {
        "key": _key,
        "make": _make,
        "show": _show,
        "install": _install,
        "status": _status,
        "repair": _repair,
    }
    return steps[arguments.what](arguments, console)


def _key(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.key.exists():
        return console.wrong_use("Tệp {name} đã có.", "The file {name} exists.", name=arguments.key)
    private = Ed25519PrivateKey.generate()
    locked = BestAvailableEncryption(_password().encode())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    write_file(arguments.key, pem)
    arguments.key.chmod(0o600)
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    shown = organisation.fingerprint(raw)
    console.answer({"key": str(arguments.key), "fingerprint": shown}, shown)
    return console.exit_code


def _make(arguments: argparse.Namespace, console: Console) -> int:
    check_set_up(arguments.file)
    try:
        key = load_pem_private_key(read_file(arguments.key, 10_000), _password().encode())
    except ValueError as error:
        raise WrongPasswordError from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ProfileRefusedError(reason="Ed25519")
    today = _today()
    data = organisation.make(
        arguments.file,
        name=arguments.name,
        number=arguments.number,
        issued=today,
        expires=arguments.expires or today + _YEAR,
        key=key,
    )
    write_file(arguments.out, data)
    return _tell(organisation.read(data), console)


def _show(arguments: argparse.Namespace, console: Console) -> int:
    data = read_file(arguments.file, organisation.LARGEST)
    return _tell(organisation.read(data), console)


def _status(arguments: argparse.Namespace, console: Console) -> int:
    profile = organisation.require_untouched(arguments.data or data_folder())
    if profile is None:
        console.answer({"profile": None}, "–")
        return console.exit_code
    return _tell(profile, console)


def _install(arguments: argparse.Namespace, console: Console) -> int:
    folder = arguments.data or data_folder()
    if arguments.officer is None and _has_records(folder):
        return console.wrong_use(
            "Máy này đã có hồ sơ: hãy ghi tên đăng nhập của người quản trị (--officer).",
            "There are records here: name the administrator who installs (--officer).",
        )
    data = read_file(arguments.file, organisation.LARGEST)
    with _administrator(arguments) as who, tempfile.TemporaryDirectory() as stage:
        profile = organisation.install(
            folder,
            data,
            today=_today(),
            told=arguments.fingerprint,
            check=check_set_up,
            stage=Path(stage),
        )
        if who is not None:
            _journal(who, "profile-installed", profile)
    return _tell(profile, console)


def _repair(arguments: argparse.Namespace, console: Console) -> int:
    # only what the organisation signed is put back, so nobody has to be signed in for it
    profile = organisation.repair(arguments.data or data_folder())
    if profile is None:
        return _status(arguments, console)
    with _administrator(arguments) as who:
        if who is not None:
            _journal(who, "profile-repaired", profile)
    return _tell(profile, console)


def _has_records(folder: Path) -> bool:
    return Identity.read(folder) is not None or bool(load(folder).database)


_Who = tuple[Workstation, Officer]


@contextmanager
def _administrator(arguments: argparse.Namespace) -> Iterator[_Who | None]:
    """Give the opened records and the administrator; None where nobody is named."""
    if arguments.officer is None:
        yield None
        return
    station, officer = open_station(arguments)
    with station:
        require(officer, Action.INSTALL_PROFILE)
        yield station, officer


def _journal(who: _Who, action: str, profile: organisation.Profile) -> None:
    station, officer = who
    after = f"{profile.number}; {profile.fingerprint}"
    station.store.journal.add(officer, action, f"profile/{profile.name}", after=after)


def _tell(profile: organisation.Profile, console: Console) -> int:
    told = {
        "name": profile.name,
        "number": profile.number,
        "issued": profile.issued,
        "expires": profile.expires,
        "fingerprint": profile.fingerprint,
        "files": sorted(profile.files),
    }
    head = f"{profile.name}, số {profile.number}, {profile.issued} – {profile.expires}"
    console.answer(told, "\n".join((head, profile.fingerprint, *sorted(profile.files))))
    return console.exit_code


def _password() -> str:
    return ask_secret(KEY_VARIABLE, "Mật khẩu của khóa / password of the key: ")


def _today() -> date:
    return datetime.now(UTC).astimezone(OFFICE_TIME).date()
