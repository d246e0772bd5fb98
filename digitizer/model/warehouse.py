"""Facts in time: what ends a fact, how one is corrected, and whose work rests on the old value.

A fact has two times. *True* is when it holds in the world: from the day its paper names to the day
a later paper of the same kind takes its place. *Known* is when this office held it for true: from
its verification to its correction. Nothing is overwritten: an end is a row of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_ALIKE = 10
"""People of one name and birth date that are told of."""


class EndKind(StrEnum):
    """Why a fact no longer stands."""

    CORRECTED = "corrected"
    """It was wrong from the beginning; another fact of the same paper says it right."""
    SUCCEEDED = "succeeded"
    """It was right until a later paper of the same kind took its place."""


class CorrectionState(StrEnum):
    """How far a correction has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FactEnd:
    """The end of a fact, known since ``at`` (UTC)."""

    kind: EndKind
    at: datetime
    true_to: date | None
    """The first day it held no longer; None for a correction, which says it never held."""
    next_fact: int | None
    """Number of the fact that took its place, if there is one."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A verified value that somebody holds for wrong, and what another officer decided."""

    id: int
    fact_id: int
    personal_id: str
    organisation: str
    document_type: str
    field: str
    old_value: str
    value: str
    reason: str
    dossier_code: str
    """The dossier in which the wrong value was verified."""
    proposed_by: str
    proposed_by_id: int
    proposed_at: datetime
    state: CorrectionState


@dataclass(frozen=True, slots=True)
class StaleUse:
    """A dossier that rests on a value corrected since, until an officer has settled it."""

    dossier_code: str
    dossier_state: str
    fact_id: int
    document_type: str
    field: str
    old_value: str
    new_value: str
    at: datetime
    """When the correction was approved, UTC."""
    note: str = ""
    """What the officer who settled it wrote; empty while it is open."""
    settled_by: str = ""
