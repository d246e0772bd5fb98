"""``digitizer read``: files in; text, words with boxes, and a searchable PDF/A out."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, write_file, write_json
from digitizer.commands.files import FileRead, read_files
from digitizer.errors import DigitizerError
from ocr.errors import OcrError
from ocr.model import TextSource


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "read",
        run,
        help_text="Read files: writes STEM.txt, STEM.json and a searchable STEM.pdf for each.",
        example="digitizer read scan.jpg letter.pdf --out read/",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where to write")
    parser.add_argument(
        "--workers", type=int, help="processes that read pages (default: one per core)"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Read every file; one that cannot be read is said and the others go on."""
    started = time.monotonic()
    written = []
    stems = unique_stems(arguments.files)
    for found in read_files(arguments.files, console, workers=arguments.workers):
        try:
            written.append(_write(found, arguments.out, stems[found.position]))
        except (OcrError, DigitizerError) as error:
            console.fail(found.path.name, error)
    seconds = round(time.monotonic() - started, 2)
    pages = sum(len(one["pages"]) for one in written)
    console.say(
        "Đã đọc {pages} trang của {files} tệp trong {seconds} giây; kết quả ở {out}.",
        "Read {pages} pages of {files} files in {seconds} s; see {out}.",
        pages=pages,
        files=len(written),
        seconds=seconds,
        out=arguments.out,
    )
    console.answer({"files": written, "seconds": seconds})
    return console.exit_code


def unique_stems(paths: list[Path]) -> list[str]:
    """Return an output name for each file: its stem, numbered where two files share one."""
    seen: dict[str, int] = {}
    stems = []
    for path in paths:
        seen[path.stem] = seen.get(path.stem, 0) + 1
        number = seen[path.stem]
        stems.append(path.stem if number == 1 else f"{path.stem}-{number}")
    return stems


def _write(found: FileRead, out: Path, stem: str) -> dict[str, Any]:
    pages = [
        {"page": page.number, **text.to_dict(), "text": text.text()} for page, text in found.pages
    ]
    write_file(out / f"{stem}.txt", ("\f".join(p["text"] for p in pages) + "\n").encode())
    write_json(
        out / f"{stem}.json", {"file": found.path.name, "signed": found.info.signed, "pages": pages}
    )
    write_file(out / f"{stem}.pdf", searchable_copy(found))
    return {
        "file": str(found.path),
        "text": str(out / f"{stem}.txt"),
        "json": str(out / f"{stem}.json"),
        "pdf": str(out / f"{stem}.pdf"),
        "pages": [_page_summary(page) for page in pages],
    }


def searchable_copy(found: FileRead) -> bytes:
    """Return a file as searchable PDF/A-2b; a signed PDF comes back as it is."""
    from ocr.borndigital import archive_copy
    from ocr.searchable import SearchablePage, write_searchable

    if found.info.signed:
        return found.data
    if all(text.source is TextSource.TEXT_LAYER for _, text in found.pages):
        own = archive_copy(found.data, [page.number for page, _ in found.pages])
        if own is not None:
            return own
    return write_searchable(
        [SearchablePage(page.image, text) for page, text in found.pages],
        title=found.path.stem,
        created=datetime.now(UTC),
    )


def _page_summary(page: dict[str, Any]) -> dict[str, Any]:
    words = list(_confidences(page))
    mean = round(sum(words) / len(words), 3) if words else None
    return {
        "page": page["page"],
        "words": len(words),
        "mean_confidence": mean,
        "source": page["source"],
    }


def _confidences(page: dict[str, Any]) -> Iterator[float]:
    return (word["confidence"] for word in page["words"])
