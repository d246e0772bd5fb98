"""Searching the text of scans: what is asked, and where it was found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class TextQuery:
    """Words to look for on pages, and what the dossiers must be; empty means any."""

    words: str
    """Words that begin words of the page; those with marks are found with these marks only."""
    document_type: str = ""
    procedure: str = ""
    state: str = ""
    received_from: date | None = None
    received_to: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the query as JSON keeps it."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Self:
        """Return the query that ``to_dict`` wrote."""

        def day(name: str) -> date | None:
            return date.fromisoformat(kept[name]) if kept.get(name) else None

        return cls(
            words=str(kept.get("words", "")),
            document_type=str(kept.get("document_type", "")),
            procedure=str(kept.get("procedure", "")),
            state=str(kept.get("state", "")),
            received_from=day("received_from"),
            received_to=day("received_to"),
        )


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page on which the words stand."""

    page_id: int
    dossier_code: str
    owner_name: str
    document_type: str
    state: str
    """State of the dossier."""
    received_at: datetime
    text_hash: str
    lines: tuple[str, ...] = ()
    """Printed lines in which words of the query stand, as read."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search an officer keeps under a name."""

    id: int
    name: str
    query: TextQuery
