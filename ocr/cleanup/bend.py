"""Sheets that curl or fold: how far their lines of print bow, and the page with them level again.

Every line of print is level on flat paper. Where pieces of lines rise and fall together, page over,
the paper did: near the spine of a bound book, over a crease, on a sheet that would not lie flat.
How far is told by straight stretches between a few knots across the page, larger or smaller from
top to bottom: that follows a crease and comes near enough to a curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.blobs import labelled
from ocr.cleanup.model import Cleaned, Pixels, Points
from ocr.cleanup.shrink import shrunk
from ocr.model import Step

_KNOTS = 13
_INK = 150
_SHRINK = 0.5
_LETTER = (0.025, 0.16)
"""Heights of a letter in inches; what is larger is a rule, a box, a seal or a signature."""
_WIDEST = 0.5
_JOINED = 0.22
"""Gap in inches over which words are joined to a line."""
_STRETCH = 0.12
"""Width in inches of the stretches whose middles are taken."""
_FEWEST_PIXELS = 12
_LONG = 0.12
"""Share of the page's width a piece of a line must have."""
_FEWEST_PIECES = 6
_SPREAD = 0.55
"""Share of the page's width that the pieces must cover between them."""
_SMOOTH, _KEEP = 4.0, 0.02
_ROUNDS = 4
_LEAST = 0.03
"""Bow in inches below which lines are read as well as they lie."""
_BOWED = 97
"""Percentile of the bow over all print that counts: a spine bends but one side of a page."""
_UNEVEN = 0.015
_EXPLAINED = 0.3
"""Share of the lines' unevenness that must be common to the page."""
_MOST = 0.9
_WHITE = 255
_TURNS = 5


