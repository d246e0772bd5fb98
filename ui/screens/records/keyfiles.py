"""Key files and saved results on disk; runs on working threads."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from digitizer.errors import FileUnreadableError


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is handed to the core; it is shown nowhere."""

    data: bytes = field(repr=False)
    password: str = field(repr=False)


def load(path: Path, password: str) -> Key:
    """Read a key file; raises FileUnreadableError."""
    try:
        return Key(path.read_bytes(), password)
    except OSError as error:
        raise FileUnreadableError(name=path.name, reason=error.strerror or "") from error


def throwaway(owner: str, office: str) -> Key:
    """Make a test key that lives for one signature."""
    from digitizer.office import practice

    return Key(practice.throwaway_key(owner, office), practice.KEY_PASSWORD)


def write(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all; raises FileUnreadableError."""
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
