"""``digitizer selftest``: is this desk ready to work?"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer import messages
from digitizer.commands.console import Console, add_command
from digitizer.errors import ClockOffError
from digitizer.office import selftest
from digitizer.settings import data_folder, load

_TOLERANCE = 60.0


def add(commands: Any) -> None:
    """Add the subcommand."""
    add_command(
        commands,
        "selftest",
        run,
        help_text="Check that this desk is ready: recogniser, languages, fonts, signing, disk.",
        example="digitizer selftest --json",
    )


def run(_arguments: argparse.Namespace, console: Console) -> int:
    """Try everything a day's work needs, each in earnest; advice does not count as failure."""
    folder = data_folder()
    checks = selftest.run(
        folder,
        [("timestamps", lambda: _timestamps(folder)), ("database", lambda: _database(folder))],
    )
    for one in checks:
        if one.error is not None and one.advice:
            words = messages.sentence(one.error, console.language)
            console.say("{name}: {words}", "{name}: {words}", name=one.name, words=words)
        elif one.error is not None:
            console.fail(one.name, one.error)
    console.answer(
        {
            "checks": [
                {"name": o.name, "ok": o.error is None, "advice": o.advice, "detail": o.detail}
                for o in checks
            ]
        },
        "\n".join(f"{_mark(o)} {o.name}: {o.detail}" for o in checks),
    )
    return console.exit_code


def _mark(check: selftest.Check) -> str:
    return "✓" if check.error is None else "!" if check.advice else "✗"


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
