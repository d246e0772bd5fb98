"""The ``digitizer`` command."""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import os
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
    "verifying",
    "composing",
    "signatures",
    "verdicts",
    "pictures",
    "copies",
    "results",
    "forms",
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
    "reports",
    "exporting",
    "warehouse",
    "retaining",
    "organisation",
    "exchanging",
    "upkeep",
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
        return _run(arguments, console)
    except (DigitizerError, OcrError, SigningError) as error:
        console.fail("digitizer", error)
        console.answer({})
        return SOME_FAILED
    except (KeyboardInterrupt, CancelledError):
        console.say("Đã dừng; phần đã xong được giữ lại.", "Stopped; what was done is kept.")
        return INTERRUPTED
    except BrokenPipeError:
        # who reads the answer has seen enough, as "| head" does; nothing more goes there at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return console.exit_code


def _run(arguments: argparse.Namespace, console: Console) -> int:
    code = int(arguments.run(arguments, console))
    # here and not at exit: nobody could answer there that the reader has gone
    sys.stdout.flush()
    return code


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
