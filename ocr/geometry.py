"""Points, segments and boxes taken back through the steps of the clean-up."""

from __future__ import annotations

import numpy as np

from ocr.cleanup.model import Matrix
from ocr.model import Box

Segment = tuple[float, float, float, float]


def segment(ends: Segment, matrix: Matrix) -> Segment:
    """Return the segment's two ends after the matrix."""
    x0, y0, x1, y1 = ends
    points = matrix @ np.array([[x0, x1], [y0, y1], [1.0, 1.0]])
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
            [1.0, 1.0, 1.0, 1.0],
        ]
    )
    points = matrix @ sides
    left, right = float(points[0].min()), float(points[0].max())
    top, bottom = float(points[1].min()), float(points[1].max())
    return Box(
        round(min(max(left, 0.0), width), 2),
        round(min(max(top, 0.0), height), 2),
        round(min(max(right, 0.0), width), 2),
        round(min(max(bottom, 0.0), height), 2),
    )
