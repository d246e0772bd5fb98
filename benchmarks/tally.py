"""How extraction did, as counts that add up."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Tally:
    """How extraction did on one paper or on several."""

    papers: int = 0
    sorted_right: int = 0
    pages: int = 0
    fields: int = 0
    exact: int = 0
    sure: int = 0
    sure_wrong: int = 0
    reading_seconds: float = 0.0
    extraction_seconds: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))
