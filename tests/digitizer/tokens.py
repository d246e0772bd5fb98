"""Desks at which officers sign in by tokens, and a token as an officer names it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from digitizer.model.officer import Officer, Role
from digitizer.results.keys import TokenKey
from digitizer.results.trust import TRUST_FOLDER
from digitizer.workstation import Workstation
from tests.digitizer.store.office import DATABASE, empty
from tests.postgres import Server
from tests.signing.hsm import PIN, SoftHsm
from tools.pki import Authority

PASSWORD = "con đường làng"


def on(tokens: SoftHsm, label: str, pin: str = PIN) -> TokenKey:
    return TokenKey(tokens.module, label, pin=pin)


@dataclass
class TokenDesk:
    """A desk of its own that trusts the authority behind the tokens."""

    station: Workstation
    admin: Officer
    lan: Officer
    minh: Officer


@contextmanager
def token_desk(folder: Path, pki: Authority) -> Iterator[TokenDesk]:
    _trust(folder, pki)
    with Workstation.open(folder, key=bytes(range(32)), workers=1) as station:
        officers = station.store.officers
        admin = officers.create(
            None, login="quantri", name="Quản", roles={Role.ADMINISTRATOR}, password=PASSWORD
        )
        lan, minh = (
            officers.create(admin, login=one, name=one, roles={Role.CLERK}, password=PASSWORD)
            for one in ("lan", "minh")
        )
        yield TokenDesk(station, admin, lan, minh)


@contextmanager
def office_desk(server: Server, folder: Path, pki: Authority) -> Iterator[Path]:
    """Give the data folder of a desk of the office on PostgreSQL."""
    empty(server)
    _trust(folder, pki)
    url = server.url(DATABASE).set(username=None, password=None)
    address = url.set(drivername="postgresql").render_as_string()
    share = folder.with_name("share")
    (folder / "site.toml").write_text(f'database = "{address}"\nvault = "{share}"\n')
    yield folder
    empty(server)


def _trust(folder: Path, pki: Authority) -> None:
    (folder / TRUST_FOLDER).mkdir(parents=True)
    (folder / TRUST_FOLDER / "root.pem").write_bytes(pki.root.pem)
