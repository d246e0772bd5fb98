"""Where words stand on a page: the page turned upright, its words in printed rows.

Rows are built from the recogniser's lines, because those were found on the straightened image;
lines that stand beside each other (a letterhead, the cells of a form) become one row.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from typing_extensions import override

from digitizer.vietnamese import compact, nfc
from ocr.model import Box, PageText, TextSource, Word

_PARTS = re.compile(r"[^:]*:|[^:]+")
# the number of an item without a space behind it: “2.Giới tính”
_NUMBERED = re.compile(r"\d{1,2}\.(?=[^\W\d_][^\W\d_])")
# dirt before a line is read as these; a dash or a sign of addition begins an item
_SPECKS = re.compile(r"[.,'`´‘’:;·°_|¦]+")
_LEAST_WORDS_FOR_SLOPE = 3
_STEEPEST = 0.35
_SAME_ROW = 0.55
_FEWEST_LETTERS = 3
_LEAST_WIDE = 0.2
"""Width of a letter among others, in heights of the word; three I stand at twice of it."""
_TITLES_TO = 0.45
"""How far down the page a title may begin."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or the part of a word before or behind a colon, upright and as it was."""

    text: str
    box: Box
    """On the page turned upright; used to compare places."""
    printed: Box
    """On the image as stored; used as evidence."""
    page_id: int
    confidence: float
    glued: bool = False
    """Belongs to the same word as the piece before it."""
    by_hand: bool = False
    """Written by hand, as far as its ink tells."""

    @property
    def key(self) -> str:
        """The folded letters and digits."""
        return compact(self.text)

    @property
    def goes_on(self) -> bool:
        """Whether it may go on with the line above: a word in small letters, of two at least."""
        word = self.text.rstrip(":,;")
        return len(word) > 1 and word.isalpha() and word[0].islower()

    @property
    def squeezed(self) -> bool:
        """Whether it has more letters than its ground has room for: some of them are made up.

        Eight of 260,000 words of held-out papers stand so close, six of them misread.
        """
        letters = len(self.key)
        room = _LEAST_WIDE * self.box.height * letters
        return letters >= _FEWEST_LETTERS and self.box.width < room

    @property
    def middle(self) -> float:
        """Height of its middle on the upright page."""
        return (self.box.top + self.box.bottom) / 2


@dataclass(frozen=True)
class Row:
    """Pieces that stand side by side, from left to right."""

    pieces: tuple[Piece, ...]
    column: tuple[float, float] | None = None
    """Left and right edge of the column it is a row of, where that is not the page's."""
    cell: int | None = None
    """Number of the label in a ruled form whose value it holds, where it is part of one."""
    label: int = 0
    """How many of its first words are that label, which ends with its cell."""

    @cached_property
    def box(self) -> Box:
        """The smallest box around the pieces."""
        boxes = [piece.box for piece in self.pieces]
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    @cached_property
    def height(self) -> float:
        """The usual height of its words."""
        return statistics.median(piece.box.height for piece in self.pieces)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The folded letters and digits of its words."""
        return tuple(piece.key for piece in self.pieces)

    @property
    def first(self) -> Piece:
        """The first word that is no speck; the first piece where there is none."""
        return next((one for one in self.pieces if not _SPECKS.fullmatch(one.text)), self.pieces[0])

    @cached_property
    def together(self) -> str:
        """The folded letters and digits of its words in one piece."""
        return "".join(self.keys)

    @cached_property
    def text(self) -> str:
        """The printed text of the row."""
        return joined(self.pieces)

    def segments(self, gap: float = 2.2) -> list[Row]:
        """Return the parts that wide gaps separate; ``gap`` is in heights of the type."""
        parts: list[list[Piece]] = [[self.pieces[0]]]
        limit = gap * self.height
        for before, piece in zip(self.pieces, self.pieces[1:], strict=False):
            if piece.box.left - before.box.right > limit:
                parts.append([])
            parts[-1].append(piece)
        return [Row(tuple(part)) for part in parts]


@dataclass(frozen=True)
class Sheet:
    """One page with its rows from top to bottom."""

    page_id: int
    width: float
    height: float
    rows: tuple[Row, ...]
    text: PageText
    slope: float = 0.0
    """Usual fall of its lines before they were levelled, in pixels a pixel."""

    @cached_property
    def title_texts(self) -> tuple[tuple[str, int, int], ...]:
        """What may be a title, the row it begins on and the row behind its last."""
        high = itertools.takewhile(
            lambda first: self.rows[first].box.top <= _TITLES_TO * self.height,
            range(len(self.rows)),
        )
        return tuple(
            (text, first, behind)
            for first in high
            for text, behind in _title_texts(self.rows, first)
        )

    @property
    def own_text(self) -> bool:
        """Whether the words are the file's own and not recognised."""
        return self.text.source is TextSource.TEXT_LAYER


