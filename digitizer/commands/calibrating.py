"""``digitizer recalibrate``: fit confidence to what the office's persons found right."""

from __future__ import annotations

import argparse
from typing import Any

from digitizer.catalogue.calibration import FEWEST, Calibration
from digitizer.commands.console import Console, add_command
from digitizer.commands.station import add_station_options, open_station
from digitizer.office.calibrating import recalibrate
from digitizer.workstation import OFFICE_FOLDER


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "recalibrate",
        run,
        help_text="Fit confidence to the office's own verified values; holds from the next start.",
        example="digitizer recalibrate --officer quantri",
    )
    add_station_options(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Fit the curves, keep them in the office's folder and say what they rest on."""
    station, officer = open_station(arguments)
    with station:
        found = recalibrate(
            station.store,
            station.catalogue.document_types,
            station.store.folder / OFFICE_FOLDER,
            officer,
        )
    console.answer(_as_data(found), _as_text(found))
    return console.exit_code


def _as_data(found: Calibration) -> dict[str, Any]:
    return {
        "version": found.version,
        "made_with": found.made_with,
        "fewest": FEWEST,
        "kinds": {
            kind: {
                "outcomes": curve.count,
                "enough": curve.count >= FEWEST,
                "levels": [
                    {"from": step.score, "right": step.right, "of": step.count}
                    for step in curve.steps
                ],
            }
            for kind, curve in sorted(found.curves.items())
        },
    }


def _as_text(found: Calibration) -> str:
    lines = [f"{found.version}: {found.made_with}"]
    for kind, curve in sorted(found.curves.items()):
        enough = "" if curve.count >= FEWEST else f" (chưa đủ, cần {FEWEST})"
        right = sum(step.right for step in curve.steps)
        lines.append(f"  {kind}: {right}/{curve.count}{enough}")
    return "\n".join(lines)
