"""Dossiers an officer has opened today and left empty: one is used before another is opened.

A number once given stays (the journal and neighbours may know it), so an empty dossier is filled
rather than removed: after files that were all refused, or a procedure opened by mistake.
"""

from __future__ import annotations

from datetime import UTC, datetime

from digitizer.model.clock import OFFICE_TIME
from digitizer.model.dossier import Channel, Dossier, DossierState, Owner
from digitizer.model.officer import Officer
from digitizer.store import Store

_MOST = 200


def find(store: Store, officer: Officer, procedure: str) -> Dossier | None:
    """Return the officer's latest dossier of today for a procedure that holds nothing at all."""
    today = datetime.now(UTC).astimezone(OFFICE_TIME).date()
    mine = store.dossiers.summaries({DossierState.INTAKE}, limit=_MOST, opened_by=officer.id)
    found = [
        one.dossier
        for one in mine
        if one.dossier.procedure == procedure
        and not one.page_count
        and one.dossier.owner == Owner()
        and one.dossier.channel is Channel.COUNTER
        and one.dossier.received_at.astimezone(OFFICE_TIME).date() == today
        and _is_empty(store, one.dossier.code)
    ]
    return max(found, key=lambda one: one.received_at, default=None)


def _is_empty(store: Store, code: str) -> bool:
    if store.dossiers.documents(code) or store.edits.bin(code):
        return False
    return not store.scans.batches(code)
