"""Field values with their evidence, and findings about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Method(StrEnum):
    """Where a value came from."""

    TEXT_LAYER = "text-layer"
    OCR = "ocr"
    QR = "qr"
    MRZ = "mrz"
    DERIVED = "derived"
    REUSED = "reused"
    TYPED = "typed"


class Absence(StrEnum):
    """Why a field has no value: three facts that are not an empty string."""

    BLANK = "blank"
    UNREADABLE = "unreadable"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The pixels a value came from: a rectangle on a page, in pixels of the page's image."""

    page_id: int
    left: float
    top: float
    right: float
    bottom: float


class Look(StrEnum):
    """What the office asks of a field before its value counts."""

    NEVER = "never"
    """The machine's value counts as it is."""
    FINDING = "finding"
    """A person looks when a check objects."""
    DOUBT = "doubt"
    """A person looks when the machine is not sure or a check objects."""
    SAMPLE = "sample"
    """The machine was sure; a person looks because the value was drawn to measure it."""
    ALWAYS = "always"
    TWICE = "twice"
    """Two persons key the value without seeing each other's, a third decides when they differ."""


KEYED_TWICE = "keyed-twice"
"""The reason of a value that two persons keyed alike, or a third settled."""


class Source(StrEnum):
    """Who says something about a fact printed on a card."""

    PRINT = "print"
    QR = "qr"
    MRZ = "mrz"
    NUMBER = "number"
    """The structure of the twelve digits themselves: century, year, sex, place."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """What one witness says of one fact."""

    source: Source
    value: str
    """In stored form; of the number's structure only the year of a birth date."""
    evidence: tuple[Evidence, ...] = ()
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What a machine read for one field; it becomes a FieldValue when stored."""

    name: str
    value: str
    """Normalised: ISO dates, digits without spaces, NFC text."""
    raw: str
    """As printed."""
    confidence: float
    """Between 0 and 1: how likely it is right if it was looked at twice, else an engine score."""
    sure: bool
    method: Method
    basis: str
    """Engine, model and definition versions the value was made from."""
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[str, ...] = ()
    said: tuple[Testimony, ...] = ()
    """On a card, what print and codes say of the fact, each by itself; not stored."""
    rows: tuple[tuple[FieldReading, ...], ...] = ()
    """Of a table, its cells entry by entry, named ``field.entry.column``; not stored."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a machine read for a field, and whether a person found it right."""

    document_type: str
    name: str
    confidence: float
    sure: bool
    right: bool


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of one field of one document, as stored."""

    id: int
    document_id: int
    name: str
    value: str
    raw: str
    confidence: float
    sure: bool
    method: Method
    basis: str
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[str, ...] = ()
    absence: Absence | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    version: int = 1
    look: Look | None = None
    """What the office still asks of it in place of a look in doubt."""
    hidden: bool = False
    """Whether what it says was taken out: sensitive, for an officer who may not see such data."""
    reason: str = ""
    """Why the person who decided it lets it stand although a check warns; empty without one."""


class Severity(StrEnum):
    """An error blocks verification; a warning wants a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, by code; the sentence stands in the messages."""

    code: str
    severity: Severity
    fields: tuple[str, ...] = ()
    document_id: int | None = None
    details: dict[str, str] = field(default_factory=dict)
