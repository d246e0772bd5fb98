"""Pages read by whichever machine of the office is free, and the part of the machine that reads.

A desk puts pages into the queue and waits until their words are in the store. Where no worker is
alive, or the last one goes away, the desk reads its pages itself, as without an office's database.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitizer.errors import NotFoundError
from digitizer.jobs import CancelToken, Progress, Report
from digitizer.model.document import Page, PageState
from digitizer.model.view import ItemFailure, ReadingOutcome
from digitizer.paper.recognition import save_text
from digitizer.store import Store
from digitizer.workqueue import JobKind, Wanted, WorkQueue
from digitizer.workqueue.values import AT_COUNTER, IN_BATCH, STALLED
from ocr.errors import OcrError
from ocr.reader import Reader, ReadingJob

_GLANCE = 0.3


def put(queue: WorkQueue, pages: Sequence[Page], *, at_counter: bool) -> int:
    """Put pages into the queue and return how many workers are alive to take them.

    Raises QueueFullError for a batch while too many pages wait.
    """
    wanted = [Wanted(JobKind.READ_PAGE, str(page.id), page.dossier_code) for page in pages]
    return queue.put(wanted, priority=AT_COUNTER if at_counter else IN_BATCH)


def wait(
    store: Store,
    queue: WorkQueue,
    pages: Sequence[Page],
    *,
    report: Report,
    cancel: CancelToken,
    on_page: Callable[[Page], None],
) -> tuple[ReadingOutcome, tuple[Page, ...]]:
    """Wait until the pages are read or have failed, telling of each.

    Returns what became of them, and the pages that are left because no worker is alive any more.
    """
    started = looked = time.monotonic()
    waiting = {page.id: page for page in pages}
    failures: list[ItemFailure] = []
    while waiting:
        report(Progress(len(pages) - len(waiting), len(pages)))
        cancel.check()
        for page_id, before in list(waiting.items()):
            try:
                page = store.dossiers.page(page_id)
            except NotFoundError:
                # taken out of the dossier meanwhile
                del waiting[page_id]
                continue
            if page.state is PageState.STORED:
                continue
            del waiting[page_id]
            if page.state is PageState.FAILED:
                name = f"{before.original_name} ({before.original_page})"
                failures.append(ItemFailure(name, page.failure, {"name": name}))
            on_page(page)
        if waiting and time.monotonic() - looked > STALLED:
            looked = time.monotonic()
            if not queue.state().workers:
                break
        if waiting:
            time.sleep(_GLANCE)
    report(Progress(len(pages) - len(waiting), len(pages)))
    read = len(pages) - len(waiting) - len(failures)
    outcome = ReadingOutcome(read, tuple(failures), time.monotonic() - started)
    return outcome, tuple(waiting.values())


@dataclass(frozen=True, slots=True)
class PageReading:
    """A machine's part: reads one page of the queue and keeps its words."""

    store: Store
    reader: Callable[[], Reader]

    def __call__(self, subject: str, again: bool) -> None:
        """Read a page; one that is read already is left alone.

        ``again``: a person sent it once more, so one that was set aside is tried too.
        """
        page_id = int(subject)
        try:
            page = self.store.dossiers.page(page_id)
        except NotFoundError:
            return
        if page.state is not PageState.STORED and not (again and page.state is PageState.FAILED):
            return
        try:
            image = self.store.vault.get(page.image_hash)
            text = self.reader().read_one(ReadingJob(subject, image, page.dpi, second_look=True))
            save_text(self.store, page_id, text)
        except OcrError as error:
            self.store.dossiers.page_failed(page_id, error.code)
