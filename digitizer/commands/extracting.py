"""``digitizer extract``: files in; document types, fields with evidence and findings out."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.catalogue import Catalogue
from digitizer.catalogue.lexicon import shipped_lexicon
from digitizer.commands.console import Console, add_command, process_count
from digitizer.commands.files import FileRead, read_files
from digitizer.model.doctype import DocumentType, FieldRule
from digitizer.model.document import Page, PageState
from digitizer.model.field import Evidence, FieldReading, Finding, Testimony
from digitizer.model.place import Located
from digitizer.model.witness import CardWitnesses
from digitizer.paper import card_witnesses, checking, expecting, extraction, sorting, suggesting
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
    papers: list[_Extracted] = []
    sorted_files: dict[int, tuple[sorting.SortedDocument, ...]] = {}

    def looks(found: FileRead) -> list[SecondLook]:
        sorted_files[found.position] = _sorted(found, catalogue)
        return _second_looks(found, sorted_files[found.position], catalogue)

    files = read_files(arguments.files, console, workers=arguments.workers, look_again=looks)
    for found in files:
        papers += _documents_of(found, sorted_files.pop(found.position), catalogue)
    documents = [_as_json(one, catalogue) for one in papers]
    cards = _cards(papers, catalogue)
    text = None if console.as_json else "\n\n".join(_as_text(one) for one in documents)
    told = {
        "documents": documents,
        "cards": [_card(one) for one in cards],
        "expected": _expected(papers),
    }
    console.answer(told, text)
    return console.exit_code


def _sorted(found: FileRead, catalogue: Catalogue) -> tuple[sorting.SortedDocument, ...]:
    pages = [(_page(found, source), text) for source, text in found.pages]
    return sorting.sort_into_documents(pages, catalogue)


def _second_looks(
    found: FileRead, documents: Sequence[sorting.SortedDocument], catalogue: Catalogue
) -> list[SecondLook]:
    """Return the pages some of whose lines hold a value that nothing vouches for yet."""
    texts = {source.number: text for source, text in found.pages}
    wanted = lines_wanted(documents, texts, catalogue)
    return [
        SecondLook(
            ReadingJob(str(source.number), source.image, source.dpi), text, wanted[source.number]
        )
        for source, text in found.pages
        if source.number in wanted
    ]


def lines_wanted(
    documents: Sequence[sorting.SortedDocument],
    texts: Mapping[int, PageText],
    catalogue: Catalogue,
) -> dict[int, tuple[Line, ...]]:
    """Return by page the lines of the papers that are to be read once more."""
    wanted: dict[int, tuple[Line, ...]] = {}
    for document in documents:
        if document.type is not None:
            words = [(page_id, texts[page_id]) for page_id in document.page_ids]
            rule = catalogue.document_type(document.type)
            wanted |= extraction.lines_to_look_at(rule, words, catalogue.rules)
    return wanted


@dataclass(frozen=True, slots=True)
class _Extracted:
    """A paper of a file with its words and what was read on it."""

    path: Path
    document: sorting.SortedDocument
    rule: DocumentType | None
    pages: tuple[tuple[int, PageText], ...]
    readings: tuple[FieldReading, ...]


def _documents_of(
    found: FileRead, documents: Sequence[sorting.SortedDocument], catalogue: Catalogue
) -> list[_Extracted]:
    texts = {page.number: text for page, text in found.pages}
    papers = []
    for document in documents:
        rule = None if document.type is None else catalogue.document_type(document.type)
        words = tuple((number, texts[number]) for number in document.page_ids)
        readings = () if rule is None else extraction.extract(rule, words, catalogue.rules)
        papers.append(_Extracted(found.path, document, rule, words, readings))
    return papers


def _as_json(paper: _Extracted, catalogue: Catalogue) -> dict[str, Any]:
    rule, readings, document = paper.rule, paper.readings, paper.document
    findings = () if rule is None else _findings(rule, readings, catalogue)
    places = {} if rule is None else checking.places(rule, readings, catalogue.units)
    return {
        "file": str(paper.path),
        "type": document.type,
        "type_name": "" if rule is None else rule.name,
        "type_probability": round(document.probability, 3),
        "pages": list(document.page_ids),
        "page_sizes": [
            {"page": number, "width": text.width, "height": text.height, "dpi": text.dpi}
            for number, text in paper.pages
        ],
        "fields": [_field(reading, rule, places.get(reading.name)) for reading in readings],
        "findings": [_finding(finding) for finding in findings],
    }


def _cards(papers: Sequence[_Extracted], catalogue: Catalogue) -> tuple[CardWitnesses, ...]:
    """Return the cards among all papers; a paper's number is its place in ``documents``."""
    sides = [
        card_witnesses.Side(number, paper.rule, paper.pages, paper.readings)
        for number, paper in enumerate(papers)
        if paper.rule is not None
    ]
    named = [
        person
        for side in sides
        if not card_witnesses.is_card(side.document_type)
        for person in card_witnesses.named_persons(
            side.document_id, side.document_type, side.readings
        )
    ]
    return card_witnesses.bound(card_witnesses.card_witnesses(sides, catalogue.rules), named)


def _expected(papers: Sequence[_Extracted]) -> dict[str, Any]:
    """Return how many values of the batch are expected to be wrong."""
    found = expecting.expected(reading for paper in papers for reading in paper.readings)
    return {
        "values": found.values,
        "sure": found.sure,
        "errors": round(found.errors, 4),
        "errors_among_sure": round(found.errors_among_sure, 4),
        "not_enough": found.not_enough,
    }


def _card(card: CardWitnesses) -> dict[str, Any]:
    role = card.binding
    return {
        "documents": list(card.document_ids),
        "role": None if role is None else {"document": role.document_id, "role": role.role},
        "facts": [
            {
                "name": fact.name,
                "value": fact.value,
                "settled": fact.settled,
                "dissenters": [one.value for one in fact.dissenters],
                "witnesses": [_testimony(one) for one in fact.said],
            }
            for fact in card.facts
        ],
    }


def _testimony(one: Testimony) -> dict[str, Any]:
    return {
        "witness": one.source.value,
        "value": one.value,
        "document": one.document_id,
        "evidence": [_evidence(place) for place in one.evidence],
    }


def _evidence(place: Evidence) -> dict[str, Any]:
    return {
        "page": place.page_id,
        "box": [place.left, place.top, place.right, place.bottom],
    }


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
    more: dict[str, Any] = {} if place is None else {"today": _place(place)}
    if reading.rows:
        more["rows"] = [[_field(cell, None, None) for cell in row] for row in reading.rows]
    return more | {
        "name": reading.name,
        "title": "" if known is None else known.title,
        "value": reading.value,
        "raw": reading.raw,
        "confidence": round(reading.confidence, 3),
        "sure": reading.sure,
        "method": reading.method.value,
        "evidence": [_evidence(one) for one in reading.evidence],
        "alternatives": list(reading.alternatives),
        "suggestions": _suggestions(reading, known),
    }


def _suggestions(reading: FieldReading, rule: FieldRule | None) -> list[str]:
    """Return known words near a value that wants a person; nothing is ever put in by itself."""
    if rule is None or reading.sure or not reading.value:
        return []
    return list(suggesting.suggestions(rule.reads, reading.value, shipped_lexicon()))


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
