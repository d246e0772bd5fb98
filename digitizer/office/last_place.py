"""Where an officer was last, and what stood unsaved in the line: found again after a crash.

Kept encrypted beside the records, one small file an officer; a file that does not read is no
reason to stop anybody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from digitizer.errors import DigitizerError
from digitizer.model.officer import Officer

if TYPE_CHECKING:
    from digitizer.store import Store

FOLDER = "signing/places"
"""Among the files that are sealed anew when the key changes."""
_LARGEST = 100_000


def save(store: Store, officer: Officer, place: Mapping[str, str]) -> None:
    """Keep a place; what stood there before is replaced."""
    # the window stands before the database's library is loaded
    from digitizer.store.files import write_whole
    from digitizer.store.spool import Spool

    spool = Spool.at(store, FOLDER)
    path = spool.path(str(officer.id))
    data = json.dumps(dict(place), ensure_ascii=False).encode()
    write_whole(path, [spool.seal(path.name, data[:_LARGEST])])


def load(store: Store, officer: Officer) -> dict[str, str]:
    """Return the place kept last, or nothing."""
    from digitizer.store.spool import Spool

    spool = Spool.at(store, FOLDER)
    if not spool.path(str(officer.id)).exists():
        return {}
    try:
        kept = json.loads(spool.read(str(officer.id)))
    except (DigitizerError, ValueError):
        return {}
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}
