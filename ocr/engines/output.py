"""Words out of the two forms Tesseract writes: its table, and hOCR for what the table lacks.

That is the baseline and the size of the type of each line, and the score of each character.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ocr.marks.letters import tidied
from ocr.model import Box, Character, Word

_LINE_LEVEL = "4"
_WORD_LEVEL = "5"
_LINE = re.compile(
    r"class='ocr_(?:line|caption|header|textfloat)'[^>]*title=\"bbox (\d+) (\d+) (\d+) (\d+)"
    r"(?:[^\"]*?baseline (-?[\d.]+) (-?[\d.]+))?(?:[^\"]*?x_size (-?[\d.]+))?"
)
_PIECE = re.compile(
    r"class='ocrx_word'[^>]*title='bbox (\d+) (\d+) (\d+) (\d+)"
    r"|class='ocrx_cinfo'[^>]*?x_bboxes (\d+) (\d+) (\d+) (\d+); x_conf ([\d.]+)'>([^<]*)<"
)
_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: a point of its baseline with the slope, and the size of its type."""

    left: float
    bottom: float
    slope: float
    offset: float
    size: float

    def baseline(self, box: Box) -> tuple[float, float, float, float]:
        """Return the stretch of the baseline below a box."""
        start = self.bottom + self.offset + self.slope * (box.left - self.left)
        end = self.bottom + self.offset + self.slope * (box.right - self.left)
        return (box.left, start, box.right, end)


def words(table: str, markup: str) -> tuple[Word, ...]:
    """Return the words of a page's table, with what the markup knows about their lines."""
    return _words(table, _lines(markup), _characters(markup))


def character(text: str, percent: float, box: Box | None = None) -> Character:
    """Return a character as this program keeps it."""
    return Character(text, round(min(max(percent / 100, 0.0), 1.0), 4), (), box)


def fitting(found: Iterable[Character], text: str) -> tuple[Character, ...]:
    """Return a word's characters, tidied as the word was; nothing if they do not make it up."""
    characters = tuple(found)
    if text != "".join(one.text for one in characters):
        characters = tuple(replace(one, text=tidied(one.text)) for one in characters)
    return characters if text == "".join(one.text for one in characters) else ()


def _lines(markup: str) -> dict[Box, Line]:
    lines = {}
    for found in _LINE.finditer(markup):
        edges = Box(*(float(edge) for edge in found.groups()[:4]))
        slope, offset, size = (float(value or 0) for value in found.groups()[4:])
        lines[edges] = Line(edges.left, edges.bottom, slope, offset, size)
    return lines


def _characters(markup: str) -> dict[Box, list[Character]]:
    words: dict[Box, list[Character]] = {}
    word: list[Character] = []
    for found in _PIECE.finditer(markup):
        if found[1] is not None:
            edges = Box(*(float(edge) for edge in found.groups()[:4]))
            word = words.setdefault(edges, [])
        else:
            place = Box(*(float(edge) for edge in found.groups()[4:8]))
            word.append(character(html.unescape(found[10]), float(found[9]), place))
    return words


def _words(
    table: str, lines: dict[Box, Line], characters: dict[Box, list[Character]]
) -> tuple[Word, ...]:
    words: list[Word] = []
    number = -1
    printed: Line | None = None
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
            word = Word(text, box, score, number, int(block), baseline, size)
            words.append(replace(word, characters=fitting(characters.get(box, ()), text)))
    return numbered(words)


def numbered(words: list[Word]) -> tuple[Word, ...]:
    """Number the lines without gaps: lines that held no word do not count."""
    order = {line: number for number, line in enumerate(sorted({word.line for word in words}))}
    return tuple(replace(word, line=order[word.line]) for word in words)
