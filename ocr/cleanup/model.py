"""What one clean-up step gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ocr.model import Step

Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Points = NDArray[np.float64]
"""A row of x over a row of y."""
Way = Matrix | Callable[[Points], Points]
"""What takes points from one image to another: a matrix, or what no matrix can do."""


def identity() -> Matrix:
    """Return the matrix that leaves every point where it is."""
    return np.eye(3, dtype=np.float64)


def inverse(matrix: Matrix) -> Matrix:
    """Return the matrix that undoes another."""
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The image after a step, the step if it did anything, and the way back for its points."""

    image: Pixels
    step: Step | None = None
    back: Matrix = field(default_factory=identity)
    """Takes a point of ``image`` to the point it was before this step."""
