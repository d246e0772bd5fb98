"""How the store answers when it is full: a city's dossiers, persons and values, on both databases.

    .venv/bin/python benchmarks/store.py --dossiers 20000
    .venv/bin/python benchmarks/store.py --dossiers 1000000 --databases sqlite postgresql

For each dossier three persons, two documents, ten field values, two pages, three facts and a row of
the journal; 2 % are still open. Everything is generated with a fixed seed and belongs to nobody.
Bulk loading goes past the rules (they are laid again before anything is measured); measuring goes
through the program's own ``Store``. ``--keep DIR`` keeps what was filled for another look, and
fills SQLite in pieces of ``--minutes``.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1]))

from digitizer.model.dossier import DossierState
from digitizer.store import Store, office_database, schema, sqlite
from digitizer.store.keys import derive
from digitizer.store.names import name_key
from digitizer.store.unread import Unread
from digitizer.store.work import GENESIS, row_hash
from tests.digitizer.store.office import DATABASE, KEY, PASSWORD, enlist, found_on
from tests.postgres import Server, running

START = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
_FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
FAMILY = _FAMILY.split()
# as they are spread in Vietnam: nearly four of ten are called Nguyễn
FAMILY_WEIGHTS = (38, 12, 9, 7, 5, 5, 4, 4, 4, 2, 2, 2, 1, 1, 1, 1)
_FAMILIES = [
    name for name, weight in zip(FAMILY, FAMILY_WEIGHTS, strict=True) for _ in range(weight)
]
_MIDDLE = "Văn Thị Hữu Đức Minh Thanh Quang Ngọc Xuân Đình Thu Hồng Kim Gia Bảo Hoài"
MIDDLE = _MIDDLE.split()
_GIVEN = (
    "An Bình Chi Dũng Đào Giang Hà Hạnh Hiếu Hoa Hùng Hương Khánh Lan Linh Long Mai Minh Nam Nga"
    " Ngân Nhung Oanh Phúc Phương Quân Quỳnh Sơn Tâm Thảo Thắng Thủy Trang Trung Tuấn Tùng Vân Việt"
    " Vinh Yến"
)
GIVEN = _GIVEN.split()
_FIELDS = "full_name birth_date personal_id sex ethnicity nationality address phone place date"
FIELDS = _FIELDS.split()
STATES = {
    DossierState.INTAKE: 0.006,
    DossierState.VERIFYING: 0.008,
    DossierState.RETURNED: 0.002,
    DossierState.VERIFIED: 0.004,
}


class Generator:
    """Rows of a full store, table by table, the same for the same seed."""

    def __init__(self, dossiers: int) -> None:
        self.dossiers = dossiers
        self._chance = random.Random(20261125)  # noqa: S311
        self.persons = 3 * dossiers

    def number_of(self, person: int) -> str:
        """Return a person's number; every number is given once."""
        return f"{1 + person % 96:03}{person % 10}{person // 10:08}"

    def name_of(self, person: int) -> str:
        """Return a person's name."""
        # scattered by multiplying: a generator of its own for each person took minutes a million
        place = person * 2_654_435_761 % 2**32
        place, family = divmod(place, len(_FAMILIES))
        place, middle = divmod(place, len(MIDDLE))
        return f"{_FAMILIES[family]} {MIDDLE[middle]} {GIVEN[place % len(GIVEN)]}"

    def code_of(self, dossier: int) -> str:
        """Return a dossier's code."""
        day = START + timedelta(days=dossier // 2000)
        return f"H00.01.01-{day:%y%m%d}-{dossier % 2000:04}"

    def state_of(self, dossier: int) -> DossierState:
        """Return the state a dossier stands in."""
        # what is open is what came last
        place = self.dossiers - dossier
        for state, share in STATES.items():
            if place <= share * self.dossiers:
                return state
            place -= int(share * self.dossiers)
        return DossierState.ISSUED

    def rows(self, table: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a table that belong to the dossiers from one number to another."""
        make = getattr(self, f"_{table}")
        last = self.dossiers if end is None else min(end, self.dossiers)
        each = 3 if table == "person" else 1
        for number in range(start * each, last * each):
            yield from make(number)

    def _person(self, person: int) -> Iterator[tuple[Any, ...]]:
        name = self.name_of(person)
        yield (self.number_of(person), name, _key_of(name))

    def _dossier(self, dossier: int) -> Iterator[tuple[Any, ...]]:
        owner, state = 3 * dossier, self.state_of(dossier)
        name = self.name_of(owner)
        received = START + timedelta(days=dossier // 2000, seconds=dossier % 2000 * 14)
        done = state in (DossierState.VERIFIED, DossierState.ISSUED)
        yield (
            self.code_of(dossier),
            "1.004873",
            name,
            _key_of(name),
            self.number_of(owner),
            "counter",
            state.value,
            moment(received),
            moment(received + timedelta(days=3)),
            2,
            4 if done else None,
            moment(received + timedelta(days=1)) if done else None,
            "",
            3,
        )

    def _hand(self, dossier: int) -> Iterator[tuple[Any, ...]]:
        code = self.code_of(dossier)
        yield (code, 2, "keyed", moment(START))
        if self.state_of(dossier) in (DossierState.VERIFIED, DossierState.ISSUED):
            yield (code, 4, "verified", moment(START))

    def _document(self, dossier: int) -> Iterator[tuple[Any, ...]]:
        done = self.state_of(dossier) in (DossierState.VERIFIED, DossierState.ISSUED)
        for place, kind in enumerate(("cccd_front", "birth_registration_declaration")):
            yield (
                2 * dossier + place + 1,
                self.code_of(dossier),
                kind,
                0.9,
                None,
                "paper",
                "copy",
                None,
                None,
                None,
                int(done),
            )

    def _page(self, dossier: int) -> Iterator[tuple[Any, ...]]:
        for place in range(2):
            number = 2 * dossier + place + 1
            digest = f"{number:064x}"
            yield (
                number,
                self.code_of(dossier),
                number,
                0,
                place + 1,
                digest,
                "tờ khai.pdf",
                1,
                digest,
                2480,
                3508,
                300.0,
                "read",
                digest,
                "",
                0,
                "{}",
                "",
            )

    def _field_value(self, dossier: int) -> Iterator[tuple[Any, ...]]:
        name = self.name_of(3 * dossier)
        for place, field in enumerate(FIELDS):
            number = 10 * dossier + place + 1
            page = 2 * dossier + 1 + (place >= 5)
            evidence = f'[{{"bottom":44.0,"left":10.5,"page_id":{page},"right":110.25,"top":20.0}}]'
            yield (
                number,
                page,
                field,
                place,
                name if place == 0 else f"giá trị {number}",
                "",
                0.8,
                int(place % 4 != 0),
                "ocr",
                "tesseract 5.3 vie",
                evidence,
                "[]",
                None,
                None,
                None,
                None,
                1,
            )

    def _fact(self, dossier: int) -> Iterator[tuple[Any, ...]]:
        if self.state_of(dossier) not in (DossierState.VERIFIED, DossierState.ISSUED):
            return
        for place in range(3):
            yield (
                3 * dossier + place + 1,
                self.number_of(3 * dossier + place),
                None,
                "cccd_front",
                FIELDS[place],
                "giá trị",
                self.code_of(dossier),
                2 * dossier + 1,
                2 * dossier + 1,
                None,
                "ocr",
                "tesseract",
                "Lê Văn Kiểm Tra",
                moment(START),
                None,
            )


@functools.cache
def _key_of(name: str) -> str:
    return name_key(name)


def moment(at: datetime) -> str:
    """Return a time as the store writes it."""
    return at.isoformat(timespec="microseconds")


TABLES = ("person", "dossier", "hand", "document", "page", "field_value", "fact")


def columns(table: str) -> Sequence[str]:
    """Return the columns that are filled; later ones have defaults."""
    named = [column.name for column in schema.metadata.tables[table].columns]
    return named[: len(next(iter(Generator(1000).rows(table))))]


def chained(
    generator: Generator, after: tuple[int, str], start: int = 0, end: int | None = None
) -> Iterator[tuple[Any, ...]]:
    """Give a chained row of the journal for each dossier."""
    seq, previous = after
    for dossier in range(start, generator.dossiers if end is None else end):
        seq += 1
        row: dict[str, Any] = {
            "seq": seq,
            "at": moment(START),
            "officer": "clerk",
            "station": "Máy 1",
            "action": "dossier-opened",
            "subject": generator.code_of(dossier),
            "before": "",
            "after": "{}",
            "previous_hash": previous if seq > 1 else GENESIS,
        }
        previous = row_hash(row)
        yield (*row.values(), previous)


SERVER = (
    "-c shared_buffers=1GB -c maintenance_work_mem=512MB -c max_wal_size=8GB"
    " -c wal_level=minimal -c max_wal_senders=0"
)
"""As a server of 8 GB would be set up, less what only matters while it is filled."""
STEP = 25_000
"""Dossiers in one transaction of filling."""


def fill_sqlite(
    folder: Path,
    generator: Generator,
    seconds: float,
    tables: Sequence[str] = (*TABLES, "journal"),
) -> bool:
    """Fill a new store past its rules, then lay them again; return whether all is there.

    What a run did not get to is done by the next one: tables and steps are counted in ``filled``.
    """
    until = time.perf_counter() + seconds
    mark = folder / "filled"
    if not (folder / "store.db").exists():
        with Store.open(folder, key=KEY, station="Máy 1") as store:
            enlist(store)
        mark.write_text(json.dumps({"done": 0, "later": []}))
    state = json.loads(mark.read_text())
    steps = [(table, start) for table in tables for start in range(0, generator.dossiers, STEP)]
    engine = sqlite.make_engine(folder / "store.db", derive(KEY, b"database 1"))
    with (
        engine.execution_options(writes=True).connect() as connection,
        sqlite.raw(connection) as cursor,
    ):
        for pragma in ("cache_size = -2000000", "foreign_keys = OFF", "synchronous = OFF"):
            cursor.execute(f"PRAGMA {pragma}")
        if not state["later"]:
            state["later"] = _put_off(cursor)
        while state["done"] < len(steps) and time.perf_counter() < until:
            table, start = steps[state["done"]]
            cursor.execute("BEGIN IMMEDIATE")
            _fill_step(cursor, generator, table, start)
            cursor.execute("COMMIT")
            state["done"] += 1
            mark.write_text(json.dumps(state))
        while state["done"] >= len(steps) and state["later"] and time.perf_counter() < until:
            cursor.execute(state["later"][-1])
            state["later"].pop()
            if not state["later"]:
                state["later"] = ["ANALYZE"] if state.pop("analyze", True) else []
                state["analyze"] = False
            mark.write_text(json.dumps(state))
    sqlite.close(engine)
    finished = state["done"] >= len(steps) and not state["later"]
    print(f"{state['done']} of {len(steps)} steps, {len(state['later'])} indexes and rules to lay")
    return finished


def _put_off(cursor: Any) -> list[str]:
    """Drop rules and indexes; return what lays them again, last first."""
    later = []
    for kind, name, text in cursor.execute(
        "SELECT type, name, sql FROM sqlite_master"
        " WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
    ).fetchall():
        cursor.execute(f'DROP {kind} "{name}"')
        later.append(text)
    words = [f"INSERT INTO {one} ({one}) VALUES ('rebuild')" for one in SEARCHES]  # noqa: S608
    triggers = [text for text in later if text.startswith("CREATE TRIGGER")]
    return [*triggers, *words, *(text for text in later if text not in triggers)]


SEARCHES = ("person_search", "dossier_search", "page_text_search")


def _fill_step(cursor: Any, generator: Generator, table: str, start: int) -> None:
    end = min(start + STEP, generator.dossiers)
    if table == "journal":
        names = [column.name for column in schema.journal.c]
        last = cursor.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        source = chained(generator, tuple(last), start, end)
    else:
        names = list(columns(table))
        source = generator.rows(table, start, end)
    listed = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", source)  # noqa: S608


def fill_postgres(server: Server, generator: Generator, folder: Path) -> None:
    """Fill a new office's database past its rules: by two connections, indexes afterwards."""
    found_on(server, folder)
    with office_database.open_as_owner(
        server.url(DATABASE), folder=folder, vault_folder=folder
    ) as store:
        head = store.journal.head()
    with _administrator(server) as connection:
        connection.autocommit = True
        later = [
            str(text)
            for (text,) in connection.execute(
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
                " AND tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)",
                [[*TABLES, "journal"]],
            ).fetchall()
        ]
        for text in later:
            name = text.split(" INDEX ")[1].split(" ON ")[0]
            connection.execute(f"DROP INDEX {name}".encode())
        halves = (
            ("field_value", "document", "journal"),
            ("fact", "dossier", "page", "hand", "person"),
        )
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(_copy_in, halves, [server] * 2, [generator.dossiers] * 2, [head] * 2))
        for text in later:
            connection.execute(text.encode())
        connection.execute("VACUUM ANALYZE")


def _administrator(server: Server) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host="127.0.0.1", port=server.port, user="admin", password=server.password, dbname=DATABASE
    )


def _copy_in(tables: Sequence[str], server: Server, dossiers: int, head: tuple[int, str]) -> None:
    generator = Generator(dossiers)
    with _administrator(server) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in tables:
            names = columns(table) if table != "journal" else [c.name for c in schema.journal.c]
            listed = ", ".join(f'"{name}"' for name in names)
            source = generator.rows(table) if table != "journal" else chained(generator, head)
            with connection.cursor().copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in source:
                    copy.write_row(row)


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
    some = lambda: chance.randrange(generator.dossiers)  # noqa: E731
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
