"""The ``digitizer`` command."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Sequence

from digitizer.commands import (
    composing,
    demonstration,
    dossiers,
    extracting,
    keeping,
    kinds,
    office,
    readiness,
    reading,
    records,
    reextracting,
    scanning,
    signatures,
    staff,
    statistics,
    units,
    verdicts,
    working,
)
from digitizer.commands.console import SOME_FAILED, Console
from digitizer.errors import DigitizerError
from digitizer.jobs import CancelledError
from ocr.errors import OcrError
from signing.errors import SigningError

COMMANDS = (
    scanning,
    demonstration,
    reading,
    extracting,
    kinds,
    dossiers,
    composing,
    signatures,
    verdicts,
    readiness,
    records,
    staff,
    keeping,
    units,
    reextracting,
    office,
    working,
    statistics,
)
INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    multiprocessing.freeze_support()
    arguments = _parser().parse_args(words)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="digitizer",
        description="Paper dossier in; verified data and a signed electronic result out.",
        epilog="Example:\n  digitizer demo --out out/demo",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for module in COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
