"""Words come back with their places on the image as it came, whatever was done to read them."""

from __future__ import annotations

import statistics
import unicodedata
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from ocr import mrz
from ocr.cleanup import leaders, light, orientation, rules, skew
from ocr.limits import Limits, ReadingJob
from ocr.model import Box, PageText
from ocr.reader import Reader
from ocr.work import read_page
from tests.ocr.conftest import A4, FONT, LINES, font, png, printed_page
from tools.samples.many import write_many

pytestmark = pytest.mark.engine
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


def read(image: Image.Image, dpi: float = 300) -> PageText:
    return read_page(ReadingJob("page", png(image), dpi), "vie", Limits())


def error_rate(truth: str, text: str) -> float:
    return 100 * Levenshtein.distance(truth, text) / len(truth)


def offsets(text: PageText, places: dict[str, Box]) -> list[float]:
    """Return how far the middle of each word found lies from where it was printed."""
    found = {word.text: word.box for word in text.words}
    return [
        max(
            abs(found[word].left + found[word].right - box.left - box.right) / 2,
            abs(found[word].top + found[word].bottom - box.top - box.bottom) / 2,
        )
        for word, box in places.items()
        if word in found
    ]


def test_a_clean_page_is_read_in_nfc_with_places_and_baselines() -> None:
    image, places = printed_page()
    text = read(image)
    assert error_rate("\n".join(LINES), text.text()) < 1
    assert all(unicodedata.is_normalized("NFC", word.text) for word in text.words)
    assert statistics.median(offsets(text, places)) < 3
    assert all(0 <= word.confidence <= 1 for word in text.words)
    for word in text.words:
        assert word.baseline is not None
        assert word.box.top < word.baseline[1] < word.box.bottom + 8
    assert text.basis.startswith("tesseract 5")


def test_boxes_lie_on_the_print_of_a_skewed_page() -> None:
    image, places = printed_page()
    angle = 1.7
    turned = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    text = read(turned)
    assert text.skew == pytest.approx(angle, abs=0.15)
    # the same turn takes the printed places to where they are on the skewed page
    centre_x, centre_y = A4[0] / 2, A4[1] / 2
    sine, cosine = np.sin(np.radians(angle)), np.cos(np.radians(angle))

    def moved(box: Box) -> Box:
        x, y = (box.left + box.right) / 2 - centre_x, (box.top + box.bottom) / 2 - centre_y
        x, y = cosine * x + sine * y + centre_x, cosine * y - sine * x + centre_y
        return Box(x, y, x, y)

    apart = offsets(text, {word: moved(box) for word, box in places.items()})
    assert len(apart) > 30
    assert statistics.median(apart) < 4


