"""What every driver does: say what the device can, and feed pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from digitizer.jobs import CancelToken
from digitizer.model.scan import Capabilities, Device, Profile

LARGEST_IMAGE = 400_000_000
"""Bytes of one image; an A3 sheet in colour at 600 dpi has 210 million."""


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What to scan and how the images are numbered."""

    profile: Profile
    first: int = 1
    """Number of the first image; a feed that goes on after a jam goes on counting."""
    most_images: int | None = None
    """Stop after so many; None feeds until the feeder is empty."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """An image as the device gave it, whole; it has touched no disk."""

    number: int
    data: bytes = field(repr=False)


class Scanner(Protocol):
    """A device as its driver presents it."""

    @property
    def device(self) -> Device:
        """The device this driver speaks to."""
        ...

    def capabilities(self) -> Capabilities:
        """Return what the device can do; raises ScannerError."""
        ...

    def scan(self, request: ScanRequest, cancel: CancelToken) -> Iterator[Scanned]:
        """Feed paper and yield each image the moment it is whole.

        Numbers follow one another from ``request.first``; fronts and backs alternate when the
        profile is duplex. The iterator ends when the feeder is empty or the glass was read once.

        Raises FeederEmptyError when there was no paper at all, another ScannerError by what is
        wrong at the device, CancelledError when ``cancel`` was asked; images yielded before count.
        """
        ...
