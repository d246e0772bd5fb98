"""Stamps that are no red ring: seals in black on grey pages and copies, and stamps in a frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.model import Pixels
from ocr.model import Box, Region, RegionKind, Word
from ocr.regions.inks import Inks, joined_parts

_COLOURLESS = 0.0005
_INK = 200
_RADIUS = (9.0, 26.0)
_APART = 5.0
_EDGES, _VOTES = 200, 45
_MOST_TRIED = 12
_LEAST_RING = 0.65
"""Share of the ring that is inked; print alone came to 0.59 at most on 14 real pages."""
_LETTERING = 0.6
_JOIN = 2.5
_FRAME_WIDTH, _FRAME_HEIGHT = (25.0, 110.0), (8.0, 60.0)
_FRAME_EDGE = 0.2
_LEAST_EDGE = 0.75
_WITHIN = 0.6
_LEAST_INK = 40
_DOUBTFUL = 0.6

_ARRIVED = frozenset({"ĐẾN", "ẾN", "ĐỀN", "ĐEN", "DEN", "DẾN"})
_ALIGNED, _LABELS_APART, _ARRIVED_BESIDE = 3.0, (3.0, 14.0), 32.0
_RIGHT, _ABOVE, _BELOW = 42.0, 14.0, 4.0


def black_seals(inks: Inks) -> list[Region]:
    """Return round seals on a page that holds no colour, in pixels of the masks."""
    if max(float(inks.red.mean()), float(inks.blue.mean())) > _COLOURLESS:
        return []
    small = cv2.resize(inks.even, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    least, most = (inks.millimetres(radius) for radius in _RADIUS)
    _, drawn = cv2.threshold(small, _INK, 255, cv2.THRESH_BINARY)
    circles = cv2.HoughCircles(
        drawn,
        cv2.HOUGH_GRADIENT,
        1,
        minDist=inks.millimetres(_APART) / 2,
        param1=_EDGES,
        param2=_VOTES,
        minRadius=least // 2,
        maxRadius=most // 2,
    )
    if circles is None:
        return []
    near = cv2.dilate(
        cv2.threshold(inks.even, _INK, 1, cv2.THRESH_BINARY_INV)[1], np.ones((3, 3), np.uint8)
    )
    ring = np.asarray(near, dtype=np.uint8)
    tried = [_fitted(ring, circle) for circle in 2 * circles[0][:_MOST_TRIED].astype(np.float64)]
    found: list[Region] = []
    for share, x, y, within in sorted(tried, reverse=True):
        radius = _outermost(ring, x, y, within, most)
        box = Box(x - radius, y - radius, x + radius + 1, y + radius + 1)
        if share >= _LEAST_RING and not any(box.shared(other.box) for other in found):
            found.append(Region(RegionKind.SEAL, box, round(min(0.9, share), 2)))
    return found


def _fitted(ring: Pixels, circle: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Return the circle nearby that most ink lies on, and how much of it is inked, first."""
    x, y, radius = circle
    moves = (-2.0, 0.0, 2.0)
    return max(
        (_inked(ring, x + right, y + down, radius + wider), x + right, y + down, radius + wider)
        for right in moves
        for down in moves
        for wider in range(-3, 4)
    )


def _outermost(ring: Pixels, x: float, y: float, radius: float, most: int) -> float:
    """Return the radius of the outermost ring around the same middle; a seal has two or three."""
    wider = np.arange(most, radius, -1.0)
    moves = (-2.0, 0.0, 2.0)
    for tried in wider:
        if any(_inked(ring, x + a, y + b, tried) >= _LEAST_RING for a in moves for b in moves):
            return float(tried)
    return radius


_TURNS = np.linspace(0, 2 * np.pi, 360, endpoint=False)
_ALONG, _DOWN = np.cos(_TURNS), np.sin(_TURNS)


def _inked(ring: Pixels, x: float, y: float, radius: float) -> float:
    columns = np.rint(x + radius * _ALONG).astype(int)
    rows = np.rint(y + radius * _DOWN).astype(int)
    height, width = ring.shape
    on = (columns >= 0) & (rows >= 0) & (columns < width) & (rows < height)
    return float(np.count_nonzero(ring[rows[on], columns[on]])) / len(_TURNS)


def is_lettering(word: Box, seal: Box) -> bool:
    """Return whether a word stands where a round seal bears its lettering."""
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    middle_x, middle_y = (seal.left + seal.right) / 2, (seal.top + seal.bottom) / 2
    radius = seal.width / 2
    return bool(_LETTERING * radius <= np.hypot(x - middle_x, y - middle_y) <= radius)