def _title_texts(rows: Sequence[Row], first: int) -> tuple[tuple[str, int], ...]:
    """Return what may be a title beginning on this row: a part of it, or up to three rows."""
    texts = [(compact(part.text), first + 1) for part in rows[first].segments()]
    together = compact(rows[first].text)
    texts.append((together, first + 1))
    for behind in range(first + 1, min(first + 3, len(rows))):
        together += compact(rows[behind].text)
        texts.append((together, behind + 1))
    return tuple(texts)


def joined(pieces: Sequence[Piece]) -> str:
    """Return the text of pieces with the spaces that were printed."""
    parts: list[str] = []
    for piece in pieces:
        if parts and not piece.glued:
            parts.append(" ")
        parts.append(piece.text)
    return "".join(parts)


def sheet_of(page_id: int, text: PageText) -> Sheet:
    """Return the page turned upright with its words in rows; the last few are kept.

    A page is sorted and read one after the other.
    """
    return _laid_out(page_id, _Same(text))


class _Same:
    """A page that is equal to itself alone: comparing all its words takes as long as laying out."""

    __slots__ = ("text",)

    def __init__(self, text: PageText) -> None:
        self.text = text

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.text is self.text

    @override
    def __hash__(self) -> int:
        return id(self.text)


@functools.lru_cache(maxsize=16)
def _laid_out(page_id: int, same: _Same) -> Sheet:
    text = same.text
    turned = text.rotation % 180 == 90
    width, height = (text.height, text.width) if turned else (text.width, text.height)
    groups = _groups(page_id, text)
    slope = _slope(groups)
    levelled = [[_level(piece, slope, width) for piece in group] for group in groups]
    rows = _merge([Row(tuple(group)) for group in levelled])
    return Sheet(page_id, float(width), float(height), tuple(rows), text, slope)


def _groups(page_id: int, text: PageText) -> list[list[Piece]]:
    grouped: dict[int, list[Piece]] = {}
    for word in text.words:
        if word.text.strip() and _is_finite(word.box):
            grouped.setdefault(word.line, []).extend(_pieces(page_id, word, text))
    return [sorted(grouped[line], key=lambda piece: piece.box.left) for line in sorted(grouped)]


def _is_finite(box: Box) -> bool:
    return all(math.isfinite(side) for side in (box.left, box.top, box.right, box.bottom))


def _pieces(page_id: int, word: Word, page: PageText) -> list[Piece]:
    """Return the word, split behind its colons and behind the number of an item."""
    text = nfc(word.text).strip()
    placed = upright(word.box, page)
    parts = _parts(text)
    if len(parts) <= 1:
        return [Piece(text, placed, word.box, page_id, word.confidence, by_hand=word.by_hand)]
    pieces = []
    start = 0
    for part in parts:
        share = (start / len(text), (start + len(part)) / len(text))
        cut = word.box if page.rotation else _cut(word.box, share)
        pieces.append(
            Piece(
                part,
                _cut(placed, share),
                cut,
                page_id,
                word.confidence,
                glued=start > 0,
                by_hand=word.by_hand,
            )
        )
        start += len(part)
    return pieces


