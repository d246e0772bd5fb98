"""Files that a person saves, and receivers that end with their dialog."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from digitizer.errors import FileUnreadableError


def write(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all; raises FileUnreadableError. Not on the GUI thread."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise FileUnreadableError(name=path.name, reason=error.strerror or "") from error
    return path


def while_open(dialog: QObject, receive: Callable[[Any], object]) -> Callable[[Any], None]:
    """Return a receiver that does nothing once the dialog is gone."""

    def deliver(value: Any) -> None:
        if shiboken6.isValid(dialog):
            receive(value)

    return deliver
