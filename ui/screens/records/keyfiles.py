"""Key files and saved results on disk; runs on working threads."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

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
