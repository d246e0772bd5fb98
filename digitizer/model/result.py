"""Results: the electronic documents an office issues."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ResultState(StrEnum):
    """Where a result stands on its way out."""

    COMPOSED = "composed"
    SIGNED = "signed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a dossier; times are UTC."""

    id: int
    dossier_code: str
    number: str
    template: str
    data: dict[str, str]
    pdf_hash: str
    """The composed PDF/A-3b in the vault, before any signature."""
    state: ResultState
    composed_by: int
    composed_at: datetime
    signed_hash: str | None = None
    signed_by: int | None = None
    signed_at: datetime | None = None
    report: dict[str, object] = field(default_factory=dict)
    """The validation report made right after signing."""
    version: int = 1
