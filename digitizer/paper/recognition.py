"""Recognition: stored pages become words, which are stored in turn.

The words are kept, so that sorting and extraction can be done again without reading anew.
"""

from __future__ import annotations

import json
import logging
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from digitizer.errors import NotFoundError, StoreDamagedError
from digitizer.jobs import CancelToken, Key, Progress, Report
from digitizer.model.document import Page
from digitizer.model.view import ItemFailure, ReadingOutcome
from digitizer.paper import gate
from digitizer.store import Store
from digitizer.workqueue import JobKind
from ocr.errors import OcrError
from ocr.model import Line, PageText, SourcePage
from ocr.reader import Reader, ReadingJob, SecondLook

_log = logging.getLogger(__name__)
_TEXT_LIMIT = 64_000_000


def read_pages(
    store: Store,
    reader: Reader,
    pages: Sequence[Page],
    *,
    report: Report,
    cancel: CancelToken,
    on_page: Callable[[Page], None],
    aside: bool = False,
) -> ReadingOutcome:
    """Read pages as fast as the cores allow; store each page's words the moment they are there.

    ``aside`` leaves a core to what goes on meanwhile.
    """
    started = time.monotonic()
    failures: list[ItemFailure] = []
    by_key = {str(page.id): page for page in pages}
    done = 0
    report(Progress(0, len(pages)))
    jobs = _jobs(store, pages, failures)
    for outcome in reader.read(jobs, cancelled=lambda: cancel.cancelled, aside=aside):
        page = by_key[outcome.key]
        done += 1
        store.under_way.end([reading_of(page)])
        report(Progress(done, len(pages), page.original_name))
        try:
            if outcome.text is not None:
                save_text(store, page.id, outcome.text)
            elif outcome.error is not None:
                store.dossiers.page_failed(page.id, outcome.error.code)
                failures.append(_failure(page, outcome.error.code, outcome.error.details))
            on_page(store.dossiers.page(page.id))
        except NotFoundError:
            # taken out of the dossier while it was being read: nothing is left to keep
            continue
    cancel.check()
    read = len(pages) - len(failures)
    return ReadingOutcome(read, tuple(failures), time.monotonic() - started)


def reading_of(page: Page) -> Key:
    """Return what the reading of a page is called among what a program has under way."""
    return (JobKind.READ_PAGE, str(page.id))


def look_again(
    store: Store, reader: Reader, wanted: Mapping[Page, tuple[PageText, tuple[Line, ...]]]
) -> dict[int, PageText]:
    """Read some lines of pages again and keep what that gives beside the words; by page.

    A page that cannot be looked at again keeps the words it has.
    """
    by_key = {str(page.id): page for page in wanted}
    found: dict[int, PageText] = {}
    for outcome in reader.look_again(_second_looks(store, wanted)):
        page = by_key[outcome.key]
        if outcome.text is None:
            _log.warning("page %d was not looked at again: %s", page.id, outcome.error)
            continue
        save_text(store, page.id, outcome.text)
        found[page.id] = outcome.text
    return found


def _second_looks(
    store: Store, wanted: Mapping[Page, tuple[PageText, tuple[Line, ...]]]
) -> Iterator[SecondLook]:
    for page, (text, lines) in wanted.items():
        job = ReadingJob(str(page.id), store.vault.get(page.image_hash), page.dpi)
        yield SecondLook(job, text, lines)


def read_own_text(store: Store, reader: Reader, page: Page, source: SourcePage) -> None:
    """Keep the text a page was born with; only its machine codes still have to be read."""
    job = ReadingJob(str(page.id), source.image, source.dpi, source.own_text)
    try:
        text = reader.read_one(job)
    except OcrError:
        # the page stays stored, and reading tries it again with the others
        return
    save_text(store, page.id, text)


def save_text(store: Store, page_id: int, text: PageText) -> None:
    """Keep what was read on a page and let it be found by its words."""
    faults = gate.faults(store, page_id, text)
    store.dossiers.page_read(page_id, keep_text(store, text), faults, text=text.text())


def keep_text(store: Store, text: PageText) -> str:
    """Put a page's words into the vault and return their address."""
    plain = json.dumps(text.to_dict(), ensure_ascii=False, separators=(",", ":"))
    return store.vault.put(zlib.compress(plain.encode(), 6))


def kept_text(store: Store, text_hash: str) -> PageText:
    """Return a page's words as stored.

    Raises StoreDamagedError when they do not read back.
    """
    expand = zlib.decompressobj()
    plain = expand.decompress(store.vault.get(text_hash), _TEXT_LIMIT)
    if not expand.eof:
        raise StoreDamagedError(digest=text_hash)
    return PageText.from_dict(json.loads(plain))


def _jobs(store: Store, pages: Sequence[Page], failures: list[ItemFailure]) -> Iterator[ReadingJob]:
    for page in pages:
        try:
            image = store.vault.get(page.image_hash)
        except (StoreDamagedError, NotFoundError) as error:
            store.dossiers.page_failed(page.id, error.code)
            failures.append(_failure(page, error.code, error.details))
            continue
        store.under_way.begin([reading_of(page)])
        yield ReadingJob(str(page.id), image, page.dpi, second_look=True)


def _failure(page: Page, code: str, details: dict[str, object]) -> ItemFailure:
    name = f"{page.original_name} ({page.original_page})"
    return ItemFailure(name, code, {"name": name, **details})
