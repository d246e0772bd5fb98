"""What every driver does: say what the device can, and feed pages into a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from digitizer.jobs import CancelToken
from digitizer.model.scan import Capabilities, Device, Profile


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What to scan and how the images are numbered."""

    profile: Profile
    first: int = 1
    """Number of the first image; a feed that goes on after a jam goes on counting."""
    most_images: int | None = None
    """Stop after so many; None feeds until the feeder is empty."""


class Scanner(Protocol):
    """A device as its driver presents it."""

    @property
    def device(self) -> Device:
        """The device this driver speaks to."""
        ...

    def capabilities(self) -> Capabilities:
        """Return what the device can do; raises ScannerError."""
        ...

    def scan(self, request: ScanRequest, folder: Path, cancel: CancelToken) -> Iterator[Path]:
        """Feed paper and yield each image's file the moment it is whole in ``folder``.

        Files are named by ``image_name``; fronts and backs follow one another when the profile is
        duplex. The iterator ends when the feeder is empty or the glass was read once.

        Raises FeederEmptyError when there was no paper at all, another ScannerError by what is
        wrong at the device, CancelledError when ``cancel`` was asked; files yielded before stay.
        """
        ...


def image_name(number: int, suffix: str) -> str:
    """Return the name of an image's file; names sort in the order of feeding."""
    return f"{number:06d}{suffix}"


def image_number(path: Path) -> int | None:
    """Return the number in the name of an image's file, or None if it is no such file."""
    return int(path.stem) if len(path.stem) == 6 and path.stem.isdigit() else None