def _parts(text: str) -> list[str]:
    numbered = _NUMBERED.match(text)
    cut = numbered.end() if numbered and text[numbered.end()].isupper() else 0
    parts = _PARTS.findall(text[cut:])
    if parts and any(character.isdigit() for character in parts[0]):
        # a time of day, a ratio
        parts = [text[cut:]]
    return [text[:cut], *parts] if cut else parts


def _cut(box: Box, share: tuple[float, float]) -> Box:
    left, right = (box.left + box.width * part for part in share)
    return Box(left, box.top, right, box.bottom)


def upright(box: Box, page: PageText) -> Box:
    """Return the box on the page turned clockwise by the page's rotation."""
    match page.rotation % 360:
        case 90:
            return Box(page.height - box.bottom, box.left, page.height - box.top, box.right)
        case 180:
            return Box(
                page.width - box.right,
                page.height - box.bottom,
                page.width - box.left,
                page.height - box.top,
            )
        case 270:
            return Box(box.top, page.width - box.right, box.bottom, page.width - box.left)
        case _:
            return box


def _slope(groups: Sequence[Sequence[Piece]]) -> float:
    """Return the usual fall of the lines; the boxes are of the image before it was straightened."""
    slopes = []
    for group in groups:
        whole = [piece for piece in group if not piece.glued]
        if len(whole) < _LEAST_WORDS_FOR_SLOPE:
            continue
        xs = [(piece.box.left + piece.box.right) / 2 for piece in whole]
        ys = [piece.middle for piece in whole]
        mean_x, mean_y = statistics.fmean(xs), statistics.fmean(ys)
        # exact sums, as ``statistics`` has them, take a twentieth of an extraction's time
        spread = sum((x - mean_x) ** 2 for x in xs)
        if spread > 0:
            fall = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
            slopes.append(fall / spread)
    slope = statistics.median(slopes) if slopes else 0.0
    return slope if abs(slope) < _STEEPEST else 0.0


def _level(piece: Piece, slope: float, width: float) -> Piece:
    if slope == 0:
        return piece
    box = piece.box
    drop = slope * ((box.left + box.right) / 2 - width / 2)
    # the upright box of a slanted word is taller than the word
    extra = min(abs(slope) * box.width, box.height * 0.6) / 2
    level = Box(
        box.left + slope * piece.middle,
        box.top - drop + extra,
        box.right + slope * piece.middle,
        box.bottom - drop - extra,
    )
    return replace(piece, box=level)


def _merge(lines: list[Row]) -> list[Row]:
    """Return the rows: lines that stand beside each other joined, from top to bottom."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda row: _level_of(row, 0)):
        beside = next((n for n in range(len(rows) - 1, -1, -1) if _beside(rows[n], line)), None)
        if beside is None:
            rows.append(line)
        else:
            together = sorted((*rows[beside].pieces, *line.pieces), key=lambda p: p.box.left)
            rows[beside] = Row(tuple(together))
    return sorted(rows, key=lambda row: _level_of(row, 0))


def _level_of(row: Row, end: int) -> float:
    """Return the middle height of the row: at its left end, right end or everywhere."""
    if end == 0:
        return statistics.median(piece.middle for piece in row.pieces)
    near = row.pieces[:3] if end < 0 else row.pieces[-3:]
    return statistics.median(piece.middle for piece in near)


def _beside(row: Row, line: Row) -> bool:
    one, other = (row, line) if row.box.left <= line.box.left else (line, row)
    if other.box.left < one.box.right - 0.5 * min(one.height, other.height):
        return False
    apart = abs(_level_of(one, 1) - _level_of(other, -1))
    return apart < _SAME_ROW * min(one.height, other.height)
