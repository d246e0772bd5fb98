"""Words out of the two forms Tesseract writes: its table, and hOCR for baselines and type sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ocr.marks.letters import tidied
from ocr.model import Box, Word

_LINE_LEVEL = "4"
_WORD_LEVEL = "5"
_LINE = re.compile(
    r"class='ocr_(?:line|caption|header|textfloat)'[^>]*title=\"bbox (\d+) (\d+) (\d+) (\d+)"
    r"(?:[^\"]*?baseline (-?[\d.]+) (-?[\d.]+))?(?:[^\"]*?x_size (-?[\d.]+))?"
)
_COLUMNS = 12


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


def words(table: str, markup: str) -> tuple[Word, ...]:
    """Return the words of a page's table, with what the markup knows about their lines."""
    return _words(table, _lines(markup))


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
    for row in table.splitlines():
        cells = row.split("\t", _COLUMNS - 1)
        level, _, block, _, _, _, left, top, width, height, confidence, text = cells
        if level not in {_LINE_LEVEL, _WORD_LEVEL}:
            continue
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