def framed(inks: Inks) -> list[Region]:
    """Return stamps in a frame of red or blue, in pixels of the masks."""
    reach = 2 * inks.millimetres(_JOIN) + 1
    return [
        Region(RegionKind.STAMP, Box(left, top, left + width, top + height), 0.8)
        for mask in (inks.red, inks.blue)
        if np.count_nonzero(mask) > inks.millimetres(_LEAST_INK)
        for left, top, width, height in joined_parts(mask, reach, reach)
        if _is_between(width, _FRAME_WIDTH, inks)
        and _is_between(height, _FRAME_HEIGHT, inks)
        and _is_frame(mask[top : top + height, left : left + width])
    ]


def _is_between(length: int, bounds: tuple[float, float], inks: Inks) -> bool:
    least, most = bounds
    return inks.millimetres(least) <= length <= inks.millimetres(most)


def _is_frame(ink: Pixels) -> bool:
    """Return whether lines go along all four sides; they may lie a little askew."""
    deep = round(_FRAME_EDGE * ink.shape[0])
    sides = ((ink[:deep], 0), (ink[-deep:], 0), (ink[:, :deep], 1), (ink[:, -deep:], 1))
    return all(_is_line(np.asarray(side, np.uint8), axis) for side, axis in sides)


def _is_line(side: Pixels, axis: int) -> bool:
    """Return whether one line, a few pixels thick, goes along most of a side."""
    there = side.any(axis=axis)
    if np.mean(there) < _LEAST_EDGE:
        return False
    # letters in a row reach along a side too, but not at one height
    first = np.argmax(side, axis=axis)[there].astype(np.float64)
    places = np.flatnonzero(there)
    slope, start = np.polyfit(places, np.asarray(first), 1)
    away = np.abs(first - (slope * places + start))
    return bool(np.mean(away <= 2) >= _LEAST_EDGE)


def arrivals(words: Sequence[Word], dpi: float) -> tuple[tuple[Word, ...], tuple[Region, ...]]:
    """Return the words with those guessed in an arrival stamp marked, and the stamps' regions.

    The stamp every office puts on what comes in (Decree 30/2020/NĐ-CP, annex IV: “ĐẾN”, “Số:”,
    “Ngày:”, “Chuyển:”) is often black, as the print is, and its lines are filled in by hand. Its
    labels tell where it lies; what was read there without certainty is left to a person.
    """
    regions = tuple(Region(RegionKind.STAMP, box, 0.7) for box in _arrivals(words, dpi / 25.4))
    if not regions:
        return tuple(words), ()
    marked = tuple(
        replace(word, by_hand=True)
        if word.confidence < _DOUBTFUL and any(one.box.holds_middle(word.box) for one in regions)
        else word
        for word in words
    )
    texts = (
        " ".join(word.text for word in words if one.box.holds_middle(word.box)) for one in regions
    )
    return marked, tuple(replace(one, text=text) for one, text in zip(regions, texts, strict=True))


def _arrivals(words: Sequence[Word], millimetre: float) -> Iterator[Box]:
    dates = [word.box for word in words if word.text.startswith("Ngày:")]
    least, most = (length * millimetre for length in _LABELS_APART)
    for moved_on in (word.box for word in words if word.text.startswith("Chuyển:")):
        for date in dates:
            if not least <= moved_on.top - date.top <= most:
                continue
            if abs(moved_on.left - date.left) > _ALIGNED * millimetre:
                continue
            beside = [word.box for word in words if _is_arrived(word, date, moved_on, millimetre)]
            if beside:
                yield Box(
                    min(box.left for box in beside),
                    date.top - _ABOVE * millimetre,
                    date.left + _RIGHT * millimetre,
                    moved_on.bottom + _BELOW * millimetre / 2,
                )
                break


def _is_arrived(word: Word, date: Box, moved_on: Box, millimetre: float) -> bool:
    box = word.box
    return (
        word.text.upper().strip(".,:|[]") in _ARRIVED
        and 0 <= date.left - box.left <= _ARRIVED_BESIDE * millimetre
        and date.top - _ABOVE * millimetre <= box.top <= moved_on.bottom
    )


def without_covered(tables: Sequence[Region], stamps: Sequence[Region]) -> list[Region]:
    """Return the tables that are not the ruling within a stamp."""
    return [table for table in tables if not any(_covers(one.box, table.box) for one in stamps)]


def _covers(stamp: Box, table: Box) -> bool:
    return stamp.shared(table) >= _WITHIN * table.width * table.height
