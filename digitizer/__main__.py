"""The ``digitizer`` command."""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import sys
from collections.abc import Sequence

from digitizer.commands.console import SOME_FAILED, CommandParser, Console, WrongWordsError
from digitizer.errors import DigitizerError
from digitizer.jobs import CancelledError
from ocr.errors import OcrError
from signing.errors import SigningError

COMMANDS = (
    "scanning",
    "watching",
    "demonstration",
    "reading",
    "sampling",
    "extracting",
    "kinds",
    "dossiers",
    "composing",
    "signatures",
    "verdicts",
    "pictures",
    "copies",
    "readiness",
    "records",
    "staff",
    "keeping",
    "units",
    "reextracting",
    "calibrating",
    "office",
    "working",
    "statistics",
    "exporting",
    "warehouse",
    "retaining",
    "organisation",
    "exchanging",
)
"""Modules of ``digitizer.commands``, in the order in which help lists what they add."""
_ALONE = {"read": "reading"}
"""Commands that need no other's module: a worker that reads starts in a third of the time."""
INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    multiprocessing.freeze_support()
    given = sys.argv[1:] if words is None else words
    try:
        arguments = _parser(given).parse_args(given)
    except WrongWordsError as error:
        return Console("en", "--json" in given).wrong_use("{why}", "{why}", why=error)
    console = Console(arguments.language, arguments.json)
    try:
        return int(arguments.run(arguments, console))
    except (DigitizerError, OcrError, SigningError) as error:
        console.fail("digitizer", error)
        console.answer({})
        return SOME_FAILED
    except (KeyboardInterrupt, CancelledError):
        console.say("Đã dừng; phần đã xong được giữ lại.", "Stopped; what was done is kept.")
        return INTERRUPTED


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = CommandParser(
        prog="digitizer",
        description="Paper dossier in; verified data and a signed electronic result out.",
        epilog="Example:\n  digitizer demo --out out/demo",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    alone = _ALONE.get(words[0]) if words else None
    for name in COMMANDS if alone is None else (alone,):
        importlib.import_module(f"digitizer.commands.{name}").add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
