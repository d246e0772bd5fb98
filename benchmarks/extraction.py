"""Measure extraction: generated papers of every kind, read, sorted and extracted as in an office.

    python benchmarks/extraction.py [--seeds N…] [--papers N] [--levels L…] [--json FILE]

Prints Markdown. Seeds from 900 on are held out and set in a layout and type of their own, which
nothing is tuned on; smaller seeds are set in the other two. With ``--words FOLDER`` the words of
the pages are kept there and used again, so that only sorting and extraction run anew.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import reduce
from math import comb
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

from benchmarks.pages import layouts_of
from benchmarks.scoring import percent
from benchmarks.table_cells import scored_tables
from benchmarks.tally import Tally
from digitizer.catalogue import Catalogue
from digitizer.commands.extracting import lines_wanted
from digitizer.model.doctype import DocumentType, Place
from digitizer.model.document import Page, PageState
from digitizer.model.field import FieldReading
from digitizer.paper.extraction import extract
from digitizer.paper.sorting import SortedDocument, sort_into_documents
from digitizer.vietnamese import nfc
from ocr.errors import OcrError
from ocr.model import Line, PageText
from ocr.reader import Reader, ReadingJob, SecondLook
from tools.samples.many import KINDS, write_many

LEVELS = ("0", "1", "2", "3")


@dataclass(frozen=True)
class Miss:
    """A field whose value is not what is printed."""

    file: str
    level: str
    kind: str
    name: str
    wanted: str
    value: str
    raw: str
    sure: bool
    confidence: float
    method: str


@dataclass(frozen=True)
class Scored:
    """One paper with what came out of it."""

    kind: str
    level: str
    tally: Tally
    misses: tuple[Miss, ...]
    holds: Mapping[str, Tally] = field(default_factory=dict)
    """The fields alone, by what they hold."""
    entries: Tally = field(default_factory=Tally)
    """The rows of its tables, each as a field of its own."""
    cells: Tally = field(default_factory=Tally)
    """The cells of its tables, the numbers of the rows left out."""


@dataclass(frozen=True)
class Found:
    """What sorting and extraction made of one paper's pages."""

    types: tuple[str | None, ...]
    readings: tuple[FieldReading, ...]


def score(
    found: Found,
    truth: Mapping[str, str],
    *,
    kind: str,
    level: str,
    file: str,
    holds: Mapping[str, str] | None = None,
) -> Scored:
    """Compare what was found on one paper with what is printed on it.

    A value for a field that is not printed counts as a field read wrong; an empty one not at all.
    ``holds`` tells what the fields hold, for the figures by it.
    """
    read = {one.name: one for one in reversed(found.readings)}
    unprinted = {name: "" for name, one in read.items() if one.value and name not in truth}
    misses = []
    by_holds: dict[str, Tally] = {}
    for name, wanted in {**truth, **unprinted}.items():
        one = read.get(name)
        value = "" if one is None else one.value
        is_sure = one is not None and one.sure
        is_exact = nfc(value) == nfc(wanted)
        what = (holds or {}).get(name, "")
        by_holds[what] = by_holds.get(what, Tally()) + Tally(
            fields=1, exact=is_exact, sure=is_sure, sure_wrong=is_sure and not is_exact
        )
        if is_exact:
            continue
        misses.append(
            Miss(
                file=file,
                level=level,
                kind=kind,
                name=name,
                wanted=wanted,
                value=value,
                raw="" if one is None else one.raw,
                sure=is_sure,
                confidence=0.0 if one is None else one.confidence,
                method="" if one is None else one.method.value,
            )
        )
    paper = Tally(papers=1, sorted_right=found.types == (kind,))
    tally = reduce(Tally.__add__, by_holds.values(), paper)
    return Scored(kind, level, tally, tuple(misses), by_holds)


