"""Rows of the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One action of one officer, chained to the row before by hash; times are UTC."""

    seq: int
    at: datetime
    officer: str
    station: str
    action: str
    subject: str
    before: str
    after: str
    previous_hash: str
    hash: str
