"""The device feeds on while pages are kept: in a thread of its own, a few images ahead."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

from digitizer.jobs import CancelledError, CancelToken
from digitizer.paper.scanner.protocol import Scanned, Scanner, ScanRequest
from digitizer.store.scan_spool import ScanSpool

_AHEAD = 1
"""Images in memory that wait to be kept; the device pauses when there are more."""
_GLANCE = 0.05


def images(
    scanner: Scanner, request: ScanRequest, spool: ScanSpool, cancel: CancelToken
) -> Iterator[Scanned]:
    """Yield what the device feeds, each image once it lies sealed in the spool.

    What was fed before the device failed, or before the person stopped it, is yielded first.
    Raises ScannerError, CancelledError, DiskFullError.
    """
    stop = CancelToken()
    waiting: queue.Queue[Scanned | BaseException | None] = queue.Queue(_AHEAD)
    thread = threading.Thread(
        target=_feed, args=(scanner, request, spool, stop, waiting), daemon=True
    )
    thread.start()
    try:
        while True:
            if cancel.cancelled:
                stop.cancel()
            try:
                found = waiting.get(timeout=_GLANCE)
            except queue.Empty:
                continue
            if found is None:
                return
            if isinstance(found, BaseException):
                raise found
            yield found
    finally:
        # whoever took the images has given up, or there are no more
        stop.cancel()
        while thread.is_alive():
            _drain(waiting)
            thread.join(_GLANCE)


def _feed(
    scanner: Scanner,
    request: ScanRequest,
    spool: ScanSpool,
    stop: CancelToken,
    waiting: queue.Queue[Scanned | BaseException | None],
) -> None:
    end: BaseException | None = None
    try:
        for image in scanner.scan(request, stop):
            spool.keep(image.number, image.data)
            waiting.put(image)
    except (Exception, CancelledError) as error:  # noqa: BLE001 - carried to whoever takes the images
        end = error
    waiting.put(end)


def _drain(waiting: queue.Queue[Scanned | BaseException | None]) -> None:
    while not waiting.empty():
        waiting.get_nowait()
