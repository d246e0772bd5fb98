"""Which of the wordings a form offers is ticked: “Nam ☐ Nữ ☒”."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitizer.paper.layout import Piece, joined, upright
from digitizer.paper.printed import Lines, Paper
from digitizer.vietnamese import strip_filler
from ocr.model import Box, PageText, RegionKind

_TICKS = {RegionKind.EMPTY_BOX: False, RegionKind.TICKED_BOX: True}
_BESIDE = 2.5
"""How far a box may stand from the first or last of its line's words, in heights of the type."""
_LEVEL = 0.4
_FEWEST = 2
_COVERED = 0.6
_TOUCHED = 0.15
"""How much of a letter may lie in a box, of the width that a letter of its word has."""
_SIGNS = re.compile(r"[^\w.,]+$|^[^\w]+")


@dataclass(frozen=True, slots=True)
class _TickBox:
    box: Box
    ticked: bool


def ticked_wording(lines: Lines, paper: Paper) -> str | None:
    """Return the only wording whose box is ticked.

    Empty where boxes are there and do not tell; None where there are fewer than two boxes or
    wordings: figures may stand in boxes too.
    """
    parts: list[Piece | _TickBox] = []
    for line in lines:
        parts += _in_order(line, paper)
    signs = [part for part in parts if isinstance(part, _TickBox)]
    if len(signs) < _FEWEST:
        return None
    offered: list[list[Piece]] = [[]]
    for part in parts:
        if isinstance(part, _TickBox):
            offered.append([])
        else:
            offered[-1].append(part)
    wordings = [strip_filler(joined(pieces)) for pieces in offered]
    if sum(any(map(str.isalpha, word)) for word in wordings) < _FEWEST:
        return None
    # boxes stand before their wordings or behind them; which, the ends of the line say
    if bool(wordings[0]) == bool(wordings[-1]):
        return ""
    wordings = wordings[:-1] if wordings[0] else wordings[1:]
    chosen = [word for word, sign in zip(wordings, signs, strict=True) if sign.ticked]
    return chosen[0] if len(chosen) == 1 and all(wordings) else ""


def _tick_boxes(text: PageText) -> list[_TickBox]:
    """Return the boxes of a page, on the page turned upright."""
    return [
        _TickBox(upright(region.box, text), _TICKS[region.kind])
        for region in text.regions
        if region.kind in _TICKS
    ]


def _in_order(line: tuple[Piece, ...], paper: Paper) -> list[Piece | _TickBox]:
    """Return the words of a line and the boxes on it from left to right."""
    text = next(sheet.text for sheet in paper.sheets if sheet.page_id == line[0].page_id)
    placed = [(upright(piece.printed, text), piece) for piece in line]
    height = max(box.height for box, _ in placed)
    left = min(box.left for box, _ in placed) - _BESIDE * height
    right = max(box.right for box, _ in placed) + _BESIDE * height
    beside = [
        one
        for one in _tick_boxes(text)
        if left <= one.box.left
        and one.box.right <= right
        and any(_is_level(one.box, box) for box, _ in placed)
    ]
    parts: list[tuple[float, Piece | _TickBox]] = [(one.box.left, one) for one in beside]
    for box, piece in placed:
        parts += _without(piece, box, beside)
    return [part for _, part in sorted(parts, key=lambda part: part[0])]


def _is_level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _LEVEL * min(one.height, other.height)


def _without(
    piece: Piece, box: Box, beside: Sequence[_TickBox]
) -> list[tuple[float, Piece | _TickBox]]:
    """Return the word without what was read in boxes, and where its parts begin.

    Of “NamL]” stays “Nam”, of “L]” nothing, and “NamL]Nữ” falls into two.
    """
    boxes = [one.box for one in beside if _shared(one.box, box) > 0]
    if not boxes:
        return [(box.left, piece)]
    if max(_shared(one, box) for one in boxes) >= _COVERED * box.width:
        return []
    step = box.width / len(piece.text)
    places = (Box(box.left + n * step, 0, box.left + (n + 1) * step, 0) for n in itertools.count())
    letters = [
        (place.left, letter)
        for letter, place in zip(piece.text, places, strict=False)
        if all(_shared(one, place) < _TOUCHED * step for one in boxes)
    ]
    parts: list[tuple[float, Piece | _TickBox]] = []
    groups = itertools.groupby(letters, key=lambda one: sum(b.left < one[0] for b in boxes))
    for _, group in groups:
        own = list(group)
        kept = _SIGNS.sub("", "".join(letter for _, letter in own))
        if kept:
            parts.append((own[0][0], replace(piece, text=kept)))
    return parts


def _shared(one: Box, other: Box) -> float:
    """Return how much of a line two boxes share."""
    return min(one.right, other.right) - max(one.left, other.left)
