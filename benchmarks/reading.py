"""Measure reading against ground truth: error rates and time, ours beside plain Tesseract.

    python benchmarks/reading.py [FOLDER ...]

A folder holds page files and, in a folder ``truth`` beside or above them, ``STEM.json`` (with
``pages[].lines``) or ``STEM.txt`` (one printed line a line). Lines are matched regardless of their
order, runs of spaces are folded; lines read where the truth has none (seals, handwriting) are not
counted, anything read within a printed line is.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytesseract
from PIL import Image
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ocr.limits import Limits, ReadingJob
from ocr.model import PageText, SourcePage
from ocr.sources import inspect, pages
from ocr.work import read_page

ROOT = Path(__file__).parent.parent
DEFAULT_FOLDERS = (ROOT / "resources" / "samples", ROOT.parent / "shared" / "samples")
LEAST_LIKE = 60.0
SHORTEST_PIECE = 3
EDGE = 6


@dataclass(frozen=True)
class Truth:
    """What is printed on one page of a file."""

    file: Path
    number: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """Errors on one page or on several."""

    errors: int = 0
    letters: int = 0
    missed_words: int = 0
    words: int = 0
    seconds: float = 0.0
    pages: int = 0

    def __add__(self, other: Score) -> Score:
        """Return both together."""
        return Score(
            *(
                getattr(self, name) + getattr(other, name)
                for name in ("errors", "letters", "missed_words", "words", "seconds", "pages")
            )
        )

    @property
    def cer(self) -> float:
        """Character errors in percent."""
        return 100 * self.errors / max(self.letters, 1)

    @property
    def wer(self) -> float:
        """Words of the truth that were not read, in percent."""
        return 100 * self.missed_words / max(self.words, 1)

    @property
    def time(self) -> float:
        """Seconds per page."""
        return self.seconds / max(self.pages, 1)


def folded(text: str) -> str:
    """Return NFC with runs of spaces, and fill-in dots on either side, folded."""
    return " ".join(re.sub(r"[.…_]{5,}", " ", unicodedata.normalize("NFC", text)).split())


def score(truth: Sequence[str], read: Sequence[str], seconds: float) -> Score:
    """Compare a page's printed lines with what was read."""
    lines = [line for line in map(folded, truth) if line]
    found = [line for line in map(folded, read) if line]
    wanted = Counter(word for line in lines for word in line.split())
    had = Counter(word for line in found for word in line.split())
    missed = sum((wanted - had).values())
    letters = sum(map(len, lines))
    return Score(line_errors(lines, found), letters, missed, sum(wanted.values()), seconds, 1)


def line_errors(truth: Sequence[str], read: Sequence[str]) -> int:
    """Count edits after giving each printed piece the stretch of a read line most like it."""
    pieces = sorted(truth, key=len)
    rows = [(line, False) for line in read]
    errors = 0
    while pieces:
        piece = pieces.pop()
        likeness = [fuzz.partial_ratio(piece, row) for row, _ in rows]
        best = max(range(len(rows)), key=lambda i: (likeness[i], -len(rows[i][0])), default=-1)
        if best < 0 or likeness[best] < LEAST_LIKE:
            errors += len(piece)
            continue
        row, _ = rows.pop(best)
        if len(row) < 0.8 * len(piece):
            # the reader has split the line: the rest of the print is sought elsewhere
            start, end = stretch(row, piece)
            errors += Levenshtein.distance(piece[start:end].strip(), row)
            rest = [part.strip() for part in (piece[:start], piece[end:])]
            errors += sum(len(part) for part in rest if len(part) < SHORTEST_PIECE)
            pieces = sorted([*pieces, *(p for p in rest if len(p) >= SHORTEST_PIECE)], key=len)
            continue
        start, end = stretch(piece, row)
        errors += Levenshtein.distance(piece, row[start:end].strip())
        rows.extend((part.strip(), True) for part in (row[:start], row[end:]) if part.strip())
    # what is left of a line that held print was read where nothing is printed
    return errors + sum(len(row) for row, used in rows if used)


