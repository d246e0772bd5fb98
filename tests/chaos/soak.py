"""Two thousand dossiers in one process, and what memory and file handles do meanwhile.

    python -m tests.chaos.soak --dossiers 2000 --every 100

Each dossier is a declaration of its own person, set on a computer, so that a page costs a second
and not ten; it goes the whole way: taken in, read by the recogniser's processes, decided, verified,
composed, signed twice, judged, released. Memory is what the process holds for itself (and the same
of its workers), handles are open files, threads are threads. The first quarter warms up caches and
is not judged.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import linear_regression, mean

from digitizer.model.dossier import Owner
from digitizer.model.officer import Officer
from digitizer.office import practice
from digitizer.workstation import Workstation
from tests.chaos.day import KEY, decide
from tools.samples.bundle import Sheet, born_digital
from tools.samples.many import make_paper

KIND = "marital_status_declaration"
PROCEDURE = "1.004873"
WARMING = 0.25
FLAT_MEGABYTES = 20.0
"""What memory may grow by over a thousand dossiers and still count as flat."""


@dataclass(frozen=True)
class Sample:
    """What the process holds after so many dossiers; memory in MB, seconds a dossier since."""

    dossiers: int
    memory: float
    workers: float
    handles: int
    threads: int
    seconds: float


@dataclass(frozen=True)
class Verdict:
    """What the samples say: growth over a thousand dossiers by a straight line."""

    memory_growth: float
    workers_growth: float
    handles: tuple[int, int]
    threads: tuple[int, int]
    slower: float
    """Seconds a dossier of the last fifth of samples beside the first fifth that is judged."""

    @property
    def flat(self) -> bool:
        """Whether memory does not grow and no handle or thread is left open."""
        return (
            self.memory_growth < FLAT_MEGABYTES
            and self.workers_growth < FLAT_MEGABYTES
            and self.handles[1] - self.handles[0] <= 3
            and self.threads[1] - self.threads[0] <= 3
        )


def judge(samples: list[Sample]) -> Verdict:
    """Judge what was sampled after the caches were warm."""
    warm = [one for one in samples if one.dossiers > samples[-1].dossiers * WARMING]
    thousands = [one.dossiers / 1000 for one in warm]
    fifth = max(1, len(warm) // 5)
    return Verdict(
        memory_growth=linear_regression(thousands, [one.memory for one in warm]).slope,
        workers_growth=linear_regression(thousands, [one.workers for one in warm]).slope,
        handles=(min(one.handles for one in warm), max(one.handles for one in warm)),
        threads=(min(one.threads for one in warm), max(one.threads for one in warm)),
        slower=mean(one.seconds for one in warm[-fifth:])
        / mean(one.seconds for one in warm[:fifth]),
    )


class Office:
    """A practice office that brings one dossier after the other the whole way."""

    def __init__(self, station: Workstation, folder: Path, seed: int) -> None:
        self.station = station
        self.folder = folder
        self.chance = random.Random(seed)  # noqa: S311 - the same dossiers can be had again
        self.clerk, self.supervisor, self.records = practice.enlist(station.store)
        self.keys = (
            _key(self.records, station.settings.office_name),
            practice.throwaway_key(station.settings.office_name, station.settings.office_name),
        )

    def one_dossier(self) -> None:
        """Take a declaration in and its result out."""
        paper, results = self.station.paper, self.station.results
        made = make_paper(KIND, self.chance)
        file = self.folder / "declaration.pdf"
        file.write_bytes(born_digital(Sheet(made), self.chance.randrange(1 << 30)))
        owner = Owner(made.truth["person_name"], made.truth["person_personal_id"])
        code = paper.open_dossier(self.clerk, PROCEDURE, owner).code
        taken = paper.take_in(self.clerk, code, [file])
        read = paper.read(self.clerk, code)
        if taken.failures or read.failures:
            raise RuntimeError(f"{code}: {taken.failures} {read.failures}")
        paper.submit(self.clerk, code)
        decide(paper, self.supervisor, code)
        paper.verify(self.supervisor, code)
        result = results.compose(self.records, code)
        results.sign(self.records, result.id, self.keys[0], practice.KEY_PASSWORD)
        results.seal(self.records, result.id, self.keys[1], practice.KEY_PASSWORD)
        results.release(self.records, result.id)


def _key(officer: Officer, office: str) -> bytes:
    return practice.throwaway_key(officer.name, office)


@contextmanager
def opened(seed: int) -> Iterator[Office]:
    """Open an office in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="digitizer-soak-") as name:
        data = Path(name) / "data"
        practice.write_site(data)
        with Workstation.open(data, workers=1, key=KEY) as station:
            yield Office(station, Path(name), seed)


def run(dossiers: int, every: int, seed: int = 1) -> Iterator[Sample]:
    """Bring so many dossiers the whole way; give a sample after every so many."""
    with opened(seed) as office:
        began = time.monotonic()
        for number in range(1, dossiers + 1):
            office.one_dossier()
            if number % every == 0:
                yield sample(number, (time.monotonic() - began) / every)
                began = time.monotonic()


def sample(dossiers: int, seconds: float) -> Sample:
    """Look at this process and its children."""
    own = os.getpid()
    workers = sum(_private(child) for child in _children(own))
    handles = len(list(Path("/proc/self/fd").iterdir()))
    threads = len(list(Path("/proc/self/task").iterdir()))
    return Sample(dossiers, _private(own), workers, handles, threads, round(seconds, 3))


def _private(process: int) -> float:
    """Return the memory only this process has, in MB; a database's mapped pages are not it."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    fields = dict(line.split(":", 1) for line in text.splitlines()[1:])
    return round(int(fields["Anonymous"].split()[0]) / 1024, 1)


def _children(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        found += [int(one) for one in (task / "children").read_text("ascii").split()]
    return found + [deeper for one in found for deeper in _children(one)]


def main() -> int:
    """Run and print a sample a line, then the verdict."""
    parser = argparse.ArgumentParser(description="Flat memory and file handles")
    parser.add_argument("--dossiers", type=int, default=2000)
    parser.add_argument("--every", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    samples = []
    for one in run(given.dossiers, given.every, given.seed):
        samples.append(one)
        print(json.dumps(asdict(one)), flush=True)
    verdict = judge(samples)
    print(json.dumps({**asdict(verdict), "flat": verdict.flat}))
    return 0 if verdict.flat else 1


if __name__ == "__main__":
    sys.exit(main())
