"""Dossiers, their components and the states they pass through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digitizer.model.officer import Officer


class DossierState(StrEnum):
    """Where a dossier stands on its way."""

    INTAKE = "intake"
    """With the clerk: papers are taken in and read."""
    VERIFYING = "verifying"
    """Handed to the supervisor."""
    RETURNED = "returned"
    """Sent back to the clerk with a reason."""
    VERIFIED = "verified"
    """Its values stand in the warehouse."""
    ISSUED = "issued"
    """Its result is signed."""


WITH_CLERK = frozenset({DossierState.INTAKE, DossierState.RETURNED})
"""States in which papers are taken in and read."""


class DeferralKind(StrEnum):
    """Why a dossier waits although it could be checked."""

    POSTPONED = "postponed"
    """Laid aside for now."""
    ESCALATED = "escalated"
    """Left to somebody who may know or decide more."""


class Channel(StrEnum):
    """How the dossier came in."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


class ComponentState(StrEnum):
    """Whether a component is there."""

    MISSING = "missing"
    PRESENT = "present"
    REUSED = "reused"
    LOOK_UP = "look-up"
    """Not handed in: the clerk looks it up instead."""
    SHOWN = "shown"
    OPTIONAL = "optional"
    """Not handed in and not required."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The person the dossier is about (chủ hồ sơ)."""

    name: str = ""
    personal_id: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One citizen's dossier for one procedure; times are UTC."""

    code: str
    procedure: str
    owner: Owner
    channel: Channel
    state: DossierState
    received_at: datetime
    due_at: datetime
    opened_by: int
    verified_by: int | None = None
    return_reason: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Component:
    """What a dossier holds for one component rule."""

    code: str
    name: str
    required: bool
    source_policy: str
    state: ComponentState
    document_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Who works on a dossier, at which desk, and until when if they do not say so again (UTC)."""

    dossier_code: str
    officer: Officer
    station: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Deferral:
    """A dossier that waits by somebody's wish, and why; the time is UTC."""

    dossier_code: str
    kind: DeferralKind
    reason: str
    officer: Officer
    at: datetime
