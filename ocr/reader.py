"""The door to reading: files in, page images and their words out, in worker processes.

Importing this module loads none of the heavy libraries; the workers do.
"""

from __future__ import annotations

import errno
import functools
import itertools
import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ocr import work
from ocr.errors import (
    EmptyFileError,
    FileTooLargeError,
    LanguageMissingError,
    NoRoomError,
    OcrError,
    PageTimeoutError,
    RecogniserMissingError,
    WorkerLostError,
)
from ocr.limits import Limits, PageOutcome, ReadingJob, SecondLook
from ocr.model import PageText, Quality, SourceInfo, SourcePage
from ocr.pool import Ticket, WorkerPool

__all__ = ["Limits", "PageOutcome", "Reader", "ReadingJob", "SecondLook", "check_recogniser"]

_BATCH = 4
_GLANCE = 0.1
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def _never() -> bool:
    return False


def check_recogniser(language: str = "vie") -> str:
    """Return the recogniser's version; complain if it or the language is missing."""
    program = shutil.which("tesseract")
    if program is None:
        raise RecogniserMissingError
    # fixed arguments, and the program is the one the search path names
    found = subprocess.run(  # noqa: S603
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=60
    )
    if language not in found.stdout.split():
        raise LanguageMissingError(language=language)
    version = subprocess.run(  # noqa: S603
        [program, "--version"], capture_output=True, text=True, check=False, timeout=60
    )
    number = re.search(r"tesseract v?(\S+)", version.stdout + version.stderr)
    return f"tesseract {number[1] if number else 'unknown'}"


