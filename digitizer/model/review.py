"""Who looks at a value, how often, and what the looking cost and showed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from digitizer.model.field import Absence, Evidence


class Stage(StrEnum):
    """What a value that is keyed twice waits for."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    """Two persons keyed two values; somebody else decides between them."""


class Keyed(StrEnum):
    """What came of a person's keying."""

    WAITS = "waits"
    """Somebody else keys it too."""
    AGREES = "agrees"
    """Two keyed the same: the value is decided."""
    DIFFERS = "differs"
    """Two keyed different values: a third decides."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person keyed: a text, or why there is none."""

    text: str = ""
    absence: Absence | None = None


@dataclass(frozen=True, slots=True)
class BlindValue:
    """A value that is keyed twice, as the next person may see it: never what the machine read."""

    value_id: int
    dossier_code: str
    document_id: int
    document_type: str
    field: str
    evidence: tuple[Evidence, ...]
    stage: Stage
    answers: tuple[Answer, ...] = ()
    """Both answers for who decides between them, none before."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What one decision took: kept with the value to tell keyers, fields and layouts apart."""

    milliseconds: int = 0
    """Time in the field."""
    keys: int = 0
    """Keys pressed in it."""
    alternative: int = 0
    """Which other reading was taken, from 1; 0 for none."""
    zoomed: bool = False
    """Whether the page was enlarged or moved by hand."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How many errors are to be expected among values of a field nobody has looked at."""

    waiting: int
    total: int
    """Values of the field in the dossiers being verified."""
    seen: int
    """How many of them persons have looked at,"""
    wrong: int
    """and found wrong."""
    errors: float
    """Errors to be expected among those that wait."""
    allowed: float
    """Errors the office's target leaves in the whole batch."""

    @property
    def met(self) -> bool:
        """Whether the rest may be accepted without a look."""
        return self.waiting > 0 and self.seen > 0 and self.errors <= self.allowed


@dataclass(frozen=True, slots=True)
class Quality:
    """What drawing values that the machine was sure of has shown."""

    drawn: int
    seen: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What was verified since a moment, by one officer and by all, and what is left."""

    mine: int
    """Dossiers this officer verified,"""
    values: int
    """and values this officer decided."""
    everybody: int
    """Dossiers anybody verified."""
    waiting: int
    """Dossiers that still wait to be verified."""


@dataclass(frozen=True, slots=True)
class Keyer:
    """One person's decisions of a period."""

    officer: str
    decided: int
    seconds: float
    """Time in fields, in all."""
    keys: int
    judged: int
    """Values this person keyed of which the right one is known: another keyed them too."""
    right: int
