"""``digitizer extract``: files in; document types, fields with evidence and findings out."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.catalogue import Catalogue
from digitizer.commands.console import Console, add_command, process_count
from digitizer.commands.files import FileRead, read_files
from digitizer.model.doctype import DocumentType
from digitizer.model.document import Page, PageState
from digitizer.model.field import FieldReading, Finding
from digitizer.model.place import Located
from digitizer.paper import checking, extraction, sorting
from ocr.limits import ReadingJob, SecondLook
from ocr.model import Line, PageText, SourcePage


def add(commands: Any) -> None:
    """Add the subcommand."""
    parser = add_command(
        commands,
        "extract",
        run,
        help_text="Find out what each file is and read its fields, with evidence and findings.",
        example="digitizer extract declaration.jpg card.png --json",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--workers",
        type=process_count,
        metavar="N",
        help="processes that read pages (default: one per core)",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Extract every file; one that cannot be read is said and the others go on."""
    catalogue = Catalogue.load()
    documents: list[dict[str, Any]] = []
    looks = functools.partial(_second_looks, catalogue=catalogue)
    files = read_files(arguments.files, console, workers=arguments.workers, look_again=looks)
    for found in files:
        documents += _documents_of(found, catalogue)
    text = None if console.as_json else "\n\n".join(_as_text(one) for one in documents)
    console.answer({"documents": documents}, text)
    return console.exit_code


def _second_looks(found: FileRead, catalogue: Catalogue) -> list[SecondLook]:
    """Return the pages some of whose lines hold a value that nothing vouches for yet."""
    wanted = lines_wanted([(_page(found, source), text) for source, text in found.pages], catalogue)
    return [
        SecondLook(
            ReadingJob(str(source.number), source.image, source.dpi), text, wanted[source.number]
        )
        for source, text in found.pages
        if source.number in wanted
    ]


def lines_wanted(
    pages: Sequence[tuple[Page, PageText]], catalogue: Catalogue
) -> dict[int, tuple[Line, ...]]:
    """Return by page the lines that are to be read once more, whatever papers the pages are."""
    texts = {page.id: text for page, text in pages}
    wanted: dict[int, tuple[Line, ...]] = {}
    for document in sorting.sort_into_documents(pages, catalogue):
        if document.type is not None:
            words = [(page_id, texts[page_id]) for page_id in document.page_ids]
            rule = catalogue.document_type(document.type)
            wanted |= extraction.lines_to_look_at(rule, words, catalogue.rules)
    return wanted


def _documents_of(found: FileRead, catalogue: Catalogue) -> list[dict[str, Any]]:
    texts = {page.number: text for page, text in found.pages}
    pages = [(_page(found, source), text) for source, text in found.pages]
    documents = []
    for document in sorting.sort_into_documents(pages, catalogue):
        rule = None if document.type is None else catalogue.document_type(document.type)
        words = [(number, texts[number]) for number in document.page_ids]
        readings = () if rule is None else extraction.extract(rule, words, catalogue.rules)
        findings = () if rule is None else _findings(rule, readings, catalogue)
        places = {} if rule is None else checking.places(rule, readings, catalogue.units)
        documents.append(
            {
                "file": str(found.path),
                "type": document.type,
                "type_name": "" if rule is None else rule.name,
                "type_probability": round(document.probability, 3),
                "pages": list(document.page_ids),
                "fields": [_field(reading, rule, places.get(reading.name)) for reading in readings],
                "findings": [_finding(finding) for finding in findings],
            }
        )
    return documents


def _page(found: FileRead, source: SourcePage) -> Page:
    """Return a page value for sorting; it is stored nowhere, so its number serves as its id."""
    return Page(
        id=source.number,
        dossier_code="",
        document_id=None,
        number=source.number,
        original_hash="",
        original_name="",
        original_page=source.number,
        image_hash="",
        width=source.width,
        height=source.height,
        dpi=source.dpi,
        state=PageState.READ,
        signed_original=found.info.signed,
    )


def _findings(
    rule: DocumentType, readings: Sequence[FieldReading], catalogue: Catalogue
) -> Sequence[Finding]:
    today = datetime.now(UTC).date()
    return checking.check_document(rule, readings, units=catalogue.units, on=today)


def _field(
    reading: FieldReading, rule: DocumentType | None, place: Located | None
) -> dict[str, Any]:
    known = None if rule is None else rule.field(reading.name)
    today = {} if place is None else {"today": _place(place)}
    return today | {
        "name": reading.name,
        "title": "" if known is None else known.title,
        "value": reading.value,
        "raw": reading.raw,
        "confidence": round(reading.confidence, 3),
        "sure": reading.sure,
        "method": reading.method.value,
        "evidence": [
            {"page": one.page_id, "box": [one.left, one.top, one.right, one.bottom]}
            for one in reading.evidence
        ],
        "alternatives": list(reading.alternatives),
    }


def _place(place: Located) -> dict[str, Any]:
    """Return where an address lies today; the printed words stay in the field's value."""
    return {
        "standing": place.standing.value,
        "value": place.current,
        "province": place.province,
        "candidates": list(place.candidates),
        "source": place.source,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "fields": list(finding.fields),
        "details": finding.details,
    }


def _as_text(document: dict[str, Any]) -> str:
    name = document["type_name"] or "?"
    head = f"{document['file']} – {name} ({document['type_probability']:.0%})"
    rows = [
        f"  {'✓' if one['sure'] else '?'} {one['title'] or one['name']}: {one['value']}"
        for one in document["fields"]
    ]
    return "\n".join([head, *rows, *(f"  ! {one['code']}" for one in document["findings"])])
