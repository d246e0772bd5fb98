"""Reading files outside any dossier, for the commands that keep nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitizer.commands.console import Console
from digitizer.errors import DigitizerError
from digitizer.jobs import Progress
from digitizer.paper.intake import read_file
from ocr.errors import OcrError
from ocr.model import PageText, SourceInfo, SourcePage
from ocr.reader import Reader, ReadingJob


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
    paths: Sequence[Path], console: Console, *, workers: int | None = None
) -> Iterator[FileRead]:
    """Read files one by one; what fails is said on the console and the rest goes on."""
    with Reader(workers) as reader:
        for position, path in enumerate(paths):
            console.progress(Progress(position, len(paths), path.name))
            try:
                found = _read(reader, position, path, console)
            except (OcrError, DigitizerError) as error:
                console.fail(path.name, error)
                continue
            if found.pages:
                yield found
        console.progress(Progress(len(paths), len(paths)))


def _read(reader: Reader, position: int, path: Path, console: Console) -> FileRead:
    data = read_file(path, reader.limits.max_bytes)
    info = reader.inspect(data)
    pages: dict[str, SourcePage] = {}

    def jobs() -> Iterator[ReadingJob]:
        for number, page in enumerate(reader.pages(data, info), start=1):
            if isinstance(page, OcrError):
                console.fail(f"{path.name} ({number})", page)
                continue
            pages[str(page.number)] = page
            yield ReadingJob(str(page.number), page.image, page.dpi, page.own_text)

    texts: dict[str, PageText] = {}
    for outcome in reader.read(jobs()):
        if outcome.text is not None:
            texts[outcome.key] = outcome.text
        elif outcome.error is not None:
            console.fail(f"{path.name} ({outcome.key})", outcome.error)
    read = tuple((pages[key], texts[key]) for key in pages if key in texts)
    return FileRead(position, path, data, info, read)
