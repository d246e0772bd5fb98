"""Replies of other agencies with papers that a dossier stands without, said as findings.

They are made when a dossier is looked at and not stored: the database keeps a verified dossier's
findings as they were, and a reply may come long after.
"""

from __future__ import annotations

from digitizer.model.clock import OFFICE_TIME
from digitizer.model.field import Finding, Severity
from digitizer.model.message import InboxItem
from digitizer.model.officer import Officer
from digitizer.store import Store


def findings(store: Store, officer: Officer, dossier_code: str) -> tuple[Finding, ...]:
    """Return a warning for each reply whose papers wait, or are kept beside the dossier."""
    return tuple(_finding(one) for one in store.inbox.late_replies(officer, dossier_code))


def _finding(item: InboxItem) -> Finding:
    code = "reply-beside" if item.beside else "reply-waits"
    details = {
        "neighbour": item.neighbour,
        "files": ", ".join(sorted(item.received.files)),
        "day": f"{item.at.astimezone(OFFICE_TIME):%d/%m/%Y}",
    }
    return Finding(code, Severity.WARNING, details=details)
