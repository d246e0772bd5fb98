"""The report of a whole generated year: written, timed, and held against an independent count.

    python -m benchmarks.year --dossiers 50000 --out DIR

What each dossier has is drawn by a fixed seed, counted while it is drawn, and put into the tables
past the rules. Then the program counts the same year by its own functions and writes the workbook
and the document an office hands in. Reuse grows over the year, as it does in an office that begins.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.city import Generator, columns, moment
from digitizer.catalogue import Catalogue
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.statistics import Line, Report
from digitizer.office.printed_report import pdf
from digitizer.office.spreadsheets import workbook
from digitizer.office.statistics_tables import report_of, report_tables, title
from digitizer.settings import Settings
from digitizer.store import sqlite
from digitizer.store.keys import derive
from tests.digitizer.store.office import KEY, Office, found_office

YEAR = 2025
_DAYS = [
    day for number in range(365) if (day := date(YEAR, 1, 1) + timedelta(days=number)).weekday() < 5
]
_OTHERS = {
    "result": [
        "id",
        "dossier_code",
        "number",
        "template",
        "data",
        "pdf_hash",
        "state",
        "composed_by",
        "composed_at",
        "signed_hash",
        "signed_by",
        "signed_at",
        "report",
        "version",
    ],
    "inbox": [
        "id",
        "neighbour",
        "key",
        "kind",
        "subject",
        "version",
        "content",
        "digest",
        "state",
        "problem",
        "at",
        "dossier_code",
    ],
    "outbox": [
        "id",
        "key",
        "neighbour",
        "kind",
        "dossier_code",
        "content",
        "state",
        "created_at",
        "attempts",
        "problem",
        "details",
        "receipt",
    ],
}
_TABLES = ("dossier", "document", "page", *_OTHERS)


class Year:
    """Rows of a year, and what an independent eye counts in them."""

    def __init__(self, dossiers: int, procedures: list[str]) -> None:
        self.rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.counted: dict[str, Counter[str]] = defaultdict(Counter)
        """By month, and under ``4.1`` to ``4.5`` for the whole year."""
        self._base, self._chance = Generator(dossiers), random.Random(766)  # noqa: S311
        self._procedures = procedures
        for number in range(dossiers):
            self._dossier(number, _DAYS[number * len(_DAYS) // dossiers])

    def _so(self, share: float) -> bool:
        return self._chance.random() < share

    def _dossier(self, number: int, day: date) -> None:
        so, code = self._so, f"H00.01.01-{day:%y%m%d}-{number:06}"
        received = datetime(day.year, day.month, day.day, 8, tzinfo=OFFICE_TIME) + timedelta(
            minutes=self._chance.randrange(540)
        )
        due = received + timedelta(days=3)
        # an office begins with one dossier in seven that reuses and ends the year with eight in ten
        filed, reused = so(0.97), so(0.15 + 0.65 * (day.timetuple().tm_yday / 365))
        signed, late = so(0.96), so(0.04)
        released = signed and so(0.98)
        synced, asked = released and so(0.95), so(0.8)
        finished = due + timedelta(days=1 if late else -1)
        plain = next(iter(self._base.rows("dossier", number, number + 1)))
        times = (moment(received), moment(due))
        whole = (code, self._chance.choice(self._procedures), *plain[2:7], *times, *plain[9:])
        self.rows["dossier"].append(whole)
        self._papers(number, code, filed=filed, reused=reused)
        if signed:
            state = "released" if released else "sealed"
            self.rows["result"].append(
                (
                    number + 1,
                    code,
                    f"{number}/KQ",
                    "marital-status",
                    "{}",
                    "0" * 64,
                    state,
                    2,
                    moment(received),
                    "1" * 64,
                    6,
                    moment(finished),
                    "{}",
                    2,
                )
            )
        if asked:
            self.rows["inbox"].append(
                (
                    number + 1,
                    "dan-cu",
                    f"a{number}",
                    "population",
                    "",
                    "",
                    "{}",
                    "",
                    "done",
                    "",
                    moment(received),
                    code,
                )
            )
        if synced:
            self.rows["outbox"].append(
                (
                    number + 1,
                    f"{number:032}",
                    "tinh",
                    "result",
                    code,
                    "{}",
                    "sent",
                    moment(finished),
                    1,
                    "",
                    "{}",
                    json.dumps({"number": f"TN{number}"}),
                )
            )
        month = self.counted[f"{day:%Y-%m}"]
        facts = {"received": True, "with_file": filed, "reused": reused, "finished": signed}
        facts |= {"with_result": signed, "on_time": signed and not late}
        month.update(name for name, true in facts.items() if true)
        groups = {"4.1": released and synced, "4.2": filed and signed, "4.3": reused}
        groups |= {"4.4": synced, "4.5": asked}
        self.counted["whole"].update(name for name, true in groups.items() if true)

    def _papers(self, number: int, code: str, *, filed: bool, reused: bool) -> None:
        papers = list(self._base.rows("document", number, number + 1))
        pages = list(self._base.rows("page", number, number + 1))
        for place, (paper, page) in enumerate(zip(papers, pages, strict=True)):
            earlier = paper[0] - 2 if reused and place == 0 and number else None
            again = place == 0 and reused
            kept = paper[0] if again and earlier is None else earlier
            component = paper[5] if filed else None
            whole = (paper[0], code, *paper[2:5], component, paper[6], kept, *paper[8:])
            self.rows["document"].append(whole)
            if not again:
                self.rows["page"].append((page[0], code, *page[2:]))


def fill(folder: Path, year: Year) -> None:
    """Put the rows into a new store, past its rules."""
    found_office(folder)
    engine = sqlite.make_engine(folder / "store.db", derive(KEY, b"database 1"))
    with (
        engine.execution_options(writes=True).connect() as connection,
        sqlite.raw(connection) as cursor,
    ):
        cursor.execute("PRAGMA foreign_keys = OFF")
        names = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        rules = cursor.execute(names).fetchall()
        cursor.execute("BEGIN IMMEDIATE")
        for name, _text in rules:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for name, connector in (("tinh", "province-json"), ("dan-cu", "population")):
            cursor.execute(
                "INSERT INTO neighbour (name, connector, address, settings, kinds, enabled,"
                " failures, problem, leased_by)"
                " VALUES (?, ?, 'https://x', '{}', '[]', 1, 0, '', '')",
                (name, connector),
            )
        for table in _TABLES:
            listed = list(_OTHERS.get(table) or columns(table))
            marks = ", ".join("?" * len(listed))
            words = ", ".join(f'"{one}"' for one in listed)
            statement = f"INSERT INTO {table} ({words}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(statement, year.rows[table])
        for _name, text in rules:
            cursor.execute(text)
        cursor.execute("COMMIT")
    sqlite.close(engine)


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print a row of what a part took."""
    began = time.perf_counter()
    yield
    print(f"| {what} | {time.perf_counter() - began:.1f} s |")


