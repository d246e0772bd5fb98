"""What becomes of deliveries tampered with, doubled and out of order: nothing changes twice.

    .venv/bin/python -m benchmarks.inbox --dossiers 500

A province on loopback offers each dossier in three versions, every version twice, some of them
altered after their hash or their words were fixed, all in random order; then everything once more.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from digitizer.exchange.connectors.province_json import ProvinceJson
from digitizer.exchange.delivery import Delivery
from digitizer.exchange.transport import pin_of
from digitizer.model.message import DeliveryState, Neighbour
from digitizer.store import Store, schema
from tests.digitizer.exchange import cases
from tests.digitizer.exchange.certificates import Authority
from tests.digitizer.exchange.province import PASSWORD, USER, Province
from tests.digitizer.store.office import KEY, found_office

VERSIONS, TIMES = 3, 2
PAGE = 100


def offers(province: Province, dossiers: int, chance: random.Random) -> tuple[list[Any], int]:
    """Return everything that is offered, in random order, and how much of it is tampered with."""
    whole: list[Any] = []
    altered = []
    for number in range(dossiers):
        for version in range(1, VERSIONS + 1):
            one = province.offer(f"DVC-{number:05}", version, owner=f"Ông {number}", data=cases.PDF)
            whole += [one] * TIMES
            if chance.random() < 0.05:
                file = {**one["TaiLieuNop"][0], "HashTepTin": "0" * 64}
                changes: list[dict[str, Any]] = [{"TaiLieuNop": [file]}, {"ChuHoSo": "Kẻ Khác"}]
                changed = chance.choice(changes)
                altered.append((one, {**one, **changed}))
    chance.shuffle(whole)
    for one, other in altered:
        # after the true one: nobody else knows its key before it was given
        place = next(at for at, there in enumerate(whole) if there is one)
        whole.insert(chance.randint(place + 1, len(whole)), other)
    tampered = len(altered)
    return whole, tampered


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=300)
    arguments = parser.parse_args()
    chance = random.Random(20261125)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority.make()
        context, certificate = authority.server(Path(folder))
        province = Province(context)
        with province.running():
            whole, tampered = offers(province, arguments.dossiers, chance)
            pages = [whole[begin : begin + PAGE] for begin in range(0, len(whole), PAGE)]
            province.offered = pages + pages
            settings = {
                "roots": authority.pem,
                "pins": [pin_of(certificate)],
                "settings": {"username": USER},
            }
            neighbour = Neighbour("tinh", "province-json", province.address, settings)
            found_office(Path(folder) / "kho")
            with Store.open(Path(folder) / "kho", key=KEY, station="Máy 1") as store:
                people = {one.login: one for one in store.officers.all()}
                store.outbox.set_up(people["quantri"], [neighbour])
                around = cases.surroundings(neighbour, {"password": PASSWORD})
                begun = time.perf_counter()
                Delivery(store, lambda _one: ProvinceJson(around)).collect(people["clerk"])
                taken = time.perf_counter() - begun
                inbox = schema.inbox.c
                with store._database.read() as connection:  # noqa: SLF001
                    rows = connection.execute(
                        sa.select(inbox.state, inbox.subject, inbox.version)
                    ).all()
                whole_journal = store.journal.verify() is None
    states = Counter(row.state for row in rows)
    newest = {row.subject: int(row.version) for row in rows if row.state == DeliveryState.WAITING}
    delivered = 2 * len(whole)
    print(f"{delivered} deliveries in {taken:.1f} s: {delivered / taken:.0f} a second")
    print(f"kept: {dict(states)}; tampered with: {tampered}; journal whole: {whole_journal}")
    well = (
        states[DeliveryState.WAITING] == arguments.dossiers == len(newest)
        and states[DeliveryState.REFUSED] == tampered
        and all(version == VERSIONS for version in newest.values())
    )
    print("one waiting dossier each, in its newest version" if well else "WRONG")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
