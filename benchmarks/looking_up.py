"""Looking people up by number in a city's warehouse while verified dossiers are being loaded.

    python -m benchmarks.looking_up --persons 3000000 --keep DIR [--minutes 3.5]

Three persons a dossier, a fact each, filled past the rules (which are laid again before anything is
measured) in pieces of ``--minutes``; see ``benchmarks.city``. Then the program's own functions do
both at once, in two threads as in the window: one takes dossiers of a page, ten values and ten
facts all the way to the warehouse, the other asks for the facts of people and for what of theirs
could be reused, each person once.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.city import FIELDS, START, Generator, fill_sqlite
from benchmarks.store import timed
from digitizer.model.dossier import DossierState, Owner
from tests.digitizer.store.office import Office, reading

_TABLES = ("person", "dossier", "document", "page", "fact", "journal")


@dataclass
class Loader:
    """Takes dossiers to the warehouse until stopped."""

    office: Office
    dossiers: int = 0
    seconds: float = 0.0

    def one(self, number: int) -> None:
        """Take one dossier all the way."""
        office, code = self.office, f"H00.01.01-261126-{number:05}"
        office.dossier(code, owner=Owner("Đỗ Thị Đào", f"0972{number:08}"))
        (document,) = office.sort(office.page(code, data=f"page of {code}".encode()))
        office.store.dossiers.save_readings(document.id, [reading(name) for name in FIELDS])
        office.move("clerk", DossierState.VERIFYING, code)
        person = f"0972{number:08}"
        facts = [office.fact(document, field=name, personal_id=person) for name in FIELDS]
        office.move("supervisor", DossierState.VERIFIED, code, facts=facts)

    def run(self, first: int, stop: threading.Event) -> None:
        """Go on until stopped."""
        began, number = time.perf_counter(), first
        while not stop.is_set():
            self.one(number)
            number += 1
        self.dossiers, self.seconds = number - first, time.perf_counter() - began

    @property
    def rate(self) -> float:
        """Dossiers a second."""
        return self.dossiers / self.seconds


def main() -> int:
    """Fill, measure, and print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.looking_up")
    parser.add_argument("--persons", type=int, default=60_000)
    parser.add_argument("--times", type=int, default=2_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1, help="other people are looked up")
    arguments = parser.parse_args()
    generator = Generator(arguments.persons // 3)
    with tempfile.TemporaryDirectory(prefix="digitizer-bench-") as name:
        place = (arguments.keep or Path(name)) / "store"
        place.mkdir(parents=True, exist_ok=True)
        if not fill_sqlite(place, generator, arguments.minutes * 60, _TABLES):
            print("not full yet; run it again")
            return 1
        office = Office.open(place)
        try:
            _measure(office, generator, arguments.times, arguments.seed)
        finally:
            office.store.close()
    return 0


def _measure(office: Office, generator: Generator, times: int, seed: int) -> None:
    store, chance = office.store, random.Random(seed)  # noqa: S311

    def some() -> str:
        return generator.number_of(chance.randrange(generator.persons))

    def look_up() -> None:
        store.people.rows(some())

    def offer() -> None:
        store.people.offers(some(), document_types=["cccd_front"], on=START.date())

    # every dossier writes rows of the journal, so a number of it was never a dossier's before
    first, _hash = store.journal.head()
    print(f"{generator.persons:,} persons, {generator.dossiers:,} dossiers")
    print("| what | p50 ms | p99 ms |\n|---|--:|--:|")
    for what, ask in (("facts by citizen number", look_up), ("what could be reused", offer)):
        alone = timed(ask, times)
        loader, stop = Loader(office), threading.Event()
        thread = threading.Thread(target=loader.run, args=(first, stop))
        thread.start()
        beside = timed(ask, times)
        stop.set()
        thread.join()
        first += loader.dossiers
        print(f"| {what}, nothing else | {alone['p50']} | {alone['p99']} |")
        print(f"| {what}, while {loader.rate:.0f} dossiers a second are loaded", end="")
        print(f" | {beside['p50']} | {beside['p99']} |")
    loader, stop = Loader(office), threading.Event()
    timer = threading.Timer(10, stop.set)
    timer.start()
    loader.run(first, stop)
    facts = loader.rate * len(FIELDS)
    print(f"loading alone: {loader.rate:.0f} dossiers, {facts:.0f} facts a second")
    began = time.perf_counter()
    rows = [row for _number, row in store.people.facts_after(0, 5_000)]
    added = store.people.load(office.supervisor, rows)
    if added:
        raise SystemExit(f"{added} facts were added twice")
    took = time.perf_counter() - began
    print(f"loading 5,000 facts again: 0 added, {len(rows) / took:.0f} a second")


if __name__ == "__main__":
    raise SystemExit(main())
