"""What the population database answered about a dossier: shown and kept for a while only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from digitizer.exchange.connector import overlaid, tables_of
from digitizer.model.message import DeliveryKind, Neighbour
from digitizer.model.officer import Officer
from digitizer.model.witness import PopulationAnswer
from digitizer.store import Store

CONNECTOR = "population"


def neighbour_of(store: Store) -> Neighbour | None:
    """Return the population database the office is connected to, or None."""
    found = (one for one in store.outbox.neighbours(enabled=True) if one.connector == CONNECTOR)
    return next(found, None)


def answer_about(
    store: Store, officer: Officer, dossier_code: str, now: datetime | None = None
) -> PopulationAnswer | None:
    """Return the newest answer about a dossier's person, or None where none is valid any more."""
    at = now or datetime.now(UTC)
    known = {one.name: one for one in store.outbox.neighbours()}
    for item in store.inbox.answers(officer, dossier_code, DeliveryKind.POPULATION):
        hours = float(_settings(known[item.neighbour])["valid_hours"])
        content = item.received.content
        if not content or at - item.at > timedelta(hours=hours):
            return None
        return PopulationAnswer(
            key=item.received.key,
            at=item.at,
            found=bool(content.get("found")),
            agrees=dict(content.get("agrees", {})),
            about=dict(content.get("about", {})),
            answer=dict(content.get("answer", {})),
        )
    return None


def forget_old(store: Store, officer: Officer, now: datetime | None = None) -> int:
    """Forget what was answered longer ago than it may be kept, and return of how many questions."""
    at = now or datetime.now(UTC)
    return sum(
        store.inbox.forget(
            officer,
            one.name,
            DeliveryKind.POPULATION,
            at - timedelta(days=float(_settings(one)["keep_days"])),
        )
        for one in store.outbox.neighbours()
        if one.connector == CONNECTOR
    )


def _settings(neighbour: Neighbour) -> Mapping[str, Any]:
    found: Mapping[str, Any] = overlaid(tables_of(neighbour.connector), neighbour.settings)
    settings: Mapping[str, Any] = found["settings"]
    return settings
