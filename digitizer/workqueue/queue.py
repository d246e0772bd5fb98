"""Which queue a store has."""

from __future__ import annotations

from digitizer.store import Store
from digitizer.workqueue.desk import DeskQueue
from digitizer.workqueue.office import OfficeQueue
from digitizer.workqueue.values import WorkQueue


def queue_of(store: Store) -> WorkQueue:
    """Return the office's queue where desks share one, else the desk's own."""
    return OfficeQueue(store) if store.is_shared else DeskQueue(store)
