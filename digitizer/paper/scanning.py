"""Feeds paper from a scanner into a dossier, and goes on where a feed broke off.

An image is in the vault and its row is committed before anybody hears of it; its spool file is
removed after that. What lay in the spool when the program was killed is taken in first when the
batch goes on, by its number, so that no sheet is lost and none comes twice.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from digitizer.jobs import CancelledError, CancelToken
from digitizer.model.document import Page
from digitizer.model.officer import Officer
from digitizer.model.scan import Batch, Side
from digitizer.paper.scanner import errors
from digitizer.paper.scanner.protocol import Scanner, ScanRequest, image_number
from digitizer.store import Store
from ocr.errors import OcrError
from ocr.limits import Limits

SPOOL = "spool"
_WAIT = 1.0


@dataclass(frozen=True, slots=True)
class Fed:
    """How a feed ended: the pages it brought, and how many sheets the batch holds by now."""

    pages: tuple[Page, ...]
    sheets: int


@dataclass(frozen=True, slots=True)
class Feeding:
    """What a feed needs: whose batch, from which device, who hears of each page."""

    store: Store
    officer: Officer
    scanner: Scanner
    cancel: CancelToken
    on_page: Callable[[Page], None]


def feed(feeding: Feeding, batch: Batch, *, until_sheets: int | None = None) -> Fed:
    """Feed until the feeder is empty or the batch holds so many sheets.

    What an earlier run left in the spool is taken in first.

    Raises ScannerError, with ``kept`` (sheets safe so far) and ``sheet`` (the one to put back on
    top) in its details, or CancelledError.
    """
    folder = spool_folder(feeding.store, batch)
    pages = list(recover(feeding, batch, folder))
    sides = sides_of(batch)
    standing = feeding.store.scans.batch(batch.id)
    first = standing.images + 1
    most = None if until_sheets is None else until_sheets * sides - standing.images
    if most is not None and most <= 0:
        return Fed(tuple(pages), standing.sheets)
    try:
        held: list[Path] = []
        request = ScanRequest(batch.profile, first, most)
        for path in feeding.scanner.scan(request, folder, feeding.cancel):
            held.append(path)
            # a front without its back is not kept: its sheet is the one to put back
            if len(held) == sides:
                pages += [_keep(feeding, batch, one) for one in held]
                held.clear()
    except errors.ScannerError as error:
        _clear(folder)
        sheets = feeding.store.scans.batch(batch.id).sheets
        error.details |= {"kept": sheets, "sheet": sheets + 1}
        raise
    except CancelledError:
        pages += list(recover(feeding, batch, folder))
        raise
    _clear(folder)
    return Fed(tuple(pages), feeding.store.scans.batch(batch.id).sheets)


def feed_until_told(
    feeding: Feeding, batch: Batch, *, pause: float = _WAIT, until_sheets: int | None = None
) -> Fed:
    """Feed, wait for more paper, feed again, until the job is cancelled or has its sheets.

    Jams and open covers are raised, as they want a person; an empty feeder, a busy or a cold
    device are waited for.
    """
    pages: list[Page] = []
    while True:
        sheets = feeding.store.scans.batch(batch.id).sheets
        if until_sheets is not None and sheets >= until_sheets:
            return Fed(tuple(pages), sheets)
        try:
            pages += feed(feeding, batch, until_sheets=until_sheets).pages
        except (errors.FeederEmptyError, errors.ScannerBusyError, errors.ScannerWarmingUpError):
            _wait(pause, feeding.cancel)


def recover(feeding: Feeding, batch: Batch, folder: Path | None = None) -> Iterator[Page]:
    """Take in whole images that a killed run left in the spool, in order, without a gap."""
    folder = folder or spool_folder(feeding.store, batch)
    known = feeding.store.scans.numbers(batch.id)
    sides = sides_of(batch)
    waiting = {
        number: path
        for path in sorted(folder.iterdir())
        if (number := image_number(path)) is not None and path.suffix != ".part"
    }
    for number in sorted(waiting):
        if number in known:
            waiting.pop(number).unlink()
    following = len(known) + 1
    while all(following + side in waiting for side in range(sides)):
        sheet = [waiting[following + side] for side in range(sides)]
        try:
            kept = [_keep(feeding, batch, path) for path in sheet]
        except errors.TransferBrokenError:
            # was being written when the program died: its sheet is fed once more
            break
        yield from kept
        following += sides
    _clear(folder)


def spool_folder(store: Store, batch: Batch) -> Path:
    """Return the folder a batch's images pass through; nobody else can look into it."""
    folder = store.folder / SPOOL / str(batch.id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def forget_spool(store: Store, batch: Batch) -> None:
    """Remove the folder of a batch that has ended."""
    shutil.rmtree(store.folder / SPOOL / str(batch.id), ignore_errors=True)


def sides_of(batch: Batch) -> int:
    """Return how many images a sheet of the batch gives."""
    return 2 if batch.profile.duplex else 1


def _keep(feeding: Feeding, batch: Batch, path: Path) -> Page:
    from ocr.scanned import kept_form

    number = image_number(path)
    if number is None:
        raise errors.ScannerError(device=batch.device, reason=path.name)
    try:
        page = kept_form(
            path.read_bytes(),
            dpi=batch.profile.dpi,
            lossless=batch.profile.lossless,
            limits=Limits(),
        )
    except OcrError as error:
        path.unlink()
        raise errors.TransferBrokenError(device=batch.device, reason=error.code) from error
    sides = sides_of(batch)
    sheet = (number - 1) // sides + 1
    digest = feeding.store.vault.put(page.image)
    kept = feeding.store.scans.keep_image(
        feeding.officer,
        batch.id,
        number=number,
        sheet=sheet,
        side=Side.BACK if sides == 2 and number % 2 == 0 else Side.FRONT,
        name=f"scan-{batch.id}-{sheet:04d}",
        original_hash=digest,
        image_hash=digest,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
    )
    path.unlink()
    feeding.on_page(kept)
    return kept


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink(missing_ok=True)


def _wait(seconds: float, cancel: CancelToken) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        cancel.check()
        time.sleep(min(0.1, seconds))
