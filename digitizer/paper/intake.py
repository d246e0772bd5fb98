"""Intake: files become pages, each stored before anybody sees it.

The file's own bytes go into the vault first and stay bit for bit; then every page's image. A file
or page that cannot be taken ends as a failure with a code, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitizer.errors import (
    DigitizerError,
    DiskFullError,
    FourEyesError,
    NotAllowedError,
    StoreDamagedError,
    WrongStateError,
)
from digitizer.files import Held, printable, read_file
from digitizer.jobs import CancelToken, Progress, Report
from digitizer.model.document import Page
from digitizer.model.officer import Officer
from digitizer.model.view import IntakeOutcome, ItemFailure
from digitizer.paper import unpacking
from digitizer.paper.opening import AskPassword, opened
from digitizer.store import Store
from ocr.errors import OcrError
from ocr.model import SourcePage
from ocr.reader import Reader

_FATAL = (DiskFullError, StoreDamagedError, NotAllowedError, FourEyesError, WrongStateError)
"""Not the file's fault: no other file would fare better."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking in needs: whose dossier, where to keep it, who splits files into pages."""

    store: Store
    reader: Reader
    officer: Officer
    dossier_code: str
    ask: AskPassword | None = None
    """Who knows passwords; without it a file that asks for one is refused."""


def take_in(
    into: Intake,
    paths: Sequence[Path | Held],
    *,
    report: Report,
    cancel: CancelToken,
    on_page: Callable[[Page, SourcePage], None],
) -> IntakeOutcome:
    """Store every page of every file; ``on_page`` hears of each page once it is safe on disk."""
    pages: list[Page] = []
    failures: list[ItemFailure] = []
    for done, path in enumerate(paths):
        cancel.check()
        report(Progress(done, len(paths), printable(path.name)))
        try:
            for taken in _pages_of(into, path, cancel):
                if isinstance(taken, ItemFailure):
                    failures.append(taken)
                else:
                    pages.append(taken[0])
                    on_page(*taken)
        except (OcrError, DigitizerError) as error:
            if isinstance(error, _FATAL):
                raise
            failures.append(_refused(into, printable(path.name), error))
    report(Progress(len(paths), len(paths)))
    return IntakeOutcome(tuple(pages), tuple(failures))


def _pages_of(
    into: Intake, path: Path | Held, cancel: CancelToken
) -> Iterator[tuple[Page, SourcePage] | ItemFailure]:
    name = printable(path.name)
    limit = into.reader.limits.max_bytes
    data = path.data if isinstance(path, Held) else read_file(path, limit)
    if not unpacking.holds_files(data, name):
        yield from _pages_in(into, name, data, cancel)
        return
    # the archive itself is kept too: it is what was handed in
    into.store.vault.put(data)
    for inside in unpacking.unpacked(data, name):
        cancel.check()
        try:
            yield from _pages_in(into, printable(inside.name), inside.data, cancel)
        except OcrError as error:
            yield _refused(into, printable(inside.name), error)


def _pages_in(
    into: Intake, name: str, data: bytes, cancel: CancelToken
) -> Iterator[tuple[Page, SourcePage] | ItemFailure]:
    info, readable = opened(into.reader, name, data, into.ask)
    # what was handed in is kept, under its password if it has one
    original = into.store.vault.put(data)
    for number, found in enumerate(
        into.reader.pages(readable, info, cancelled=lambda: cancel.cancelled), start=1
    ):
        if isinstance(found, OcrError):
            label = f"{name} ({number})" if info.page_count > 1 else name
            yield _refused(into, label, found)
            continue
        page = into.store.dossiers.add_page(
            into.officer,
            dossier_code=into.dossier_code,
            original_hash=original,
            original_name=name,
            original_page=found.number,
            image_hash=into.store.vault.put(found.image),
            width=found.width,
            height=found.height,
            dpi=found.dpi,
            signed_original=info.signed,
        )
        yield page, found
    cancel.check()


def _refused(into: Intake, name: str, error: OcrError | DigitizerError) -> ItemFailure:
    into.store.journal.add(
        into.officer, "intake-refused", into.dossier_code, after=f"{name}: {error.code}"
    )
    return ItemFailure(name, error.code, {"name": name, **error.details})
