"""Measure reading: ours beside OCRmyPDF and plain Tesseract, same pages, same run, two cores.

    make bench                                      everything: 8 pages a group, about an hour
    python benchmarks/reading.py --quick            2 pages a group, for a first look
    python benchmarks/reading.py [--pages N] [--json FILE] [--without OCRmyPDF] [--only "office 2"]

OCRmyPDF is no part of the program: the first run puts it into an environment of its own under
``build/peers`` (network) and Ghostscript onto the system (as root, apt).
Prints Markdown. Real pages come from a folder with ``pages/`` and ``truth/STEM.txt`` (one printed
line a line); office pages are generated, the same every time for one ``--seed``. One layout with
its type and all seeds from 900 on are held out: reported apart, never tuned on.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import reduce
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

from benchmarks import readers
from benchmarks.pages import BenchPage, Group, groups
from benchmarks.running import Cost
from benchmarks.scoring import Score, score

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT.parent / "shared" / "samples"
BUILD = ROOT / "build"
OURS = "ours"
FEWEST_PAGES = 3
RESAMPLES = 2000
TOGETHER = {
    "real and plain": ("real", "plain"),
    "office, all levels": ("office 0", "office 1", "office 2", "office 3", "office photo"),
}


@dataclass(frozen=True)
class Result:
    """How one reader did on one or more groups."""

    score: Score = field(default_factory=Score)
    wall: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0
    worker: float = 0.0
    size: int | None = None
    pages: tuple[Score, ...] = ()
    """The score of every page, in their order, for what chance alone could do."""

    def __add__(self, other: Result) -> Result:
        """Return both together."""
        sizes = [size for size in (self.size, other.size) if size is not None]
        return Result(
            self.score + other.score,
            self.wall + other.wall,
            self.cpu + other.cpu,
            max(self.memory, other.memory),
            max(self.worker, other.worker),
            sum(sizes) if sizes else None,
            self.pages + other.pages,
        )

    @property
    def pages_per_minute(self) -> float:
        """Pages in a minute on the clock, both cores at work."""
        return 60 * self.score.pages / max(self.wall, 1e-9)

    @property
    def cpu_per_page(self) -> float:
        """Seconds of one core a page takes."""
        return self.cpu / max(self.score.pages, 1)


Table = dict[str, dict[str, Result]]


def measured(
    group: Group, names: Sequence[str]
) -> tuple[dict[str, Result], list[dict[str, object]]]:
    """Let every reader read the group; return the results and the score of every page."""
    found: dict[str, Result] = {}
    details: list[dict[str, object]] = []
    for name in names:
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            done = readers.READERS[name](group, Path(folder))
        scores = [
            score(page.lines, text.splitlines())
            for page, text in zip(group.pages, done.texts, strict=True)
        ]
        found[name] = _result(scores, done.cost, done.size)
        details += [
            {"group": group.name, "reader": name, **_about(page), **asdict(one)}
            for page, one in zip(group.pages, scores, strict=True)
        ]
    return found, details


def _about(page: BenchPage) -> dict[str, object]:
    return {"file": page.file.name, "kind": page.kind, "level": page.level}


def _result(scores: Sequence[Score], cost: Cost, size: int | None) -> Result:
    whole = reduce(Score.__add__, scores, Score())
    return Result(whole, cost.wall, cost.cpu, cost.memory, cost.worker, size, tuple(scores))


def with_totals(table: Table) -> Table:
    """Return the table with the groups the goals speak of added up."""
    whole = dict(table)
    for name, parts in TOGETHER.items():
        there = [table[part] for part in parts if part in table]
        if len(there) > 1:
            whole[name] = {
                reader: reduce(Result.__add__, (results[reader] for results in there))
                for reader in there[0]
            }
    return whole


def results_table(table: Table) -> list[str]:
    """Return every reader's figures as Markdown."""
    rows = [
        "| pages | reader | CER % | WER % | marks % | lost % | invented % | pages/min "
        "| CPU s/page | peak MB | worker MB | PDF KB/page |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, results in table.items():
        for reader, one in results.items():
            s = one.score
            size = "–" if one.size is None else f"{one.size / 1024 / max(s.pages, 1):.0f}"
            rates = (s.cer, s.wer, s.mark_rate, s.lost_rate, s.invented_rate)
            told = " | ".join(f"{rate:.2f}" for rate in rates)
            rows.append(
                f"| {name} ({s.pages}) | {reader} | {told} | {one.pages_per_minute:.1f} "
                f"| {one.cpu_per_page:.2f} | {one.memory:.0f} | {one.worker:.0f} | {size} |"
            )
    return rows


def ratios_table(table: Table) -> list[str]:
    """Return our figures divided by the others', as Markdown."""
    rows = [
        "| pages | ours against | CER | 95 % of it | WER | marks | pages/min | CPU time "
        "| PDF size |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, results in table.items():
        us = results.get(OURS)
        for reader, them in results.items():
            if us is None or reader == OURS:
                continue
            told = (
                ratio(us.score.cer, them.score.cer),
                interval(us.pages, them.pages),
                ratio(us.score.wer, them.score.wer),
                ratio(us.score.mark_rate, them.score.mark_rate),
                ratio(us.pages_per_minute, them.pages_per_minute),
                ratio(us.cpu_per_page, them.cpu_per_page),
                ratio(us.size, them.size),
            )
            rows.append(f"| {name} | {reader} | {' | '.join(told)} |")
    return rows


def interval(ours: Sequence[Score], theirs: Sequence[Score]) -> str:
    """Return the 95 % interval of the ratio of errors, drawing the pages again and again.

    Both readers are drawn the same pages: a hard page is hard for both. Few pages tell little, and
    the interval says so; what all pages have in common it cannot know.
    """
    if len(ours) < FEWEST_PAGES or len(ours) != len(theirs):
        return "–"
    rng = random.Random(0)  # noqa: S311
    places = range(len(ours))
    found = []
    for _ in range(RESAMPLES):
        drawn = rng.choices(places, k=len(ours))
        others = sum(theirs[place].errors for place in drawn)
        found.append(sum(ours[place].errors for place in drawn) / max(others, 1))
    found.sort()
    edge = round(0.025 * RESAMPLES)
    return f"{found[edge]:.2f}–{found[-1 - edge]:.2f}"


def ratio(ours: float | None, theirs: float | None) -> str:
    """Return one figure as a multiple of the other; nothing where there is none."""
    return "–" if ours is None or not theirs else f"{ours / theirs:.2f}×"


def latency_table(chosen: Sequence[tuple[str, BenchPage]]) -> list[str]:
    """Return how long the first words of a single page take, as Markdown."""
    rows = ["| single page | ours s | Tesseract s | ratio |", "|---|--:|--:|--:|"]
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        for name, page in chosen:
            here, there = readers.first_result(page, Path(folder))
            rows.append(f"| {name} | {here:.2f} | {there:.2f} | {ratio(here, there)} |")
    return rows


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=8, help="pages of every generated group")
    parser.add_argument("--quick", action="store_true", help="two pages of every group")
    parser.add_argument("--seed", type=int, default=0, help="other pages of the same kinds")
    parser.add_argument("--samples", type=Path, default=SAMPLES, help="folder of real pages")
    parser.add_argument("--json", type=Path, help="write every figure, page by page, to this file")
    parser.add_argument("--without", action="append", default=[], choices=list(readers.READERS))
    parser.add_argument("--only", action="append", default=[], help="name of a group, repeatable")
    return parser.parse_args()


def main() -> None:
    """Run the comparison and print the tables."""
    asked = arguments()
    names = [name for name in readers.READERS if name not in asked.without]
    try:
        readers.set_up(names)
    except readers.SetUpError as error:
        sys.exit(str(error))
    BUILD.mkdir(exist_ok=True)
    table: Table = {}
    details: list[dict[str, object]] = []
    singles: list[tuple[str, BenchPage]] = []
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        for group in groups(
            Path(folder), asked.samples, pages=2 if asked.quick else asked.pages, seed=asked.seed
        ):
            if asked.only and group.name not in asked.only:
                continue
            print(f"{group.name}: {len(group.pages)} pages…", file=sys.stderr, flush=True)
            table[group.name], pages = measured(group, names)
            details += pages
            singles.append((group.name, group.pages[0]))
        whole = with_totals(table)
        tables = [results_table(whole), ratios_table(whole)]
        tables.append(latency_table(singles[:3]))
    told = ", ".join(f"{name} {number}" for name, number in readers.versions(names).items())
    load = os.getloadavg()[0]
    print(f"{told}; {readers.CORES} cores used of {os.cpu_count()}; load at the end {load:.1f}.\n")
    print("\n\n".join("\n".join(rows) for rows in tables))
    if asked.json:
        figures = {
            name: {r: asdict(replace(one, pages=())) for r, one in rows.items()}
            for name, rows in whole.items()
        }
        text = json.dumps({"groups": figures, "pages": details}, ensure_ascii=False, indent=1)
        asked.json.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