def differences(made: Report, year: Year) -> list[str]:
    """Return where the report and the independent count part."""
    found = []
    for month, line in made.by_month.items():
        own = _as_counted(line)
        if own != year.counted[month]:
            found.append(f"{month}: {dict(own)} is not {dict(year.counted[month])}")
    whole = year.counted["whole"]
    parted = (one for one in made.indicators if one.counted != whole[one.rule.code])
    return [*found, *(f"{one.rule.code}: {one.counted}" for one in parted)]


def _as_counted(line: Line) -> Counter[str]:
    names = ("received", "with_file", "reused", "finished", "with_result", "on_time")
    return Counter({name: getattr(line, name) for name in names})


def main() -> int:
    """Fill, count, write, compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.year")
    parser.add_argument("--dossiers", type=int, default=12_000)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    catalogue = Catalogue.load()
    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    with tempfile.TemporaryDirectory(prefix="digitizer-bench-") as name:
        folder = Path(name) / "store"
        folder.mkdir()
        out = arguments.out or Path(name)
        out.mkdir(parents=True, exist_ok=True)
        year = Year(arguments.dossiers, sorted(catalogue.procedures))
        fill(folder, year)
        print(f"| {arguments.dossiers:,} dossiers of {YEAR} | |\n|---|--:|")
        office = Office.open(folder)
        try:
            with measured("counted, twelve months, every dossier with what it lacks"):
                made = report_of(office.store, catalogue, office.supervisor, first, last)
        finally:
            office.store.close()
        shown = report_tables(made, catalogue)
        with measured("workbook"):
            (out / f"bao-cao-{YEAR}.xlsx").write_bytes(workbook(shown))
        with measured("document"):
            settings = Settings()
            paper = pdf(title(first, last), shown, settings, made.made_at)
            (out / f"bao-cao-{YEAR}.pdf").write_bytes(paper)
    for one in made.indicators:
        print(f"| {one.rule.code} {one.rule.title} | {one.counted}/{one.total} |")
    for month, line in made.by_month.items():
        print(f"| {month} reused | {line.reused / line.received:.0%} |")
    parted = differences(made, year)
    print("\n".join(parted) or "the independent count agrees in every month and indicator")
    return 1 if parted else 0


if __name__ == "__main__":
    raise SystemExit(main())
