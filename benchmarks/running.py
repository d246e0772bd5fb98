"""Programs run to be measured: time on the clock, time on the cores, and peak memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_GLANCE = 0.1


class ProgramFailedError(RuntimeError):
    """A measured program did not do its work."""


@dataclass(frozen=True)
class Cost:
    """What a run took."""

    wall: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0
    """Peak of all processes together, MB."""
    worker: float = 0.0
    """Peak of the largest worker with the programs it starts, MB."""


def run(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a program to its end and return what it took, its children included."""
    with tempfile.TemporaryFile() as said:
        started = time.monotonic()
        process = subprocess.Popen(
            list(command),
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, **(environment or {})},
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            told = said.read()[-600:].decode("utf-8", "replace")
            raise ProgramFailedError(f"{command[0]} ended with {process.returncode}: {told}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, watch.memory, watch.worker)


class _Watch(threading.Thread):
    """Looks at a process and its descendants ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.memory = 0.0
        self.worker = 0.0
        self._pid = pid
        self._ended = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._ended.wait(_GLANCE):
            workers = [sum(map(memory, _family(child))) for child in children(self._pid)]
            self.memory = max(self.memory, memory(self._pid) + sum(workers))
            self.worker = max([self.worker, *workers])

    def stop(self) -> None:
        """End the watch."""
        self._ended.set()
        self.join()


def children(pid: int) -> list[int]:
    """Return the processes a process has started."""
    found: list[int] = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found.extend(int(child) for child in (thread / "children").read_text().split())
    except (OSError, ValueError):
        return found  # it ended while it was looked at
    return found


def memory(pid: int) -> float:
    """Return a process's memory in MB; what several processes share is divided among them.

    A process just forked shares everything with its parent and would else be counted twice.
    """
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    except OSError:
        return 0.0
    for line in told.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _family(pid: int) -> list[int]:
    return [pid, *(each for child in children(pid) for each in _family(child))]
