"""A city's records for measuring: generated dossiers, persons and values, put past the rules.

For each dossier three persons, two documents, ten field values, two pages, three facts and a row of
the journal; 2 % are still open. Everything is generated with a fixed seed and belongs to nobody.
The rules are laid again before anything is measured.
"""

from __future__ import annotations

import functools
import json
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from digitizer.model.dossier import DossierState
from digitizer.store import Store, office_database, schema, sqlite
from digitizer.store.keys import derive
from digitizer.store.names import name_key
from digitizer.store.work import GENESIS, row_hash
from tests.digitizer.store.office import DATABASE, KEY, enlist, found_on
from tests.postgres import Server

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
