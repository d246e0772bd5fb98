"""``digitizer selftest``: is this desk ready to work?"""

from __future__ import annotations

import argparse
from typing import Any

from digitizer import messages, readiness
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
    """Try everything a day's work needs, each in earnest; advice does not count as failure."""
    folder = data_folder()
    checks = readiness.everything(folder)
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
