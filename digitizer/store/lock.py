"""The folder lock: one program per data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from digitizer.errors import StoreBusyError


class FolderLock:
    """Holds a data folder for this program until released; the system frees it on a crash."""

    def __init__(self, folder: Path) -> None:
        path = folder / "store.lock"
        self._file: IO[bytes] = path.open("a+b")
        try:
            _claim(self._file)
        except OSError as error:
            self._file.close()
            raise StoreBusyError(folder=str(folder)) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()).encode())
        self._file.flush()

    def release(self) -> None:
        """Let other programs have the folder; the file stays, deleting it would race."""
        self._file.close()


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