@dataclass(frozen=True, slots=True)
class Bend:
    """By how much the print of a level line lies lower, over the whole page, in its pixels."""

    width: float
    height: float
    middle: tuple[float, ...]
    """At each knot from left to right, half way down the page."""
    growth: tuple[float, ...]
    """By how much more at the bottom than at the top."""

    def lower(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return by how many pixels print of the level points lies lower on the bent page."""
        knots = np.linspace(0.0, self.width, len(self.middle))
        down = y / self.height - 0.5
        return np.interp(x, knots, self.middle) + np.interp(x, knots, self.growth) * down

    def bent(self, points: Points) -> Points:
        """Return where points of the level page lie on the bent one."""
        x, y = points
        return np.stack([x, y + self.lower(x, y)])

    def level(self, points: Points) -> Points:
        """Return where points of the bent page lie on the level one."""
        x, y = points
        straight = y
        # the bow hardly changes over its own height, so that this settles at once
        for _ in range(_TURNS):
            straight = y - self.lower(x, straight)
        return np.stack([x, straight])


def measure(grey: Pixels, dpi: float) -> Bend | None:
    """Return how a straightened page's lines bow, or nothing where they are level."""
    height, width = grey.shape
    pieces = _pieces(grey, dpi)
    if pieces is None:
        return None
    x, y, piece = pieces
    # nearly every page is flat, and is told so without any fitting
    if float(np.percentile(np.abs(y - _means(y, piece)), _BOWED)) < _UNEVEN * dpi:
        return None
    found = _fitted(x, y, piece, width, height)
    bow = found.lower(x, y)
    if not _LEAST * dpi <= float(np.percentile(np.abs(bow), _BOWED)) <= _MOST * dpi:
        return None
    before, after = (_unevenness(each, piece) for each in (y, y - bow))
    return found if after <= (1 - _EXPLAINED) * before else None


def straighten(grey: Pixels, bend: Bend) -> Cleaned:
    """Return the page with its lines level; ``bend`` is the way back for its points."""
    height, width = grey.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    knots = np.linspace(0.0, bend.width, len(bend.middle))
    middle, growth = (
        np.interp(x[0], knots, each).astype(np.float32) for each in (bend.middle, bend.growth)
    )
    y += middle[None, :] + growth[None, :] * (y / np.float32(bend.height) - np.float32(0.5))
    image = cv2.remap(grey, x, y, cv2.INTER_CUBIC, borderValue=(_WHITE,))
    rims = [middle + share * growth for share in (-0.5, 0.5)]
    bow = max(float(np.ptp(rim)) for rim in rims)
    return Cleaned(np.asarray(image, dtype=np.uint8), Step("levelled", round(bow, 1), "px"))


def _pieces(
    grey: Pixels, dpi: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]] | None:
    """Return the middles of short stretches of print, and which piece of a line each is of."""
    small = shrunk(grey, _SHRINK)
    scale = grey.shape[1] / small.shape[1]
    unit = dpi / scale
    ink = np.asarray(cv2.threshold(small, _INK, 1, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    _, labels, stats, _ = labelled(ink)
    low, high = (share * unit for share in _LETTER)
    letters = (stats[:, 3] >= low) & (stats[:, 3] <= high) & (stats[:, 2] <= _WIDEST * unit)
    letters[0] = False
    print_ = np.asarray(letters.astype(np.uint8)[labels], dtype=np.uint8)
    window = np.ones((1, max(2, round(_JOINED * unit))), np.uint8)
    lines = np.asarray(cv2.morphologyEx(print_, cv2.MORPH_CLOSE, window), dtype=np.uint8)
    count, owners, boxes, _ = labelled(lines)
    long = boxes[:, 2] >= _LONG * small.shape[1]
    long[0] = False
    rows, columns = np.nonzero(print_)
    owner = np.asarray(owners, dtype=np.int64)[rows, columns]
    inside = long[owner]
    rows, columns, owner = rows[inside], columns[inside], owner[inside]
    stretches = int(small.shape[1] / (_STRETCH * unit)) + 2
    cell = owner * stretches + (columns / (_STRETCH * unit)).astype(np.int64)
    weight = np.bincount(cell, minlength=count * stretches)
    filled = np.flatnonzero(weight >= _FEWEST_PIXELS)
    piece = filled // stretches
    kept = np.bincount(piece, minlength=count)[piece] >= 3
    filled, piece = filled[kept], piece[kept]
    names, piece = np.unique(piece, return_inverse=True)
    if len(names) < _FEWEST_PIECES:
        return None
    x, y = (
        np.bincount(cell, weights=each, minlength=count * stretches)[filled] / weight[filled]
        for each in (columns, rows)
    )
    if float(np.ptp(x)) < _SPREAD * small.shape[1]:
        return None
    return (x + 0.5) * scale, (y + 0.5) * scale, piece


def _fitted(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    piece: NDArray[np.int64],
    width: int,
    height: int,
) -> Bend:
    """Return the bow that all pieces have in common, outliers counting less and less."""
    place = np.clip(x / width * (_KNOTS - 1), 0, _KNOTS - 1 - 1e-9)
    left = place.astype(np.int64)
    hats = np.zeros((len(x), _KNOTS))
    hats[np.arange(len(x)), left] = 1 - (place - left)
    hats[np.arange(len(x)), left + 1] = place - left
    down = (_means(y, piece) / height - 0.5)[:, None]
    rows = np.hstack([hats, hats * down])
    # second differences: a fold may bend the row of knots, noise may not
    bends = np.diff(np.eye(_KNOTS), n=2, axis=0)
    held = np.vstack([_SMOOTH * bends, _KEEP * np.eye(_KNOTS)])
    penalty = np.kron(np.eye(2), held.T @ held)
    weight: NDArray[np.float64] = np.ones(len(x))
    found: NDArray[np.float64] = np.zeros(2 * _KNOTS)
    for _ in range(_ROUNDS):
        centred = np.column_stack([_centred(column, piece, weight) for column in rows.T])
        wanted = _centred(y, piece, weight)
        square = centred.T @ (centred * weight[:, None]) + penalty
        found = np.asarray(np.linalg.solve(square, centred.T @ (wanted * weight)), np.float64)
        strays = np.abs(wanted - centred @ found)
        scale = max(1.5 * float(np.median(strays)), 0.3)
        weight = np.asarray(np.minimum(1.0, scale / np.maximum(strays, 1e-9)), np.float64)
    middle, growth = found[:_KNOTS], found[_KNOTS:]
    # lines are level at the height they lie at in the mean
    return Bend(
        float(width),
        float(height),
        tuple((middle - middle.mean()).round(3).tolist()),
        tuple((growth - growth.mean()).round(3).tolist()),
    )


def _means(
    values: NDArray[np.float64], piece: NDArray[np.int64], weight: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    weight = np.ones(len(values)) if weight is None else weight
    sums = np.bincount(piece, weights=values * weight)
    return np.asarray((sums / np.maximum(np.bincount(piece, weights=weight), 1e-9))[piece])


def _centred(
    values: NDArray[np.float64], piece: NDArray[np.int64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    return values - _means(values, piece, weight)


def _unevenness(y: NDArray[np.float64], piece: NDArray[np.int64]) -> float:
    """Return how far the middles of a piece lie from its own, in the mean."""
    return float(np.abs(y - _means(y, piece)).mean())
