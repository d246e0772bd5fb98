"""Write ``resources/models/kinds.bin``: what the pages of every kind of specimen have in common.

    python -m tools.make_kinds [--papers N] [--out FILE]

The specimens are set in the layouts that may be tuned on, never in the held-out one, and their
words are taken from the typeset page; reading is not needed. ``--fit`` prints the three numbers
that turn likeness and margin into a probability (``likeness._BIAS`` and the two behind it).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.pages import LAYOUTS
from digitizer.paper.likeness import Confirmed, KindModel, features_of, packed_prior
from ocr.model import Box, PageText, Word
from tools.samples.bundle import Sheet, set_sheet
from tools.samples.many import KINDS, make_paper
from tools.samples.typeset import DPI, TypesetPage

_UNKNOWN_WEIGHT = 6.0
OUT = Path(__file__).resolve().parents[1] / "resources" / "models" / "kinds.bin"


def words_of(page: TypesetPage) -> PageText:
    """Return a typeset page as if it had been read without a mistake."""
    words = []
    for number, line in enumerate(page.lines):
        left, top, right, bottom = line.box
        share = (right - left) / max(len(line.text), 1)
        for part in line.text.split():
            width = share * len(part)
            words.append(Word(part, Box(left, top, left + width, bottom), 1.0, number))
            left += width + share
    height, width = page.picture.shape[:2]
    return PageText(width, height, DPI, tuple(words))


def specimens(
    papers: int, layouts: Sequence[int] = LAYOUTS, seed: str = "kinds", kinds: Sequence[str] = KINDS
) -> Iterator[Confirmed]:
    """Yield the pages of specimens of every kind."""
    for kind in kinds:
        for number in range(papers):
            paper = make_paper(kind, random.Random(f"{seed}/{kind}/{number}"))  # noqa: S311
            sheet = Sheet(paper, variant=layouts[number % len(layouts)])
            for place, page in enumerate(set_sheet(sheet, number)):
                yield Confirmed(kind, place == 0, features_of(words_of(page)))


def fitted(papers: int) -> tuple[float, float, float]:
    """Return bias and weights of likeness and margin, from specimens worn by lost features.

    Every page is also judged with its own kind left out: whatever is taken then is wrong, and
    weighs six times as much as a page left unknown.
    """
    model = KindModel.shipped()
    known = dict.fromkeys(KINDS)
    rng = random.Random(1)  # noqa: S311
    rows: list[tuple[float, float, float, float]] = []
    for page in specimens(papers, seed="fit"):
        for lost in (0.0, 0.15, 0.35, 0.5):
            worn = frozenset(
                one if rng.random() > lost else rng.randrange(1 << 16) for one in page.features
            )
            without = {code: None for code in known if code != page.type}
            for kinds, weight in ((known, 1.0), (without, _UNKNOWN_WEIGHT)):
                scored = sorted(model.likenesses(worn, kinds), reverse=True)
                if not scored:
                    continue
                best = scored[0][1].removesuffix("+")
                others = (s for s, label, _ in scored[1:] if label.removesuffix("+") != best)
                margin = scored[0][0] - next(others, 0.0)
                rows.append((scored[0][0], margin, float(best == page.type), weight))
    table = np.array(rows)
    inputs = np.column_stack([np.ones(len(table)), table[:, 0], table[:, 1]])
    right, weights = table[:, 2], table[:, 3]
    found = np.zeros(3)
    for _ in range(8000):
        chance = 1 / (1 + np.exp(-inputs @ found))
        found += inputs.T @ (weights * (right - chance)) / len(right) - 1e-4 * found
    return float(found[0]), float(found[1]), float(found[2])


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=6)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--fit", action="store_true", help="print the numbers instead")
    asked = parser.parse_args()
    if asked.fit:
        print(*(f"{one:.2f}" for one in fitted(4)))
        return
    asked.out.write_bytes(packed_prior(specimens(asked.papers)))


if __name__ == "__main__":
    main()
