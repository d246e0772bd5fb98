"""Measure what second looks and extraction cost beside the first reading, in processor time.

    OPENBLAS_NUM_THREADS=1 OMP_THREAD_LIMIT=1 python benchmarks/looking_again.py [--seed N]

Reads one generated paper of every kind in one process, looks again at what extraction asks for, and
extracts; the first file is read once before, so that models and lists are loaded. Prints Markdown.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

from benchmarks.extraction import page_of
from benchmarks.pages import LAYOUTS
from digitizer.catalogue import Catalogue
from digitizer.paper.extraction import extract, lines_to_look_at
from digitizer.paper.sorting import sort_into_documents
from ocr import page, sources
from ocr.errors import OcrError
from ocr.limits import Limits, ReadingJob, SecondLook
from tools.samples.degrade import LEVELS
from tools.samples.many import KINDS, write_many

Result = TypeVar("Result")
Spent = dict[str, float]
_STEPS = ("reading", "sorting", "finding lines", "second looks", "extraction")


def timed(spent: Spent, step: str, call: Callable[..., Result], *given: object) -> Result:
    """Return what the call returns; its processor time is added to the step's."""
    started = time.process_time()
    result = call(*given)
    spent[step] = spent.get(step, 0.0) + time.process_time() - started
    return result


def measure(file: Path, catalogue: Catalogue, spent: Spent, counts: Counter[str]) -> None:
    """Read one file, look again at its doubtful lines and extract its fields."""
    limits, rules = Limits(), catalogue.rules
    info = sources.inspect(file, limits)
    numbers = tuple(range(1, info.page_count + 1))
    for number, source in zip(numbers, sources.pages(file, info, numbers, limits), strict=True):
        if isinstance(source, OcrError) or source.own_text is not None:
            continue
        job = ReadingJob(str(number), source.image, source.dpi, second_look=True)
        text = timed(spent, "reading", page.read, job, "vie", limits)
        counts["pages"] += 1
        one = (page_of(number, text), text)
        found = timed(spent, "sorting", sort_into_documents, [one], catalogue)
        if not found or found[0].type is None:
            continue
        kind = catalogue.document_type(found[0].type)
        wanted = timed(spent, "finding lines", lines_to_look_at, kind, [(number, text)], rules)
        lines = wanted.get(number, ())
        counts["lines"] += len(lines)
        counts["words"] += sum(len(line.words) for line in lines)
        if lines:
            asked = SecondLook(job, text, lines)
            text = timed(spent, "second looks", page.look_again, asked, limits)
        timed(spent, "extraction", extract, kind, [(number, text)], rules)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=47)
    parser.add_argument("--level", default="0", choices=LEVELS)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    asked = parser.parse_args()
    catalogue = Catalogue.load()
    with tempfile.TemporaryDirectory() as folder:
        files = write_many(
            Path(folder),
            count=len(asked.kinds),
            level=asked.level,
            seed=asked.seed,
            kinds=tuple(asked.kinds),
            layouts=LAYOUTS,
        )
        # the first page loads models and lists
        measure(files[0], catalogue, {}, Counter())
        spent: Spent = {}
        counts: Counter[str] = Counter()
        for file in files:
            measure(file, catalogue, spent, counts)
    print(f"{counts['pages']} pages, {counts['lines']} lines looked at, {counts['words']} words\n")
    print("| step | CPU s/page | of reading % |\n| --- | ---: | ---: |")
    rows = {step: spent.get(step, 0.0) for step in _STEPS}
    rows["all but reading"] = sum(rows.values()) - rows["reading"]
    for step, seconds in rows.items():
        share = 100 * seconds / rows["reading"]
        print(f"| {step} | {seconds / max(counts['pages'], 1):.3f} | {share:.1f} |")


if __name__ == "__main__":
    main()
