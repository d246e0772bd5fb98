"""``digitizer pictures``: the pictures of signature and seal that results show."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command
from digitizer.commands.station import add_station_options, open_station
from digitizer.errors import DigitizerError
from digitizer.model.result import SignerRole
from digitizer.results.pictures import read_picture

WHICH = {"signature": SignerRole.PERSON, "seal": SignerRole.AGENCY}


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "pictures",
        run,
        help_text="Keep the picture of one's signature or of the office's seal, which results "
        "show; without a file, say which are kept. PNG with a transparent ground.",
        example="digitizer pictures seal seal.png --officer lan",
    )
    parser.add_argument("which", nargs="?", choices=list(WHICH))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.png")
    parser.add_argument("--remove", action="store_true", help="take it away")
    add_station_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Keep, remove or name pictures."""
    station, officer = open_station(arguments, shared=True)
    with station:
        pictures = station.results.pictures
        try:
            if arguments.which and arguments.remove:
                pictures.forget(WHICH[arguments.which], officer)
            elif arguments.which and arguments.file:
                pictures.put(WHICH[arguments.which], officer, read_picture(arguments.file))
        except DigitizerError as error:
            console.fail(str(arguments.file or arguments.which), error)
        kept = {name: pictures.get(role, officer) is not None for name, role in WHICH.items()}
    text = "\n".join(f"{name}: {'✓' if there else '–'}" for name, there in kept.items())
    console.answer({"kept": kept}, text)
    return console.exit_code
