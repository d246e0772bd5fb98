"""Where a value comes from: its pixels, and everybody who had a hand in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digitizer.model.field import Absence, Evidence, Method


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a value: what it was, since when, and who or what made it so."""

    version: int
    value: str
    absence: Absence | None
    method: Method
    basis: str
    officer: str
    """Name of the person; empty for a machine."""
    decided: bool
    """Whether a person stands for it."""
    since: datetime | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """A value with all its states, oldest first; the last is the present one."""

    dossier_code: str
    document_id: int
    document_type: str | None
    field: str
    steps: tuple[Step, ...]
    verified_by: str = ""
    """Name of who verified the dossier; empty while nobody has."""
    verified_at: datetime | None = None

    @property
    def evidence(self) -> Evidence | None:
        """The pixels: those of the newest state that has any."""
        return next((one.evidence[0] for one in reversed(self.steps) if one.evidence), None)
