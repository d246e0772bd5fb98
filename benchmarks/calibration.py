"""Learn how often a character of a given score is right, and write it down for the quality report.

    python benchmarks/calibration.py [--pages N] [--write]

Reads generated pages of every level, holds each character read against what is printed, and fits
a rising step function (isotonic regression). The held-out layout is not used for it but predicted
with it, which is what the printed figures tell. ``--write`` replaces ``ocr/calibration.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from benchmarks.pages import (
    HELD_OUT_LAYOUT,
    HELD_OUT_SEED,
    LAYOUTS,
    OFFICE_KINDS,
    PLAIN_KINDS,
    BenchPage,
    made,
)
from benchmarks.scoring import LEAST_LIKE, folded, stretch
from ocr.calibration import FILE, Calibration, character_scores
from ocr.model import PageText, Word
from ocr.reader import Reader, ReadingJob
from tools.samples.degrade import LEVELS

Judged = tuple[float, bool]
_SHORTEST = 4


def judged(text: PageText, truth: Sequence[str]) -> list[Judged]:
    """Return each character's score and whether it is what is printed there."""
    lines = [line for line in map(folded, truth) if line]
    found: list[Judged] = []
    for words in text.lines():
        read, scores = _spelt(words)
        right = [False] * len(read)
        _match(read, 0, len(read), lines, right)
        found += [(s, r) for s, r, c in zip(scores, right, read, strict=True) if c != " "]
    return found


def _spelt(words: Sequence[Word]) -> tuple[str, list[float]]:
    read = ""
    scores: list[float] = []
    for word in words:
        if read:
            read, scores = read + " ", [*scores, 1.0]
        read += word.text
        scores += character_scores(word)
    return read, scores


def _match(read: str, start: int, end: int, lines: Sequence[str], right: list[bool]) -> None:
    """Mark what agrees with the printed line most like this stretch, then the rest of it."""
    part = read[start:end]
    if len(part.strip()) < _SHORTEST:
        return
    best = max(lines, key=lambda line: fuzz.partial_ratio(line, part), default="")
    if fuzz.partial_ratio(best, part) < LEAST_LIKE:
        return
    first, last = (0, len(part))
    printed = best
    if len(best) <= len(part):
        first, last = stretch(best, part)
    else:
        low, high = stretch(part, best)
        printed = best[low:high]
    here = part[first:last]
    for step in Levenshtein.opcodes(printed, here):
        if step.tag == "equal":
            for place in range(step.dest_start, step.dest_end):
                right[start + first + place] = True
    if last - first < len(part):
        _match(read, start, start + first, lines, right)
        _match(read, start + last, end, lines, right)


def read_all(pages: Sequence[BenchPage]) -> Iterator[tuple[BenchPage, PageText]]:
    """Yield the pages with what was read on them."""
    with Reader(2) as reader:
        jobs = (
            ReadingJob(str(place), page.file.read_bytes(), page.dpi)
            for place, page in enumerate(pages)
        )
        for outcome in reader.read(jobs):
            if outcome.text is None:
                raise outcome.error or RuntimeError(outcome.key)
            yield pages[int(outcome.key)], outcome.text


def main() -> None:
    """Fit on the tuning layouts, predict the held-out one, and tell how well that went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=8, help="pages of every level")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    kinds = (*OFFICE_KINDS, *PLAIN_KINDS)
    found: list[Judged] = []
    held: list[tuple[str, list[Judged]]] = []
    basis = ""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fitted = [
            page
            for turn, level in enumerate(LEVELS)
            for page in made(home / level, kinds, (level,), LAYOUTS, asked.pages, (300, 3 * turn))
        ]
        for page, text in read_all(fitted):
            found += judged(text, page.lines)
            basis = text.basis
        start = (HELD_OUT_SEED + 300, 0)
        apart = made(home / "held", kinds, LEVELS, (HELD_OUT_LAYOUT,), 2 * asked.pages, start)
        for page, text in read_all(apart):
            held.append((page.level, judged(text, page.lines)))
    today = datetime.now(UTC).date().isoformat()
    calibration = Calibration.fitted(found, pages=len(fitted), basis=basis, date=today)
    print(f"{len(found)} characters of {len(fitted)} pages, {basis}")
    print("| held-out pages | characters | right % | expected % |\n|---|--:|--:|--:|")
    for level in (*LEVELS, "all"):
        group = [one for name, ones in held if level in {name, "all"} for one in ones]
        if group:
            right = 100 * sum(is_right for _, is_right in group) / len(group)
            expected = 100 * sum(calibration.probability(s) for s, _ in group) / len(group)
            print(f"| {level} | {len(group)} | {right:.2f} | {expected:.2f} |")
    if asked.write:
        FILE.write_text(json.dumps(calibration.to_dict(), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
