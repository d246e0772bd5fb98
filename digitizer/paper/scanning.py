"""Feeds paper from a scanner into a dossier, and goes on where a feed broke off.

An image lies sealed in the spool as soon as the device has given it. It is in the vault and its row
is committed before anybody hears of it; its spool file is removed after that. What lay in the spool
when the program was killed is taken in first when the batch goes on, by its number, so that no
sheet is lost and none comes twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from digitizer.errors import StoreDamagedError
from digitizer.jobs import CancelledError, CancelToken
from digitizer.model.document import Page
from digitizer.model.officer import Officer
from digitizer.model.scan import Batch, Side
from digitizer.paper import feeding_ahead
from digitizer.paper.scanner import errors
from digitizer.paper.scanner.protocol import Scanned, Scanner, ScanRequest
from digitizer.store import Store
from digitizer.store.scan_spool import ScanSpool
from ocr.errors import OcrError
from ocr.limits import Limits

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
    spool = ScanSpool.of(feeding.store, batch.id)
    pages = list(take_in_left_over(feeding.store, feeding.officer, batch, feeding.on_page))
    sides = sides_of(batch)
    standing = feeding.store.scans.batch(batch.id)
    first = standing.images + 1
    most = None if until_sheets is None else until_sheets * sides - standing.images
    if most is not None and most <= 0:
        return Fed(tuple(pages), standing.sheets)
    request = ScanRequest(batch.profile, first, most)
    keeping = _Keeping(feeding.store, feeding.officer, batch, feeding.on_page)
    held: list[Scanned] = []
    try:
        for image in feeding_ahead.images(feeding.scanner, request, spool, feeding.cancel):
            held.append(image)
            # a front without its back is not kept: its sheet is the one to put back
            if len(held) == sides:
                pages += [keeping.keep(one) for one in held]
                held.clear()
    except errors.ScannerError as error:
        sheets = feeding.store.scans.batch(batch.id).sheets
        error.details |= {"kept": sheets, "sheet": sheets + 1}
        # what is left belongs to the sheet that is fed once more
        spool.clear()
        raise
    except CancelledError:
        spool.clear()
        raise
    # any other end, a full disk say, leaves the spool to be taken in later
    spool.clear()
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


def take_in_left_over(
    store: Store, officer: Officer, batch: Batch, on_page: Callable[[Page], None] | None = None
) -> tuple[Page, ...]:
    """Take in whole images that a killed run left in the spool, in order, without a gap."""
    keeping = _Keeping(store, officer, batch, on_page or (lambda _page: None))
    pages: list[Page] = []
    spool = ScanSpool.of(store, batch.id)
    known = store.scans.numbers(batch.id)
    waiting = set(spool.numbers()) - known
    sides = sides_of(batch)
    following = len(known) + 1
    while all(following + side in waiting for side in range(sides)):
        numbers = range(following, following + sides)
        try:
            sheet = [Scanned(number, spool.read(number)) for number in numbers]
            pages += [keeping.keep(image) for image in sheet]
        except (errors.TransferBrokenError, StoreDamagedError):
            # it did not survive the stop: its sheet is fed once more
            break
        following += sides
    spool.clear()
    return tuple(pages)


def sides_of(batch: Batch) -> int:
    """Return how many images a sheet of the batch gives."""
    return 2 if batch.profile.duplex else 1


@dataclass(frozen=True, slots=True)
class _Keeping:
    """Makes pages of a batch's images."""

    store: Store
    officer: Officer
    batch: Batch
    on_page: Callable[[Page], None]

    def keep(self, image: Scanned) -> Page:
        """Keep an image for good, then let its page be heard of and its spool file go."""
        return _kept(self, image)


def _kept(keeping: _Keeping, image: Scanned) -> Page:
    from ocr.scanned import kept_form

    batch, number = keeping.batch, image.number
    try:
        page = kept_form(
            image.data,
            dpi=batch.profile.dpi,
            lossless=batch.profile.lossless,
            limits=Limits(),
        )
    except OcrError as error:
        raise errors.TransferBrokenError(device=batch.device, reason=error.code) from error
    sides = sides_of(batch)
    sheet = (number - 1) // sides + 1
    digest = keeping.store.vault.put(page.image)
    kept = keeping.store.scans.keep_image(
        keeping.officer,
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
    ScanSpool.of(keeping.store, batch.id).drop(number)
    keeping.on_page(kept)
    return kept


def _wait(seconds: float, cancel: CancelToken) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        cancel.check()
        time.sleep(min(0.1, seconds))
