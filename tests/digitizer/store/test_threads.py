"""Several threads use one store at a time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from digitizer.model.rights import Action
from digitizer.store import sqlite
from digitizer.store.database import Database
from digitizer.store.keys import derive
from digitizer.store.serials import next_value
from tests.digitizer.store.office import KEY, Office, reading


def test_four_threads_write_at_once_without_a_lock_error_or_a_lost_row(office: Office) -> None:
    rounds = 25
    start = threading.Barrier(5)
    stop = threading.Event()

    def write(number: int) -> list[int]:
        code = f"HS-{number}"
        document = office.filled(code)
        start.wait()
        serials = []
        for turn in range(rounds):
            office.page(code, data=f"{number} {turn}".encode())
            value = office.store.dossiers.values_of(document.id)[0]
            office.store.dossiers.decide(
                office.clerk, value.id, value.version, action=Action.KEY, value=f"{turn}"
            )
            serials.append(office.store.dossiers.next_serial(date(2026, 3, 2)))
        return serials

    def look() -> int:
        start.wait()
        looks = 0
        while not stop.is_set():
            # a queue seen in one moment: a page counted is a page journaled
            assert len(office.store.dossiers.summaries()) == 4
            looks += 1
        return looks

    with ThreadPoolExecutor(5) as pool:
        looking = pool.submit(look)
        serials = [one for each in pool.map(write, range(4)) for one in each]
        stop.set()
        assert looking.result() > 0
    assert sorted(serials) == list(range(1, 4 * rounds + 1))
    for number in range(4):
        assert len(office.store.dossiers.pages(f"HS-{number}")) == rounds + 1
        assert office.value(f"HS-{number}").version == rounds + 1
    assert office.store.problems() == ()


def test_two_connections_that_read_before_they_write_never_find_the_database_locked(
    office: Office,
) -> None:
    # past the folder lock and the threads' own queue: what BEGIN IMMEDIATE is there for
    def count(_turn: int) -> list[int]:
        engine = sqlite.make_engine(office.folder / "store.db", derive(KEY, b"database 1"))
        database = Database(sqlite, engine, station="")
        numbers = []
        for _ in range(40):
            with database.write() as work:
                numbers.append(next_value(work, "shared"))
        database.close()
        return numbers

    with ThreadPoolExecutor(2) as pool:
        numbers = [one for each in pool.map(count, range(2)) for one in each]
    assert sorted(numbers) == list(range(1, 81))


def test_of_two_who_decide_the_same_version_one_is_told(office: Office) -> None:
    from digitizer.errors import StaleError

    document = office.filled("HS-1", *(reading(f"{number}") for number in range(20)))
    values = office.store.dossiers.values_of(document.id)
    start = threading.Barrier(2)

    def decide(login: str) -> int:
        start.wait()
        done = 0
        for value in values:
            try:
                office.store.dossiers.decide(
                    office.people[login], value.id, value.version, action=Action.KEY, value=login
                )
                done += 1
            except StaleError:
                continue
        return done

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(decide, ("clerk", "clerk2"))) == len(values)
    assert all(value.version == 2 for value in office.store.dossiers.values("HS-1"))
