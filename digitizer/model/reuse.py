"""What the warehouse already holds for a citizen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A verified paper of an earlier dossier that may stand for a component of this one."""

    document_id: int
    document_type: str
    component: str
    from_dossier: str
    personal_id: str
    verified_by: str
    """Name of the officer who verified it."""
    verified_at: datetime
    valid_to: date | None
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class WarehouseRow:
    """One verified fact about a person, with where it came from."""

    personal_id: str
    document_type: str
    field: str
    value: str
    dossier_code: str
    document_id: int
    page_id: int | None
    box: tuple[float, float, float, float] | None
    method: str
    basis: str
    verified_by: str
    verified_at: datetime
    valid_to: date | None = None
