"""What is counted of dossiers: facts of each, indicators over many, and why one does not count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from digitizer.model.dossier import DossierState


class Flag(StrEnum):
    """A fact of a dossier that an indicator asks for."""

    COMPONENT_FILE = "component-file"
    """A file is attached to a component."""
    COMPONENT_REUSED = "component-reused"
    """A component stands on a paper of an earlier dossier."""
    RESULT_SIGNED = "result-signed"
    RESULT_RELEASED = "result-released"
    NEEDS_RESULT = "needs-result"
    """The procedure ends in a written result."""
    POPULATION_ASKED = "population-asked"
    """The population database was asked for this dossier."""
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class CountedDossier:
    """The facts of one dossier that statistics rest on; times are UTC."""

    code: str
    procedure: str
    state: DossierState
    received_at: datetime
    due_at: datetime
    opened_by: int
    verified_by: int | None
    flags: frozenset[Flag]
    finished_at: datetime | None = None
    """When the result was signed last; None while there is none."""

    def overdue(self, now: datetime) -> bool:
        """Return whether the dossier is unfinished after its day, or was finished after it."""
        return (self.finished_at or now) > self.due_at


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """How one indicator counts."""

    code: str
    title: str
    of: Flag
    needs: frozenset[Flag]
    full_at: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator over a period."""

    rule: IndicatorRule
    counted: int
    total: int

    @property
    def share(self) -> float | None:
        """The share, or None where nothing was to count."""
        return self.counted / self.total if self.total else None

    @property
    def score(self) -> float | None:
        """The part of the full score, from 0 to 1."""
        return None if self.share is None else min(1.0, self.share / self.rule.full_at)


@dataclass(frozen=True, slots=True)
class Line:
    """The columns of the provincial report, over some dossiers."""

    received: int = 0
    with_file: int = 0
    reused: int = 0
    finished: int = 0
    with_result: int = 0
    on_time: int = 0
    overdue: int = 0
    """Unfinished after their day."""

    @property
    def without_file(self) -> int:
        """Received dossiers none of whose components is digitized."""
        return self.received - self.with_file

    @property
    def without_result(self) -> int:
        """Finished dossiers without an electronic result."""
        return self.finished - self.with_result


@dataclass(frozen=True, slots=True)
class Hand:
    """What one officer did in the period."""

    officer: str
    opened: int
    verified: int
    decided: int
    """Field values the officer stands for."""
    corrected: int
    """Of these, values that differ from what the machine had read."""
    returned: int
    """Dossiers of this officer that came back with a reason."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A dossier that an indicator does not count, and which facts it lacks."""

    dossier_code: str
    procedure: str
    indicator: str
    lacks: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The statistics of a period, both days included, in the office's time."""

    first: date
    last: date
    made_at: datetime
    whole: Line
    by_procedure: Mapping[str, Line]
    indicators: tuple[Indicator, ...]
    hands: tuple[Hand, ...]
    missing: tuple[Missing, ...]
    return_reasons: tuple[tuple[str, int], ...] = ()
    by_day: Mapping[date, Line] = field(default_factory=dict)
