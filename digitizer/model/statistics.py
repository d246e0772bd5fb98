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
    FROM_PORTAL = "from-portal"
    """A component was taken from the citizen's electronic store (DuocLayTuKhoDMQG)."""
    RESULT_SIGNED = "result-signed"
    RESULT_RELEASED = "result-released"
    RESULT_SYNCED = "result-synced"
    """The province's system has confirmed the released result with a link to its file."""
    NEEDS_RESULT = "needs-result"
    """The procedure ends in a written result."""
    POPULATION_ASKED = "population-asked"
    """The population database was asked for this dossier."""
    VNEID_ACCOUNT = "vneid-account"
    """The dossier came from an account that VNeID has confirmed."""
    RECEIVED = "received"


RESULT_FLAGS = frozenset({Flag.RESULT_SIGNED, Flag.RESULT_RELEASED, Flag.RESULT_SYNCED})
"""What only a procedure that ends in a written result can have."""


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
    any_of: frozenset[Flag] = frozenset()
    """Of these one is enough."""

    def lacks(self, dossier: CountedDossier) -> tuple[Flag, ...]:
        """Return the facts a dossier lacks to count, none if it does."""
        lacking = self.needs - dossier.flags
        if Flag.NEEDS_RESULT not in dossier.flags:
            lacking -= RESULT_FLAGS
        if self.any_of and not self.any_of & dossier.flags:
            lacking |= self.any_of
        return tuple(flag for flag in Flag if flag in lacking)


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
    from_portal: int = 0
    """With a component from the national portal's store of the citizen."""
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

    @property
    def rates(self) -> tuple[float | None, ...]:
        """Return the shares digitized, reused, with e-result and on time; None without a base."""
        return (
            _share(self.with_file, self.received),
            _share(self.reused, self.received),
            _share(self.with_result, self.finished),
            _share(self.on_time, self.finished),
        )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


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
class Counted:
    """A dossier, and for each indicator what it lacks; an indicator not asked of it is left out."""

    dossier_code: str
    procedure: str
    lacks: Mapping[str, tuple[Flag, ...]]


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
    return_reasons: tuple[tuple[str, int], ...] = ()
    by_day: Mapping[date, Line] = field(default_factory=dict)
    by_office: Mapping[str, Line] = field(default_factory=dict)
    """By the code of the office that received the dossier: the first part of its code."""
    by_month: Mapping[str, Line] = field(default_factory=dict)
    """By month, such as ``2026-11``."""
    counted: tuple[Counted, ...] = ()
    """Every dossier of the period, with what it lacks for each indicator."""

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Return the dossiers that an indicator does not count, indicator by indicator."""
        return tuple(
            Missing(one.dossier_code, one.procedure, indicator.rule.code, lacks)
            for indicator in self.indicators
            for one in self.counted
            if (lacks := one.lacks.get(indicator.rule.code))
        )
