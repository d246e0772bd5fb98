"""How many values of a batch are expected to be wrong: the sum of their calibrated doubts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from digitizer.model.field import Method

_CODES = {Method.QR, Method.MRZ, Method.TEXT_LAYER, Method.REUSED, Method.TYPED}
READ_ONCE = 7e-4
"""Doubt of a value of figures or fixed wordings taken after one reading.

None of 758 values so taken was wrong (506 of the older held-out papers, 252 of tuning papers of
seed 41, level 1); half an error is counted for what is unseen.
"""
WEIGHED = " · weighed by "
"""Stands in the basis of a value whose confidence is a calibrated probability."""


class ValueLike(Protocol):
    """What is needed of a reading or of a stored value."""

    @property
    def value(self) -> str:
        """Value in stored form."""

    @property
    def confidence(self) -> float:
        """How likely it is right when it was looked at twice, else an engine score."""

    @property
    def sure(self) -> bool:
        """Whether it was taken without a look."""

    @property
    def method(self) -> Method:
        """Where the value came from."""

    @property
    def basis(self) -> str:
        """Versions the value was made from."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a batch of values is expected to hold of errors."""

    values: int
    sure: int
    errors: float
    """Expected wrong values among all whose doubt is known."""
    errors_among_sure: float
    not_enough: int
    """Values that only the engine's own score speaks for, which is no probability."""


def expected(values: Iterable[ValueLike]) -> Expected:
    """Return the expected errors of values, before anybody has looked at them."""
    told = [one for one in values if one.value]
    known = [(one, doubt) for one in told if (doubt := _doubt(one)) is not None]
    return Expected(
        values=len(told),
        sure=sum(one.sure for one in told),
        errors=sum(doubt for _, doubt in known),
        errors_among_sure=sum(doubt for one, doubt in known if one.sure),
        not_enough=len(told) - len(known),
    )


def _doubt(one: ValueLike) -> float | None:
    if one.method in _CODES:
        return 0.0 if one.sure else None
    if WEIGHED in one.basis:
        return 1.0 - one.confidence
    return READ_ONCE if one.sure else None
