"""A program that takes dossiers the whole way until it is killed, and goes on where it was.

For each line on stdin it forks a child that opens the store in the folder given, finishes the
dossiers an earlier child left and opens new ones; each thing done is acknowledged on stdout after
it was committed, so that the test knows what must be there afterwards. Forking from a process that
has imported everything makes a kill cheap. ``finish`` instead of a number ends when all is done.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitizer.model.document import Page, PageState
from digitizer.model.dossier import Dossier, DossierState
from digitizer.model.field import FieldReading
from digitizer.model.result import Result
from digitizer.model.rights import Action
from tests.digitizer.store.office import Office, reading
from tests.postgres import Server

PAGES, FIELDS = 2, 3
STEPS = (DossierState.INTAKE, DossierState.VERIFYING, DossierState.VERIFIED, DossierState.ISSUED)


SIGNED = b"%PDF signed"
"""What stands for a signed file where no engine signs."""


@dataclass(frozen=True)
class Engines:
    """What makes pages, reads them and signs: stand-ins, or the real ones (``real_engines``)."""

    image: Callable[[str, int], bytes]
    """The bytes of a dossier's page: the same for every attempt to take it in."""
    read: Callable[[Office, Page, bytes], str]
    """Reads a page and returns the address of its words."""
    fields: Callable[[Office, str], Sequence[FieldReading]]
    """What is read of a dossier's paper."""
    sign: Callable[[Office, Result], Result]


@dataclass(frozen=True)
class Place:
    """Where the writer works, as text for its command line."""

    folder: str
    server: dict[str, Any] | None = None
    token: dict[str, str] | None = None
    """A SoftHSM for the real engines: configuration, module, label."""

    def office(self) -> Office:
        """Open the office there."""
        if self.server is None:
            return Office.open(Path(self.folder))
        server = Server(**{**self.server, "folder": Path(self.server["folder"])})
        return Office.on(server, Path(self.folder))

    def text(self) -> str:
        return json.dumps(dataclasses.asdict(self))


def acknowledge(**what: object) -> None:
    """Say in one write that something is done, as a screen would show it as saved."""
    os.write(1, json.dumps(what).encode() + b"\n")


def data_of(code: str, number: int) -> bytes:
    chance = random.Random(f"{code} {number}")  # noqa: S311
    return chance.randbytes(chance.choice((100, 20_000, 300_000, 1_200_000)))


def _text_of(office: Office, page: Page, _data: bytes) -> str:
    return office.store.vault.put(f"text of page {page.id}".encode())


STAND_INS = Engines(
    image=lambda code, number: data_of(code, number),  # noqa: PLW0108 - tests put another in place
    read=_text_of,
    fields=lambda _office, _code: [reading(f"field {number}") for number in range(FIELDS)],
    sign=lambda office, result: office.sign(result),
)


def take_in_and_read(office: Office, code: str, engines: Engines) -> None:
    """Import and recognise what is still missing."""
    store = office.store
    for number in range(PAGES):
        data = engines.image(code, number)
        page = office.page(code, data=data)
        acknowledge(page=page.id, digest=hashlib.sha256(data).hexdigest())
        if page.state is PageState.STORED:
            store.dossiers.page_read(page.id, engines.read(office, page, data))
    if not store.dossiers.documents(code):
        office.sort(*store.dossiers.pages(code))
    (document,) = store.dossiers.documents(code)
    if not store.dossiers.values_of(document.id):
        store.dossiers.save_readings(document.id, engines.fields(office, code))


def decide(office: Office, code: str, by: str, action: Action) -> None:
    """Let a person stand for every value that is not theirs yet."""
    officer = office.people[by]
    for value in office.store.dossiers.values(code):
        if value.decided_by != officer.id:
            typed = f"{by} {code} {value.name}"
            after = office.store.dossiers.decide(
                officer, value.id, value.version, action=action, value=typed
            )
            acknowledge(value=after.id, version=after.version, text=typed)


def advance(office: Office, dossier: Dossier, engines: Engines = STAND_INS) -> None:
    """Take a dossier one state further from wherever it stands."""
    code, store = dossier.code, office.store
    if dossier.state is DossierState.INTAKE:
        take_in_and_read(office, code, engines)
        decide(office, code, "clerk", Action.KEY)
        office.move("clerk", DossierState.VERIFYING, code)
    elif dossier.state is DossierState.VERIFYING:
        decide(office, code, "supervisor", Action.VERIFY)
        (document,) = store.dossiers.documents(code)
        facts = [
            office.fact(document, field=value.name, value=value.value)
            for value in store.dossiers.values(code)
        ]
        office.move("supervisor", DossierState.VERIFIED, code, facts=facts)
    elif dossier.state is DossierState.VERIFIED:
        result = store.results.of_dossier(code) or office.composed(code)
        signed = engines.sign(office, result)
        acknowledge(signed=signed.id, digest=signed.signed_hash)
    acknowledge(dossier=code, step=STEPS.index(store.dossiers.get(code).state))


def work(place: Place, order: str, engines: Engines) -> None:
    """Finish what is open, then, unless told to finish only, begin new dossiers without end."""
    office = place.office()
    acknowledge(opened=os.getpid())
    number = 0
    while True:
        waiting = [
            row.dossier
            for row in office.store.dossiers.summaries(limit=1000)
            if row.dossier.state is not DossierState.ISSUED
        ]
        for dossier in waiting:
            advance(office, dossier, engines)
        if not waiting:
            if order == "finish":
                office.store.close()
                return
            code = f"HS-{order}-{number}"
            number += 1
            office.dossier(code)
            acknowledge(dossier=code, step=0)


def main() -> None:
    """Fork one worker per line until the input ends."""
    place = Place(**json.loads(sys.argv[1]))
    engines = STAND_INS
    if place.token is not None:
        from tests.digitizer.store.real_engines import real_engines

        engines = real_engines(place.token)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(place, line.strip(), engines)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        acknowledge(ended=os.WTERMSIG(status) if os.WIFSIGNALED(status) else -status)


if __name__ == "__main__":
    main()
