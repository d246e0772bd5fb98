"""Faults thrown at a day's work, and the reckoning at its end: nothing lost, nothing doubled.

    python -m tests.chaos.storm --minutes 10 --seed 1

Kills are SIGKILL of the program with all its workers; the disk is a small one of its own that is
filled to the last byte (needs root); the network is a province and a timestamp service on
loopback that vanish, answer half, or carry out without answering; the token is SoftHSM behind a
module that pulls it out. What a power cut does to a disk's cache is not tried here.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from digitizer.office import practice
from tests.chaos.day import KEY, NEIGHBOUR, Plan
from tests.chaos.reckoning import Told, reckon
from tests.digitizer.exchange.certificates import Authority as NetworkAuthority
from tests.digitizer.exchange.province import PASSWORD, USER, Province
from tests.signing.hsm import PIN, SoftHsm
from tests.signing.shim import Shim
from tools.pki import Authority, Moods

ROOT = Path(__file__).parents[2]
DISK_MEGABYTES = 600
FAULTS = ("kill", "disk", "network", "token")
SAMPLES = ("04", "03", "01")
"""Dossiers of one page, of three pages as PDF, and of three pictures."""


@dataclass
class Outcome:
    """What was done, what stood in the way, and what is wrong afterwards."""

    dossiers: int
    seconds: float
    faults: dict[str, int]
    hindrances: dict[str, int]
    told: dict[str, int]
    wrong: list[str]
    starts: int
    repeats: int
    """Requests the province had carried out before and was asked again."""
    notes: list[str] = field(default_factory=list)


class Storm:
    """An office, its neighbours, and what befalls them."""

    def __init__(
        self, folder: Path, stack: ExitStack, dossiers: int, samples: tuple[str, ...]
    ) -> None:
        self.dossiers = dossiers
        self.disk = folder / "disk"
        self.real_disk = stack.enter_context(_small_disk(self.disk))
        self.data = self.disk / "data"
        practice.write_site(self.data)
        self.pki = stack.enter_context(Authority())
        network = NetworkAuthority.make()
        context, _certificate = network.server(folder)
        self.province = Province(context)
        # a practice office's dossiers lack facts a province would ask for; that is not the subject
        self.province.checks = False
        stack.enter_context(self.province.running())
        (self.data / "trust").mkdir()
        (self.data / "trust" / "root.pem").write_bytes(self.pki.root.pem)
        hsm = SoftHsm.start(folder / "hsm")
        hsm.add("person", self.pki.person("Nguyễn Thị Mẫu"))
        hsm.add("agency", self.pki.person("ỦY BAN NHÂN DÂN PHƯỜNG MẪU", number="MST:0100112233"))
        (folder / "shim").mkdir()
        self.shim = Shim.build(folder / "shim", hsm.module)
        neighbours = folder / "neighbours.toml"
        neighbours.write_text(
            f'[{NEIGHBOUR}]\nconnector = "province-json"\naddress = "{self.province.address}"\n'
            f"seconds = 2\nroots = '''{network.pem}'''\n[{NEIGHBOUR}.settings]\n"
            f'username = "{USER}"\nunit = "H00.01.01"\ndestination = "VN:GOV:TEST"\n',
            "utf-8",
        )
        self.plan_file = folder / "plan.json"
        plan = Plan(
            folder=str(self.data),
            dossiers=dossiers,
            samples=samples,
            module=self.shim.module,
            pin=PIN,
            tsa=self.pki.tsa_url,
            neighbours=str(neighbours),
            password=PASSWORD,
            closing=str(folder / "closing"),
        )
        self.closing = folder / "closing"
        self.plan_file.write_text(json.dumps(asdict(plan)), "utf-8")
        self.told: list[dict[str, Any]] = []
        self.crashes: list[str] = []
        self.starts = 0
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._process: subprocess.Popen[str] | None = None

    # ---- the program ---------------------------------------------------------------------------

    def start(self) -> None:
        """Start the program; what it says is kept."""
        self.starts += 1
        errors = (self.disk.parent / f"errors-{self.starts}.txt").open("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.day", str(self.plan_file)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, args=(self._process, errors), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str], errors: Any) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            # a line cut off by a kill was not told
            if line.endswith("\n"):
                self.told.append(json.loads(line))
        process.stdout.close()
        code = process.wait()
        errors.seek(0)
        if code not in (0, -signal.SIGKILL):
            self.crashes.append(f"exit code {code}: {errors.read()[-1500:]}")
        errors.close()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def is_over(self) -> bool:
        return bool(self.told) and self.told[-1]["kind"] == "over"

    def kill(self) -> None:
        """Kill it with all its workers, as a power switch would."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(30)

    # ---- faults --------------------------------------------------------------------------------

    @contextmanager
    def fault(self, kind: str, chance: random.Random) -> Iterator[None]:
        """Let one thing be wrong for as long as the context lasts."""
        if kind == "kill":
            self.kill()
            yield
        elif kind == "disk":
            filler = self.disk / "filler"
            _fill(filler)
            yield
            filler.unlink()
        elif kind == "network":
            moods = ["lost", "half", "garbled", "fault", "busy", "slow"]
            self.province.moods.extend(chance.choices(moods, k=4))
            self.pki.moods.tsa = chance.choice(["closed", "missing", "garbage"])
            yield
            self.province.moods.clear()
            self.pki.moods = Moods()
        else:
            self.shim.behave(pulled=True)
            yield
            self.shim.behave()


