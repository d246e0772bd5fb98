"""The only door to Tesseract: a clean grey page in, words with boxes out."""

from __future__ import annotations

import functools
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import pytesseract

from ocr.cleanup.model import Pixels
from ocr.errors import LanguageMissingError, OcrError, PageTimeoutError, RecogniserMissingError
from ocr.marks.letters import tidied
from ocr.model import Box, Word

SINGLE_COLUMN = 4
ONE_BLOCK = 6
SPARSE = 11
_LINE_LEVEL = "4"
_WORD_LEVEL = "5"
_LINE = re.compile(
    r"class='ocr_(?:line|caption|header|textfloat)'[^>]*title=\"bbox (\d+) (\d+) (\d+) (\d+)"
    r"(?:[^\"]*?baseline (-?[\d.]+) (-?[\d.]+))?(?:[^\"]*?x_size (-?[\d.]+))?"
)
_TURN = re.compile(r"Rotate: (\d+).*?Orientation confidence: ([\d.]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Line:
    left: float
    bottom: float
    slope: float
    offset: float
    size: float

    def baseline(self, box: Box) -> tuple[float, float, float, float]:
        start = self.bottom + self.offset + self.slope * (box.left - self.left)
        end = self.bottom + self.offset + self.slope * (box.right - self.left)
        return (box.left, start, box.right, end)


@functools.cache
def version() -> str:
    """Return the version of Tesseract."""
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise RecogniserMissingError from error


def recognise(
    image: Pixels,
    *,
    language: str,
    dpi: float,
    seconds: float,
    mode: int = SINGLE_COLUMN,
    letters: str = "",
) -> tuple[Word, ...]:
    """Return the words of a page in pixels of this very image."""
    # hOCR is asked for beside the table because only it tells the baseline and the type's size
    outputs = "-c tessedit_create_tsv=1 -c tessedit_create_hocr=1"
    # the word lists take time to load and changed no letter on forms or real pages
    outputs += " -c load_system_dawg=0 -c load_freq_dawg=0"
    config = f"--psm {mode} --dpi {round(dpi)} {outputs}"
    if letters:
        config += f" -c tessedit_char_whitelist={letters}"
    table, markup = _run(image, ["tsv", "hocr"], language, config, seconds)
    return _words(table, _lines(markup))


def orientation(image: Pixels, *, seconds: float) -> tuple[int, float]:
    """Return the clockwise turn that makes the page upright, and Tesseract's confidence in it."""
    try:
        (report,) = _run(image, ["osd"], "osd", "--psm 0", seconds)
    except OcrError as error:
        if type(error) is OcrError:
            return 0, 0.0  # too few characters for a verdict
        raise
    found = _TURN.search(report)
    return (int(found[1]), float(found[2])) if found else (0, 0.0)


def _run(
    image: Pixels, extensions: list[str], language: str, config: str, seconds: float
) -> list[str]:
    # an uncompressed file in the worker's private folder: faster than the PNG pytesseract makes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pgm"
        cv2.imwrite(str(path), image)
        try:
            # pytesseract's own call for several outputs takes no page mode
            pytesseract.pytesseract.run_tesseract(
                str(path), str(Path(folder) / "page"), "", language, config, timeout=seconds
            )
        except pytesseract.TesseractNotFoundError as error:
            raise RecogniserMissingError from error
        except pytesseract.TesseractError as error:
            raise _translated(error, language) from error
        except RuntimeError as error:
            raise PageTimeoutError(seconds=seconds) from error
        return [(Path(folder) / f"page.{end}").read_text("utf-8") for end in extensions]


def _translated(error: pytesseract.TesseractError, language: str) -> OcrError:
    if "traineddata" in error.message or "couldn't load any languages" in error.message:
        return LanguageMissingError(language=language)
    return OcrError(reason=f"tesseract {error.status}")


def _lines(markup: str) -> dict[Box, _Line]:
    lines = {}
    for found in _LINE.finditer(markup):
        edges = Box(*(float(edge) for edge in found.groups()[:4]))
        slope, offset, size = (float(value or 0) for value in found.groups()[4:])
        lines[edges] = _Line(edges.left, edges.bottom, slope, offset, size)
    return lines


def _words(table: str, lines: dict[Box, _Line]) -> tuple[Word, ...]:
    words: list[Word] = []
    number = -1
    printed: _Line | None = None
    for row in table.splitlines()[1:]:
        level, _, block, _, _, _, left, top, width, height, confidence, text = row.split("\t", 11)
        edges = (float(left), float(top), float(left) + float(width), float(top) + float(height))
        box = Box(*edges)
        text = tidied(text.strip())
        if level == _LINE_LEVEL:
            # pictures and rules are lines in the table, but not in the markup
            printed = lines.get(box)
            number += 1
        elif level == _WORD_LEVEL and text:
            score = min(max(float(confidence) / 100, 0.0), 1.0)
            baseline = printed.baseline(box) if printed else None
            size = printed.size if printed else 0.0
            words.append(Word(text, box, score, number, int(block), baseline, size))
    return _numbered(words)


def _numbered(words: list[Word]) -> tuple[Word, ...]:
    """Number the lines without gaps: lines that held no word do not count."""
    order = {line: number for number, line in enumerate(sorted({word.line for word in words}))}
    return tuple(replace(word, line=order[word.line]) for word in words)
