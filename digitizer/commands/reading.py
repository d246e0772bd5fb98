"""``digitizer read``: files in; text, words with boxes, and a searchable PDF/A out."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, write_file, write_json
from digitizer.commands.files import FileRead, read_files, spare, unique_names
from digitizer.errors import DigitizerError
from digitizer.files import printable
from ocr.errors import OcrError
from ocr.model import PageText, TextSource

Pages = Sequence[tuple[int, PageText]]


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
    parser.add_argument(
        "--format",
        type=_formats,
        default=(),
        metavar="LIST",
        help="further forms of what was read, with commas between: alto, hocr",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write the quality report of all files: estimates and pages to check by eye (JSON)",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Read every file; one that cannot be read is said and the others go on."""
    started = time.monotonic()
    written = []
    read: list[tuple[str, PageText]] = []
    taken = _with_stems(arguments, console)
    if taken is None:
        console.answer({"files": []})
        return console.exit_code
    for found in read_files([path for path, _ in taken], console, workers=arguments.workers):
        try:
            stem = taken[found.position][1]
            written.append(_write(found, arguments.out, stem, arguments.format))
            name = printable(found.path.name)
            read += [(f"{name} ({page.number})", text) for page, text in found.pages]
        except (OcrError, DigitizerError) as error:
            console.fail(found.path.name, error)
    if arguments.report is not None:
        _write_report(arguments.report, read, console)
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


def _with_stems(arguments: argparse.Namespace, console: Console) -> list[tuple[Path, str]] | None:
    """Return the files to read with their output names, without those that would be overwritten.

    None means that nothing can be read because the report itself would replace an original.
    """
    files: list[Path] = arguments.files
    taken = []
    try:
        spare(files, [] if arguments.report is None else [arguments.report])
    except DigitizerError as error:
        console.fail(arguments.report.name, error)
        return None
    for path, stem in zip(files, unique_stems(files), strict=True):
        try:
            spare(files, _targets(arguments.out, stem, arguments.format))
            taken.append((path, stem))
        except DigitizerError as error:
            console.fail(path.name, error)
    return taken


def _targets(out: Path, stem: str, forms: Sequence[str]) -> list[Path]:
    endings = ("txt", "json", "pdf", *(_FURTHER_FORMS[form][0] for form in forms))
    return [out / f"{stem}.{ending}" for ending in endings]


def unique_stems(paths: list[Path]) -> list[str]:
    """Return an output name for each file: its stem, numbered where two files share one."""
    # the ending is set apart: a stem may itself hold dots, and a number goes to its very end
    return [
        name.removesuffix(".pdf") for name in unique_names(f"{path.stem}.pdf" for path in paths)
    ]


def _formats(told: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(name.strip().lower() for name in told.split(",") if name.strip()))
    for name in wanted:
        if name not in _FURTHER_FORMS:
            raise argparse.ArgumentTypeError(f"unknown form {name!r}: {', '.join(_FURTHER_FORMS)}")
    return wanted


def _write_report(target: Path, read: Sequence[tuple[str, PageText]], console: Console) -> None:
    from ocr.report import batch_report

    try:
        write_json(target, batch_report(read).to_dict())
    except DigitizerError as error:
        console.fail(target.name, error)


def _write(found: FileRead, out: Path, stem: str, forms: Sequence[str]) -> dict[str, Any]:
    pages = [
        {"page": page.number, **text.to_dict(), "text": text.text()} for page, text in found.pages
    ]
    write_file(out / f"{stem}.txt", ("\f".join(p["text"] for p in pages) + "\n").encode())
    write_file(out / f"{stem}.json", _one_page_a_line(found, pages))
    write_file(out / f"{stem}.pdf", searchable_copy(found))
    numbered = [(page.number, text) for page, text in found.pages]
    further = {}
    for form in forms:
        ending, export = _FURTHER_FORMS[form]
        further[form] = str(out / f"{stem}.{ending}")
        write_file(out / f"{stem}.{ending}", export(numbered, printable(found.path.name)))
    return {
        "file": str(found.path),
        "text": str(out / f"{stem}.txt"),
        "json": str(out / f"{stem}.json"),
        "pdf": str(out / f"{stem}.pdf"),
        **further,
        "pages": [_page_summary(page) for page in pages],
    }


def _one_page_a_line(found: FileRead, pages: Sequence[dict[str, Any]]) -> bytes:
    """Return all that was read as JSON; indenting thousands of numbers takes ten times as long."""
    about = json.dumps({"file": found.path.name, "signed": found.info.signed}, ensure_ascii=False)
    lines = ",\n".join(json.dumps(page, ensure_ascii=False) for page in pages)
    return printable(f'{about[:-1]}, "pages": [\n{lines}\n]}}\n').encode()


def _alto(pages: Pages, name: str) -> bytes:
    from ocr.export.alto import write_alto

    return write_alto(pages, file_name=name, created=datetime.now(UTC))


def _hocr(pages: Pages, name: str) -> bytes:
    from ocr.export.hocr import write_hocr

    return write_hocr(pages, file_name=name)


_FURTHER_FORMS: dict[str, tuple[str, Callable[[Pages, str], bytes]]] = {
    "alto": ("alto.xml", _alto),
    "hocr": ("hocr", _hocr),
}


def searchable_copy(found: FileRead) -> bytes:
    """Return a file as searchable PDF/A-2b; a signed PDF comes back as it is."""
    from ocr.searchable import SearchablePage, write_searchable

    if found.info.signed:
        return found.data
    if all(text.source is TextSource.TEXT_LAYER for _, text in found.pages):
        from ocr.borndigital import archive_copy

        own = archive_copy(found.data, [page.number for page, _ in found.pages])
        if own is not None:
            return own
    return write_searchable(
        [SearchablePage(page.image, text) for page, text in found.pages],
        title=printable(found.path.stem),
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
