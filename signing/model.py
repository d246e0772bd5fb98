"""Values of signing: who signs, how it looks, and what a check found. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

OFFICE_TIME = timezone(timedelta(hours=7))


def office_time(at: datetime) -> str:
    """Return a time as a visible signature writes it: 02/01/2026 14:05:09 +07:00."""
    return at.astimezone(OFFICE_TIME).strftime("%d/%m/%Y %H:%M:%S +07:00")


class Level(StrEnum):
    """How much proof a signature carries (ETSI EN 319 142-1 6)."""

    B_B = "b"
    """The signature alone."""
    B_T = "t"
    """A timestamp says when."""
    B_LT = "lt"
    """The file carries what proves that no certificate was revoked."""
    B_LTA = "lta"
    """A document timestamp protects all of it; renewed, it lasts for ever."""

    @property
    def label(self) -> str:
        """Return the level as the standard writes it."""
        return f"B-{self.value.upper()}"

    @property
    def timestamped(self) -> bool:
        """Return whether a timestamp belongs to this level."""
        return self is not Level.B_B

    @property
    def long_term(self) -> bool:
        """Return whether the file must carry revocation data."""
        return self in {Level.B_LT, Level.B_LTA}


@dataclass(frozen=True, slots=True)
class CertificateInfo:
    """What a person needs to know of a certificate; times are UTC."""

    owner: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    self_signed: bool
    test: bool
    """Made by this program for trying things out; it proves nothing."""
    organisation: str = ""
    personal_number: str = ""
    """Number of the owner or agency as the subject names it, without its prefix."""

    def in_force(self, at: datetime | None = None) -> bool:
        """Return whether the certificate is within its validity."""
        return self.not_before <= (at or datetime.now(UTC)) <= self.not_after

    def days_left(self, at: datetime | None = None) -> int:
        """Return the whole days the certificate stays valid; negative once it has expired."""
        return (self.not_after - (at or datetime.now(UTC))).days


class PinState(StrEnum):
    """What a token says about wrong PINs entered so far (PKCS#11 v2.40, CKF_USER_PIN_…)."""

    FRESH = "fresh"
    FEW_LEFT = "few-left"
    LAST = "last"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """A token that is plugged in, as far as it shows itself without a PIN."""

    module: str
    """Path of the PKCS#11 module it answers through."""
    slot: int
    label: str
    serial: str
    manufacturer: str
    model: str
    pin: PinState
    certificates: tuple[CertificateInfo, ...] = ()
    """Certificates it shows before anybody has entered the PIN."""
    pin_pad: bool = False
    """The PIN is typed on the device, not on the keyboard."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """The visible signature: text lines in a box on one page.

    ``box`` is left, bottom, right, top in points from the page's bottom-left corner. ``{time}`` in
    a line becomes the time of signing when the file is prepared.
    """

    lines: tuple[str, ...]
    page: int
    """From 0; -1 is the last page."""
    box: tuple[float, float, float, float]
    font_size: float = 10.0
    image: bytes | None = None
    """PNG with transparency drawn behind the lines."""
    frame: bool = True
    """Whether a thin grey line is drawn around it."""
    turn: int = 0
    """Degrees the page is shown turned clockwise; the text stands upright for the reader."""
    image_width: float = 0.0
    """Points the picture takes at the right, with the lines to its left; 0: it fills the box."""

    def at(self, moment: datetime) -> Appearance:
        """Return the appearance with the time of signing written in."""
        shown = office_time(moment)
        return replace(self, lines=tuple(line.replace("{time}", shown) for line in self.lines))


@dataclass(frozen=True, slots=True)
class SignerVerdict:
    """What a check found about one signature."""

    field: str
    owner: str
    issuer: str
    signed_at: datetime | None
    timestamped: bool
    intact: bool
    trusted: bool
    covers_whole_file: bool
    modified_after: bool
    """Something was added after this signature that it does not allow."""
    test_certificate: bool
    level: str
    """``B-B``, ``B-T``, ``B-LT``, ``B-LTA`` or empty."""
    algorithm: str
    problem: str = ""
    """Machine code of what is wrong, empty when nothing is."""
    timestamp_at: datetime | None = None
    timestamp_by: str = ""
    revocation: str = "unknown"
    """Whether the certificate was revoked when it signed: ``good``, ``revoked`` or ``unknown``."""
    path: tuple[str, ...] = ()
    """Who vouches for the certificate: its owner first, the root last."""
    ades: str = ""
    """From B-LT on: the judgement by ETSI EN 319 102-1, such as ``PASSED``."""
    followed_by: tuple[str, ...] = ()
    """Fields that were signed or stamped afterwards, in order."""


@dataclass(frozen=True, slots=True)
class PdfaVerdict:
    """What the PDF/A check found."""

    flavour: str
    """Claimed conformance such as ``3b``; empty when none is claimed."""
    conforms: bool
    violations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found about a whole file."""

    valid: bool
    """At least one signature, all intact and trusted, nothing changed since, PDF/A conforms."""
    signers: tuple[SignerVerdict, ...]
    pdfa: PdfaVerdict
    checked_at: datetime
    trust: str
    """What the trust rests on: ``trust list``, ``given root``, ``test certificate`` or ``none``."""
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)
    archived_until: datetime | None = None
    """When the newest document timestamp's certificate ends: it must be renewed before."""

    @property
    def level(self) -> str:
        """The level that all signatures reach; empty when one has none."""
        order = ("", "B-B", "B-T", "B-LT", "B-LTA")
        return min((one.level for one in self.signers), key=order.index, default="")

    @property
    def modified_after(self) -> bool:
        """Whether something was added after a signature that it does not allow."""
        return any(one.modified_after for one in self.signers)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict with ISO 8601 times."""
        facts = {"level": self.level, "modified_after": self.modified_after}
        return {**dict(_plain(asdict(self))), **facts}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value
