"""Officers and the roles they may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """A seat in the office; one officer may hold several."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    RECORDS = "records"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Officer:
    """A person who works with the program, as the store knows them."""

    id: int
    login: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class OfficerRecord:
    """An officer with the state of their account; times are UTC."""

    officer: Officer
    created_at: datetime
    password_at: datetime | None
    """When the password was set last; None for accounts older than this column."""
    disabled_at: datetime | None
    paused_until: datetime | None
