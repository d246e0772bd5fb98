"""Sheets that curl or fold are read as if flat, their words where the paper holds them."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ocr import sheets
from ocr.cleanup import bend, chain
from ocr.cleanup.bend import Bend
from ocr.limits import Limits, ReadingJob
from ocr.model import Box, PageText
from ocr.work import read_page
from tests.ocr.conftest import A4, LINES, png, printed_page

LONG = LINES * 3


def lowered(shape: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return by how many pixels print at a point of the flat page lies lower on the bent one."""
    across, down = x / A4[0], y / A4[1]
    if shape == "curled":
        return 190 * np.exp(-across / 0.22) * (1 - 1.3 * down)
    return 75 * (1 - np.abs(across - 0.5) * 2) * (1 - 0.2 * down)


def bent_page(shape: str) -> tuple[Image.Image, dict[str, Box]]:
    image, places = printed_page(LINES)
    x, y = np.meshgrid(np.arange(A4[0], dtype=np.float32), np.arange(A4[1], dtype=np.float32))
    lower = lowered(shape, x, y).astype(np.float32)
    pixels = cv2.remap(np.asarray(image), x, y - lower, cv2.INTER_CUBIC, borderValue=(255,))
    moved = {}
    for word, box in places.items():
        across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        lies = down + float(lowered(shape, np.array(across), np.array(down)))
        moved[word] = Box(across, lies, across, lies)
    return Image.fromarray(pixels), moved


def read(image: Image.Image) -> PageText:
    return read_page(ReadingJob("page", png(image), 300), "vie", Limits())


def share_read(text: PageText) -> float:
    words = [word for line in LINES for word in line.split()]
    return sum(word in text.text().split() for word in words) / len(words)


@pytest.mark.engine
@pytest.mark.parametrize("shape", ["curled", "folded"])
def test_a_bent_sheet_is_read_and_its_words_lie_where_the_paper_holds_them(shape: str) -> None:
    image, places = bent_page(shape)
    text = read(image)
    assert "levelled" in [step.name for step in text.steps]
    assert share_read(text) > 0.97
    found = {word.text: word.box for word in text.words}
    apart = [
        max(
            abs((found[word].left + found[word].right) / 2 - place.left),
            abs((found[word].top + found[word].bottom) / 2 - place.top),
        )
        for word, place in places.items()
        if word in found
    ]
    assert len(apart) > 30
    assert statistics.median(apart) < 5


@pytest.mark.parametrize("angle", [0.0, 0.7, -3.0])
def test_a_flat_sheet_stays_as_it_lies(angle: float) -> None:
    image, _ = printed_page(LONG)
    turned = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    sheet = chain.readied(chain.flattened(np.asarray(turned), 300)[0], 0)
    assert sheet.bend is None
    assert "levelled" not in [step.name for step in sheet.steps]


@pytest.mark.parametrize("lines", [(), LINES[:1], ("a",) * 40])
def test_too_little_print_tells_nothing_about_the_paper(lines: tuple[str, ...]) -> None:
    image, _ = printed_page(lines)
    assert bend.measure(np.asarray(image), 300) is None


knots = st.lists(st.floats(-90, 90), min_size=5, max_size=5)


@given(middle=knots, growth=knots, x=st.floats(0, 2000), y=st.floats(0, 3000))
def test_levelling_can_be_taken_back(
    middle: list[float], growth: list[float], x: float, y: float
) -> None:
    bow = Bend(2000.0, 3000.0, tuple(middle), tuple(growth))
    point = np.array([[x], [y]])
    assert np.allclose(bow.level(bow.bent(point)), point, atol=0.05)
    assert np.allclose(bow.bent(bow.level(point)), point, atol=0.05)


def test_a_kept_sheet_still_knows_how_its_paper_bowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    image, _ = bent_page("folded")
    sheet = chain.readied(chain.flattened(np.asarray(image), 300)[0], 0)
    job = ReadingJob("page", png(image), 300, second_look=True)
    sheets.keep(job, sheet, 0)
    kept = sheets.kept(job, 0)
    assert kept is not None
    assert kept.bend == sheet.bend is not None
