"""Dotted fill-in lines lifted off a straight page, also from under what is typed on them.

A leader is a row of small round blobs at a steady pitch. Where it is clear it tells its row, pitch
and phase; from there it is followed under the typed value, and only what sits on that lattice goes.
Dots below letters and full stops stay, because they do not fit it.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.blobs import Labels, chosen, labelled
from ocr.cleanup.model import Cleaned, Pixels
from ocr.model import Step

_INK = 205
_FEWEST = 6
_WIDEST_GAP = 0.09
_DOT = 0.036
_SAME_ROW = 0.009
_FIT = 0.24
_MOST_SIZE = 1.35
_MOST_AREA = 1.7
_LONGEST_GAP = 3.0
_FOLLOWED_DRIFT = 0.03
_CORRECTION = 0.3
_FRINGE = 2
_MOST_BLANK = 2
_COMMA = 3.2
"""How many times as long as a dot a comma may be."""
_WHITE = 255

_Dots = NDArray[np.float64]
"""One row a blob: middle x, middle y, width, height, its number among the components, area."""


@dataclass
class _Leader:
    """A lattice on one row: the dot number k lies at ``x + k * pitch``, ``y + slope * x``."""

    x: float
    pitch: float
    y: float
    slope: float
    size: float
    area: float
    stray: float
    """How far the leader's own dots lie off its row."""
    rows: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Where the dots found on the lattice lie, by their number."""

    def row(self, x: float) -> float:
        return self.y + self.slope * x


def lift(grey: Pixels, dpi: float) -> Cleaned:
    """Return the page without its dotted leaders."""
    ink = np.asarray(cv2.threshold(grey, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    count, labels, stats, middles = labelled(ink)
    dots = _small_blobs(stats, middles, dpi)
    leaders = [
        leader for chain in _chains(dots, dpi) if (leader := _fitted(dots[chain])) is not None
    ]
    if not leaders:
        return Cleaned(grey)
    doomed = np.zeros(count, dtype=np.uint8)
    image = grey.copy()
    lifted = 0
    for leader in leaders:
        on_lattice = _on_lattice(dots, leader, dpi)
        doomed[on_lattice[:, 4].astype(np.int64)] = 1
        lifted += len(on_lattice)
    mask = chosen(labels, stats, doomed == 1)
    window = cv2.getStructuringElement(cv2.MORPH_RECT, (2 * _FRINGE + 1, 2 * _FRINGE + 1))
    # the blur around a dot goes with it, but not where it belongs to a letter's edge
    letters = np.asarray((ink == 1) & (mask == 0), dtype=np.uint8)
    near_letters = cv2.dilate(letters, np.ones((3, 3), np.uint8))
    image[(cv2.dilate(mask, window) == 1) & (near_letters == 0)] = _WHITE
    image[mask == 1] = _WHITE
    longer = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    longer[doomed == 1] = 0
    for leader in leaders:
        _trim_touching(image, letters, leader, labels, longer)
    return Cleaned(image, Step("leaders-lifted", float(lifted), "dots"))


def _small_blobs(stats: NDArray[np.int32], middles: NDArray[np.float64], dpi: float) -> _Dots:
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    area = stats[:, cv2.CC_STAT_AREA]
    largest = _DOT * dpi
    round_enough = (width <= 2.2 * height + 1) & (height <= 2.2 * width + 1)
    small = (width <= largest) & (height <= largest) & (area >= 0.45 * width * height)
    chosen = np.flatnonzero(small & round_enough)
    dots = np.column_stack([middles[chosen], width[chosen], height[chosen], chosen, area[chosen]])
    return np.asarray(dots[np.argsort(dots[:, 0], kind="stable")], dtype=np.float64)


def _chains(dots: _Dots, dpi: float) -> list[NDArray[np.int64]]:
    """Return runs of blobs that follow each other on a row at a steady distance."""
    following = _next_on_row(dots, dpi)
    gaps = np.where(following >= 0, dots[following, 0] - dots[:, 0], 0.0).tolist()
    nexts = following.tolist()
    chains: list[NDArray[np.int64]] = []
    used = [False] * len(dots)
    for start in range(len(dots)):
        if used[start]:
            continue
        chain = [start]
        # kept sorted: a leader has hundreds of dots, and the median is asked for at each
        before: list[float] = []
        while (after := nexts[chain[-1]]) >= 0 and not used[after]:
            gap = gaps[chain[-1]]
            pitch = _middle(before) if before else gap
            if abs(gap - pitch) > max(1.0, 0.25 * pitch):
                break
            insort(before, gap)
            chain.append(after)
        if len(chain) >= _FEWEST:
            for number in chain:
                used[number] = True
            chains.append(np.asarray(chain, dtype=np.int64))
    return chains


def _middle(ordered: Sequence[float]) -> float:
    """Return the median of numbers in their order."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _median(values: NDArray[np.float64]) -> float:
    # there are hundreds of short runs on a page, and numpy's own takes ten times as long for each
    return _middle(sorted(values.tolist()))


