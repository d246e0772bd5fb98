"""How the store answers when it is full: a city's dossiers, persons and values, on both databases.

    .venv/bin/python benchmarks/store.py --dossiers 20000
    .venv/bin/python benchmarks/store.py --dossiers 1000000 --databases sqlite postgresql

What is filled is made by ``benchmarks.city``; measuring goes through the program's own ``Store``.
``--keep DIR`` keeps what was filled for another look, and fills SQLite in pieces of ``--minutes``.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.city import START, Generator, fill_postgres, fill_sqlite
from digitizer.model.dossier import DossierState
from digitizer.store import Store, office_database
from digitizer.store.unread import Unread
from tests.digitizer.store.office import DATABASE, KEY, PASSWORD
from tests.postgres import running

SERVER = (
    "-c shared_buffers=1GB -c maintenance_work_mem=512MB -c max_wal_size=8GB"
    " -c wal_level=minimal -c max_wal_senders=0"
)
"""As a server of 8 GB would be set up, less what only matters while it is filled."""


def timed(what: Callable[[], object], times: int) -> dict[str, float]:
    """Return median and 99th percentile in milliseconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        what()
        spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    return {
        "p50": round(statistics.median(spent), 2),
        "p99": round(spent[min(len(spent) - 1, int(len(spent) * 0.99))], 2),
    }


def measure(store: Store, generator: Generator, times: int) -> dict[str, dict[str, float]]:
    """Ask what screens ask and return how long it took."""
    chance = random.Random(7)  # noqa: S311

    def some() -> int:
        return chance.randrange(generator.dossiers)

    people, dossiers, journal = store.people, store.dossiers, store.journal
    open_states = [state for state in DossierState if state is not DossierState.ISSUED]
    return {
        # what the machine takes of every question, whatever is asked
        "a bare question (how many officers)": timed(store.officers.all, times),
        "queue: verifying": timed(lambda: dossiers.summaries([DossierState.VERIFYING]), 30),
        "queue: all open": timed(lambda: dossiers.summaries(open_states), 30),
        "queue: everything": timed(dossiers.summaries, 30),
        "facts by citizen number": timed(
            lambda: people.rows(generator.number_of(3 * some())), times
        ),
        "offers by citizen number": timed(
            lambda: people.offers(
                generator.number_of(3 * some()), document_types=["cccd_front"], on=START.date()
            ),
            times,
        ),
        "dossiers by citizen number": timed(
            lambda: dossiers.find(generator.number_of(3 * some())), times
        ),
        "dossiers by end of code": timed(lambda: dossiers.find(f"{some() % 2000:04}"), 30),
        "people: nguyen van an": timed(lambda: people.find("nguyen van an"), 30),
        "people: nguyen (4 of 10)": timed(lambda: people.find("nguyen"), 30),
        "people: do thi dao": timed(lambda: people.find("do thi dao"), 30),
        "people: vuong quoc (none)": timed(lambda: people.find("vuong quoc"), 30),
        "dossiers: nguyen van an": timed(lambda: dossiers.find("nguyen van an"), 30),
        "a dossier's values": timed(lambda: dossiers.values(generator.code_of(some())), times),
        "unread pages": timed(lambda: store.part(Unread).pages(500), 30),
        "a dossier's journal": timed(lambda: journal.rows(50, generator.code_of(some())), times),
    }


@contextmanager
def filled(
    database: str, generator: Generator, folder: Path, minutes: float, *, keep: bool
) -> Iterator[tuple[Store, float, float]]:
    """Give a full store with seconds of filling and megabytes."""
    began = time.perf_counter()
    if database == "sqlite":
        place = folder / "store"
        place.mkdir(exist_ok=True)
        if not fill_sqlite(place, generator, minutes * 60):
            raise SystemExit("not full yet; run it again")
        seconds = time.perf_counter() - began
        with Store.open(place, key=KEY) as store:
            yield store, seconds, (place / "store.db").stat().st_size / 1e6
        return
    with running(folder / "server" if keep else None, SERVER) as server:
        if not (folder / "filled-server").exists():
            fill_postgres(server, generator, folder)
            (folder / "filled-server").touch()
        office_database.found_office(server.url(DATABASE))
        seconds = time.perf_counter() - began
        url = server.url(DATABASE)
        with office_database.connect(
            url, "supervisor", PASSWORD, folder=folder, vault_folder=folder
        ) as store:
            size = store_size(url)
            yield store, seconds, size


def store_size(url: Any) -> float:
    """Return the database's size in megabytes."""
    with psycopg.connect(
        host=url.host, port=url.port, user=url.username, password=url.password, dbname=url.database
    ) as connection:
        row = connection.execute("select pg_database_size(current_database())").fetchone()
    return 0.0 if row is None else row[0] / 1e6


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--dossiers", type=int, default=20_000)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--keep", type=Path)
    parser.add_argument(
        "--minutes",
        type=float,
        default=600,
        help="with --keep: fill so long, go on with the next run",
    )
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    generator = Generator(arguments.dossiers)
    whole: dict[str, Any] = {"dossiers": arguments.dossiers}
    for database in arguments.databases:
        folder = arguments.keep or Path(tempfile.mkdtemp(prefix="digitizer-bench-"))
        folder.mkdir(parents=True, exist_ok=True)
        try:
            keep = arguments.keep is not None
            with filled(database, generator, folder, arguments.minutes, keep=keep) as (
                store,
                seconds,
                size,
            ):
                found = measure(store, generator, arguments.times)
        finally:
            if arguments.keep is None:
                shutil.rmtree(folder)
        rows = 25 * arguments.dossiers
        print(
            f"\n{database}: {arguments.dossiers} dossiers, {generator.persons} persons,"
            f" {10 * arguments.dossiers} values; {rows} rows, {size:.0f} MB; filling took"
            f" {seconds:.0f} s in this run\n"
        )
        print("| query | p50 ms | p99 ms |\n|---|--:|--:|")
        for name, figures in found.items():
            print(f"| {name} | {figures['p50']} | {figures['p99']} |")
        whole[database] = {"seconds": seconds, "megabytes": size, "queries": found}
    if arguments.json:
        arguments.json.write_text(json.dumps(whole, indent=2))


if __name__ == "__main__":
    main()
