"""Values of signing: who signs, how it looks, and what a check found. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


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


@dataclass(frozen=True, slots=True)
class Appearance:
    """The visible signature: text lines in a box on one page.

    ``box`` is left, bottom, right, top in points from the page's bottom-left corner.
    """

    lines: tuple[str, ...]
    page: int
    """From 0; -1 is the last page."""
    box: tuple[float, float, float, float]
    font_size: float = 10.0
    image: bytes | None = None
    """PNG with transparency drawn behind the lines."""


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

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict with ISO 8601 times."""
        return dict(_plain(asdict(self)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value
