"""The office's clock: times are stored in UTC and shown in Vietnam's time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

OFFICE_TIME = timezone(timedelta(hours=7))


def shown(moment: datetime) -> str:
    """Return a UTC moment the way the office writes it: ``02/01/2026 14:05``."""
    return f"{moment.astimezone(OFFICE_TIME):%d/%m/%Y %H:%M}"
