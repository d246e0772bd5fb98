"""``digitizer export``: the warehouse in open formats."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command
from digitizer.commands.station import add_station_options, open_station
from digitizer.exchange.open_files import Format, export

_ALL = "all"


def add(commands: Any) -> None:
    """Add the subcommands."""
    out = add_command(
        commands,
        "export",
        run_export,
        help_text="Write the verified facts of the warehouse in open formats.",
        example="digitizer export --format csv parquet --out warehouse/ --officer lan",
    )
    out.add_argument(
        "--format",
        dest="formats",
        nargs="+",
        required=True,
        choices=[*(one.value for one in Format), _ALL],
    )
    out.add_argument("--out", type=Path, required=True, metavar="DIR")
    add_station_options(out)


def run_export(arguments: argparse.Namespace, console: Console) -> int:
    """Write the warehouse."""
    formats = list(Format) if _ALL in arguments.formats else [Format(x) for x in arguments.formats]
    station, officer = open_station(arguments, shared=True)
    with station:
        office = station.settings.office_code
        done = export(station.store, station.catalogue, officer, office, formats, arguments.out)
    console.answer(
        {
            "facts": {one.value: count for one, count in done.facts.items()},
            "paths": [str(path) for path in done.paths],
        },
        "\n".join(f"{one.value}: {count}" for one, count in done.facts.items()),
    )
    return console.exit_code
