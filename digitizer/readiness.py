"""Is this desk ready? Everything a day's work needs, tried in earnest, device by device."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from digitizer.errors import ClockOffError, ScannerMissingError
from digitizer.office import selftest
from digitizer.office.selftest import Check
from digitizer.results.policies import load_policies
from digitizer.settings import load

_TOLERANCE = 60.0


def everything(
    folder: Path,
    told: Callable[[Check], object] = lambda _check: None,
    only: Collection[str] = (),
) -> list[Check]:
    """Try everything, or what ``only`` names, and return it, telling of each as it is known."""
    more = [
        ("scanner", _scanner),
        ("timestamps", lambda: _timestamps(folder)),
        ("database", lambda: _database(folder)),
        ("share", lambda: _share(folder)),
    ]
    checks = []
    for check in selftest.run(folder, more, only, lambda: load_policies(folder).modules):
        told(check)
        checks.append(check)
    return checks


def _scanner() -> str:
    from digitizer.paper.scanner import discovery

    found = discovery.find()
    if not found.devices:
        # what kept a whole protocol from answering says more than that nothing was found
        raise found.failures[0] if found.failures else ScannerMissingError()
    return ", ".join(one.name for one in found.devices)


def _timestamps(folder: Path) -> str:
    """Ask the office's timestamp service for one, and compare the clock with it."""
    from digitizer.results.policies import load_policies

    policies = load_policies(folder if folder.exists() else None)
    told = []
    for queue in (policies.person, policies.agency):
        if not queue.timestamp_urls:
            continue
        service = replace(queue, level="b").engine().timestamps
        if service is None:
            continue
        stamp = service.stamp(hashlib.sha256(b"self-test").digest())
        off = (datetime.now(UTC) - stamp.at).total_seconds()
        if abs(off) > _TOLERANCE:
            raise ClockOffError(seconds=round(off), source=queue.timestamp_urls[0])
        told.append(f"{queue.timestamp_urls[0]} answers, clock off {off:.0f} s")
    return "; ".join(told) or "none is set up"


def _database(folder: Path) -> str:
    """Say whether the office's server can be reached; it is not logged in to."""
    from digitizer.store import office_database

    address = load(folder if folder.exists() else None).database
    if not address:
        return "a single desk with its own"
    office_database.reach(office_database.parsed(address))
    return "the office's server answers"


def _share(folder: Path) -> str:
    """Say whether the place of the office's files is there."""
    from digitizer.store.office_vault import look_at, vault_place

    settings = load(folder if folder.exists() else None)
    if not settings.vault:
        return "a single desk with its own"
    look_at(vault_place(settings.vault))
    return "the office's files are within reach"
