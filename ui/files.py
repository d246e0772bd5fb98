"""Files that a person saves, and receivers that end with their dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from digitizer.files import write_file


def write(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all, and return its path; not on the GUI thread.

    Raises DiskFullError or FileUnreadableError.
    """
    write_file(path, data)
    return path


def while_open(dialog: QObject, receive: Callable[[Any], object]) -> Callable[[Any], None]:
    """Return a receiver that does nothing once the dialog is gone."""

    def deliver(value: Any) -> None:
        if shiboken6.isValid(dialog):
            receive(value)

    return deliver
