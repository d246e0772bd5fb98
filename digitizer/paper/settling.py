"""Whether a file that somebody else writes is complete.

That its size stands still is not enough: of five files whose writer stalled for 1.2 s all five were
taken truncated by that rule alone. Asked besides: nobody has it open for writing (as far as this
machine can know), its end looks like an end, and the whole of it decodes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import struct
import sys
from pathlib import Path

_TAIL = 2048
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_BUSY = frozenset({errno.EAGAIN, errno.EACCES, errno.EBUSY, errno.ETXTBSY})


def is_being_written(path: Path) -> bool | None:
    """Return whether a process of this machine has the file open for writing; None if unknown.

    Linux: a read lease is refused while there is a writer (fcntl(2), F_SETLEASE); it takes the
    file's owner. Windows refuses to open a file that is open for exclusive writing; untried there.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        return True if error.errno in _BUSY else None
    try:
        return _lease_refused(handle)
    finally:
        os.close(handle)


def _lease_refused(handle: int) -> bool | None:
    if not sys.platform.startswith("linux"):
        return None
    import fcntl

    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        # not the owner, or a file system without leases: unknown, the other checks still hold
        return True if error.errno == errno.EAGAIN else None
    with contextlib.suppress(OSError):
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


def ends_well(path: Path) -> bool:
    """Return whether a file's end is one of its kind; of an unknown kind, nothing is said against.

    ZIP and e-mail have their own decoders; a TIFF has no end, its directory is checked to lie
    within the file.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(16)
        file.seek(max(0, size - _TAIL))
        tail = file.read(_TAIL)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return tail.endswith(_PNG_END)
    if head.startswith(b"\xff\xd8\xff"):
        # some devices pad with zeros
        return tail.rstrip(b"\0").endswith(b"\xff\xd9")
    if b"%PDF-" in head:
        return b"%%EOF" in tail and b"startxref" in tail
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return size >= int(struct.unpack("<I", head[4:8])[0]) + 8
    if head.startswith(b"BM"):
        return size >= int(struct.unpack("<I", head[2:6])[0])
    if head[:4] in (b"II*\0", b"MM\0*"):
        order = "<" if head[:2] == b"II" else ">"
        return size >= int(struct.unpack(order + "I", head[4:8])[0]) + 2
    if head.startswith(b"PK"):
        return b"PK\x05\x06" in tail
    return True
