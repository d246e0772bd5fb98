"""Measure reading everything stored of a type again, from stored words, without recognition.

    python benchmarks/reextraction.py [--pages N] [--keep DIR] [--fill]

Makes an office of N stored pages in a folder of its own (five papers a dossier, of a thousand
families in turn), then times the preview of a changed definition, its first page of answers, and
applying it: on the clock, in processor time, and how often progress was told.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

from digitizer.jobs import CancelledError, CancelToken, Progress, Report
from digitizer.model.officer import Officer
from digitizer.paper.designing import Designing
from digitizer.paper.reextracting import Comparison
from tests.digitizer.paper import pages
from tests.digitizer.paper.design_office import DesignOffice
from tools.samples.people import date_words, day, make_person

KIND = "birth_registration_declaration"
PAPERS = 5
FAMILIES = 1000


def printed(chance: random.Random) -> list[str]:
    """Return the lines of a declaration about a child, parents and places of its own."""
    mother, father = make_person(chance, sex="Nữ"), make_person(chance, sex="Nam")
    born = date(2026, chance.randrange(1, 11), chance.randrange(1, 28))
    replaced = {
        "TRẦN THỊ MẪU": mother.printed_name,
        "LÊ VĂN MẪU": father.printed_name,
        "LÊ MẪU AN": make_person(chance, sex="Nữ").printed_name,
        "02/06/1995": day(mother.born),
        "1995": str(mother.born.year),
        "1990": str(father.born.year),
        "051195007434": mother.personal_id,
        "05/10/2026": day(born),
        "Ngày năm tháng mười năm hai nghìn không trăm hai mươi sáu": date_words(born),
        "Số 9 đường Lê Lợi, phường Mẫu, tỉnh Quảng Ngãi": mother.residence,
        "Phường Mẫu, tỉnh Quảng Ngãi": mother.home.now,
        "Xã Mẫu, tỉnh Gia Lai": father.home.now,
    }
    lines = list(pages.BIRTH_DECLARATION)
    for old, new in replaced.items():
        lines = [line.replace(old, new) for line in lines]
    return lines


def fill(office: DesignOffice, count: int) -> None:
    """Add dossiers until so many pages are stored."""
    chance = random.Random(3)  # noqa: S311 — invented persons
    texts = [pages.page_text(printed(chance)) for _ in range(min(count, FAMILIES))]
    dossiers = office.station.store.dossiers
    there = dossiers.count_of_type(KIND)
    for number in range(there // PAPERS, count // PAPERS):
        code = office.dossier(f"HS-{number}")
        own = [texts[(number * PAPERS + paper) % len(texts)] for paper in range(PAPERS)]
        office.papers(code, [(KIND, office.page(code, text)) for text in own], extract=False)


def timed(what: Callable[[Report], Comparison]) -> tuple[Comparison, float, int]:
    """Return what came of it, the processor time it took and how often progress was told."""
    told: list[Progress] = []
    started = time.process_time()
    done = what(told.append)
    return done, time.process_time() - started, len(told)


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="build here, or go on with what is here")
    parser.add_argument("--fill", action="store_true", help="only build")
    parser.add_argument(
        "--most", type=int, help="stop the preview, and applying, at so many papers"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = DesignOffice.open((asked.keep or Path(folder)) / "data")
        started = time.perf_counter()
        fill(office, asked.pages)
        built = time.perf_counter() - started
        if asked.fill:
            office.station.close()
            print(f"built {asked.pages} pages in {built:.0f} s")
            return
        kind = office.station.catalogue.document_type(KIND)
        changed = replace(
            kind,
            basis="another",
            fields=tuple(
                replace(one, labels=("Kính gửi",), section="")
                if one.name == "requester_relation"
                else one
                for one in kind.fields
            ),
        )
        design, admin = office.station.design, office.administrator
        first = timed(lambda report: design.preview(admin, changed, most=50, report=report))
        whole = timed(lambda report: design.preview(admin, changed, most=asked.most, report=report))
        design.save(admin, changed)
        office.station.reload_definitions()
        saved = office.station.catalogue.document_type(KIND)
        newer = office.station.design
        if asked.most is not None:
            tell([("preview, 50 papers", first), ("preview", whole)])
            stopped(newer, admin, asked.most)
            office.station.close()
            return
        done = timed(lambda report: newer.apply(admin, KIND, report=report))
        again = timed(lambda report: newer.preview(admin, saved, most=500, report=report))
        office.station.close()
    print(f"built {asked.pages} pages in {built:.0f} s")
    tell(
        [
            ("preview, 50 papers", first),
            ("preview", whole),
            ("apply", done),
            ("preview after it, 500 papers", again),
        ]
    )


def stopped(design: Designing, admin: Officer, most: int) -> None:
    """Apply until so many papers were read again, stop, and say what it took."""
    cancel = CancelToken()

    def report(progress: Progress) -> None:
        if progress.done >= most:
            cancel.cancel()

    wall, cpu = time.perf_counter(), time.process_time()
    try:
        design.apply(admin, KIND, report=report, cancel=cancel)
    except CancelledError:
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(
            f"apply, stopped at {most}: {wall:.1f} s, {1000 * wall / most:.1f} ms a paper,"
            f" {1000 * cpu / most:.1f} ms of CPU"
        )


def tell(runs: Sequence[tuple[str, tuple[Comparison, float, int]]]) -> None:
    """Print what runs took."""
    for what, (one, cpu, told) in runs:
        each = 1000 * one.seconds / max(one.papers, 1)
        print(
            f"{what}: {one.papers} papers, {one.changed} changed, {one.locked} locked, "
            f"{one.seconds:.1f} s, {each:.1f} ms a paper, {1000 * cpu / max(one.papers, 1):.1f} ms"
            f" of CPU, told {told} times"
        )


if __name__ == "__main__":
    main()