def _fill(file: Path) -> None:
    block = b"\0" * 65536
    with file.open("wb", buffering=0) as out:
        try:
            while out.write(block) == len(block):
                pass
        except OSError:
            return


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """Give a disk of its own that can be filled; without root an ordinary folder."""
    folder.mkdir()
    if os.geteuid() != 0:
        yield False
        return
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m,mode=700", "tmpfs", str(folder)]
    mounted = subprocess.run(words, check=False, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def run(
    *,
    seed: int,
    seconds: float,
    dossiers: int,
    samples: tuple[str, ...] = SAMPLES,
    pause: tuple[float, float] = (1.0, 6.0),
    patience: float = 240.0,
) -> Outcome:
    """Let the office work under faults for so long, then in peace until it is done; reckon."""
    chance = random.Random(seed)  # noqa: S311 - a storm that can be had again
    faults: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="digitizer-storm-") as name, ExitStack() as stack:
        storm = Storm(Path(name), stack, dossiers, samples)
        stack.callback(storm.kill)
        kinds = [one for one in FAULTS if one != "disk" or storm.real_disk]
        began = time.monotonic()
        storm.start()
        while time.monotonic() - began < seconds and not (storm.is_over or storm.crashes):
            time.sleep(chance.uniform(*pause))
            kind = chance.choice(kinds)
            with storm.fault(kind, chance):
                faults[kind] += 1
                time.sleep(0.1 if kind == "kill" else chance.uniform(0.5, 3.0))
                if kind != "kill" and chance.random() < 0.3:
                    faults[f"kill during {kind}"] += 1
                    storm.kill()
            if not storm.is_running:
                storm.start()
        until = time.monotonic() + patience
        while not (storm.is_over or storm.crashes) and time.monotonic() < until:
            if not storm.is_running:
                storm.start()
            if any(one["kind"] == "opened" for one in storm.told):
                storm.closing.touch()
            time.sleep(0.3)
        storm.kill()
        told = Told(storm.told)
        wrong = [f"crashed: {one}" for one in storm.crashes]
        if not storm.is_over:
            wrong.append(f"not done after {patience:.0f} s of peace; last: {storm.told[-3:]}")
        wrong += reckon(storm.data, KEY, told, storm.province, dossiers)
        hindrances = Counter(one["code"] for one in told.all("hindered"))
        notes = [] if storm.real_disk else ["the disk was not filled: that needs root"]
        return Outcome(
            dossiers=told.count["released"],
            seconds=time.monotonic() - began,
            faults=dict(faults),
            hindrances=dict(hindrances),
            told=dict(told.count),
            wrong=wrong,
            starts=storm.starts,
            repeats=storm.province.repeats,
            notes=notes,
        )


def main() -> int:
    """Run a storm and print the outcome."""
    parser = argparse.ArgumentParser(description="Nothing lost, nothing doubled")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--dossiers", type=int, default=1000, help="at most so many are opened")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    outcome = run(seed=given.seed, seconds=given.minutes * 60, dossiers=given.dossiers)
    print(json.dumps(asdict(outcome), indent=1, ensure_ascii=False))
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    shutil.which("gcc") or sys.exit("gcc and softhsm2 are needed")
    sys.exit(main())
