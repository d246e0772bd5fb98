"""Somebody who adds files, to be killed: ``python -m tests.digitizer.paper.adding DATA FILES``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from digitizer.model.document import Page
from digitizer.model.officer import Officer, Role
from digitizer.office import practice
from digitizer.workstation import Workstation
from tests.digitizer.paper.scanner import escl_device

PROCEDURE = "1.004873"
KEY = bytes(range(32))


def lay_out(folder: Path, count: int) -> list[Path]:
    """Write so many different papers."""
    folder.mkdir()
    paths = [folder / f"tờ {number:02}.jpg" for number in range(1, count + 1)]
    for number, path in enumerate(paths, start=1):
        path.write_bytes(escl_device.picture(number))
    return paths


def clerk_of(station: Workstation) -> Officer:
    return next(one for one in station.store.officers.all() if one.roles == {Role.CLERK})


def main() -> None:
    data, files = Path(sys.argv[1]), Path(sys.argv[2])
    practice.write_site(data)
    station = Workstation.open(data, workers=1, key=KEY)
    practice.enlist(station.store)
    clerk = clerk_of(station)
    code = station.paper.open_dossier(clerk, PROCEDURE).code
    print(f"DOSSIER {code}", flush=True)

    def told(page: Page) -> None:
        print(f"PAGE {page.original_name}", flush=True)
        time.sleep(0.05)

    paths = sorted(files.iterdir())
    station.intake.take_in_chosen(
        clerk, station.intake.choose(clerk, code, paths), paths, on_page=told
    )


if __name__ == "__main__":
    main()
