"""``digitizer copies``: sign the copies of a dossier's papers, as the clerk or as the agency."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, write_file
from digitizer.commands.signing_keys import add_key_options, key_choice
from digitizer.commands.station import add_station_options, open_station
from digitizer.errors import DigitizerError
from digitizer.model.result import CopyRole, SignedCopy
from signing.errors import SigningError


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "copies",
        run,
        help_text="Sign the searchable copies of a dossier's papers: the clerk who scanned top "
        "left, the agency top right. Without a key, list them.",
        example="digitizer copies H92.33.12-261125-0001 --role clerk --p12 lan.p12 --officer lan",
    )
    parser.add_argument("dossier")
    parser.add_argument(
        "--role", choices=[one.value for one in CopyRole], default=CopyRole.CLERK.value
    )
    add_key_options(parser, required=False)
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the signed copies there")
    add_station_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Sign, list or write the copies of one dossier."""
    role = CopyRole(arguments.role)
    station, officer = open_station(arguments, shared=True)
    with station:
        desk = station.copies
        try:
            if arguments.p12 or arguments.pkcs11 or arguments.windows:
                outcome = desk.sign(officer, arguments.dossier, role, key_choice(arguments))
                console.note(outcome.failures)
            kept = desk.of_dossier(officer, arguments.dossier)
            unsigned = desk.unsigned(arguments.dossier, role)
            if arguments.out:
                for one in kept:
                    write_file(arguments.out / _name(one), desk.pdf(officer, one))
        except (DigitizerError, SigningError) as error:
            console.fail(arguments.dossier, error)
            console.answer({"copies": [], "unsigned": None})
            return console.exit_code
    rows = [
        {
            "document": one.document_id,
            "role": one.role.value,
            "valid": one.report.get("valid"),
            "file": _name(one),
        }
        for one in kept
    ]
    text = "\n".join(f"{one['file']}: {'✓' if one['valid'] else '!'}" for one in rows)
    console.answer({"copies": rows, "unsigned": len(unsigned)}, text)
    return console.exit_code


def _name(copy: SignedCopy) -> str:
    return f"{copy.document_id}-{copy.role.value}.pdf"
