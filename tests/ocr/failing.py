"""Calls for worker processes that go wrong in the ways a page can."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def echoes(value: object) -> object:
    """Return what came in."""
    return value


def tells(variable: str) -> str | None:
    """Return what the worker's environment says."""
    return os.environ.get(variable)


def lists(module: str) -> bool:
    """Return whether a module was there before anybody asked for it."""
    return module in sys.modules


def hangs(seconds: float) -> None:
    """Take longer than anybody waits."""
    time.sleep(seconds)


def hangs_with_a_child(note: str) -> None:
    """Start another program, write its number to ``note``, and wait for it."""
    child = subprocess.Popen(["sleep", "600"])
    Path(note).write_text(str(child.pid), "utf-8")
    child.wait()


def dies() -> None:
    """End like a process the system kills for want of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def breaks() -> None:
    """Meet a bug, with something personal in its text."""
    raise ZeroDivisionError("ĐỖ THỊ KIM UYÊN")


def folder_for_pages() -> str:
    """Return where the worker puts temporary files."""
    return tempfile.gettempdir()


def memory_peaks() -> tuple[float, float]:
    """Return the highest memory in MB of this worker and of the largest program it has run."""
    status = Path("/proc/self/status").read_text("utf-8")
    own = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return int(own.split()[1]) / 1024, largest / 1024