def test_a_page_that_is_wrongly_turned_on_its_head_is_read_the_way_it_came(tmp_path: Path) -> None:
    # a worn card back: taken to lie sideways, and its print to stand on its head
    kinds = ("cccd_back",) * 5
    *_, file = write_many(tmp_path, count=5, level="3", seed=1523, kinds=kinds, layouts=(4,))
    text = read_page(ReadingJob("page", file.read_bytes(), 300), "vie", Limits())
    assert text.rotation == 0
    assert "TRẬT TỰ XÃ HỘI" in text.text()


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_upright_and_its_boxes_stay_on_the_image(degrees: int) -> None:
    image, places = printed_page()
    text = read(image.rotate(degrees, expand=True))
    assert text.rotation == degrees
    assert error_rate("\n".join(LINES), text.text()) < 2
    width, height = A4

    def moved(box: Box) -> Box:
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        x, y = {90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[degrees]
        return Box(x, y, x, y)

    apart = offsets(text, {word: moved(box) for word, box in places.items()})
    assert len(apart) > 30
    assert statistics.median(apart) < 4


def dotted_form() -> tuple[Image.Image, str]:
    """Return a form whose values are typed over dotted fill-in lines."""
    page = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(page)
    rows = [
        ("Họ, chữ đệm, tên:", "ĐỖ THỊ KIM UYÊN"),
        ("Ngày, tháng, năm sinh:", "30/12/1992"),
        ("Nơi cư trú:", "Tổ dân phố Mỹ Hòa, phường Cẩm Thành"),
        ("Quê quán:", "xã Bình Sơn, tỉnh Quảng Ngãi"),
        ("Quan hệ với người được khai sinh:", "Mẹ đẻ"),
        ("Nơi sinh:", "Trung tâm Y tế Bình Sơn"),
    ]
    face = font(54)
    for row, (label, value) in enumerate(rows):
        y = 400 + 110 * row
        draw.text((250, y), label, font=face, fill=0)
        start = 270 + draw.textlength(label, font=face)
        for dot in np.arange(start, 2250, 11.3):
            draw.ellipse((dot, y + 47, dot + 4, y + 51), fill=40)
        draw.text((start + 12, y), value, font=face, fill=0)
    return page, "\n".join(f"{label} {value}" for label, value in rows)


def test_dotted_fill_in_lines_do_not_disturb_what_is_typed_on_them() -> None:
    image, truth = dotted_form()
    text = read(image)
    assert error_rate(truth, text.text()) < 2
    assert any(step.name == "leaders-lifted" for step in text.steps)


def test_lifting_leaders_leaves_a_page_without_any_as_it_is() -> None:
    pixels = np.asarray(printed_page()[0])
    assert leaders.lift(pixels, 300).image is pixels
    assert rules.lift(pixels, 300).image is pixels


def test_dots_below_letters_and_full_stops_survive() -> None:
    page = Image.new("L", (2000, 200), 255)
    ImageDraw.Draw(page).text((50, 50), "ạ ị ọ ụ ẹ ợ ậ ệ. ạ ị ọ ụ.", font=font(54), fill=0)
    pixels = np.asarray(page)
    assert np.array_equal(leaders.lift(pixels, 300).image, pixels)


def ruled_table(rule: int, width: int) -> Image.Image:
    """Return a table of three rows whose rules are so dark and so wide, in grey and pixels."""
    page = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(page)
    cells = [["Tên ngành", "Mã ngành"], ["Bán lẻ lương thực", "4711"], ["Bán lẻ đồ uống", "4723"]]
    for row in range(4):
        draw.line((250, 400 + 120 * row, 2200, 400 + 120 * row), fill=rule, width=width)
    for x in (250, 1500, 2200):
        draw.line((x, 400, x, 760), fill=rule, width=width)
    for row, texts in enumerate(cells):
        for x, value in zip((290, 1540), texts, strict=True):
            draw.text((x, 430 + 120 * row), value, font=font(), fill=0)
    return page


# the second one is worn: paler than what counts as ink
@pytest.mark.parametrize(("rule", "width"), [(0, 4), (205, 3)])
def test_the_rules_of_a_table_are_lifted_and_its_words_stay(rule: int, width: int) -> None:
    page = ruled_table(rule, width)
    cleaned = rules.lift(np.asarray(page), 300)
    assert cleaned.step is not None
    assert cleaned.image[400, 600] == 255
    assert cleaned.image[600, 1500] == 255
    found = read(page).text()
    for value in ("Bán lẻ lương thực", "4711", "4723", "Mã ngành"):
        assert value in found


def test_worn_rules_in_the_grain_of_a_copy_are_lifted_and_no_letter_loses_a_stroke() -> None:
    page = np.asarray(ruled_table(205, 3)).astype(np.int16)
    grain = np.random.default_rng(7).normal(0, 12, page.shape)
    worn = np.clip(page + grain, 0, 255).astype(np.uint8)
    cleaned = rules.lift(worn, 300)
    assert cleaned.step is not None
    print_ = page < 128
    assert np.array_equal(cleaned.image[print_], worn[print_])
    level = cleaned.image[400, 260:2190]
    assert np.percentile(level, 5) > 230


def test_a_red_seal_over_print_does_not_hide_it() -> None:
    image, _ = printed_page()
    coloured = image.convert("RGB")
    stamp = Image.new("RGB", coloured.size, "white")
    draw = ImageDraw.Draw(stamp)
    draw.ellipse((300, 380, 1000, 1080), outline=(225, 40, 50), width=14)
    draw.ellipse((380, 460, 920, 1000), outline=(225, 40, 50), width=8)
    draw.text((420, 640), "ỦY BAN NHÂN DÂN", font=font(60), fill=(225, 40, 50))
    sealed = Image.fromarray(np.minimum(np.asarray(coloured), np.asarray(stamp)))
    text = read(sealed)
    assert any(step.name == "red-lifted" for step in text.steps)
    assert error_rate("\n".join(LINES), text.text()) < 2


def test_a_shadow_across_the_page_is_evened_out() -> None:
    image, _ = printed_page()
    shade = np.linspace(1.0, 0.45, A4[0])[None, :]
    shadowed = Image.fromarray((np.asarray(image) * shade).astype(np.uint8))
    flat = light.flatten(np.asarray(shadowed)).image
    assert np.percentile(flat[:, -200:], 50) > 240
    assert error_rate("\n".join(LINES), read(shadowed).text()) < 2


def test_a_blank_page_is_called_blank_and_read_as_nothing() -> None:
    noise = np.random.default_rng(3).normal(250, 2, (A4[1], A4[0])).clip(0, 255)
    text = read(Image.fromarray(noise.astype(np.uint8)))
    assert text.quality.blank
    assert text.words == ()


def test_small_type_on_a_low_resolution_page_is_enlarged() -> None:
    image, places = printed_page()
    small = image.resize((A4[0] // 3, A4[1] // 3), Image.Resampling.LANCZOS)
    text = read(small, 100)
    assert error_rate("\n".join(LINES), text.text()) < 3
    thirds = {
        word: Box(*(e / 3 for e in (b.left, b.top, b.right, b.bottom)))
        for word, b in places.items()
    }
    assert statistics.median(offsets(text, thirds)) < 2


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_every_turn_can_be_taken_back(degrees: int) -> None:
    pixels = np.zeros((40, 70), dtype=np.uint8)
    pixels[10, 25] = 255
    cleaned = orientation.turn(pixels, degrees)
    y, x = (int(place[0]) for place in np.nonzero(cleaned.image))
    back = cleaned.back @ np.array([x + 0.5, y + 0.5, 1.0])
    assert tuple(back[:2]) == (25.5, 10.5)


@pytest.mark.parametrize("angle", [-3.23, -0.6, -0.12, 0.0, 0.07, 0.31, 0.9, 4.0])
def test_skew_is_measured_to_a_twentieth_of_a_degree(angle: float) -> None:
    image, _ = printed_page()
    turned = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew.measure(np.asarray(turned)) == pytest.approx(angle, abs=0.049)


def test_a_machine_readable_zone_is_read_so_that_its_check_digits_fit() -> None:
    lines = (
        "Left index finger",
        "IDVNM0980297168046098029716<<6",
        "9801060M3801068VNM<<<<<<<<<<<2",
        "PHUNG<<MINH<VY<<<<<<<<<<<<<<<<",
    )
    page = Image.new("L", A4, 255)
    face = ImageFont.truetype(str(FONT.with_name("LiberationSans-Regular.ttf")), 44)
    for row, line in enumerate(lines):
        ImageDraw.Draw(page).text((300, 500 + 70 * row), line, font=face, fill=0)
    text = read(page)
    found = mrz.find(text.text().splitlines(), today=date(2026, 11, 22))
    assert found is not None
    assert found.personal_id == "046098029716"
    assert "Left index finger" in text.text()


def test_the_zone_of_a_scanned_card_is_read_letter_by_letter_and_at_its_place(
    reader: Reader,
) -> None:
    scan = (SAMPLES / "02-tinh-trang-hon-nhan" / "ho-so-quet.tif").read_bytes()
    page = list(reader.pages(scan, reader.inspect(scan)))[-1]
    text = read_page(ReadingJob("page", page.image, page.dpi), "vie", Limits())
    zone = [word for word in text.words if "<<" in word.text]
    assert [word.text for word in zone] == [
        "IDVNM0980297168046098029716<<6",
        "9801060M3801068VNM<<<<<<<<<<<2",
        "PHUNG<<MINH<VY<<<<<<<<<<<<<<<<",
    ]
    fingers = [word for word in text.words if word.text == "finger"]
    assert fingers
    tops = [word.box.top for word in zone]
    assert tops == sorted(tops)
    assert max(word.box.bottom for word in fingers) < tops[0]
    assert all(20 < word.box.height < 60 for word in zone)
    widths = [word.box.width for word in zone[:2]]
    assert widths[0] == pytest.approx(widths[1], rel=0.03)
    assert zone[0].box.left == pytest.approx(zone[1].box.left, abs=8)


def test_a_card_on_an_empty_sheet_is_read_at_its_place() -> None:
    card, places = printed_page(LINES[:4], size=(1900, 900), type_size=40)
    page = Image.new("L", A4, 255)
    page.paste(card, (300, 1500))
    text = read(page)
    assert any(step.name == "cropped" for step in text.steps)
    moved = {
        word: Box(box.left + 300, box.top + 1500, box.right + 300, box.bottom + 1500)
        for word, box in places.items()
    }
    apart = offsets(text, moved)
    assert len(apart) > 10
    assert statistics.median(apart) < 3