def stretch(piece: str, row: str) -> tuple[int, int]:
    """Return where in ``row`` the stretch most like ``piece`` begins and ends."""
    found = fuzz.partial_ratio_alignment(piece, row)
    if found is None or len(piece) > len(row):
        return 0, len(row)
    starts = range(max(0, found.dest_start - EDGE), found.dest_start + EDGE + 1)
    ends = range(found.dest_end - EDGE, min(len(row), found.dest_end + EDGE) + 1)
    return min(
        ((start, end) for start in starts for end in ends if start < end),
        key=lambda ends: (
            Levenshtein.distance(piece, row[ends[0] : ends[1]].strip())
            # what is cut off beside the stretch counts too, unless it is a line of its own
            + sum(len(p.strip()) for p in (row[: ends[0]], row[ends[1] :]) if len(p) <= EDGE)
        ),
    )


def truths(folder: Path) -> Iterator[Truth]:
    """Yield each page of the folder that has a ground truth."""
    for place in sorted(folder.rglob("truth")):
        files = [
            p for p in sorted(place.parent.rglob("*")) if p.is_file() and place not in p.parents
        ]
        for written in sorted(place.iterdir()):
            file = next((f for f in files if f.stem == written.stem), None)
            if file is None:
                continue
            if written.suffix == ".txt":
                yield Truth(file, 1, tuple(written.read_text("utf-8").splitlines()))
            elif written.suffix == ".json":
                for page in json.loads(written.read_text("utf-8"))["pages"]:
                    yield Truth(file, int(page["page"]), tuple(page["lines"]))


def ours(page: SourcePage) -> PageText:
    """Read a page the way the program does, in this process."""
    return read_page(ReadingJob("page", page.image, page.dpi, page.own_text), "vie", Limits())


def plain(page: SourcePage) -> list[str]:
    """Read a page with Tesseract alone, on its grey pixels."""
    with Image.open(io.BytesIO(page.image)) as image:
        grey = image.convert("L")
    text = str(pytesseract.image_to_string(grey, lang="vie", config=f"--dpi {round(page.dpi)}"))
    return text.splitlines()


def measured(truth: Truth) -> tuple[Score, Score]:
    """Return the scores of ours and of plain Tesseract on one page."""
    info = inspect(truth.file, Limits())
    (page,) = pages(truth.file, info, (truth.number,), Limits())
    if isinstance(page, Exception):
        raise page
    started = processor_seconds()
    read = ours(page).text().splitlines()
    middle = processor_seconds()
    bare = plain(page)
    ended = processor_seconds()
    return score(truth.lines, read, middle - started), score(truth.lines, bare, ended - middle)


def processor_seconds() -> float:
    """Return the processor time used so far, the recogniser's included.

    On one core this is the time a page takes, and unlike the clock it does not depend on what else
    the machine is doing.
    """
    return sum(os.times()[:4])


def row(name: str, us: Score, them: Score) -> str:
    """Return one line of the table."""
    ratio = us.time / max(them.time, 1e-9)
    return (
        f"| {name} | {us.cer:.2f} | {them.cer:.2f} | {us.wer:.2f} | {them.wer:.2f} "
        f"| {us.time:.2f} | {them.time:.2f} | {ratio:.2f} |"
    )


def main() -> None:
    """Print one table per folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="*", type=Path)
    chosen = parser.parse_args().folders or [f for f in DEFAULT_FOLDERS if f.is_dir()]
    # both sides on one core, as the program's workers are
    os.environ["OMP_THREAD_LIMIT"] = "1"
    for folder in chosen:
        print(f"\n## {folder.name} ({folder})\n")
        print("| page | CER % | plain | WER % | plain | CPU s/page | plain | time ratio |")
        print("|---|---|---|---|---|---|---|---|")
        us, them = Score(), Score()
        for truth in truths(folder):
            here, there = measured(truth)
            us, them = us + here, them + there
            label = f"{truth.file.parent.name}/{truth.file.name} p{truth.number}"
            print(row(label, here, there), flush=True)
        print(row(f"**all {us.pages}**", us, them))


if __name__ == "__main__":
    main()