def sorted_pages(texts: Sequence[PageText], catalogue: Catalogue) -> tuple[SortedDocument, ...]:
    """Return the papers that the pages of one file make up."""
    pages = [(page_of(number, text), text) for number, text in enumerate(texts, start=1)]
    return sort_into_documents(pages, catalogue)


def extracted(
    papers: Sequence[SortedDocument], texts: Sequence[PageText], catalogue: Catalogue
) -> Found:
    """Extract the fields of papers; what further readings said is among the pages' words."""
    types: list[str | None] = []
    readings: list[FieldReading] = []
    for one in papers:
        types.append(one.type)
        if one.type is not None:
            words = [(page_id, texts[page_id - 1]) for page_id in one.page_ids]
            readings += extract(catalogue.document_types[one.type], words, catalogue.rules)
    return Found(tuple(types), tuple(readings))


def page_of(number: int, text: PageText) -> Page:
    """Return the page as the store would describe it."""
    return Page(
        id=number,
        dossier_code="",
        document_id=None,
        number=number,
        original_hash="",
        original_name="",
        original_page=number,
        image_hash="",
        width=text.width,
        height=text.height,
        dpi=text.dpi,
        state=PageState.READ,
    )


def read_papers(
    files: Sequence[Path], workers: int, words: Path | None, catalogue: Catalogue
) -> Iterator[tuple[Path, Found, list[PageText], float]]:
    """Yield the files with what was found on them and the words of their pages.

    Kept words are not read again. The seconds are those it took to sort the pages, as the program
    does it once, to find what is to be looked at again, and to extract.
    """
    with Reader(workers) as reader:
        for file in files:
            kept = None if words is None else words / f"{file.parent.name}-{file.stem}.z"
            if kept is not None and kept.exists():
                data = json.loads(zlib.decompress(kept.read_bytes()))
                texts = [PageText.from_dict(one) for one in data]
            else:
                texts = _read(reader, file)
            started = time.perf_counter()
            papers = sorted_pages(texts, catalogue)
            wanted = lines_wanted(papers, dict(enumerate(texts, start=1)), catalogue)
            taken = time.perf_counter() - started
            looked = _looked_again(reader, file, texts, wanted) if wanted else texts
            if kept is not None:
                kept.parent.mkdir(parents=True, exist_ok=True)
                plain = json.dumps([text.to_dict() for text in looked], ensure_ascii=False)
                kept.write_bytes(zlib.compress(plain.encode()))
            started = time.perf_counter()
            found = extracted(papers, looked, catalogue)
            yield file, found, looked, taken + time.perf_counter() - started


def _looked_again(
    reader: Reader,
    file: Path,
    texts: Sequence[PageText],
    wanted: Mapping[int, tuple[Line, ...]],
) -> list[PageText]:
    """Return the pages with further readings of the lines."""
    jobs = {job.key: job for job in _jobs(reader, file)}
    asked = [
        SecondLook(jobs[str(number - 1)], texts[number - 1], lines)
        for number, lines in wanted.items()
    ]
    found = {outcome.key: outcome.text for outcome in reader.look_again(asked)}
    return [found.get(str(number)) or text for number, text in enumerate(texts)]


def _jobs(reader: Reader, file: Path) -> list[ReadingJob]:
    data = file.read_bytes()
    jobs = []
    for number, page in enumerate(reader.pages(data, reader.inspect(data))):
        if isinstance(page, OcrError):
            raise page
        own = page.own_text
        jobs.append(ReadingJob(str(number), page.image, page.dpi, own, second_look=True))
    return jobs


def _read(reader: Reader, file: Path) -> list[PageText]:
    jobs = _jobs(reader, file)
    outcomes = {outcome.key: outcome for outcome in reader.read(jobs)}
    texts = []
    for job in jobs:
        text, error = outcomes[job.key].text, outcomes[job.key].error
        if text is None:
            raise error or RuntimeError(f"{file.name}: page {job.key} gave no words")
        texts.append(text)
    return texts