class Reader:
    """Looks into files and reads pages, each page in one of several processes."""

    def __init__(
        self, workers: int | None = None, *, language: str = "vie", limits: Limits | None = None
    ) -> None:
        self._limits = limits or Limits()
        self._language = language
        self._pool = WorkerPool(workers or os.cpu_count() or 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def limits(self) -> Limits:
        """What a file may at most bring."""
        return self._limits

    def close(self) -> None:
        """Stop the workers and remove what they left in memory."""
        self._pool.close()

    def inspect(self, data: bytes) -> SourceInfo:
        """Return what a file holds, judged by its bytes; a typed error if it cannot be read."""
        self._check_size(data)
        path = self._put_aside(data)
        try:
            info: SourceInfo = self._call(work.inspect_file, str(path), self._limits)
        finally:
            path.unlink(missing_ok=True)
        return info

    def unlocked(self, data: bytes, password: str) -> bytes:
        """Return a PDF that asks for a password as one that does not.

        Raises WrongPasswordError or DamagedFileError.
        """
        self._check_size(data)
        path = self._put_aside(data)
        try:
            opened: bytes = self._call(work.unlock_file, str(path), password)
        finally:
            path.unlink(missing_ok=True)
        self._check_size(opened)
        return opened

    def pages(
        self, data: bytes, info: SourceInfo, *, cancelled: Callable[[], bool] = _never
    ) -> Iterator[SourcePage | OcrError]:
        """Yield the file's pages in order; a page that fails yields its error instead."""
        self._check_size(data)
        path = self._put_aside(data)
        numbers = range(1, info.page_count + 1)
        batches = (tuple(numbers[i : i + _BATCH]) for i in range(0, len(numbers), _BATCH))
        open_calls: list[tuple[tuple[int, ...], Ticket]] = []
        try:
            while True:
                more = itertools.islice(batches, self._pool.size + 1 - len(open_calls))
                open_calls.extend((batch, self._render(path, info, batch)) for batch in more)
                if not open_calls or not _done([open_calls[0][1]], cancelled):
                    return
                batch, ticket = open_calls.pop(0)
                yield from self._rendered(path, info, batch, ticket)
        finally:
            for _, ticket in open_calls:
                ticket.abandon()
            path.unlink(missing_ok=True)

    def read(
        self,
        jobs: Iterable[ReadingJob],
        *,
        cancelled: Callable[[], bool] = _never,
        aside: bool = False,
    ) -> Iterator[PageOutcome]:
        """Yield each page's outcome as it comes; one bad page never stops the others.

        ``aside`` leaves a core, where there are several, to what goes on beside the reading.
        """
        calls = ((job.key, functools.partial(self._read, job)) for job in jobs)
        return self._each(calls, cancelled, max(1, self._pool.size - 1) if aside else None)

    def look_again(
        self, asked: Iterable[SecondLook], *, cancelled: Callable[[], bool] = _never
    ) -> Iterator[PageOutcome]:
        """Yield each page with further readings of the lines asked for.

        Soon after ``read`` the pages need not be cleaned anew.
        """
        calls = ((one.job.key, functools.partial(self._look_again, one)) for one in asked)
        return self._each(calls, cancelled)

    def _each(
        self,
        calls: Iterator[tuple[str, Callable[[], Ticket]]],
        cancelled: Callable[[], bool],
        at_once: int | None = None,
    ) -> Iterator[PageOutcome]:
        running: dict[Ticket, str] = {}
        # one more than there are processes, so that none waits for its next page
        most = self._pool.size + 1 if at_once is None else at_once
        try:
            while True:
                for key, submit in itertools.islice(calls, most - len(running)):
                    running[submit()] = key
                if not running or not _done(list(running), cancelled):
                    return
                for ticket in [ticket for ticket in running if ticket.future.done()]:
                    yield _outcome(running.pop(ticket), ticket)
        finally:
            for ticket in running:
                ticket.abandon()

    def read_one(self, job: ReadingJob) -> PageText:
        """Return one page's text, or raise the reason why not."""
        text: PageText = self._read(job, urgent=True).future.result()
        return text

    def quality_of(self, image: bytes, dpi: float) -> Quality:
        """Return the measures of a page image without reading it: well under a second.

        Raises OcrError if the image cannot be decoded.
        """
        quality: Quality = self._call(work.measure_page, image, dpi, self._limits)
        return quality

    def _read(self, job: ReadingJob, *, urgent: bool = False) -> Ticket:
        return self._pool.submit(
            work.read_page,
            job,
            self._language,
            self._limits,
            seconds=self._limits.page_seconds,
            urgent=urgent,
        )

    def _look_again(self, asked: SecondLook) -> Ticket:
        return self._pool.submit(
            work.look_again, asked, self._limits, seconds=self._limits.page_seconds
        )

    def _render(self, path: Path, info: SourceInfo, numbers: tuple[int, ...]) -> Ticket:
        return self._pool.submit(
            work.render_pages,
            str(path),
            info,
            numbers,
            self._limits,
            seconds=self._limits.page_seconds * len(numbers),
            urgent=True,
        )

    def _rendered(
        self, path: Path, info: SourceInfo, batch: tuple[int, ...], ticket: Ticket
    ) -> Iterator[SourcePage | OcrError]:
        try:
            yield from ticket.future.result()
        except (WorkerLostError, PageTimeoutError) as error:
            if len(batch) == 1:
                yield error
                return
            # one page of the batch took the worker down: the others get their own chance
            for number in batch:
                alone = self._render(path, info, (number,))
                yield from self._rendered(path, info, (number,), alone)
        except OcrError as error:
            for _ in batch:
                yield error

    def _call(self, call: Callable[..., Any], *arguments: Any) -> Any:
        seconds = self._limits.page_seconds
        return self._pool.submit(call, *arguments, seconds=seconds, urgent=True).future.result()

    def _check_size(self, data: bytes) -> None:
        if not data:
            raise EmptyFileError
        if len(data) > self._limits.max_bytes:
            raise FileTooLargeError(size=len(data), limit=self._limits.max_bytes)

    def _put_aside(self, data: bytes) -> Path:
        path = self._pool.folder / f"source-{uuid.uuid4().hex}"
        try:
            path.write_bytes(data)
        except OSError as error:
            path.unlink(missing_ok=True)
            if error.errno in _NO_ROOM:
                raise NoRoomError(size=len(data)) from error
            raise
        return path


def _done(tickets: list[Ticket], cancelled: Callable[[], bool]) -> bool:
    """Wait until one call has ended; return false if the wait was cancelled."""
    futures = [ticket.future for ticket in tickets]
    while not cancelled():
        if wait(futures, timeout=_GLANCE, return_when=FIRST_COMPLETED).done:
            return True
    return False


def _outcome(key: str, ticket: Ticket) -> PageOutcome:
    try:
        return PageOutcome(key, ticket.future.result())
    except OcrError as error:
        return PageOutcome(key, None, error)
    except CancelledError:
        return PageOutcome(key, None, WorkerLostError())
