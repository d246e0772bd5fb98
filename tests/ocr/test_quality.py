"""What is wrong with an image is told before anything is recognised, and only where it is."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from ocr.errors import DamagedFileError
from ocr.limits import Limits, ReadingJob
from ocr.model import Fault, PageText, Quality
from ocr.page import regions_of
from ocr.reader import Reader
from ocr.work import measure_page, read_page
from tests.ocr.conftest import LINES, jpeg, png, printed_page

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
HALF = (1240, 1754)
SHORT_LINES = (
    "Giấy tờ tùy thân: Căn cước số",
    "Ngày, tháng, năm sinh: 1992",
    "Mẹ đẻ của người được khai sinh",
)


def measured(image: Image.Image, dpi: float = 300) -> Quality:
    return measure_page(jpeg(image), dpi, Limits())


def note(count: int = 8) -> Image.Image:
    """Return a small sheet with lines of print and wide margins."""
    return printed_page(SHORT_LINES * (count // 3), size=(1560, 1800))[0]


def grained(image: Image.Image, strength: float = 3.0) -> Image.Image:
    grain = np.random.default_rng(0).normal(0, strength, (image.height, image.width))
    return Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))


def paled(image: Image.Image, share: float) -> Image.Image:
    return image.point([round(255 - (255 - value) * share) for value in range(256)])


def desk(page: Image.Image, *, left: int = 260, ground: int = 70) -> Image.Image:
    """Return the sheet photographed from above on a dark table."""
    photo = Image.new("L", (page.width + 400, page.height + 400), ground)
    photo.paste(page.point(lambda value: round(value * 0.85)), (left, 200))
    return grained(photo)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("05*/*.jpg")), ids=lambda path: path.stem)
def test_good_scans_and_photos_have_no_fault(path: Path) -> None:
    quality = measure_page(path.read_bytes(), 300, Limits())
    assert quality.faults == ()
    assert quality.letter_height > 12
    assert 2 <= quality.edge_width < 4


def test_a_blurred_page_is_told_from_a_sharp_one() -> None:
    page = note()
    assert measured(page).faults == ()
    blurred = measured(page.filter(ImageFilter.GaussianBlur(4.5)))
    assert blurred.faults == (Fault.BLURRED,)
    assert blurred.edge_width > 3 * measured(page).edge_width


def test_too_few_pixels_for_the_type_are_told() -> None:
    page = note()
    coarse = page.resize((page.width // 5, page.height // 5), Image.Resampling.BOX)
    assert Fault.COARSE in measured(coarse, 60).faults


def test_pale_print_is_told_and_dark_paper_too() -> None:
    page = note()
    assert measured(paled(page, 0.22)).faults == (Fault.FAINT,)
    dark = measured(page.point(lambda value: round(value * 0.2)))
    assert dark.faults == (Fault.DARK,)
    assert dark.brightness == pytest.approx(0.2, abs=0.02)


@pytest.mark.engine
@pytest.mark.slow
def test_pale_print_is_read_as_well_as_black() -> None:
    """A page at a quarter of its darkness once came back blank, without a word."""
    page = grained(paled(printed_page(LINES[:4], size=(2000, 850), type_size=40)[0], 0.25))
    text = read_page(ReadingJob("page", png(page), 300), "vie", Limits())
    assert not text.quality.blank
    assert any(step.name == "pale-darkened" for step in text.steps)
    words = [word for line in LINES[:4] for word in line.split()]
    assert sum(word in text.text().split() for word in words) > 0.9 * len(words)


def test_grain_and_what_shows_through_from_the_back_do_not_become_print() -> None:
    empty = grained(Image.new("L", HALF, 250), 9)
    assert measured(empty).faults == (Fault.BLANK,)
    behind = paled(note().transpose(Image.Transpose.FLIP_LEFT_RIGHT), 0.12)
    assert measured(grained(behind.filter(ImageFilter.GaussianBlur(5)))).faults == (Fault.BLANK,)


def test_a_page_with_nothing_but_a_seal_is_not_blank() -> None:
    page = Image.new("RGB", HALF, "white")
    ImageDraw.Draw(page).ellipse((400, 900, 800, 1300), outline=(210, 40, 60), width=12)
    assert measured(page).faults == ()


@pytest.mark.parametrize("side", ["left", "top", "right", "bottom"])
def test_print_that_runs_over_an_edge_is_told(side: str) -> None:
    page = note(12)
    ink = Image.eval(page, lambda value: 255 - value).getbbox()
    assert ink is not None
    left, top, right, bottom = ink
    middle = {
        "left": (left + 300, 0, page.width, page.height),
        "top": (0, top + 22, page.width, page.height),
        "right": (0, 0, right - 200, page.height),
        "bottom": (0, 0, page.width, bottom - 30),
    }
    assert measured(page).cut_sides == ()
    assert measured(page.crop(middle[side])).cut_sides == (side,)


def test_a_photo_that_misses_a_side_of_the_sheet_is_told() -> None:
    page = note()
    whole, cut = desk(page), desk(page, left=-120)
    assert measured(whole).faults == ()
    assert measured(cut).cut_sides == ("left",)


@pytest.mark.parametrize("turn", range(4))
def test_a_folded_corner_is_told_and_where(turn: int) -> None:
    names = ("top-left", "bottom-left", "bottom-right", "top-right")
    page = note()
    ImageDraw.Draw(page).polygon(((0, 0), (190, 0), (0, 140)), fill=60)
    turned = page.rotate(90 * turn, expand=True)
    assert measured(turned).missing_corners == (names[turn],)


def test_a_folded_corner_is_told_beside_the_shadow_of_an_edge() -> None:
    page = note()
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 9, page.height), fill=60)
    assert measured(page).missing_corners == ()
    draw.polygon(((0, 0), (190, 0), (0, 140)), fill=60)
    assert measured(page).missing_corners == ("top-left",)


def test_the_skewed_rim_of_a_sheet_on_a_dark_lid_is_no_missing_corner() -> None:
    page = note().rotate(2, expand=True, fillcolor=40)
    assert measured(page).missing_corners == ()


def test_a_reflection_is_told_by_its_share_of_the_sheet() -> None:
    page = np.asarray(note(), dtype=np.float32) * 0.7
    y, x = np.mgrid[0 : page.shape[0], 0 : page.shape[1]].astype(np.float32)
    lamp = 160 * np.exp(-(((x - 700) / 200) ** 2 + ((y - 800) / 170) ** 2))
    shining = Image.fromarray(np.clip(page + lamp, 0, 255).astype(np.uint8))
    assert Fault.GLARE in measured(shining).faults
    assert 0.01 < measured(shining).glare < 0.08
    assert measured(Image.fromarray(page.astype(np.uint8))).glare == 0


def test_two_pages_in_one_image_are_told_with_the_place_where_they_meet() -> None:
    one = note(9)
    spread = Image.new("L", (2 * one.width, one.height), 255)
    spread.paste(one, (0, 0))
    spread.paste(one, (one.width, 0))
    for image, dpi in ((spread, 300), (spread.rotate(90, expand=True), 300)):
        quality = measured(image, dpi)
        assert quality.faults == (Fault.TWO_PAGES,)
        assert quality.gutter == pytest.approx(0.5, abs=0.05)
    lying = printed_page((LINES[5] + " " + LINES[0],) * 8, size=(3300, 1900))[0]
    assert measured(lying).gutter == 0


def test_measures_come_through_a_worker_and_a_damaged_image_with_its_reason(
    reader: Reader,
) -> None:
    page = png(note())
    assert reader.quality_of(page, 300) == measure_page(page, 300, Limits())
    with pytest.raises(DamagedFileError):
        reader.quality_of(page[:2000], 300)


def test_measures_survive_being_kept_and_an_older_reading_is_still_understood() -> None:
    quality = Quality(blank=True, cut_sides=("left",), faults=(Fault.BLANK,))
    assert Quality.from_dict(asdict(quality)) == quality
    old = PageText(10, 10, 300, ()).to_dict()
    old["quality"] = {"sharpness": 9.0, "contrast": 0.9, "ink": 0.01, "blank": False}
    assert PageText.from_dict(old).quality == Quality(sharpness=9.0, contrast=0.9, ink=0.01)


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
@pytest.mark.parametrize("size", [(32, 32), (33, 700), (700, 40), (99, 64)])
@pytest.mark.parametrize("dpi", [20, 300, 1200])
def test_slips_of_any_size_are_measured(mode: str, size: tuple[int, int], dpi: float) -> None:
    """A scrap of 40 pixels once ended the clean-up with a bug's error."""
    grains = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    for colour in (grains, np.full_like(grains, 255), np.full_like(grains, (200, 30, 40))):
        image = png(Image.fromarray(colour).convert(mode))
        assert measure_page(image, dpi, Limits()).dpi > 0
        regions_of(image, dpi, Limits())


@pytest.mark.parametrize("skin", [(236, 188, 160), (198, 134, 100), (92, 62, 48)])
def test_a_finger_over_the_edge_is_told_with_its_side(skin: tuple[int, int, int]) -> None:
    page = note().convert("RGB")
    held = page.copy()
    draw = ImageDraw.Draw(held)
    draw.rounded_rectangle((-80, 900, 190, 1030), radius=65, fill=skin)
    assert measured(held).fingers == ("left",)
    assert Fault.FINGERS in measured(held).faults
    assert measured(page).fingers == ()
    assert measured(held.convert("L")).fingers == ()


def test_a_table_beside_the_sheet_and_a_seal_over_the_edge_are_no_fingers() -> None:
    page = note().convert("RGB")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 45, page.height), fill=(132, 94, 64))
    draw.rectangle((0, page.height - 60, page.width, page.height), fill=(132, 94, 64))
    draw.ellipse((page.width - 220, 300, page.width + 180, 700), outline=(210, 40, 60), width=12)
    assert measured(page).fingers == ()