def measured(
    folder: Path, level: str, seed: int, asked: argparse.Namespace, catalogue: Catalogue
) -> Iterator[Scored]:
    """Make the papers of one seed and level, and score them."""
    kinds = tuple(asked.kinds or KINDS)
    out = folder / f"{seed}-{level}-{len(kinds)}-{asked.papers}"
    files = write_many(
        out,
        count=asked.papers * len(kinds),
        level=level,
        seed=seed,
        kinds=kinds,
        layouts=layouts_of(seed),
    )
    for file, found, texts, taken in read_papers(files, asked.workers, asked.words, catalogue):
        truth = json.loads((out / "truth" / f"{file.stem}.json").read_text("utf-8"))
        printed = {k: v for page in truth["pages"] for k, v in page["fields"].items()}
        kind = truth["pages"][0]["document_type"]
        scored = score(
            found,
            printed,
            kind=kind,
            level=level,
            file=f"{seed}/{file.name}",
            holds=_holds(catalogue.document_types[kind]),
        )
        grids = {k: v for page in truth["pages"] for k, v in page["tables"].items()}
        entries, cells = scored_tables(found.readings, grids, catalogue.document_types[kind])
        cost = Tally(
            pages=len(texts),
            reading_seconds=sum(text.seconds for text in texts),
            extraction_seconds=taken + sum(text.again_seconds for text in texts),
        )
        yield replace(scored, tally=scored.tally + cost, entries=entries, cells=cells)


_HOLDS = {
    "sex": "sex, ethnicity, nationality",
    "ethnicity": "sex, ethnicity, nationality",
    "nationality": "sex, ethnicity, nationality",
    "phone": "phone, money, year, number",
    "money": "phone, money, year, number",
    "year": "phone, money, year, number",
    "number": "phone, money, year, number",
    "code": "register number, notation",
    "text": "other text",
    "personal-id": "personal number",
}


def _holds(document_type: DocumentType) -> dict[str, str]:
    """Return what each field of the type holds, in the words of the table."""
    return {
        rule.name: "table, all its entries"
        if rule.place is Place.TABLE
        else _HOLDS.get(rule.reads.value, rule.reads.value)
        for rule in document_type.fields
    }


def together(papers: Iterable[Scored]) -> Tally:
    """Return the papers added up."""
    return reduce(Tally.__add__, (paper.tally for paper in papers), Tally())


def rows_by(papers: Sequence[Scored], what: str) -> dict[str, Tally]:
    """Return the tallies by level or by kind, and all together."""
    names = sorted({str(getattr(paper, what)) for paper in papers})
    found = {name: together(p for p in papers if getattr(p, what) == name) for name in names}
    return found | {"all": together(papers)}


def rows_by_holds(papers: Sequence[Scored]) -> dict[str, Tally]:
    """Return the fields added up by what they hold, and the rows and cells of tables."""
    names = sorted({name for paper in papers for name in paper.holds})
    rows = {
        name: reduce(Tally.__add__, (p.holds.get(name, Tally()) for p in papers), Tally())
        for name in names
    }
    parts = {
        "table, each row": reduce(Tally.__add__, (p.entries for p in papers), Tally()),
        "table, each cell": reduce(Tally.__add__, (p.cells for p in papers), Tally()),
    }
    return rows | {name: tally for name, tally in parts.items() if tally.fields}


def most_wrong(wrong: int, count: int, risk: float = 0.05) -> float:
    """Return the greatest error rate that so few wrong ones still allow (Clopper and Pearson)."""
    low, high = 0.0, 1.0
    for _ in range(50):
        rate = (low + high) / 2
        seen = sum(comb(count, k) * rate**k * (1 - rate) ** (count - k) for k in range(wrong + 1))
        low, high = (rate, high) if seen > risk else (low, rate)
    return high if count else 1.0


