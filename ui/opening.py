"""Work of the first minutes: opening the data folder, setting up an office, signing in.

All of it runs in a lane, never on the GUI thread; the heavy modules are imported there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitizer.model.officer import Officer
    from digitizer.workstation import Workstation
    from ui.widgets.key_choice import KeyGiven


@dataclass(frozen=True, slots=True)
class Opened:
    """An open workstation with the officers it knows."""

    workstation: Workstation
    officers: tuple[Officer, ...]


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What the first administrator says when an office is set up."""

    office: str
    place: str
    name: str
    login: str
    password: str


def open_folder(folder: Path, passphrase: str | None = None) -> Opened:
    """Open the workstation of a data folder; its key may be under a passphrase.

    Raises PassphraseNeededError, WrongKeyError.
    """
    from digitizer.workstation import Workstation

    workstation = Workstation.open(folder, passphrase=passphrase)
    return Opened(workstation, workstation.store.officers.all())


def open_office(folder: Path, login: str, password: str) -> tuple[Opened, Officer]:
    """Log in to the office's database, open the workstation on it and return who works here."""
    from digitizer.workstation import Workstation

    workstation = Workstation.open(folder, login=(login, password))
    try:
        officer = workstation.store.officers.sign_in(login, password)
        return Opened(workstation, workstation.store.officers.all()), officer
    except BaseException:
        workstation.close()
        raise


def sign_in_by_token(opened: Opened, given: KeyGiven) -> Officer:
    """Let the chosen token prove itself and return whose certificate it holds."""
    from digitizer import token_sign_in

    return token_sign_in.sign_in(opened.workstation, given.choice())


def open_office_by_token(folder: Path, given: KeyGiven) -> tuple[Opened, Officer]:
    """Log in to the office's database by a token that was bound on this desk."""
    from digitizer import token_sign_in

    workstation, officer = token_sign_in.open_office(folder, given.choice())
    try:
        return Opened(workstation, workstation.store.officers.all()), officer
    except BaseException:
        workstation.close()
        raise


def may_sign_in_by_token(folder: Path, *, office: bool) -> bool:
    """Return whether a token may sign in here; in an office only one that was bound on this desk.

    Reads a folder of a few small files at most.
    """
    # the name of token_passwords.FOLDER: importing it would load the engines before the window
    return not office or any((folder / "tokens").glob("*.json"))


SetUp = Callable[[Opened], Opened | None]


def set_up_office(folder: Path, opened: Opened, office: NewOffice) -> Opened:
    """Create the first administrator, keep the office's name and open the folder anew."""
    from digitizer.model.officer import Role
    from digitizer.settings import save_for_user

    save_for_user(folder, office_name=office.office, place=office.place)
    opened.workstation.store.officers.create(
        None,
        login=office.login,
        name=office.name,
        roles=frozenset({Role.ADMINISTRATOR}),
        password=office.password,
    )
    opened.workstation.close()
    return open_folder(folder)


def set_up_practice(folder: Path, opened: Opened) -> Opened:
    """Fill the folder as the practice office and open it anew."""
    from digitizer.office import practice

    opened.workstation.close()
    practice.set_up(folder)
    return open_folder(folder)


def remove_practice(folder: Path, opened: Opened) -> Opened | None:
    """Take the practice office away and open the folder anew, as it was at the first start.

    Where an office practises beside its records there is nothing to begin: None is returned.
    """
    from digitizer.office import practice

    opened.workstation.close()
    practice.remove(folder)
    return None if practice.stands_beside_an_office(folder) else open_folder(folder)


def practice_password(officer: Officer) -> str:
    """Return the password of an officer of the practice office."""
    from digitizer.office import practice

    return practice.password(officer)
