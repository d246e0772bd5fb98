"""Files that a person saves."""

from __future__ import annotations

from pathlib import Path

from digitizer.files import write_file


def write(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all, and return its path; not on the GUI thread.

    Raises DiskFullError or FileUnreadableError.
    """
    write_file(path, data)
    return path
