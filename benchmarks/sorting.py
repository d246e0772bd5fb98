"""Measure sorting: how often the kind is right, what its probability is worth, what stays unknown.

    python benchmarks/extraction.py --seeds 900 --levels 1 3 --words FOLDER
    python benchmarks/sorting.py --words FOLDER [--samples ../shared/samples]

Takes the words that the benchmark of extraction kept. Every paper is sorted twice: with all kinds,
and with its own kind taken out of the definitions and of what sorting has learned; then it must
stay unknown. Then papers are laid on each other in stacks of ten, in random order, and parted
again. Real administrative pages must be that or unknown. Prints Markdown.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

from benchmarks.extraction import page_of
from benchmarks.scoring import percent
from digitizer.catalogue import Catalogue
from digitizer.paper.likeness import KindModel
from digitizer.paper.sorting import SortedDocument, sort_into_documents
from ocr.model import PageText
from ocr.reader import Reader, ReadingJob
from tools.samples.many import KINDS

STACK, STACKINGS = 10, 3
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


@dataclass(frozen=True)
class Judged:
    """How one paper was sorted."""

    kind: str
    found: tuple[SortedDocument, ...]

    @property
    def right(self) -> bool:
        """Whether it is one paper of its kind."""
        return tuple(one.type for one in self.found) == (self.kind,)


def kept_papers(folder: Path) -> Iterator[tuple[str, list[PageText]]]:
    """Yield kind and words of every paper whose words were kept."""
    for file in sorted(folder.glob("*.z")):
        kind = next((k for k in KINDS if file.stem.endswith(k.replace("_", "-"))), None)
        if kind is not None:
            data = json.loads(zlib.decompress(file.read_bytes()))
            yield kind, [PageText.from_dict(one) for one in data]


def sorted_as(
    texts: Sequence[PageText], catalogue: Catalogue, model: KindModel
) -> tuple[SortedDocument, ...]:
    """Sort the pages of one paper."""
    pages = [(page_of(number, text), text) for number, text in enumerate(texts, start=1)]
    return sort_into_documents(pages, catalogue, model)


@dataclass(frozen=True)
class Parted:
    """How stacks of papers were parted into papers."""

    papers: int = 0
    whole: int = 0
    """Found as one paper of exactly its own pages."""
    edges: int = 0
    """Between two papers of a stack."""
    missed: int = 0
    invented: int = 0
    """Within a paper."""

    def __add__(self, other: Parted) -> Parted:
        """Return both together."""
        return Parted(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def parted(stack: Sequence[Sequence[PageText]], catalogue: Catalogue, model: KindModel) -> Parted:
    """Lay the papers on each other and part them again."""
    ends = list(itertools.accumulate(len(texts) for texts in stack))
    wanted = [
        tuple(range(start + 1, end + 1)) for start, end in zip([0, *ends], ends, strict=False)
    ]
    found = [
        tuple(one.page_ids)
        for one in sorted_as([text for texts in stack for text in texts], catalogue, model)
    ]
    edges, cuts = set(ends[:-1]), {pages[-1] for pages in found[:-1]}
    return Parted(
        papers=len(stack),
        whole=len(set(wanted) & set(found)),
        edges=len(edges),
        missed=len(edges - cuts),
        invented=len(cuts - edges),
    )


def without(catalogue: Catalogue, kind: str) -> Catalogue:
    """Return the definitions without one kind."""
    left = {code: one for code, one in catalogue.document_types.items() if code != kind}
    return replace(catalogue, document_types=left)


def reliability(judged: Sequence[Judged]) -> list[str]:
    """Return what the probabilities are worth, a Markdown table."""
    lines = [
        "| probability said | papers | said on average % | right % |",
        "| --- |" + " ---: |" * 3,
    ]
    for low, high in itertools.pairwise(BINS):
        inside = [
            one
            for one in judged
            if one.found and low <= one.found[0].probability < high + (high == 1)
        ]
        inside = [one for one in inside if one.found[0].type is not None]
        if inside:
            said = sum(one.found[0].probability for one in inside) / len(inside)
            right = percent(sum(one.right for one in inside), len(inside))
            lines.append(
                f"| {low:.2f}–{high:.2f} | {len(inside)} | {100 * said:.1f} | {right:.1f} |"
            )
    return lines


def real_pages(samples: Path) -> Iterator[tuple[str, PageText]]:
    """Yield the real pages with their words."""
    with Reader(2) as reader:
        for file in sorted((samples / "pages").iterdir()):
            data = file.read_bytes()
            for page in reader.pages(data, reader.inspect(data)):
                if isinstance(page, Exception):
                    raise page
                yield file.name, reader.read_one(ReadingJob(file.name, page.image, page.dpi))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=Path, required=True)
    parser.add_argument("--samples", type=Path, help="folder of real pages")
    asked = parser.parse_args()
    catalogue = Catalogue.load()
    all_kinds, unseen = [], []
    models: dict[str, KindModel] = {"": KindModel.shipped()}
    for kind, texts in kept_papers(asked.words):
        all_kinds.append(Judged(kind, sorted_as(texts, catalogue, models[""])))
        if kind not in models:
            models[kind] = KindModel.shipped()
            for label in (kind, f"{kind}+"):
                models[kind].forget_prior(label)
        unseen.append(Judged(kind, sorted_as(texts, without(catalogue, kind), models[kind])))
    right = sum(one.right for one in all_kinds)
    unknown = sum(all(part.type is None for part in one.found) for one in unseen)
    print(
        f"{len(all_kinds)} papers, {right} sorted right ({percent(right, len(all_kinds)):.1f} %)."
    )
    print(
        f"With their own kind taken away, {unknown} of {len(unseen)} stay unknown "
        f"({percent(unknown, len(unseen)):.1f} %).\n"
    )
    print("\n".join(reliability(all_kinds)), end="\n\n")
    wrong = [
        f"* {one.kind}: {[(p.type, p.probability) for p in one.found]}"
        for one in all_kinds
        if not one.right
    ]
    taken = [
        f"* {one.kind} taken for {[(p.type, p.probability) for p in one.found if p.type]}"
        for one in unseen
        if any(p.type for p in one.found)
    ]
    print(
        "\n".join(
            [
                "Sorted wrong:",
                *(wrong or ["* none"]),
                "",
                "Taken though unseen:",
                *(taken or ["* none"]),
            ]
        )
    )
    papers = [texts for _, texts in kept_papers(asked.words)]
    mixed = Parted()
    for seed in range(STACKINGS):
        random.Random(seed).shuffle(papers)  # noqa: S311 — an order, no secret
        for first in range(0, len(papers), STACK):
            mixed += parted(papers[first : first + STACK], catalogue, models[""])
    print(
        f"\nIn {STACKINGS} orders, ten a stack: {mixed.whole} of {mixed.papers} papers whole; of "
        f"{mixed.edges} edges between papers {mixed.missed} missed, {mixed.invented} cuts too many."
    )
    if asked.samples:
        print("\nReal pages:")
        for name, text in real_pages(asked.samples):
            found = sorted_as([text], catalogue, models[""])
            print(f"* {name}: {[(one.type, one.probability) for one in found]}")


if __name__ == "__main__":
    main()
