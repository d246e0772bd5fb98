"""Reading files outside any dossier, for the commands that keep nothing."""

from __future__ import annotations

import contextlib
import itertools
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from digitizer.commands.console import Console, ask_file_password
from digitizer.errors import DigitizerError, WouldOverwriteError
from digitizer.files import printable, read_file
from digitizer.jobs import Progress
from digitizer.paper.opening import opened
from ocr.errors import OcrError
from ocr.model import PageText, SourceInfo, SourcePage
from ocr.reader import PageOutcome, Reader, ReadingJob, SecondLook


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file with its pages and what was read on them."""

    position: int
    """Place among the files that were named, from 0."""
    path: Path
    data: bytes
    info: SourceInfo
    pages: tuple[tuple[SourcePage, PageText], ...]


def read_files(
    paths: Sequence[Path],
    console: Console,
    *,
    workers: int | None = None,
    look_again: Callable[[FileRead], Sequence[SecondLook]] | None = None,
) -> Iterator[FileRead]:
    """Yield each file as soon as its last page is read; what fails is said, the rest goes on.

    The pages of all files go through the recogniser as one stream, so that single-page files keep
    every core busy. ``look_again`` names lines of a file's pages that are to be read once more.
    """
    with Reader(workers) as reader:
        stream = _Stream(reader, paths, console, second_look=look_again is not None)
        done = 0
        for outcome in reader.read(stream.jobs()):
            finished = stream.settle(outcome)
            if finished is not None:
                done += 1
                console.progress(Progress(done, len(paths), finished.path.name))
                yield _looked_again(finished, reader, look_again, console)


def _looked_again(
    found: FileRead,
    reader: Reader,
    look_again: Callable[[FileRead], Sequence[SecondLook]] | None,
    console: Console,
) -> FileRead:
    """Return the file with the further readings that were asked for.

    A page that cannot be looked at again keeps the words it has, and that is said.
    """
    wanted = () if look_again is None else look_again(found)
    texts = {}
    for outcome in reader.look_again(wanted):
        texts[outcome.key] = outcome.text
        if outcome.error is not None:
            console.fail(f"{found.path.name} ({outcome.key})", outcome.error)
    pages = tuple((page, texts.get(str(page.number)) or text) for page, text in found.pages)
    return replace(found, pages=pages)


def unique_names(wanted: Iterable[str]) -> list[str]:
    """Return a name for each that is wanted, numbered before its ending where it is taken.

    Names that differ only in letter case or in how accents are composed are one name: some disks
    do not tell them apart.
    """
    names: list[str] = []
    given: set[str] = set()
    for name in map(printable, wanted):
        path = Path(name)
        numbered = (f"{path.stem}-{number}{path.suffix}" for number in itertools.count(2))
        free = next(one for one in itertools.chain([name], numbered) if _alike(one) not in given)
        given.add(_alike(free))
        names.append(free)
    return names


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def spare(originals: Iterable[Path], targets: Iterable[Path]) -> None:
    """Complain if writing one of the targets would replace one of the files that were given.

    Raises WouldOverwriteError.
    """
    kept = {_identity(path) for path in originals} - {None}
    for target in targets:
        if _identity(target) in kept:
            raise WouldOverwriteError(target=str(target))


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from every other, however it is named; None if there is none."""
    with contextlib.suppress(OSError):
        status = path.stat()
        return status.st_dev, status.st_ino
    return None


@dataclass(slots=True)
class _Open:
    """A file some of whose pages are still being read."""

    path: Path
    data: bytes
    info: SourceInfo
    readable: bytes = b""
    pages: dict[int, SourcePage] = field(default_factory=dict)
    texts: dict[int, PageText] = field(default_factory=dict)
    settled: int = 0
    whole: bool = False
    """All its pages have been handed to the recogniser."""


@dataclass(slots=True)
class _Stream:
    """Hands out pages of file after file and gathers what comes back."""

    reader: Reader
    paths: Sequence[Path]
    console: Console
    second_look: bool = False
    files: dict[int, _Open] = field(default_factory=dict)

    def jobs(self) -> Iterator[ReadingJob]:
        """Yield every page of every file that can be taken apart."""
        for position, path in enumerate(self.paths):
            try:
                data = read_file(path, self.reader.limits.max_bytes)
                info, readable = opened(self.reader, printable(path.name), data, ask_file_password)
                # a signed file is handed on as it came; its pages are those behind the password
                kept = data if info.signed else readable
                found = _Open(path, kept, info, readable)
                self.files[position] = found
                yield from self._pages(position, found)
            except (OcrError, DigitizerError) as error:
                self.console.fail(path.name, error)

    def settle(self, outcome: PageOutcome) -> FileRead | None:
        """Keep a page's words; return its file when this was the last page."""
        position, number = (int(part) for part in outcome.key.split(":"))
        found = self.files[position]
        found.settled += 1
        if outcome.text is not None:
            found.texts[number] = outcome.text
        elif outcome.error is not None:
            self.console.fail(f"{found.path.name} ({number})", outcome.error)
        if not found.whole or found.settled < len(found.pages):
            return None
        del self.files[position]
        pages = tuple((found.pages[n], found.texts[n]) for n in found.pages if n in found.texts)
        if not pages:
            return None
        return FileRead(position, found.path, found.data, found.info, pages)

    def _pages(self, position: int, found: _Open) -> Iterator[ReadingJob]:
        """Yield a file's pages; it is whole just before its last page goes out."""
        held: SourcePage | None = None
        for number, page in enumerate(self.reader.pages(found.readable, found.info), start=1):
            if isinstance(page, OcrError):
                self.console.fail(f"{found.path.name} ({number})", page)
                continue
            found.pages[page.number] = page
            if held is not None:
                yield self._job(position, held)
            held = page
        found.whole = True
        if held is not None:
            yield self._job(position, held)

    def _job(self, position: int, page: SourcePage) -> ReadingJob:
        key = f"{position}:{page.number}"
        return ReadingJob(key, page.image, page.dpi, page.own_text, self.second_look)
