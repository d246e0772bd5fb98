"""The words of the searchable file lie on the ink that a viewer shows."""

from __future__ import annotations

import io
import math
import statistics
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import cv2
import numpy as np
import pdfplumber
import pypdfium2
import pytest
from PIL import Image

from ocr.limits import Limits, ReadingJob
from ocr.searchable import SearchablePage, write_searchable
from ocr.work import read_page
from tests.ocr.conftest import jpeg, printed_page

pytestmark = [pytest.mark.engine, pytest.mark.slow]
DPI = 300
POINTS = 72
BELOW_THE_LINE = set("gjpqyQ,;()/[]")


@dataclass(frozen=True)
class Offsets:
    """How far a word's start, end and baseline lie from its ink, in pixels at 300 dpi."""

    start: float
    end: float
    baseline: float | None


def searchable(scan: bytes) -> bytes:
    text = read_page(ReadingJob("page", scan, DPI), "vie", Limits())
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return write_searchable([SearchablePage(scan, text)], title="Trang", created=at)


def offsets(data: bytes) -> list[Offsets]:
    """Render the page as a viewer does and hold every word's place against the ink there."""
    document = pypdfium2.PdfDocument(data)
    shown = np.asarray(document[0].render(scale=DPI / POINTS).to_pil().convert("L"))
    document.close()
    with pdfplumber.open(io.BytesIO(data)) as plumbed:
        page = plumbed.pages[0]
        words: list[list[dict[str, Any]]] = [[]]
        for character in page.chars:
            if character["text"] == " ":
                words.append([])
            else:
                words[-1].append(character)
        height = float(page.height)
    return [found for word in words if word and (found := _offset(word, shown, height))]


def _offset(word: list[dict[str, Any]], shown: np.ndarray, height: float) -> Offsets | None:
    a, b, _, _, x, y = word[0]["matrix"]
    last = word[-1]["matrix"]
    zoom = DPI / POINTS
    direction = np.array([a, -b]) / math.hypot(a, b)
    start = np.array([x, height - y]) * zoom
    # the last character's start plus one advance: all advances of the layer are alike
    steps = max(len(word) - 1, 1)
    along = np.array([last[4] - x, y - last[5]]) * zoom
    length = float(along @ direction) * len(word) / steps
    size = float(word[0]["size"]) * zoom
    if len(word) == 1:
        return None
    margin = 0.1 * size
    patch = _straightened(shown, start, direction, (length, size, margin))
    inked = patch < 128
    columns = np.flatnonzero(inked[: round(size), :].any(axis=0))
    rows = np.flatnonzero(inked[:, round(margin) : round(margin + length)].any(axis=1))
    if not len(columns) or not len(rows):
        return None
    baseline = None
    if not _reaches_below("".join(character["text"] for character in word)):
        baseline = float(rows[-1] + 1 - size)
    return Offsets(columns[0] - margin, columns[-1] + 1 - margin - length, baseline)


def _straightened(
    shown: np.ndarray, start: np.ndarray, direction: np.ndarray, measures: tuple[float, ...]
) -> np.ndarray:
    """Return the word's surroundings turned level: baseline at ``size``, start at ``margin``."""
    length, size, margin = measures
    normal = np.array([-direction[1], direction[0]])
    corner = start - direction * margin - normal * size
    matrix = np.column_stack([direction, normal, corner])
    target = (math.ceil(length + 2 * margin), math.ceil(size * 1.15))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(shown, matrix, target, flags=flags, borderValue=255)


def _reaches_below(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word)
    return bool(BELOW_THE_LINE & set(parts)) or "\u0323" in parts


def skewed(image: Image.Image) -> Image.Image:
    return image.rotate(1.3, resample=Image.Resampling.BICUBIC, fillcolor=255)


@pytest.mark.parametrize(
    ("way", "turn"),
    [
        ("straight", lambda image: image),
        ("skewed", skewed),
        ("upside down", lambda image: image.rotate(180)),
        ("sideways", lambda image: image.rotate(90, expand=True)),
    ],
)
def test_words_lie_on_their_ink_within_two_pixels(way: str, turn: Any) -> None:
    image, _ = printed_page()
    found = offsets(searchable(jpeg(turn(image).convert("RGB"))))
    assert len(found) > 60, way
    edges = [abs(edge) for one in found for edge in (one.start, one.end)]
    levels = [abs(one.baseline) for one in found if one.baseline is not None]
    assert len(levels) > 20
    assert statistics.median(edges) < 2
    assert statistics.median(levels) < 2