def holds_table(rows: Mapping[str, Tally]) -> list[str]:
    """Return the Markdown table by what the fields hold."""
    lines = ["| | fields | exact % | sure % | wrong among the sure |", "| --- |" + " ---: |" * 4]
    for name, one in rows.items():
        lines.append(
            f"| {name or 'not defined'} | {one.fields} | {percent(one.exact, one.fields):.1f} |"
            f" {percent(one.sure, one.fields):.1f} | {one.sure_wrong} |"
        )
    return lines


def table(head: str, rows: Mapping[str, Tally]) -> list[str]:
    """Return a Markdown table."""
    lines = [
        f"| {head} | papers | sorted right | fields | exact % | sure % | wrong among the sure |"
        " reading s/page | extraction s/page | share % |",
        "| --- |" + " ---: |" * 9,
    ]
    for name, one in rows.items():
        read, taken = one.reading_seconds, one.extraction_seconds
        lines.append(
            f"| {name} | {one.papers} | {one.sorted_right} | {one.fields} |"
            f" {percent(one.exact, one.fields):.1f} | {percent(one.sure, one.fields):.1f} |"
            f" {one.sure_wrong} | {read / max(one.pages, 1):.2f} |"
            f" {taken / max(one.pages, 1):.3f} | {100 * taken / read if read else 0:.1f} |"
        )
    return lines


def sure_errors(papers: Iterable[Scored]) -> list[str]:
    """Return the values that were called sure and are wrong, one a line."""
    return [
        f"* {miss.file}, level {miss.level}: {miss.name} is “{miss.wanted}”, read “{miss.value}”"
        f" ({miss.method}, {miss.confidence:.2f})"
        for paper in papers
        for miss in paper.misses
        if miss.sure
    ]


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--seeds",
        type=int,
        nargs="+",
        default=[1],
        help="from 900 on: held out, from 1400 and from 1500 on in further layouts",
    )
    parser.add_argument("--papers", type=int, default=2, help="papers of every kind and level")
    parser.add_argument("--levels", nargs="+", default=list(LEVELS), choices=LEVELS)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, help="only these kinds")
    parser.add_argument("--workers", type=int, default=1, help="pages read at the same time")
    parser.add_argument("--words", type=Path, help="keep the words of the pages in this folder")
    parser.add_argument("--json", type=Path, help="write every figure and every miss to this file")
    return parser.parse_args(given)


def main() -> None:
    """Measure and print the tables."""
    asked = arguments()
    catalogue = Catalogue.load()
    papers: list[Scored] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in asked.seeds:
            for level in asked.levels:
                print(f"seed {seed}, level {level}…", file=sys.stderr, flush=True)
                papers += measured(Path(folder), level, seed, asked, catalogue)
    by_level, by_kind = rows_by(papers, "level"), rows_by(papers, "kind")
    print(f"Seeds {', '.join(map(str, asked.seeds))}; load at the end {os.getloadavg()[0]:.1f}.\n")
    wrong = sure_errors(papers) or ["None."]
    every = by_level["all"]
    bound = 1000 * most_wrong(every.sure_wrong, every.sure)
    told = (
        f"Of {every.sure} values called sure {every.sure_wrong} are wrong:"
        f" with 95 % confidence fewer than {bound:.1f} in 1,000."
    )
    blocks = [
        table("level", by_level),
        table("kind", by_kind),
        holds_table(rows_by_holds(papers)),
        [told, "", *wrong],
    ]
    print("\n\n".join("\n".join(block) for block in blocks))
    if asked.json:
        asked.json.write_text(json.dumps(_figures(papers), ensure_ascii=False, indent=1) + "\n")


def _figures(papers: Sequence[Scored]) -> dict[str, Any]:
    return {
        "levels": {name: asdict(one) for name, one in rows_by(papers, "level").items()},
        "holds": {name: asdict(one) for name, one in rows_by_holds(papers).items()},
        "kinds": {name: asdict(one) for name, one in rows_by(papers, "kind").items()},
        "misses": [asdict(miss) for paper in papers for miss in paper.misses],
    }


if __name__ == "__main__":
    main()
