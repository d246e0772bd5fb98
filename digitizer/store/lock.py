"""The folder lock: one program per data folder.

A program that was killed holds its lock until the system has taken it down: 0.1 to 0.2 s on a quiet
machine, as long as its last write lasts on a slow disk. Who opens the folder in that moment waits
for it; a program that is alive is told of at once.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import IO

from digitizer.errors import StoreBusyError

PATIENCE = 10.0
"""Seconds that a program which is being taken down is waited for."""
_GLANCE = 0.05
_EXITING = 0x4
"""The flag of a process that is ending (PF_EXITING in the kernel's sched.h)."""


class FolderLock:
    """Holds a data folder for this program until released; the system frees it on a crash."""

    def __init__(self, folder: Path) -> None:
        path = folder / "store.lock"
        self._file: IO[bytes] = path.open("a+b")
        until = time.monotonic() + PATIENCE
        while True:
            try:
                _claim(self._file)
                break
            except OSError as error:
                if time.monotonic() > until or not _is_ending(_holder(self._file)):
                    self._file.close()
                    raise StoreBusyError(folder=str(folder)) from error
            time.sleep(_GLANCE)
        self._file.truncate(0)
        self._file.write(str(os.getpid()).encode())
        self._file.flush()

    def release(self) -> None:
        """Let other programs have the folder; the file stays, deleting it would race."""
        self._file.close()


def _holder(file: IO[bytes]) -> int:
    """Return the number of the process that holds the lock, 0 when none is named."""
    file.seek(0)
    named = file.read(20)
    return int(named) if named.isdigit() else 0


def _is_ending(pid: int) -> bool:
    """Return whether a process is gone, or was killed and only has to be taken down."""
    if not Path("/proc/self/stat").exists():
        # elsewhere the system frees a lock with its process: nothing to wait for
        return False
    try:
        # what follows the program's name, which may hold anything
        _, _, rest = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return pid != 0
    state, *_, flags = rest.split()[:7]
    pending = next(one.split()[1] for one in status.splitlines() if one.startswith("ShdPnd"))
    killed = int(pending, 16) >> (signal.SIGKILL - 1) & 1
    return state in "ZX" or bool(int(flags) & _EXITING) or bool(killed)


if sys.platform == "win32":

    def _claim(file: IO[bytes]) -> None:
        import msvcrt

        # a byte far past the end: Windows locks are mandatory and would hide the number inside
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)

else:

    def _claim(file: IO[bytes]) -> None:
        import fcntl

        # flock, not lockf: it also stops a second store in this same process
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
