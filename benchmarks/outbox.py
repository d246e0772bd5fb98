"""How fast the outbox drains against the province on loopback, beside a bare HTTP client.

    .venv/bin/python -m benchmarks.outbox --messages 100000

Both say the same over TLS to the same counterpart in a process of its own: for each message the
dossier's record and its step, two calls. The bare client (``http.client``, one connection, ready
bytes, nothing kept) is the floor. The counterpart judges the order per dossier and counts what was
carried out twice; with ``--trouble`` it loses so many of its answers after having acted on them.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import random
import ssl
import sys
import tempfile
import time
from collections import defaultdict
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from typing_extensions import override

from digitizer.catalogue import Catalogue
from digitizer.exchange.connector import Surroundings, overlaid, tables_of
from digitizer.exchange.connectors.province_json import ProvinceJson
from digitizer.exchange.delivery import Delivery
from digitizer.exchange.transport import pin_of
from digitizer.model.dossier import Channel
from digitizer.model.message import MessageKind, MessageState, Neighbour
from digitizer.model.officer import Officer
from digitizer.settings import Settings
from digitizer.store import Store, schema
from tests.digitizer.exchange import cases
from tests.digitizer.exchange.certificates import Authority
from tests.digitizer.exchange.counterpart import Request
from tests.digitizer.exchange.province import PASSWORD, USER, Province
from tests.digitizer.store.office import KEY, NOW, OWNER, found_office

PER_DOSSIER = 50


class Judge(Province):
    """Notes the number each record carries, and loses answers when told to."""

    def __init__(self, context: ssl.SSLContext, trouble: float) -> None:
        super().__init__(context)
        self.checks = False
        self.trouble = trouble
        self.chance = random.Random(20261125)  # noqa: S311
        self.numbers: dict[str, list[int]] = defaultdict(list)

    @override
    def handle(self, request: Request) -> Any:
        """Answer a request, and now and then lose the answer."""
        if self.trouble and request.path == "/service" and self.chance.random() < self.trouble:
            self.moods.append("lost")
        reply = super().handle(request)
        self.requests.clear()
        return reply

    @override
    def _known_files(self, one: dict[str, Any]) -> None:
        self.numbers[one["MaHoSo"]].append(int(one["GhiChu"] or 0))


def serve(pipe: Connection, folder: str, trouble: float) -> None:
    """Run the counterpart until the pipe says something; then tell what it saw."""
    authority = Authority.make()
    context, certificate = authority.server(Path(folder))
    judge = Judge(context, trouble)
    with judge.running():
        pipe.send((judge.address, authority.pem, pin_of(certificate)))
        while pipe.recv() == "forget":
            judge.numbers.clear()
            judge.done.clear()
            judge.repeats = 0
            pipe.send("forgotten")
    pipe.send(
        {
            "dossiers": len(judge.numbers),
            "records": sum(map(len, judge.numbers.values())),
            "out_of_order": sum(one != sorted(set(one)) for one in judge.numbers.values()),
            "repeated": judge.repeats,
        }
    )


def fill(store: Store, officer: Officer, messages: int) -> None:
    """Let messages wait, the dossiers taking turns."""
    dossiers = max(1, messages // PER_DOSSIER)
    for number in range(dossiers):
        store.dossiers.create(
            officer,
            code=f"HS-{number}",
            procedure="1.004873",
            owner=OWNER,
            channel=Channel.COUNTER,
            received_at=NOW,
            due_at=NOW + timedelta(days=3),
        )
    content = dict(cases.message().content)
    with store._database.write() as work:  # noqa: SLF001 - filling goes past the journeys
        for begin in range(0, messages, 1000):
            rows = [
                {
                    "key": f"{number:032x}",
                    "neighbour": "tinh",
                    "kind": MessageKind.STATE,
                    "dossier_code": f"HS-{number % dossiers}",
                    "content": {**content, "event": "verifying", "reason": str(number)},
                    "state": MessageState.WAITING,
                    "created_at": work.at,
                    "attempts": 0,
                    "problem": "",
                    "details": {},
                    "receipt": {},
                }
                for number in range(begin, min(begin + 1000, messages))
            ]
            work.execute(sa.insert(schema.outbox).values(rows))


def bare(address: str, roots: str, bodies: list[tuple[bytes, str]], session: str) -> float:
    """Say ready bytes over one connection and return the seconds."""
    parts = urlsplit(address)
    context = ssl.create_default_context(cadata=roots)
    connection = http.client.HTTPSConnection(parts.hostname or "", parts.port, context=context)
    connection.connect()
    begun = time.perf_counter()
    for body, key in bodies:
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "Authorization": session,
        }
        connection.request("POST", "/service", body, headers)
        connection.getresponse().read()
    taken = time.perf_counter() - begun
    connection.close()
    return taken


def log_in(address: str, roots: str) -> str:
    """Return a session."""
    parts = urlsplit(address)
    context = ssl.create_default_context(cadata=roots)
    connection = http.client.HTTPSConnection(parts.hostname or "", parts.port, context=context)
    connection.request(
        "POST", "/login", json.dumps({"username": USER, "password": PASSWORD}).encode()
    )
    found = json.loads(connection.getresponse().read())
    connection.close()
    return str(found["session"])


def ready(around: Surroundings, count: int, session: str) -> list[tuple[bytes, str]]:
    """Return the bytes of so many messages, as the connector would send them."""
    from digitizer.exchange import national

    bodies = []
    for number in range(count):
        message = cases.message(event="verifying", reason=str(number), code=f"BARE-{number % 100}")
        for service, data, end in (
            ("DongBoHoSoMC", national.record(around, message), ""),
            ("CapNhatTienDoHoSoMC", national.progress(around, message), "-progress"),
        ):
            whole = {
                "session": session,
                "madonvi": "",
                "service": service,
                "data": [data],
                "isUpdating": "True",
            }
            body = json.dumps(whole, ensure_ascii=False, sort_keys=True).encode()
            bodies.append((body, f"bare{number}{end}"))
    return bodies


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=5_000)
    parser.add_argument("--floor", type=int, default=2_000, help="messages of the bare client")
    parser.add_argument("--trouble", type=float, default=0.0, help="share of answers that are lost")
    arguments = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = spawn.Pipe()
        server = spawn.Process(target=serve, args=(theirs, folder, arguments.trouble))
        server.start()
        address, roots, pin = ours.recv()
        settings = {"roots": roots, "pins": [pin], "settings": {"username": USER}}
        neighbour = Neighbour("tinh", "province-json", address, settings, tuple(MessageKind))
        around = Surroundings(
            neighbour,
            overlaid(tables_of("province-json"), settings),
            Settings(office_name="UBND phường Mẫu"),
            Catalogue.load(),
            cases.KnownSecrets({"password": PASSWORD}),
            cases.KnownFiles(),
        )
        session = log_in(address, roots)
        floor = 0.0
        if not arguments.trouble:
            floor = bare(address, roots, ready(around, arguments.floor, session), session)
        ours.send("forget")
        ours.recv()
        store_folder = Path(folder) / "kho"
        found_office(store_folder)
        with Store.open(store_folder, key=KEY, station="Máy 1") as store:
            people = {one.login: one for one in store.officers.all()}
            store.outbox.set_up(people["quantri"], [neighbour])
            with store._database.write() as work:  # noqa: SLF001
                work.execute(sa.update(schema.neighbour).values(kinds=[]))
            fill(store, people["clerk"], arguments.messages)
            sender = Delivery(store, lambda _neighbour: ProvinceJson(around))
            begun = time.perf_counter()
            sent = 0
            while True:
                done = sender.send(people["clerk"], ["tinh"])
                sent += done.sent
                if not done.resting:
                    break
            taken = time.perf_counter() - begun
            whole = store.journal.verify() is None
        ours.send("stop")
        seen = ours.recv()
        server.join()
    rate = sent / taken
    print(f"sent {sent} messages in {taken:.1f} s: {rate:.0f} a second; journal whole: {whole}")
    if floor:
        bare_rate = arguments.floor / floor
        print(f"bare client: {bare_rate:.0f} a second; ours is {rate / bare_rate:.2f} of it")
    print(f"counterpart: {seen}")
    well = sent == arguments.messages and seen["out_of_order"] == 0
    return 0 if well and seen["records"] == sent else 1


if __name__ == "__main__":
    sys.exit(main())
