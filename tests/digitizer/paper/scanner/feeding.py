"""A program that scans a numbered stack into a batch, for tests that kill it.

Usage: ``python -m tests.digitizer.paper.scanner.feeding FOLDER BATCH SHEETS DEVICE [JAM_AT]``. The
device is ``sane`` (SANE's test backend) or the address of an eSCL device. Each page is told on
stdout after it is safe: ``shown NUMBER HASH``; a jam is told and ends the program.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from digitizer.jobs import CancelToken
from digitizer.model.document import Page
from digitizer.model.officer import Role
from digitizer.model.scan import Capabilities, Device
from digitizer.paper.scanner import escl
from digitizer.paper.scanner.errors import ScannerError
from digitizer.paper.scanner.protocol import Scanned, Scanner, ScanRequest
from digitizer.workstation import Workstation
from tests.digitizer.paper.scanner import sane_device

KEY = bytes(range(32))


@dataclass(frozen=True)
class JamsAtSheet:
    """SANE's test backend that jams, truly, when this sheet is to be fed."""

    sheet: int

    @property
    def device(self) -> Device:
        return sane_device.scanner().device

    def capabilities(self) -> Capabilities:
        return sane_device.scanner().capabilities()

    def scan(self, request: ScanRequest, cancel: CancelToken) -> Iterator[Scanned]:
        before = self.sheet - request.first
        most = request.most_images
        if before > 0 and (most is None or most > before):
            # the backend's feeder holds ten; fewer than that are left before the jam
            fed = 0
            short = replace(request, most_images=before)
            for image in sane_device.scanner().scan(short, cancel):
                fed += 1
                yield image
            if fed < before:
                return
            request = replace(request, first=request.first + fed)
        jam = {"read-return-value": "SANE_STATUS_JAMMED"} if request.first == self.sheet else {}
        yield from sane_device.scanner(**jam).scan(request, cancel)


def scanner_for(device: str, jam_at: int = 0) -> Scanner:
    """Return the driver for a device named on the command line."""
    if device == "sane":
        return JamsAtSheet(jam_at) if jam_at else sane_device.scanner()
    patience = escl.Patience(answer=5.0, busy=2.0, pause=0.02)
    return escl.EsclScanner(escl.device_at(device), escl.Pins(None), patience)


def main(words: list[str]) -> None:
    """Scan until the batch has its sheets, the device jams, or somebody kills this."""
    folder, batch_id, sheets, device, *jam = words
    with Workstation.open(Path(folder), workers=1, key=KEY) as station:
        officers = station.store.officers.all()
        clerk = next(one for one in officers if Role.CLERK in one.roles)
        batch = station.store.scans.batch(int(batch_id))

        def shown(page: Page) -> None:
            sys.stdout.write(f"shown {page.number} {page.image_hash}\n")
            sys.stdout.flush()

        sys.stdout.write("ready\n")
        sys.stdout.flush()
        try:
            station.intake.feed(
                clerk,
                batch,
                scanner_for(device, int(jam[0]) if jam else 0),
                on_page=shown,
                until_sheets=int(sheets),
                wait=True,
            )
        except ScannerError as error:
            sys.stdout.write(f"{error.code} {error.details['kept']} {error.details['sheet']}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
