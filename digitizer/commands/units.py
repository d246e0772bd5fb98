"""``digitizer units``: where addresses lie on a day, and taking in a table of later changes."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from digitizer.catalogue import load_units, locate
from digitizer.catalogue.units import UNITS_FOLDER, read_change
from digitizer.commands.console import Console, add_command, write_file
from digitizer.model.place import Located, Standing
from digitizer.paper.judging import today
from digitizer.settings import data_folder
from digitizer.workstation import OFFICE_FOLDER

_SAID = {
    Standing.IN_FORCE: "đang có",
    Standing.MAPPED: "nay là",
    Standing.AMBIGUOUS: "nay có thể là",
    Standing.UNCERTAIN: "chưa rõ, có thể",
    Standing.UNKNOWN: "không rõ",
}


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "units",
        run,
        help_text="Say in which units of a day addresses lie; take in a table of later changes.",
        example='digitizer units "phường Nghĩa Chánh, thành phố Quảng Ngãi, tỉnh Quảng Ngãi"',
    )
    parser.add_argument("addresses", nargs="*", metavar="ADDRESS")
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day (default: today)"
    )
    parser.add_argument(
        "--import",
        dest="table",
        type=Path,
        metavar="FILE",
        help="check a table of changes and put it into the office's own folder",
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="data folder (default: this user's, or $DIGITIZER_DATA)",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Locate addresses; raises DefinitionError for a table that does not hold."""
    office = (arguments.data or data_folder()) / OFFICE_FOLDER
    taken: dict[str, Any] = {}
    if arguments.table is not None:
        taken = _take_in(arguments.table, office)
        console.say(
            "Đã nhận bảng {name}: {units} đơn vị, hiệu lực {effective}.",
            "Took in the table {name}: {units} units, in force from {effective}.",
            **taken,
        )
    units = load_units(office)
    day = arguments.on or today()
    places = [locate(units, address, day) for address in arguments.addresses]
    tables = [
        {
            "effective": one.effective,
            "units": one.size[0],
            "former": one.size[1],
            "source": one.source,
        }
        for one in units.changes
    ]
    console.answer(
        {
            "on": day,
            "tables": tables,
            "taken_in": taken or None,
            "places": [_as_data(place) for place in places],
        },
        "\n".join(_as_text(place) for place in places)
        or "\n".join(f"{one['effective']}  {one['units']}  {one['source']}" for one in tables),
    )
    return console.exit_code


def _take_in(table: Path, office: Path) -> dict[str, Any]:
    """Put a sound table where the office's own are; the name follows from its day."""
    change = read_change(table)
    name = f"communes-{change.effective.isoformat()}.txt"
    write_file(office / UNITS_FOLDER / name, table.read_bytes())
    return {"name": name, "units": change.size[0], "effective": change.effective.isoformat()}


def _as_data(place: Located) -> dict[str, Any]:
    return {
        "printed": place.printed,
        "standing": place.standing.value,
        "value": place.current,
        "province": place.province,
        "candidates": list(place.candidates),
        "source": place.source,
    }


def _as_text(place: Located) -> str:
    answer = place.current or "; ".join(place.candidates) or place.province or "?"
    return f"{place.printed}\n  {_SAID[place.standing]}: {answer}"
