"""``digitizer scanners``, ``scan`` and ``separators``: paper from devices into dossiers."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digitizer.commands import placing, watching
from digitizer.commands.console import Console, add_command, write_file
from digitizer.commands.station import add_station_options, open_station
from digitizer.errors import WrongStateError
from digitizer.jobs import CancelledError, Progress
from digitizer.model.document import Page
from digitizer.model.officer import Officer
from digitizer.model.scan import Batch, DeviceKind
from digitizer.paper.intake_journey import IntakeJourney, written_devices
from digitizer.paper.reading_behind import ReadingBehind
from digitizer.paper.scanner import discovery
from digitizer.paper.scanner.errors import ScannerError
from digitizer.settings import data_folder
from digitizer.workstation import Workstation

_ADDRESSES = "DIGITIZER_ESCL"


def add(commands: Any) -> None:
    """Add the subcommands."""
    listing = add_command(
        commands,
        "scanners",
        run_list,
        help_text="List the devices this desk can take paper in from: SANE, eSCL on the network, "
        "WIA, and the office's watched folders.",
        example="digitizer scanners --json",
    )
    listing.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="data folder with office/scanners.toml and folders.toml",
    )
    listing.add_argument(
        "--local", action="store_true", help="do not look on the network (eSCL discovery)"
    )
    scan = add_command(
        commands,
        "scan",
        run_scan,
        help_text="Scan a stack of paper into a dossier; a feed that broke off is gone on with.",
        example="digitizer scan --device sane:test:0 --profile stack --procedure 1.004873 "
        "--officer lan",
    )
    scan.add_argument("--device", required=True, metavar="ID", help="as listed by scanners")
    scan.add_argument("--profile", metavar="P", help="scan profile (default: the procedure's)")
    where = scan.add_mutually_exclusive_group(required=True)
    where.add_argument("--procedure", metavar="CODE", help="open a new dossier for it")
    where.add_argument("--dossier", metavar="CODE", help="scan into this dossier")
    scan.add_argument("--sheets", type=int, metavar="N", help="sheets given, counted by hand")
    scan.add_argument(
        "--wait", action="store_true", help="wait for more paper until --sheets are in or Ctrl+C"
    )
    scan.add_argument(
        "--read", action="store_true", help="read the pages as they are fed, and sort them"
    )
    add_station_options(scan)
    sheets = add_command(
        commands,
        "separators",
        run_separators,
        help_text="Make separator sheets, with a QR code or a patch code, to be laid between the "
        "papers of a stack.",
        example="digitizer separators --dossier H00.01.01-261125-0001 --out sheets.pdf "
        "--officer lan",
    )
    which = sheets.add_mutually_exclusive_group()
    which.add_argument("--dossier", metavar="CODE", help="default: one sheet for any dossier")
    which.add_argument(
        "--patch", action="store_true", help="sheets with patch codes (1, 2, 3, 4, 6, T) instead"
    )
    sheets.add_argument("--out", type=Path, required=True, metavar="FILE")
    add_station_options(sheets)


def run_list(arguments: argparse.Namespace, console: Console) -> int:
    """List the devices."""
    written = [one for one in os.environ.get(_ADDRESSES, "").split() if one]
    folder = arguments.data or data_folder()
    found = discovery.find(written, written=written_devices(folder), network=not arguments.local)
    for failure in found.failures:
        console.fail("scanners", failure)
    if not found.devices:
        console.say("Không tìm thấy máy quét nào.", "No scanner was found.")
    console.answer(
        {
            "scanners": [
                {"id": one.id, "name": one.name, "kind": one.kind.value, "address": one.address}
                for one in found.devices
            ]
        },
        "\n".join(f"{one.id:40}  {one.name}" for one in found.devices),
    )
    return console.exit_code


def run_scan(arguments: argparse.Namespace, console: Console) -> int:
    """Feed the stack; what was fed before a jam or a crash stays and is not fed again."""
    device = discovery.named(arguments.device)
    if device is not None and device.kind is DeviceKind.FOLDER:
        return watching.run_once(arguments, console, Path(device.address))
    station, officer = open_station(arguments)
    pages: list[Page] = []
    sent_to: tuple[str, ...] = ()
    with station:
        batch = _batch(station, officer, arguments)
        with contextlib.ExitStack() as beside:
            hear = None
            if arguments.read:
                behind = ReadingBehind(station.paper, officer, batch.dossier_code)
                hear = beside.enter_context(behind).hear
            pages = _feed(station.intake, officer, batch, arguments, console, hear)
        batch = station.store.scans.batch(batch.id)
        if not console.failures and arguments.sheets in (None, batch.sheets):
            batch = station.intake.end_batch(officer, batch)
        if arguments.read:
            read = station.paper.read(officer, batch.dossier_code, report=console.progress)
            console.note(read.failures)
            sent_to = read.sent_to
        places = station.intake.whereabouts(officer, batch.dossier_code, pages, sent_to)
    _say_count(batch, console)
    console.answer(
        {
            "dossier": batch.dossier_code,
            "batch": batch.id,
            "sheets": batch.sheets,
            "images": batch.images,
            "sheets_given": batch.sheets_given,
            "ended": batch.ended_at is not None,
            "places": placing.rows(places),
        },
        f"{batch.dossier_code}: {batch.sheets} tờ, {batch.images} ảnh\n"
        + placing.lines(places, console.language),
    )
    return console.exit_code


def run_separators(arguments: argparse.Namespace, console: Console) -> int:
    """Write the separator sheets as a PDF."""
    station, officer = open_station(arguments)
    with station:
        intake = station.intake
        made = (
            intake.patch_sheets(officer)
            if arguments.patch
            else intake.separators(officer, arguments.dossier)
        )
        write_file(arguments.out, made)
    console.answer({"file": str(arguments.out)}, str(arguments.out))
    return console.exit_code


def _batch(station: Workstation, officer: Officer, arguments: argparse.Namespace) -> Batch:
    """Return the open batch of the dossier and device, or a new one."""
    intake = station.intake
    code = arguments.dossier
    if code is not None:
        for batch in station.store.scans.batches(code, open_only=True):
            if batch.device == arguments.device:
                return batch
    scanner = intake.scanner(arguments.device)
    if code is None:
        code = station.paper.open_dossier(officer, arguments.procedure).code
    procedure = station.store.dossiers.get(code).procedure
    offered = intake.profiles()
    chosen = arguments.profile
    profile = offered.named(chosen) if chosen else offered.first_for(procedure)
    return intake.open_batch(
        officer,
        code,
        device=scanner.device.id,
        profile=profile,
        sheets_given=arguments.sheets,
    )


def _feed(
    intake: IntakeJourney,
    officer: Officer,
    batch: Batch,
    arguments: argparse.Namespace,
    console: Console,
    hear: Callable[[Page], None] | None,
) -> list[Page]:
    """Feed, and return the pages that are safe on disk, in whatever way the feed ended."""
    pages: list[Page] = []
    done = batch.images
    total = (arguments.sheets or 0) * (2 if batch.profile.duplex else 1)

    def shown(page: Page) -> None:
        nonlocal done
        done += 1
        pages.append(page)
        if hear is not None:
            hear(page)
        console.progress(Progress(done, max(total, done), page.original_name))

    try:
        intake.feed(
            officer,
            batch,
            on_page=shown,
            until_sheets=arguments.sheets,
            wait=arguments.wait,
        )
    except ScannerError as error:
        console.fail(arguments.device, error)
    except (KeyboardInterrupt, CancelledError):
        console.say("Đã dừng; các tờ đã quét được giữ.", "Stopped; what was scanned is kept.")
    except WrongStateError as error:
        console.fail(batch.dossier_code, error)
    return pages


def _say_count(batch: Batch, console: Console) -> None:
    if batch.sheets_given is not None and batch.sheets_given != batch.sheets:
        console.say(
            "Đã giao {given} tờ nhưng mới quét {sheets} tờ (hồ sơ {code}, đợt {batch}).",
            "{given} sheets were given, {sheets} are scanned (dossier {code}, batch {batch}).",
            given=batch.sheets_given,
            sheets=batch.sheets,
            code=batch.dossier_code,
            batch=batch.id,
        )
