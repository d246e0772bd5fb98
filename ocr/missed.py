"""Print that no word covers, or that was read as nonsense: cut out and read once more by itself.

Page segmentation joins the two columns of a heading into one line; where the left one stands a
little higher, its letters are cut through and read as rubbish, or not at all. Alone on a line of
its own such print is read well. What is not read well then either is left as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr import tesseract
from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Pixels
from ocr.model import Box, Word

_INK = 150
_LETTER = (0.4, 1.7)
"""Heights of a letter's blob, in sizes of the page's type."""
_BROADEST = 2.5
_FEWEST_LETTERS = 4
_TALLEST = 2.2
_SPACE = 1.1
"""Widest gap between words of one piece, in sizes of the type."""
_NONSENSE = 0.35
_WELL, _BETTER = 0.8, 0.2
_MOST_PIECES = 12
_ABOVE, _SIDE = 0.3, 0.5
_COVERED = 0.15
_SAME_ROW = 0.6
_GAP, _EDGE = 30, 40
_WHITE = 255


@dataclass(frozen=True, slots=True)
class _Piece:
    """Print that is to be read again, and the words that were read of it."""

    box: Box
    words: tuple[Word, ...] = ()


def restore(
    words: tuple[Word, ...],
    image: Pixels,
    *,
    language: str,
    dpi: float,
    seconds: float,
    beside: Sequence[Box] = (),
) -> tuple[Word, ...]:
    """Return the words with what was missed; ``beside`` holds no print."""
    size = _size(words)
    if size <= 0:
        return words
    found = [*_nonsense(words, size), *_uncovered(words, image, size)]
    pieces = sorted(
        (piece for piece in found if not any(box.holds_middle(piece.box) for box in beside)),
        key=lambda piece: piece.box.width,
        reverse=True,
    )[:_MOST_PIECES]
    if not pieces:
        return words
    page, places = _stacked(image, pieces, size)
    again = tesseract.recognise(
        page, language=language, dpi=dpi, seconds=seconds, mode=tesseract.ONE_BLOCK
    )
    lines = _lines(words)
    for piece, (top, bottom, across, down) in zip(pieces, places, strict=True):
        inside = [
            _moved(word, across, down)
            for word in again
            if top <= (word.box.top + word.box.bottom) / 2 < bottom
        ]
        read = _best_line(inside)
        if _is_better(read, piece.words):
            lines = _with(lines, piece, read)
    return tuple(replace(word, line=number) for number, line in enumerate(lines) for word in line)


def _size(words: Sequence[Word]) -> float:
    sizes = [word.box.height for word in words if word.confidence >= _WELL and len(word.text) > 1]
    return float(np.median(sizes)) if sizes else 0.0


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return [lines[number] for number in sorted(lines)]


def _nonsense(words: Sequence[Word], size: float) -> Iterator[_Piece]:
    """Yield pieces of lines, from one wide gap to the next, that hold a hopeless word."""
    for line in _lines(words):
        piece = [line[0]]
        for before, after in pairwise(line):
            if after.box.left - before.box.right > _SPACE * size:
                yield from _if_nonsense(piece, size)
                piece = []
            piece.append(after)
        yield from _if_nonsense(piece, size)


def _if_nonsense(piece: Sequence[Word], size: float) -> Iterator[_Piece]:
    box = _around(word.box for word in piece)
    if (
        any(word.confidence < _NONSENSE for word in piece)
        and not any("<" in word.text for word in piece)  # a card's zone has a reader of its own
        and _sureness(piece) < _WELL - _BETTER
        and 0.5 * size < box.height < _TALLEST * size
        and box.width > 2 * size
    ):
        yield _Piece(box, tuple(piece))


def _uncovered(words: Sequence[Word], image: Pixels, size: float) -> Iterator[_Piece]:
    """Yield rows of letters that lie in no word's box."""
    ink = np.asarray(cv2.threshold(image, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    for word in words:
        ink[_part(word.box, _COVERED * word.box.height)] = 0
    stats = _blobs(ink)
    low, high = (share * size for share in _LETTER)
    wide, tall = stats[:, 2], stats[:, 3]
    letters = stats[(tall >= low) & (tall <= high) & (wide <= _BROADEST * size)][:, :4]
    if len(letters) < _FEWEST_LETTERS:
        return
    reach = max(1, round(_SPACE * size / 2))
    rows = np.zeros_like(ink)
    for left, top, across, down in letters.tolist():
        rows[top : top + down, max(0, left - reach) : left + across + reach] = 1
    _, labels, _, _ = labelled(rows)
    owners = labels[letters[:, 1] + letters[:, 3] // 2, letters[:, 0] + letters[:, 2] // 2]
    for number in np.unique(owners):
        row = letters[owners == number]
        box = Box(
            float(row[:, 0].min()),
            float(row[:, 1].min()),
            float((row[:, 0] + row[:, 2]).max()),
            float((row[:, 1] + row[:, 3]).max()),
        )
        if len(row) >= _FEWEST_LETTERS and box.height < _TALLEST * size:
            yield _Piece(box)


def _blobs(ink: Pixels) -> NDArray[np.int32]:
    """Return the boxes of the blobs, looking only at the rows with ink: few are left with any."""
    inked = np.concatenate([[False], ink.any(axis=1), [False]])
    edges = np.flatnonzero(np.diff(inked)).reshape(-1, 2)
    found = [np.zeros((0, 5), np.int32)]
    for top, bottom in edges.tolist():
        if bottom - top >= 2:
            _, _, stats, _ = labelled(ink[top:bottom])
            found.append(stats[1:] + np.array([0, top, 0, 0, 0], np.int32))
    return np.concatenate(found)


def _stacked(
    image: Pixels, pieces: Sequence[_Piece], size: float
) -> tuple[Pixels, list[tuple[int, int, float, float]]]:
    """Return the pieces one below the other; for each its top, bottom, and the way back."""
    crops, places, top = [], [], 0
    for piece in pieces:
        left = max(0, int(piece.box.left - _SIDE * size))
        first = max(0, int(piece.box.top - _ABOVE * size))
        crop = image[
            first : int(piece.box.bottom + _ABOVE * size) + 1,
            left : int(piece.box.right + _SIDE * size) + 1,
        ]
        bottom = top + crop.shape[0] + _GAP
        places.append((top, bottom, float(left - _EDGE), float(first - top - _GAP // 2)))
        crops.append(crop)
        top = bottom
    width = max(crop.shape[1] for crop in crops) + 2 * _EDGE
    page = np.full((top + _GAP, width), _WHITE, dtype=np.uint8)
    for crop, (start, _, _, _) in zip(crops, places, strict=True):
        row = start + _GAP // 2
        page[row : row + crop.shape[0], _EDGE : _EDGE + crop.shape[1]] = crop
    return page, places


def _moved(word: Word, across: float, down: float) -> Word:
    box = word.box
    moved = Box(box.left + across, box.top + down, box.right + across, box.bottom + down)
    baseline = word.baseline
    if baseline is not None:
        x0, y0, x1, y1 = baseline
        baseline = (x0 + across, y0 + down, x1 + across, y1 + down)
    return replace(word, box=moved, baseline=baseline)


def _best_line(read: Sequence[Word]) -> list[Word]:
    """Return the surest line: a cut that is too high has a strip of its neighbour in it."""
    return max(_lines(read), key=lambda line: (_letters(line) > 0, _sureness(line)), default=[])


def _is_better(read: Sequence[Word], before: Sequence[Word]) -> bool:
    if _letters(read) < _FEWEST_LETTERS:
        return False
    if before:
        return _sureness(read) >= max(_WELL, _sureness(before) + _BETTER)
    # nothing was read here: half of it surely read is better than a line nobody finds again
    sure = [word for word in read if word.confidence >= _WELL]
    return 2 * _letters(sure) >= _letters(read)


def _letters(words: Sequence[Word]) -> int:
    return sum(char.isalnum() for word in words for char in word.text)


def _sureness(words: Sequence[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.confidence for word in words) / max(letters, 1)


def _with(lines: Sequence[list[Word]], piece: _Piece, read: Sequence[Word]) -> list[list[Word]]:
    """Return the lines with what was read of a piece, on the line it stands on."""
    gone = {id(word) for word in piece.words}
    kept: list[list[Word]] = []
    place: int | None = None
    for line in lines:
        rest = [word for word in line if id(word) not in gone]
        if place is None and (len(rest) < len(line) or _on_the_row(piece.box, rest)):
            place = len(kept)
            rest.extend(replace(word, block=line[0].block) for word in read)
            rest.sort(key=lambda word: word.box.left)
        if rest:
            kept.append(rest)
    if place is not None:
        return kept
    middle = (piece.box.top + piece.box.bottom) / 2
    below = (n for n, line in enumerate(kept) if _around(w.box for w in line).top > middle)
    at = next(below, len(kept))
    block = kept[min(at, len(kept) - 1)][0].block if kept else 0
    return [*kept[:at], [replace(word, block=block) for word in read], *kept[at:]]


def _on_the_row(box: Box, line: Sequence[Word]) -> bool:
    """Return whether the box stands beside the words of a line and not over them."""
    nearest = min(line, key=lambda word: abs(word.box.left - box.left), default=None)
    if nearest is None:
        return False
    common = min(nearest.box.bottom, box.bottom) - max(nearest.box.top, box.top)
    beside = all(word.box.left >= box.right or word.box.right <= box.left for word in line)
    return beside and common > _SAME_ROW * min(nearest.box.height, box.height)


def _around(boxes: Iterator[Box]) -> Box:
    whole = next(boxes)
    for box in boxes:
        whole = whole.union(box)
    return whole


def _part(box: Box, margin: float) -> tuple[slice, slice]:
    return (
        slice(max(0, int(box.top - margin)), max(0, int(box.bottom + margin) + 1)),
        slice(max(0, int(box.left - margin)), max(0, int(box.right + margin) + 1)),
    )
