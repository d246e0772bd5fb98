"""Programs run to be measured: time on the clock, time on the cores, and peak memory."""

from __future__ import annotations

import ctypes
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

_GLANCE = 0.1
_ADOPTS_ORPHANS = 36
"""``PR_SET_CHILD_SUBREAPER`` of Linux."""


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
    with _adopting_orphans(), tempfile.TemporaryFile() as said:
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
        cpu = usage.ru_utime + usage.ru_stime + sum(map(_outlived, watch.seen))
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            told = said.read()[-600:].decode("utf-8", "replace")
            raise ProgramFailedError(f"{command[0]} ended with {process.returncode}: {told}")
    return Cost(wall, cpu, watch.memory, watch.worker)


@contextmanager
def _adopting_orphans() -> Iterator[None]:
    """Let processes that outlive the program they belong to become ours, with the time they took.

    A program's workers may be children of a process that nobody waits for; their time would count
    for nothing. Afterwards orphans go where they did before: nobody here would wait for them.
    """
    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)
    if prctl is None or prctl(_ADOPTS_ORPHANS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "orphans cannot be adopted: their time would not count")
    try:
        yield
    finally:
        prctl(_ADOPTS_ORPHANS, 0, 0, 0, 0)


def _outlived(pid: int) -> float:
    """Return the time of a process that was still there when its program ended, else nothing."""
    try:
        _, _, usage = os.wait4(pid, 0)
    except ChildProcessError:
        return 0.0  # its own parent has waited for it, and has its time
    return usage.ru_utime + usage.ru_stime


class _Watch(threading.Thread):
    """Looks at a process and its descendants ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.memory = 0.0
        self.worker = 0.0
        self.seen: set[int] = set()
        """All its descendants."""
        self._pid = pid
        self._ended = threading.Event()

    @override
    def run(self) -> None:
        """Look until told to stop."""
        while not self._ended.wait(_GLANCE):
            families = [_family(child) for child in children(self._pid)]
            self.seen.update(*families)
            held = sum(memory(each) for family in families for each in family)
            self.memory = max(self.memory, memory(self._pid) + held)
            workers = [sum(map(memory, _family(worker))) for worker in _workers(self._pid)]
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


def _workers(pid: int) -> list[int]:
    """Return the workers of a program; a child that keeps several itself is none."""
    found: list[int] = []
    for child in children(pid):
        kept = children(child)
        found.extend(kept if len(kept) > 1 else [child])
    return found
