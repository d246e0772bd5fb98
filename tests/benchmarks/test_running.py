"""The stopwatch: what a program costs is its own time and memory and that of its children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.running import ProgramFailedError, run

HOLDS = "held = bytearray(120_000_000); import time; time.sleep(0.8)"
STARTS_ANOTHER = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLDS!r}])"


def test_the_memory_of_a_child_counts_and_that_of_the_measuring_program_does_not() -> None:
    ballast = bytearray(400_000_000)
    cost = run([sys.executable, "-c", STARTS_ANOTHER])
    assert 115 < cost.memory < 200
    assert 115 < cost.worker <= cost.memory
    assert ballast


def test_time_asleep_is_no_time_on_the_cores() -> None:
    cost = run([sys.executable, "-c", "import time; time.sleep(0.7)"])
    assert cost.wall > 0.7
    assert cost.cpu < 0.5


def test_the_time_of_a_process_that_outlives_its_program_counts() -> None:
    busy = "import time; until = time.process_time() + 0.6\nwhile time.process_time() < until: pass"
    leaves_one = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    cost = run([sys.executable, "-c", f"{leaves_one}; time.sleep(0.3)"])
    assert cost.cpu > 0.6


def test_a_program_that_fails_says_why() -> None:
    with pytest.raises(ProgramFailedError, match="ended with 3: no paper"):
        run([sys.executable, "-c", "import sys; print('no paper', file=sys.stderr); sys.exit(3)"])


def test_after_a_measurement_orphans_of_other_programs_are_not_left_to_this_one() -> None:
    run([sys.executable, "-c", "pass"])
    leaves = "import subprocess; print(subprocess.Popen(['sleep', '20']).pid)"
    told = subprocess.run([sys.executable, "-c", leaves], stdout=subprocess.PIPE, check=True)
    orphan = int(told.stdout)
    stat = Path(f"/proc/{orphan}/stat").read_text().rpartition(")")[2].split()
    os.kill(orphan, signal.SIGKILL)
    assert int(stat[1]) != os.getpid()
