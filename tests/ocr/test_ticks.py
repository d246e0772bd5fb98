"""Boxes to be ticked are told from letters, codes and each other, also on a worn copy."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from ocr.limits import Limits, ReadingJob
from ocr.model import RegionKind
from ocr.regions import ticks
from ocr.work import read_page
from tests.ocr.conftest import font, png, printed_page
from tests.ocr.test_codes import card_with_code

DPI = 300


def ticked_page(*, blur: float = 0.0, turn: float = 0.0) -> Image.Image:
    """Return printed words with an empty box and a crossed one in their last line."""
    image, _ = printed_page()
    draw = ImageDraw.Draw(image)
    draw.rectangle((150, 2850, 2300, 3060), fill=255)
    draw.text((200, 2908), "Giới tính: Nam", font=font(50), fill=0)
    draw.text((720, 2908), "Nữ", font=font(50), fill=0)
    draw.rectangle((600, 2915, 642, 2957), outline=0, width=3)
    draw.rectangle((830, 2915, 872, 2957), outline=0, width=3)
    draw.line((834, 2919, 868, 2953), fill=0, width=4)
    draw.line((834, 2953, 868, 2919), fill=0, width=4)
    image = image.rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC)
    return image.filter(ImageFilter.GaussianBlur(blur)) if blur else image


@pytest.mark.parametrize("blur", [0.0, 1.2], ids=["clean", "blurred"])
def test_an_empty_box_and_a_ticked_one_are_found_and_nothing_else(blur: float) -> None:
    found = ticks.find(np.asarray(ticked_page(blur=blur).convert("L")), DPI)
    kinds = [one.kind for one in sorted(found, key=lambda one: one.box.left)]
    assert kinds == [RegionKind.EMPTY_BOX, RegionKind.TICKED_BOX]
    assert abs(found[0].box.left - 600) < 5


def test_the_rounded_corners_of_a_small_blurred_box_are_corners() -> None:
    page = Image.new("L", (600, 200), 255)
    draw = ImageDraw.Draw(page)
    for left in (100, 300):
        draw.rounded_rectangle((left, 80, left + 26, 106), radius=4, outline=60, width=2)
    draw.line((305, 85, 321, 101), fill=60, width=2)
    draw.line((305, 101, 321, 85), fill=60, width=2)
    found = ticks.find(np.asarray(page.filter(ImageFilter.GaussianBlur(0.6))), 200)
    kinds = [one.kind for one in sorted(found, key=lambda one: one.box.left)]
    assert kinds == [RegionKind.EMPTY_BOX, RegionKind.TICKED_BOX]


def test_letters_with_closed_forms_are_no_boxes() -> None:
    page = Image.new("L", (2480, 3508), 255)
    draw = ImageDraw.Draw(page)
    for row, text in enumerate(("HĐDOQB08 HỘ HÀNH CHÍNH", "Họ và tên: HOÀNG ĐÌNH BỘ", "DOQ[]0")):
        for size in (38, 50, 64):
            draw.text((200, 200 + 400 * row + 2 * size), text, font=font(size), fill=0)
    blurred = page.filter(ImageFilter.GaussianBlur(1.0))
    assert [ticks.find(np.asarray(one), DPI) for one in (page, blurred)] == [(), ()]


@pytest.mark.engine
@pytest.mark.parametrize("turn", [0.0, 180.0])
def test_boxes_are_marked_where_they_stand_on_the_original(turn: float) -> None:
    text = read_page(ReadingJob("page", png(ticked_page(turn=turn)), DPI), "vie", Limits())
    ticked = [one for one in text.regions if one.kind is RegionKind.TICKED_BOX]
    left, top = (830, 2915) if turn == 0 else (2480 - 872, 3508 - 2957)
    assert len(ticked) == 1
    assert abs(ticked[0].box.left - left) < 8
    assert abs(ticked[0].box.top - top) < 8


@pytest.mark.engine
def test_the_corners_of_a_code_are_no_boxes() -> None:
    card = Image.fromarray(card_with_code())
    text = read_page(ReadingJob("page", png(card), DPI), "vie", Limits())
    ticked = (RegionKind.EMPTY_BOX, RegionKind.TICKED_BOX)
    assert len(text.codes) == 1
    assert [one for one in text.regions if one.kind in ticked] == []


def test_squared_paper_holds_no_boxes_and_few_of_its_squares_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = Image.new("L", (2480, 3508), 255)
    draw = ImageDraw.Draw(page)
    for top in range(100, 3400, 52):
        for left in range(100, 2380, 52):
            draw.rectangle((left, top, left + 42, top + 42), outline=0, width=3)
    squared = np.asarray(page)
    few = np.full_like(squared, 255)
    few[:460] = squared[:460]
    assert len(ticks.find(few, DPI)) > 300
    looked_at: list[object] = []
    is_framed = ticks._is_framed
    monkeypatch.setattr(ticks, "_is_framed", lambda part: looked_at.append(1) or is_framed(part))
    assert ticks.find(squared, DPI) == ()
    assert 300 < len(looked_at) < 500
