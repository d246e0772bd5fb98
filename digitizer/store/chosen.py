"""Files chosen for a dossier: on disk until the last of them is in, found again after a stop.

Each list is a small sealed file beside the records; a list that does not read is no reason to stop
anybody. What is kept are names and places, never what the files hold.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from digitizer.errors import DigitizerError
from digitizer.model.officer import Officer
from digitizer.store.files import disk_errors, write_whole
from digitizer.store.spool import ENDING, Spool

if TYPE_CHECKING:
    from digitizer.store.store import Store

FOLDER = "signing/chosen"
"""Among the files that are sealed anew when the key changes."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Files that are to be taken into a dossier, in order; those that are in are left out."""

    key: str
    dossier_code: str
    paths: tuple[Path, ...]


def begin(store: Store, officer: Officer, dossier_code: str, paths: Sequence[Path]) -> Chosen:
    """Keep a list before its first file is read. Raises DiskFullError."""
    chosen = Chosen(f"{officer.id}-{uuid.uuid4().hex}", dossier_code, tuple(paths))
    # what was copied to the clipboard has no place to be found again
    if chosen.paths:
        _write(store, chosen)
    return chosen


def leave(store: Store, chosen: Chosen, paths: Sequence[Path]) -> Chosen:
    """Keep what is left of a list; with nothing left the list is gone."""
    left = replace(chosen, paths=tuple(paths))
    if left.paths:
        _write(store, left)
    else:
        Spool.at(store, FOLDER).remove(chosen.key)
    return left


def waiting(store: Store, officer: Officer) -> Iterator[Chosen]:
    """Give the lists of an officer that a stop has left, the earliest first."""
    spool = Spool.at(store, FOLDER)
    with disk_errors(spool.folder):
        found = sorted(
            (path.stat().st_mtime_ns, path.name.removesuffix(ENDING))
            for path in spool.folder.glob(f"{officer.id}-*{ENDING}")
        )
    for _at, key in found:
        kept = _read(spool, key)
        if kept is not None:
            yield kept


def of(store: Store, key: str) -> Chosen | None:
    """Return a list as it stands, or None when nothing of it is left."""
    spool = Spool.at(store, FOLDER)
    return _read(spool, key) if spool.path(key).is_file() else None


def _write(store: Store, chosen: Chosen) -> None:
    spool = Spool.at(store, FOLDER)
    path = spool.path(chosen.key)
    # names that are no UTF-8 come through: ASCII holds their lone surrogates
    words = {"dossier": chosen.dossier_code, "paths": [str(one) for one in chosen.paths]}
    write_whole(path, [spool.seal(path.name, json.dumps(words).encode())])


def _read(spool: Spool, key: str) -> Chosen | None:
    try:
        kept = json.loads(spool.read(key))
        return Chosen(key, str(kept["dossier"]), tuple(Path(str(one)) for one in kept["paths"]))
    except (DigitizerError, ValueError, KeyError, TypeError):
        return None
