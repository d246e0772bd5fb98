"""Points, segments and boxes taken back through the steps of the clean-up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.model import Matrix
from ocr.model import Box

Segment = tuple[float, float, float, float]


def moved(points: NDArray[np.float64], matrix: Matrix) -> NDArray[np.float64]:
    """Return the points, a row of x over a row of y, after the matrix (also a perspective one)."""
    there = matrix @ np.vstack([points, np.ones(points.shape[1])])
    return np.asarray(there[:2] / there[2], dtype=np.float64)


def size(area: Box, matrix: Matrix) -> float:
    """Return by how much the matrix enlarges what lies in the middle of the area."""
    x, y = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    corner = moved(np.array([[x, x + 1.0, x], [y, y, y + 1.0]]), matrix)
    sides = corner[:, 1:] - corner[:, :1]
    return float(np.sqrt(abs(np.linalg.det(sides))))


def segment(ends: Segment, matrix: Matrix) -> Segment:
    """Return the segment's two ends after the matrix."""
    x0, y0, x1, y1 = ends
    points = moved(np.array([[x0, x1], [y0, y1]]), matrix)
    return (
        round(float(points[0, 0]), 2),
        round(float(points[1, 0]), 2),
        round(float(points[0, 1]), 2),
        round(float(points[1, 1]), 2),
    )


def box(area: Box, matrix: Matrix, width: int, height: int) -> Box:
    """Return the upright box of the area after the matrix, within the page.

    The middles of the four sides are taken, not the corners: the upright box around the corners
    of a turned word would be far taller than its print.
    """
    middle_x, middle_y = (area.left + area.right) / 2, (area.top + area.bottom) / 2
    sides = np.array(
        [
            [area.left, area.right, middle_x, middle_x],
            [middle_y, middle_y, area.top, area.bottom],
        ]
    )
    points = moved(sides, matrix)
    left, right = float(points[0].min()), float(points[0].max())
    top, bottom = float(points[1].min()), float(points[1].max())
    return Box(
        round(min(max(left, 0.0), width), 2),
        round(min(max(top, 0.0), height), 2),
        round(min(max(right, 0.0), width), 2),
        round(min(max(bottom, 0.0), height), 2),
    )
