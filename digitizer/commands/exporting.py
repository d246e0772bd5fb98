"""``digitizer export``: the warehouse in open formats."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command
from digitizer.commands.station import (
    add_maintainer_option,
    add_station_options,
    open_records,
    open_station,
)
from digitizer.errors import StoreDamagedError
from digitizer.exchange.exit_export import export_everything
from digitizer.exchange.open_files import Format, export
from digitizer.jobs import CancelToken

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
        default=[],
        choices=[*(one.value for one in Format), _ALL],
    )
    out.add_argument("--out", type=Path, required=True, metavar="DIR")
    out.add_argument(
        "--iceberg-catalog",
        default="",
        metavar="URI",
        help="REST catalogue or SQL database; else an SQLite file in the folder",
    )
    out.add_argument(
        "--everything",
        action="store_true",
        help="take everything along in the clear: originals, pages, values, results, journal",
    )
    add_station_options(out)
    add_maintainer_option(out)


def run_export(arguments: argparse.Namespace, console: Console) -> int:
    """Write the warehouse, or everything."""
    if arguments.everything == bool(arguments.formats):
        return console.wrong_use(
            "Hãy cho biết --format hoặc --everything.", "Name either --format or --everything."
        )
    if arguments.everything:
        return _everything(arguments, console)
    formats = list(Format) if _ALL in arguments.formats else [Format(x) for x in arguments.formats]
    station, officer = open_station(arguments, shared=True)
    with station:
        office = station.settings.office_code
        done = export(
            station.store,
            station.catalogue,
            officer,
            office,
            formats,
            arguments.out,
            arguments.iceberg_catalog,
        )
    console.answer(
        {
            "facts": {one.value: count for one, count in done.facts.items()},
            "paths": [str(path) for path in done.paths],
        },
        "\n".join(f"{one.value}: {count}" for one, count in done.facts.items()),
    )
    return console.exit_code


def _everything(arguments: argparse.Namespace, console: Console) -> int:
    with open_records(arguments) as (store, officer, _settings, station):
        left = export_everything(
            store,
            station.catalogue,
            officer,
            arguments.out,
            report=console.progress,
            cancel=CancelToken(),
        )
    for digest in left.damaged:
        console.fail(digest, StoreDamagedError(digest=digest))
    console.answer(
        {"rows": left.rows, "files": left.files, "damaged": list(left.damaged)},
        f"{sum(left.rows.values())} dòng, {left.files} tệp: {arguments.out}",
    )
    return console.exit_code
