"""Places found on a cleaned page come back to where they are on the image as it came."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr import geometry
from ocr.cleanup import orientation, skew
from ocr.cleanup.model import Cleaned, Matrix, Pixels, identity
from ocr.cleanup.photo import lay_flat
from ocr.model import Box

SIDE = 17


def marked(width: int, height: int, x: int, y: int) -> Pixels:
    """Return a white page with one black square around a point."""
    page = np.full((height, width), 255, dtype=np.uint8)
    page[y - SIDE : y + SIDE + 1, x - SIDE : x + SIDE + 1] = 0
    return page


def middle_of_mark(image: Pixels) -> tuple[float, float]:
    """Return the middle of what is black, in coordinates whose first pixel spans 0 to 1."""
    moments = cv2.moments(255 - image)
    return moments["m10"] / moments["m00"] + 0.5, moments["m01"] / moments["m00"] + 0.5


@pytest.mark.parametrize("seed", range(25))
def test_a_chain_of_random_steps_can_be_taken_back(seed: int) -> None:
    rng = np.random.default_rng(seed)
    width, height = (int(side) for side in rng.integers(300, 900, 2))
    x, y = int(rng.integers(60, width - 60)), int(rng.integers(60, height - 60))
    image, back = marked(width, height, x, y), identity()

    def take(cleaned: Cleaned) -> None:
        nonlocal image, back
        image, back = cleaned.image, back @ cleaned.back

    for _ in range(3):
        take(orientation.turn(image, int(rng.choice([0, 90, 180, 270]))))
        angle = round(float(rng.uniform(-5, 5)), 2)
        take(skew.straighten(image, angle, round(float(rng.uniform(0.7, 1.5)), 3)))
    there = geometry.moved(np.array(middle_of_mark(image))[:, None], back)[:, 0]
    assert np.hypot(there[0] - x - 0.5, there[1] - y - 0.5) < 1.5


@pytest.mark.parametrize("seed", range(25))
def test_boxes_segments_and_sizes_follow_a_perspective_there_and_back(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix: Matrix = np.eye(3) + rng.uniform(-1, 1, (3, 3)) * np.array(
        [[0.2, 0.02, 40], [0.02, 0.2, 40], [2e-5, 2e-5, 0]]
    )
    inverse = np.linalg.inv(matrix)
    left, top = (float(edge) for edge in rng.uniform(500, 900, 2))
    box = Box(left, top, left + 60, top + 24)
    there = geometry.box(box, matrix, 5000, 5000)
    again = geometry.box(there, inverse, 5000, 5000)
    assert np.allclose(
        (again.left, again.top, again.right, again.bottom),
        (box.left, box.top, box.right, box.bottom),
        atol=3.0,
    )
    ends = (box.left, box.bottom, box.right, box.bottom)
    there_and_back = geometry.segment(geometry.segment(ends, matrix), inverse)
    assert np.allclose(there_and_back, ends, atol=0.1)
    grown = geometry.size(box, matrix)
    assert grown == pytest.approx(1 / geometry.size(there, inverse), rel=0.02)


def on_a_desk(
    page: Pixels, corners: list[tuple[float, float]], size: tuple[int, int], desk: int
) -> tuple[Pixels, Matrix]:
    """Return the page photographed over a desk, and the way its points went."""
    height, width = page.shape
    edges = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(edges, np.array(corners, dtype=np.float32))
    photo = cv2.warpPerspective(page, matrix, size, borderValue=desk, flags=cv2.INTER_AREA)
    noise = np.random.default_rng(1).normal(0, 4, photo.shape)
    return np.clip(photo + noise, 0, 255).astype(np.uint8), np.asarray(matrix, dtype=np.float64)


CORNERS = [
    [(110.0, 90.0), (900.0, 150.0), (930.0, 1290.0), (70.0, 1240.0)],
    [(60.0, 60.0), (930.0, 60.0), (930.0, 1290.0), (60.0, 1290.0)],
    [(200.0, 120.0), (960.0, 200.0), (800.0, 1300.0), (40.0, 1200.0)],
]


@pytest.mark.parametrize("corners", CORNERS)
@pytest.mark.parametrize("desk", [25, 90, 150])
@pytest.mark.parametrize("shadow", [False, True])
def test_the_sheet_in_a_photo_is_laid_flat_and_its_points_come_back(
    corners: list[tuple[float, float]], desk: int, shadow: bool
) -> None:
    page = np.full((1403, 992), 240, dtype=np.uint8)
    for row in range(100, 1300, 40):
        page[row : row + 14, 120 : 870 - 7 * (row % 33) : 3] = 20
    page[700:720, 400:420] = 0
    image, there = on_a_desk(page, corners, (1000, 1360), desk)
    if shadow:
        soft = np.linspace(1.0, 0.45, 1360)[:, None]
        image = (image * soft).astype(np.uint8)
    laid = lay_flat(image, 300)
    flat, back = laid.cleaned.image, laid.cleaned.back
    assert laid.cleaned.step is not None
    height, width = flat.shape
    for share_x, share_y in ((0, 0), (1, 0), (1, 1), (0, 1), (0.4, 0.5)):
        wanted = geometry.moved(np.array([[992.0 * share_x], [1403.0 * share_y]]), there)
        found = geometry.moved(np.array([[width * share_x], [height * share_y]]), back)
        assert np.hypot(*(wanted - found)) < 7


def test_a_sheet_of_known_format_tells_its_resolution() -> None:
    page = np.full((1403, 992), 240, dtype=np.uint8)
    image, _ = on_a_desk(page, CORNERS[1], (1000, 1360), 40)
    laid = lay_flat(image, 300)
    height, width = laid.cleaned.image.shape
    assert height / width == pytest.approx(297 / 210, abs=0.01)
    assert laid.dpi == pytest.approx(height / 297 * 25.4, rel=0.01)


def test_scans_and_unclear_photos_are_left_alone() -> None:
    white = np.full((1403, 992), 250, dtype=np.uint8)
    shaded = white.copy()
    shaded[:6] = 20
    shaded[:, :20] = 120
    dark_band = white.copy()
    dark_band[:200] = 30
    for image in (white, shaded, dark_band, np.full((1403, 992), 20, dtype=np.uint8)):
        laid = lay_flat(image, 300)
        assert laid.cleaned.image is image
        assert laid.dpi == 300
    round_sheet = np.full((1403, 992), 40, dtype=np.uint8)
    cv2.circle(round_sheet, (500, 700), 420, 240, -1)
    assert lay_flat(round_sheet, 300).cleaned.image is round_sheet
