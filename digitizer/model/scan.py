"""Scanners, how they are asked to scan, and batches of sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeviceKind(StrEnum):
    """The protocol by which a device is spoken to."""

    SANE = "sane"
    ESCL = "escl"
    WIA = "wia"
    FOLDER = "folder"


class PaperSource(StrEnum):
    """Where the paper lies."""

    FEEDER = "feeder"
    GLASS = "glass"


class Colour(StrEnum):
    """What a pixel holds."""

    COLOUR = "colour"
    """24 bits."""
    GREY = "grey"
    """8 bits."""


class Side(StrEnum):
    """Which side of a sheet an image shows."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Device:
    """A device paper can be taken in from; ``id`` names it for good: ``sane:fujitsu:fi-7160``."""

    id: str
    name: str
    kind: DeviceKind
    address: str
    """What the driver needs to reach it: a SANE name, a URL, a WIA id, a folder."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a device says it can do."""

    sources: frozenset[PaperSource]
    duplex: bool
    colours: frozenset[Colour]
    resolutions: tuple[int, ...]
    """Dots per inch the device names; empty when it takes any."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How paper is scanned."""

    code: str
    name: str
    source: PaperSource = PaperSource.FEEDER
    dpi: int = 300
    colour: Colour = Colour.COLOUR
    duplex: bool = False
    width_mm: float = 210.0
    height_mm: float = 297.0
    lossless: bool = False
    """Keep raw pixels as PNG; otherwise as JPEG of quality 92 without colour subsampling."""
    key: str = ""
    """The key that starts it, such as F9; it stays with the profile whatever the order."""
    procedures: tuple[str, ...] = ()
    """Procedures for which this profile is the first choice."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A stack of sheets fed for one dossier; it stays open until the clerk ends it."""

    id: int
    dossier_code: str
    device: str
    profile: Profile
    started_at: datetime
    ended_at: datetime | None = None
    sheets_given: int | None = None
    """How many sheets the clerk counted; None while nobody has said."""
    sheets: int = 0
    """Sheets that are safe on disk."""
    images: int = 0
    """Images that are safe on disk, whatever became of their pages."""
