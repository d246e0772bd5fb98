"""``digitizer export`` and ``digitizer person``: the warehouse, whole or of one person."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command
from digitizer.commands.station import add_station_options, open_station
from digitizer.exchange.open_files import Format, export
from digitizer.model.reuse import WarehouseRow
from digitizer.model.rights import Action, require

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
    person = add_command(
        commands,
        "person",
        run_person,
        help_text="Show what the warehouse holds of a person, with where each value came from.",
        example="digitizer person 040195007434 --officer lan --json",
    )
    person.add_argument("personal_id", metavar="ID", help="the personal number, twelve digits")
    add_station_options(person)


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


def run_person(arguments: argparse.Namespace, console: Console) -> int:
    """Show one person's facts; the look is journaled."""
    station, officer = open_station(arguments, shared=True)
    with station:
        require(officer, Action.VIEW)
        rows = station.store.people.rows(arguments.personal_id)
        station.store.journal.add(officer, "person-viewed", f"person/{arguments.personal_id}")
    console.answer(
        {"personal_id": arguments.personal_id, "facts": [_fact(row) for row in rows]},
        "\n".join(
            f"{row.document_type}.{row.field}: {row.value}  ({row.dossier_code}, {row.verified_by},"
            f" {row.verified_at:%d/%m/%Y})"
            for row in rows
        ),
    )
    return console.exit_code


def _fact(row: WarehouseRow) -> dict[str, Any]:
    return {
        "document_type": row.document_type,
        "field": row.field,
        "value": row.value,
        "dossier": row.dossier_code,
        "page": row.page_id,
        "box": row.box,
        "method": row.method,
        "basis": row.basis,
        "verified_by": row.verified_by,
        "verified_at": row.verified_at.isoformat(),
        "valid_to": None if row.valid_to is None else row.valid_to.isoformat(),
    }
