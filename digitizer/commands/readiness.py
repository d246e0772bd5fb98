"""``digitizer selftest``: is this desk ready to work?"""

from __future__ import annotations

import argparse
from typing import Any

from digitizer.commands.console import Console, add_command
from digitizer.office import selftest
from digitizer.settings import data_folder


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
    """Try everything a day's work needs, each in earnest."""
    checks = selftest.run(data_folder())
    for one in checks:
        if one.error is not None:
            console.fail(one.name, one.error)
    console.answer(
        {"checks": [{"name": o.name, "ok": o.error is None, "detail": o.detail} for o in checks]},
        "\n".join(f"{'✓' if o.error is None else '✗'} {o.name}: {o.detail}" for o in checks),
    )
    return console.exit_code
