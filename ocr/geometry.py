"""Points, segments and boxes taken back through the steps of the clean-up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.model import Points, Way
from ocr.model import Box

Segment = tuple[float, float, float, float]


def moved(points: Points, matrix: Way) -> Points:
    """Return the points, a row of x over a row of y, after the matrix (also a perspective one)."""
    if callable(matrix):
        return matrix(points)
    there = matrix @ np.vstack([points, np.ones(points.shape[1])])
    return np.asarray(there[:2] / there[2], dtype=np.float64)


def size(area: Box, matrix: Way) -> float:
    """Return by how much the matrix enlarges what lies in the middle of the area."""
    return sizes([area], matrix)[0]


def sizes(areas: Sequence[Box], matrix: Way) -> list[float]:
    """Return by how much the matrix enlarges what lies in the middle of each area."""
    left, top, right, bottom = _edges(areas)
    x, y = (left + right) / 2, (top + bottom) / 2
    here, beside, below = (
        moved(np.stack([x + across, y + down]), matrix)
        for across, down in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    )
    (a, c), (b, d) = beside - here, below - here
    return [float(value) for value in np.sqrt(np.abs(a * d - b * c))]


def segment(ends: Segment, matrix: Way) -> Segment:
    """Return the segment's two ends after the matrix."""
    (there,) = segments([ends], matrix)
    return there or ends


def segments(ends: Sequence[Segment | None], matrix: Way) -> list[Segment | None]:
    """Return both ends of each segment after the matrix; what is no segment stays none."""
    known = np.array([one for one in ends if one is not None], dtype=np.float64).reshape(-1, 4)
    starts, stops = moved(known[:, :2].T, matrix), moved(known[:, 2:].T, matrix)
    rows = iter(np.round(np.vstack([starts, stops]), 2).T.tolist())
    return [None if one is None else tuple(next(rows)) for one in ends]


def box(area: Box, matrix: Way, width: int, height: int) -> Box:
    """Return the upright box of the area after the matrix, within the page."""
    return boxes([area], matrix, width, height)[0]


def boxes(areas: Sequence[Box], matrix: Way, width: int, height: int) -> list[Box]:
    """Return the upright box of each area after the matrix, within the page.

    The middles of the four sides are taken, not the corners: the upright box around the corners
    of a turned word would be far taller than its print.
    """
    left, top, right, bottom = _edges(areas)
    x, y = (left + right) / 2, (top + bottom) / 2
    middles = ((left, y), (right, y), (x, top), (x, bottom))
    there = np.stack([moved(np.stack(middle), matrix) for middle in middles])
    low, high = there.min(axis=0), there.max(axis=0)
    within = np.clip(np.vstack([low, high]).T, 0.0, (width, height, width, height))
    return [Box(*edges) for edges in np.round(within, 2).tolist()]


def _edges(areas: Sequence[Box]) -> NDArray[np.float64]:
    edges = [(area.left, area.top, area.right, area.bottom) for area in areas]
    return np.array(edges, dtype=np.float64).reshape(-1, 4).T
