"""``digitizer read``: files in; text, words with boxes, and a searchable PDF/A out."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.commands.console import Console, add_command, process_count, write_file, write_json
from digitizer.commands.files import FileRead, read_files, spare, unique_names
from digitizer.commands.sampling import sample_files, write_sample
from digitizer.errors import DigitizerError
from digitizer.files import printable
from ocr.errors import OcrError
from ocr.model import PageText, SourcePage, TextSource
from ocr.sampling import Lot

_LARGEST_SAMPLE = 5_000
_SURE, _AGREES = 0.9, 0.8
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
        "--workers",
        type=process_count,
        metavar="N",
        help="processes that read pages (default: one per core)",
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
    parser.add_argument(
        "--redo-text",
        action="store_true",
        help="replace the text layer an earlier recogniser left in a PDF (default: keep it)",
    )
    parser.add_argument(
        "--sample",
        type=_count,
        default=0,
        metavar="N",
        help="draw N words by lot for a person to check: DIR/sample/ (see: digitizer judge-sample)",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Read every file; one that cannot be read is said and the others go on."""
    started = time.monotonic()
    written = []
    read: list[tuple[str, PageText]] = []
    lot = Lot(arguments.sample)
    taken = _with_stems(arguments, console)
    if taken is None:
        console.answer({"files": []})
        return console.exit_code
    for found in read_files([path for path, _ in taken], console, workers=arguments.workers):
        try:
            stem = taken[found.position][1]
            done = _write(found, arguments.out, stem, arguments.format, redo=arguments.redo_text)
            _tell_wrong_layers(done, console, redo=arguments.redo_text)
            written.append(done)
            name = printable(found.path.name)
            read += [(f"{name} ({page.number})", text) for page, text in found.pages]
            if lot.wanted:
                for page, text in found.pages:
                    lot.offer(f"{name} ({page.number})", page.image, text)
        except (OcrError, DigitizerError) as error:
            console.fail(found.path.name, error)
    if arguments.report is not None:
        _write_report(arguments.report, read, console)
    if lot.wanted:
        write_sample(lot, arguments.out / "sample", console)
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

    None means that nothing can be read because report or sample would replace an original.
    """
    files: list[Path] = arguments.files
    taken = []
    try:
        spare(files, [] if arguments.report is None else [arguments.report])
        spare(files, sample_files(arguments.out / "sample", arguments.sample))
    except DigitizerError as error:
        console.fail(Path(str(error.details["target"])).name, error)
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


def _tell_wrong_layers(written: dict[str, Any], console: Console, *, redo: bool) -> None:
    wrong = [
        page["page"] for page in written["pages"] if (page["earlier_text"] or {}).get("looks_wrong")
    ]
    if wrong and not redo:
        console.say(
            "{file}: lớp chữ có sẵn của trang {pages} không khớp chữ in; thay bằng --redo-text.",
            "{file}: the text layer of page {pages} does not fit the print; see --redo-text.",
            file=Path(written["file"]).name,
            pages=", ".join(map(str, wrong)),
        )


def _count(told: str) -> int:
    number = int(told)
    if not 1 <= number <= _LARGEST_SAMPLE:
        raise argparse.ArgumentTypeError(f"a sample has 1 to {_LARGEST_SAMPLE} words")
    return number


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


def _write(
    found: FileRead, out: Path, stem: str, forms: Sequence[str], *, redo: bool
) -> dict[str, Any]:
    pages = [
        {
            "page": page.number,
            **text.to_dict(),
            "text": text.text(),
            "earlier_text": _earlier(page, text),
        }
        for page, text in found.pages
    ]
    write_file(out / f"{stem}.txt", ("\f".join(p["text"] for p in pages) + "\n").encode())
    write_file(out / f"{stem}.json", _one_page_a_line(found, pages))
    write_file(out / f"{stem}.pdf", searchable_copy(found, redo=redo))
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


def searchable_copy(found: FileRead, *, redo: bool = True) -> bytes:
    """Return a file as searchable PDF/A-2b; a signed PDF comes back as it is.

    Pages that were born digital keep their letters. A text layer that an earlier recogniser left is
    replaced only with ``redo``, unless the file cannot be made to conform as it is.
    """
    from ocr.searchable import SearchablePage, write_searchable

    if found.info.signed:
        return found.data
    own = [page.number for page, text in found.pages if _keeps_its_text(page, text, redo=redo)]
    others = [(page, text) for page, text in found.pages if page.number not in own]
    title, at = printable(found.path.stem), datetime.now(UTC)
    if own:
        from ocr.borndigital import archive_copy, mixed_copy

        if others:
            layers = [SearchablePage(page.image, text) for page, text in others]
            scanned = write_searchable(layers, title=title, created=at)
            kept = mixed_copy(found.data, own, scanned, [page.number for page, _ in others])
        else:
            kept = archive_copy(found.data, own)
        if kept is not None:
            return kept
    every = [SearchablePage(page.image, text) for page, text in found.pages]
    return write_searchable(every, title=title, created=at)


def _keeps_its_text(page: SourcePage, text: PageText, *, redo: bool) -> bool:
    return text.source is TextSource.TEXT_LAYER or (not redo and bool(page.earlier_text.strip()))


def _earlier(page: SourcePage, text: PageText) -> dict[str, Any] | None:
    """Return how well an earlier recogniser's layer agrees with the print, if there is one."""
    if not page.earlier_text.strip():
        return None
    from ocr.borndigital import earlier_layer

    sure = [word.text for word in text.words if word.confidence >= _SURE]
    agreement = earlier_layer(page.earlier_text, sure)
    if agreement is None:
        return None
    return {"agreement": agreement, "looks_wrong": agreement < _AGREES}


def _page_summary(page: dict[str, Any]) -> dict[str, Any]:
    words = list(_confidences(page))
    mean = round(sum(words) / len(words), 3) if words else None
    return {
        "page": page["page"],
        "words": len(words),
        "mean_confidence": mean,
        "source": page["source"],
        "earlier_text": page["earlier_text"],
    }


def _confidences(page: dict[str, Any]) -> Iterator[float]:
    return (word["confidence"] for word in page["words"])
