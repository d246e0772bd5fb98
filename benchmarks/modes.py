"""Compare Tesseract's page segmentation modes 3, 4, 6 and 11 on cleaned pages, kind by kind.

    python benchmarks/modes.py [--pages N] [--seed N]

Each page is cleaned once and read once in every mode, without the second readings and without the
diacritics model. Prints Markdown: character errors in percent, and seconds of CPU a page.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that the file runs as it stands

import cv2
import numpy as np

from benchmarks.pages import LAYOUTS, BenchPage, made
from benchmarks.scoring import Score, score
from ocr import tesseract
from ocr.cleanup import chain
from ocr.model import Word

MODES = (3, 4, 6, 11)
LEVELS = ("1", "2", "photo")
KINDS = {
    "letter": ("administrative_document",),
    "form": ("birth_registration_declaration", "marital_status_declaration"),
    "form with a table": ("household_business_application",),
    "certificate": ("birth_certificate", "marital_status_confirmation"),
    "card": ("cccd_front", "cccd_back"),
}
_SECONDS = 120.0


def lines_of(words: Sequence[Word]) -> list[str]:
    """Return what was read, line by line."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return [" ".join(lines[number]) for number in sorted(lines)]


def compared(pages: Sequence[BenchPage]) -> dict[int, tuple[Score, float]]:
    """Return what each mode makes of the pages, and the CPU seconds of a page."""
    found = {mode: (Score(), 0.0) for mode in MODES}
    for page in pages:
        image = cv2.imread(str(page.file))
        if image is None:
            raise SystemExit(f"{page.file} is no picture")
        flat, _ = chain.flattened(np.asarray(image, dtype=np.uint8), page.dpi)
        sheet = chain.readied(flat, 0)
        for mode in MODES:
            started = time.process_time()
            words = tesseract.recognise(
                sheet.image, language="vie", dpi=sheet.dpi, seconds=_SECONDS, mode=mode
            )
            taken = time.process_time() - started
            so_far, seconds = found[mode]
            found[mode] = (so_far + score(page.lines, lines_of(words)), seconds + taken)
    return {mode: (total, seconds / len(pages)) for mode, (total, seconds) in found.items()}


def main() -> None:
    """Print a row for each kind of paper."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=6, help="pages of every kind")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    print("| pages | " + " | ".join(f"mode {mode}" for mode in MODES) + " |")
    print("|---|" + "--:|" * len(MODES))
    for name, kinds in KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            pages = made(Path(folder), kinds, LEVELS, LAYOUTS, asked.pages, (asked.seed, 0))
            found = compared(pages)
        told = " | ".join(f"{total.cer:.2f} % / {cpu:.2f} s" for total, cpu in found.values())
        print(f"| {name} ({len(pages)}) | {told} |", flush=True)


if __name__ == "__main__":
    main()