def _next_on_row(dots: _Dots, dpi: float) -> NDArray[np.int64]:
    """Return for each blob the nearest one to its right on its row, or -1."""
    following = np.full(len(dots), -1, dtype=np.int64)
    reach, tolerance = _WIDEST_GAP * dpi, max(1.2, _SAME_ROW * dpi)
    xs = dots[:, 0]
    ends = np.searchsorted(xs, xs + reach, side="right")
    for number, end in enumerate(ends):
        near = slice(number + 1, int(end))
        on_row = np.abs(dots[near, 1] - dots[number, 1]) <= tolerance
        ahead = on_row & (xs[near] - xs[number] > 0.5 * dots[number, 2])
        if ahead.any():
            following[number] = number + 1 + int(np.argmax(ahead))
    return following


def _fitted(chain: _Dots) -> _Leader | None:
    """Return the lattice through a run of blobs, or nothing if they do not keep to one."""
    xs, ys = chain[:, 0], chain[:, 1]
    pitch = _median(np.diff(xs))
    # summed step by step: over a hundred dots a slightly wrong pitch would lose count
    numbers = np.concatenate([[0.0], np.cumsum(np.round(np.diff(xs) / pitch))])
    pitch, x = (float(value) for value in np.polyfit(numbers, xs, 1))
    strays = np.abs(np.diff(xs) - np.diff(numbers) * pitch)
    if _median(strays) > 0.15 * pitch or pitch < 1.2 * _median(chain[:, 2]):
        return None
    # a short run says little about the slope, and the page is straight
    slope, y = (0.0, _median(ys))
    if len(chain) > 20:
        slope, y = (float(value) for value in np.polyfit(xs, ys, 1))
    size = _median(np.maximum(chain[:, 2], chain[:, 3]))
    area = _median(chain[:, 5])
    stray = _median(np.abs(ys - y - slope * xs))
    return _Leader(x, pitch, y, slope, size, area, stray)


def _on_lattice(dots: _Dots, leader: _Leader, dpi: float) -> _Dots:
    """Return the blobs on the leader's lattice, following it beyond its clear part both ways."""
    near = np.abs(dots[:, 1] - leader.y - leader.slope * dots[:, 0]) <= _FOLLOWED_DRIFT * dpi
    alike = (np.maximum(dots[:, 2], dots[:, 3]) <= _MOST_SIZE * leader.size + 0.6) & (
        dots[:, 5] <= _MOST_AREA * leader.area
    )
    candidates = dots[near & alike]
    ahead = candidates[:, 0] >= leader.x - 1
    return np.concatenate(
        [
            _follow(candidates[ahead], leader, dpi),
            _follow(candidates[~ahead][::-1], leader, dpi),
        ]
    )


def _follow(candidates: _Dots, leader: _Leader, dpi: float) -> _Dots:
    """Walk from dot to dot; each one found corrects phase and row, so that errors stay small."""
    tolerance = min(max(0.8, 4 * leader.stray), _SAME_ROW * dpi)
    kept = []
    x, off, number = leader.x, 0.0, 0
    for index, dot in enumerate(candidates):
        steps = (dot[0] - x) / leader.pitch
        if abs(dot[0] - x) > _LONGEST_GAP * dpi:
            break
        whole = round(steps)
        height = dot[1] - leader.row(dot[0])
        if abs(steps - whole) > _FIT or abs(height - off) > tolerance:
            continue
        kept.append(index)
        if whole:
            x, off = dot[0], off + _CORRECTION * (height - off)
            number += whole
            leader.rows[number] = (x, dot[1])
    return candidates[kept]


def _trim_touching(
    image: Pixels, letters: Pixels, leader: _Leader, labels: Labels, longer: NDArray[np.int32]
) -> None:
    """Take off the dots that stick out below a letter standing on the row.

    What stands there by itself and is hardly larger than a dot is a comma or full stop and stays.
    """
    half = max(1, round(leader.size / 2))
    height, width = letters.shape
    for gap in _hidden(leader):
        spots = [
            (x, y)
            for x, y in gap
            if half + 1 <= x < width - half - 1 and 2 * half + 2 <= y < height - 2 * half - 2
        ]
        under = [(x, y) for x, y in spots if _window(letters, x, y, half).any()]
        if len(spots) - len(under) >= _MOST_BLANK:
            continue  # dots would show there: the leader stops before this print and goes on behind
        for x, y in under:
            below = letters[y + half + 1 : y + 2 * half + 2, x - half : x + half + 1]
            if below.any():
                continue  # a stroke passes through
            standing = _window(labels, x, y, half).max(initial=0)
            if 0 < longer[standing] <= _COMMA * leader.size:
                continue
            image[y : y + half + 2, x - half - 1 : x + half + 2] = _WHITE


def _window(of: NDArray[Any], x: int, y: int, half: int) -> NDArray[Any]:
    return of[y - half : y + half + 1, x - half : x + half + 1]


def _hidden(leader: _Leader) -> Iterator[list[tuple[int, int]]]:
    """Yield where dots must lie between those that were found, gap by gap."""
    for before, after in pairwise(sorted(leader.rows)):
        (x0, y0), (x1, y1) = leader.rows[before], leader.rows[after]
        shares = [(number - before) / (after - before) for number in range(before + 1, after)]
        yield [(round(x0 + share * (x1 - x0)), round(y0 + share * (y1 - y0))) for share in shares]
