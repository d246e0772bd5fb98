"""Figures in boxes of their own are read as figures; what only looks like boxes is left."""

from __future__ import annotations

import timeit

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.cleanup import combs
from ocr.cleanup.model import Pixels
from ocr.limits import Limits, ReadingJob
from ocr.work import read_page
from tests.ocr.conftest import font, png, printed_page

DPI = 300
NUMBER = "038191474354"


def boxed(number: str, *, gap: int = 0, tall: int = 66, wide: int = 58) -> Image.Image:
    """Return a page with a number in boxes behind a label, and print around it."""
    image, _ = printed_page()
    draw = ImageDraw.Draw(image)
    top = 2900
    draw.rectangle((150, top - 60, 2300, top + 160), fill=255)
    draw.text((200, top + 8), "Số định danh cá nhân:", font=font(50), fill=0)
    left = 780
    for figure in number:
        draw.rectangle((left, top, left + wide, top + tall), outline=0, width=3)
        draw.text((left + 16, top + 6), figure, font=font(50), fill=0)
        left += wide + gap
    return image


@pytest.mark.engine
@pytest.mark.parametrize("gap", [0, 9], ids=["boxes that touch", "boxes apart"])
@pytest.mark.parametrize("number", [NUMBER, "001302097455"])
def test_a_number_in_boxes_is_read_figure_by_figure(number: str, gap: int) -> None:
    text = read_page(ReadingJob("page", png(boxed(number, gap=gap)), DPI), "vie", Limits())
    assert "boxes-lifted" in [step.name for step in text.steps]
    row = [word for word in text.words if word.box.top > 2850 and word.box.left > 760]
    read = "".join(word.text for word in sorted(row, key=lambda word: word.box.left))
    assert read.replace(" ", "") == number


def test_print_and_tables_are_left_as_they_are() -> None:
    image, _ = printed_page()
    assert combs.lift(np.asarray(image.convert("L")), DPI).step is None
    draw = ImageDraw.Draw(image)
    for left in (200, 300, 700, 1100, 1300, 2000):
        draw.line((left, 2900, left, 2980), fill=0, width=3)
    for top in (2900, 2980):
        draw.line((200, top, 2000, top), fill=0, width=3)
    grey = np.asarray(image.convert("L"))
    assert combs.lift(grey, DPI).image is grey


def test_the_stems_of_large_print_are_no_boxes() -> None:
    page = Image.new("L", (2480, 3508), 255)
    ImageDraw.Draw(page).text((200, 400), "HIIIIIIIIH llllllllll", font=font(120), fill=0)
    grey = np.asarray(page)
    assert combs.lift(grey, DPI).image is grey


def quickest(grey: Pixels) -> float:
    """Return the seconds of the quickest of three times: others' work on the machine only adds."""
    return min(timeit.repeat(lambda: combs.lift(grey, DPI), number=1, repeat=3))


@pytest.mark.alone
def test_a_pattern_of_strokes_is_no_boxes_and_takes_little_longer_than_print() -> None:
    hatched = np.full((3508, 2480), 255, np.uint8)
    for row, top in enumerate(range(100, 3400, 70)):
        for left in range(100 + row % 7, 2400, 20):
            hatched[top + left % 23 : top + 48 + left % 23, left : left + 3] = 0
    assert combs.lift(hatched, DPI).image is hatched
    assert quickest(hatched) < 10 * quickest(np.asarray(printed_page()[0].convert("L")))


def test_lifting_boxes_leaves_the_figures_in_them() -> None:
    grey = np.asarray(boxed(NUMBER).convert("L"))
    cleaned = combs.lift(grey, DPI)
    assert cleaned.step is not None
    assert cleaned.step.amount == len(NUMBER)
    inside = (slice(2906, 2960), slice(790, 826))
    assert np.array_equal(cleaned.image[inside], grey[inside])
    sides = cleaned.image[2900:2966, 778:784]
    assert sides.min() > 200
