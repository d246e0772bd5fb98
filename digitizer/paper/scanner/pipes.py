"""Images out of another program without a file: it writes into named pipes, we read in memory.

A program that is told to write ``000001.tiff.part``, ``000002.tiff.part``… finds a pipe under each
of these names. No clear page ever touches a disk, and a program that is quicker than whoever takes
the images waits.
"""

from __future__ import annotations

import os
import queue
import select
import shutil
import tempfile
import threading
from pathlib import Path

from digitizer.paper.scanner.protocol import LARGEST_IMAGE

_AHEAD = 1
"""Images held for a taker that is behind."""
_GLANCE = 50
_PIECE = 1 << 20


class ImagePipes:
    """The pipes of one feed."""

    def __init__(self, first: int, suffix: str) -> None:
        # only pipes lie here, and only this user can enter
        self._folder = Path(tempfile.mkdtemp(prefix="digitizer-scan-"))
        self._suffix = suffix
        self._over = threading.Event()
        self._images: queue.Queue[tuple[int, bytes]] = queue.Queue(_AHEAD)
        for number in (first, first + 1):
            self._lay(number)
        self._thread = threading.Thread(target=self._run, args=(first,), daemon=True)
        self._thread.start()

    @property
    def pattern(self) -> str:
        """The name of the images as printf forms it from their numbers."""
        return str(self._folder / f"%06d{self._suffix}")

    def take(self, number: int, seconds: float) -> bytes | None:
        """Return an image that was announced, or None when it did not come whole."""
        while True:
            try:
                found, data = self._images.get(timeout=seconds)
            except queue.Empty:
                return None
            if found == number:
                return data

    def close(self) -> None:
        """Stop reading and remove the pipes."""
        self._over.set()
        self._thread.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _lay(self, number: int) -> None:
        os.mkfifo(self._folder / f"{number:06d}{self._suffix}.part", 0o600)

    def _run(self, number: int) -> None:
        while not self._over.is_set():
            # the writer cannot come to the next image before this one is read
            self._lay(number + 2)
            data = self._read(number)
            while data is not None and not self._over.is_set():
                try:
                    self._images.put((number, data), timeout=_GLANCE / 1000)
                    break
                except queue.Full:
                    continue
            number += 1

    def _read(self, number: int) -> bytes | None:
        """Return what a writer put into a pipe until it closed it; None when it is all over."""
        path = self._folder / f"{number:06d}{self._suffix}.part"
        # not waiting: there may never be a writer
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        data = bytearray()
        try:
            events = select.poll()
            events.register(handle, select.POLLIN)
            while not self._over.is_set():
                for _handle, event in events.poll(_GLANCE):
                    piece = os.read(handle, _PIECE) if event & select.POLLIN else b""
                    if not piece:
                        return bytes(data)
                    data += piece
                    if len(data) > LARGEST_IMAGE:
                        # nothing a sheet gives: what is cut off does not decode
                        return b""
        finally:
            os.close(handle)
        return None
