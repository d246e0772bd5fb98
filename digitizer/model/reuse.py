"""What the warehouse already holds for a citizen."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime

from digitizer.model.place import FactPlace
from digitizer.model.warehouse import FactEnd


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
    """One verified fact about a person or an organisation, with where it came from."""

    personal_id: str
    """Citizen number of the person, or empty when the paper speaks of an organisation alone."""
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
    """Since when the office has known it, UTC."""
    valid_to: date | None = None
    """Last day the paper may be used."""
    organisation: str = ""
    """Number of the organisation the paper speaks of, or empty."""
    organisation_name: str = dataclasses.field(default="", compare=False)
    """Name to know the organisation by; only when the fact enters."""
    true_from: date | None = None
    """First day it holds in the world, as the paper says."""
    succession: str = ""
    """Kinds of paper of which a person has one at a time share a word; empty for others."""
    legal_source: str = ""
    """The rule that prescribes the paper."""
    number: int = dataclasses.field(default=0, compare=False)
    """The fact's number in the warehouse; 0 before it enters."""
    corrects: int | None = None
    """Number of the fact this one puts right."""
    end: FactEnd | None = None
    place: FactPlace | None = dataclasses.field(default=None, compare=False)
    """Of an address, the unit it lies in, derived; what is printed is the value."""

    @property
    def stands(self) -> bool:
        """Return whether it is held for true and in force by all that is known."""
        return self.end is None
