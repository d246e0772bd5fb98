"""A batch of signatures that has begun, on disk until it has ended: what a stop cut off is said.

What was signed stands in the records and what was not is in the queue still; this keeps which of it
belonged together, so that the officer is told and goes on with the rest.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from digitizer.errors import DigitizerError
from digitizer.model.officer import Officer
from digitizer.model.result import SignerRole
from digitizer.store import Store
from digitizer.store.files import write_whole
from digitizer.store.spool import Spool

FOLDER = "signing/begun"
"""Among the files that are sealed anew when the key changes."""
_RUN = uuid.uuid4().hex
"""This run of the program: a batch of its own is under way, not cut off."""


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """A batch that was cut off: how many results it had, and which of them still wait."""

    role: SignerRole
    total: int
    left: tuple[int, ...]
    """Ids of the results that are still to be signed."""


@contextmanager
def noted(
    store: Store, officer: Officer, role: SignerRole, result_ids: Sequence[int]
) -> Iterator[None]:
    """Keep on disk that these results are being signed, until they are or it is said why not."""
    spool, name = Spool.at(store, FOLDER), _name(officer, role)
    words = {"run": _RUN, "results": list(result_ids)}
    path = spool.path(name)
    write_whole(path, [spool.seal(path.name, json.dumps(words).encode())])
    try:
        yield
    finally:
        spool.remove(name)


def take(
    store: Store, officer: Officer, role: SignerRole, waiting: Sequence[int]
) -> BrokenOff | None:
    """Return the officer's batch that a stop cut off, once; ``waiting`` are the queue's results."""
    spool, name = Spool.at(store, FOLDER), _name(officer, role)
    if not spool.path(name).is_file():
        return None
    try:
        kept = json.loads(spool.read(name))
        if kept["run"] == _RUN:
            return None
        results = [int(one) for one in kept["results"]]
    except (DigitizerError, ValueError, KeyError, TypeError):
        results = []
    spool.remove(name)
    left = tuple(one for one in results if one in set(waiting))
    return BrokenOff(role, len(results), left) if results else None


def _name(officer: Officer, role: SignerRole) -> str:
    return f"{officer.id}-{role.value}"
