"""Patch codes are found however the sheet lies, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from ocr import patches
from ocr.limits import Limits
from ocr.page import codes_of
from tests.ocr.conftest import jpeg, printed_page

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
DPI = 200
A4 = (1654, 2339)
CODES = {name: pattern for pattern, name in patches.PATTERNS.items()}


def patch_sheet(name: str, *, top: float = 0.6, grown: float = 0.0) -> Image.Image:
    """Return a sheet with a patch code along its upper edge; ``grown`` inches as copiers do."""
    page = printed_page(("TỜ PHÂN CÁCH", "Giấy tờ mới"), size=A4, type_size=60)[0]
    draw = ImageDraw.Draw(page)
    y = top * DPI
    left = (A4[0] - patches.LENGTH * DPI) / 2
    for bar in CODES[name]:
        thick = (patches.WIDE if bar == "W" else patches.NARROW) * DPI
        extra = grown * DPI / 2
        draw.rectangle(
            (left, y - extra, left + patches.LENGTH * DPI - 1, y + thick + extra - 1), fill=0
        )
        y += thick + patches.NARROW * DPI
    return page


def found(image: Image.Image, dpi: float = DPI) -> list[str]:
    return [one.text for one in codes_of(jpeg(image), dpi, Limits()) if one.kind == patches.KIND]


def grained(image: Image.Image, strength: float = 25) -> Image.Image:
    grain = np.random.default_rng(1).normal(0, strength, (image.height, image.width))
    return Image.fromarray(np.clip(np.asarray(image) * 0.85 + 15 + grain, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("name", sorted(CODES))
def test_every_patch_is_found_straight_skewed_noisy_turned_and_upside_down(name: str) -> None:
    sheet = patch_sheet(name)
    assert found(sheet) == [name]
    for degrees in (-3, 4):
        assert found(sheet.rotate(degrees, expand=True, fillcolor=255)) == [name]
    for quarter in (90, 180, 270):
        assert found(sheet.rotate(quarter, expand=True)) == [name]
    assert found(grained(sheet.rotate(181.5, fillcolor=255))) == [name]


def test_a_copy_of_a_copy_and_a_coarse_scan_are_still_found() -> None:
    copied = grained(patch_sheet("T", grown=0.03).filter(ImageFilter.GaussianBlur(3)), 8)
    assert found(copied) == ["T"]
    coarse = patch_sheet("2").resize((A4[0] // 2, A4[1] // 2), Image.Resampling.BOX)
    assert found(coarse, DPI / 2) == ["2"]
    # a scanner that is not true to the resolution it names
    assert found(patch_sheet("6"), 300) == ["6"]
    assert found(patch_sheet("1"), 150) == ["1"]


def test_a_pen_stroke_across_the_bars_does_not_hide_them() -> None:
    sheet = patch_sheet("3")
    ImageDraw.Draw(sheet).line((500, 90, 1100, 330), fill=40, width=5)
    assert found(sheet) == ["3"]


def test_bars_of_another_number_or_another_measure_are_none() -> None:
    five = patch_sheet("2")
    ImageDraw.Draw(five).rectangle((577, 290, 1076, 330), fill=0)
    assert found(five) == []
    for stretched in ((A4[0], round(1.5 * A4[1])), (A4[0] // 2, A4[1])):
        assert found(patch_sheet("T").resize(stretched)) == []


def test_office_pages_bear_none() -> None:
    pages = sorted(SAMPLES.glob("*/*.jpg"))
    assert len(pages) >= 4
    for path in pages:
        with Image.open(path) as image:
            assert found(image.convert("L"), 300) == [], path


def test_tables_black_headings_and_barcodes_bear_none() -> None:
    page = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(page)
    for row in range(12):
        draw.rectangle((200, 300 + 60 * row, 1400, 320 + 60 * row), fill=0)
    for n in range(40):
        draw.rectangle((300 + 24 * n, 1300, 300 + 24 * n + (6, 12, 18)[n % 3], 1700), fill=0)
    draw.rectangle((200, 1900, 1400, 1960), fill=0)
    draw.rectangle((200, 2000, 1400, 2020), fill=0)
    assert found(page) == []
