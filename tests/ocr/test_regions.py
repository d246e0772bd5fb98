"""Seals, signatures, handwriting, portraits and tables are found, marked, and not read as print."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.pages import made
from ocr.limits import Limits, ReadingJob
from ocr.model import Box, PageText, Region, RegionKind
from ocr.page import regions_of
from ocr.work import read_page
from tests.ocr.conftest import LINES, font, jpeg, png, printed_page

RED, BLUE, BLACK = (205, 40, 60), (38, 62, 150), (20, 20, 20)
SIZE = (2000, 1500)


def letter() -> Image.Image:
    return printed_page(LINES[:4], size=SIZE, type_size=40)[0].convert("RGB")


def stamped(page: Image.Image, middle: tuple[int, int], start: int = 0, end: int = 360) -> None:
    """Put a round seal of 36 mm on the page, or as much of its ring as the angles tell."""
    draw = ImageDraw.Draw(page)
    x, y = middle
    for radius, width in ((212, 7), (198, 3), (130, 3)):
        draw.arc((x - radius, y - radius, x + radius, y + radius), start, end, RED, width)
    for turn in range(start, end, 15):
        angle = np.deg2rad(turn)
        at = (x + 164 * np.cos(angle), y + 164 * np.sin(angle))
        draw.text(at, "ỦY", font=font(34), fill=RED, anchor="mm")


def signed(page: Image.Image, corner: tuple[int, int], ink: tuple[int, int, int]) -> Box:
    """Draw a pen's stroke with loops and a long tail; return where it is."""
    turns = np.linspace(0, 6 * np.pi, 240)
    x = corner[0] + 16 * turns + 40 * np.cos(turns)
    y = corner[1] + 70 * np.sin(1.1 * turns) * np.exp(-turns / 14) + 2.5 * turns
    points = [*zip(x, y, strict=True), (corner[0] + 420, corner[1] - 130)]
    ImageDraw.Draw(page).line([(float(a), float(b)) for a, b in points], fill=ink, width=6)
    return Box(float(min(x)), float(min(y)), float(max(x)), float(max(y)))


def found(page: Image.Image, kind: RegionKind) -> list[Region]:
    return [one for one in regions_of(png(page), 300, Limits()) if one.kind is kind]


def holds(region: Region, box: Box) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return region.box.left <= x <= region.box.right and region.box.top <= y <= region.box.bottom


def test_a_page_of_print_alone_has_no_regions() -> None:
    assert regions_of(png(letter()), 300, Limits()) == ()


def test_a_red_seal_is_found_with_its_box() -> None:
    page = letter()
    stamped(page, (1300, 1100))
    (seal,) = found(page, RegionKind.SEAL)
    edges = (seal.box.left, seal.box.top, seal.box.right, seal.box.bottom)
    assert edges == pytest.approx((1088, 888, 1512, 1312), abs=14)


def test_the_part_of_a_seal_that_was_printed_is_found_too() -> None:
    page = letter()
    stamped(page, (1300, 1100), 20, 200)
    assert len(found(page, RegionKind.SEAL)) == 1


def test_a_heading_printed_in_red_and_a_red_disc_are_no_seals() -> None:
    page = letter()
    draw = ImageDraw.Draw(page)
    draw.text((600, 150), "GIẤY CHỨNG NHẬN", font=font(80), fill=RED)
    draw.ellipse((300, 1000, 620, 1320), fill=RED)
    assert found(page, RegionKind.SEAL) == []


def test_the_red_heading_of_a_card_is_no_seal(tmp_path: Path) -> None:
    (card,) = made(tmp_path, ("can_cuoc_front",), ("2",), (0,), 1, (5, 0))
    regions = regions_of(card.file.read_bytes(), card.dpi, Limits())
    assert [one.kind for one in regions] == [RegionKind.PICTURE]


@pytest.mark.parametrize("ink", [BLUE, BLACK])
def test_a_signature_is_found_in_blue_and_in_black(ink: tuple[int, int, int]) -> None:
    page = letter()
    place = signed(page, (1100, 1150), ink)
    (signature,) = found(page, RegionKind.SIGNATURE)
    assert holds(signature, place)


def test_a_signature_across_a_seal_leaves_both_found() -> None:
    page = letter()
    stamped(page, (1150, 1150))
    place = signed(page, (1200, 1150), BLACK)
    assert len(found(page, RegionKind.SEAL)) == 1
    assert any(holds(one, place) for one in found(page, RegionKind.SIGNATURE))


def test_a_table_is_found_and_a_frame_is_none() -> None:
    page = letter()
    draw = ImageDraw.Draw(page)
    draw.rectangle((250, 880, 700, 1000), outline=BLACK, width=4)
    assert found(page, RegionKind.TABLE) == []
    for row in range(4):
        draw.line((250, 1050 + 110 * row, 1700, 1050 + 110 * row), fill=BLACK, width=4)
    for x in (250, 500, 1300, 1700):
        draw.line((x, 1050, x, 1380), fill=BLACK, width=4)
    (table,) = found(page, RegionKind.TABLE)
    edges = (table.box.left, table.box.top, table.box.right, table.box.bottom)
    assert edges == pytest.approx((250, 1050, 1700, 1380), abs=25)
    assert [len(row) for row in table.cells] == [3, 3, 3]
    last = table.cells[2][1]
    sides = (last.left, last.top, last.right, last.bottom)
    assert sides == pytest.approx((500, 1270, 1300, 1380), abs=25)


def test_cells_that_were_joined_are_one_where_the_table_is_told_as_ruled() -> None:
    page = letter()
    draw = ImageDraw.Draw(page)
    for row in range(4):
        draw.line((250, 1050 + 110 * row, 1700, 1050 + 110 * row), fill=BLACK, width=4)
    for x in (250, 700, 1700):
        draw.line((x, 1050, x, 1380), fill=BLACK, width=4)
    for x in (1100, 1400):
        draw.line((x, 1160, x, 1270), fill=BLACK, width=4)
    (table,) = found(page, RegionKind.TABLE)
    assert [len(row) for row in table.ruled] == [2, 4, 2]
    edges = [cell.left for cell in table.ruled[1]]
    assert edges == pytest.approx([250, 700, 1100, 1400], abs=25)
    wide = table.ruled[2][1]
    assert (wide.left, wide.right) == pytest.approx((700, 1700), abs=25)


def test_a_portrait_is_found_as_a_picture() -> None:
    page = letter()
    y, x = np.mgrid[0:472, 0:354].astype(np.float32)
    face = 130 + 80 * np.sin(x / 60) * np.cos(y / 70) - 30 * (y > 330)
    page.paste(Image.fromarray(face.astype(np.uint8)).convert("RGB"), (1500, 900))
    (picture,) = found(page, RegionKind.PICTURE)
    assert holds(picture, Box(1500, 900, 1854, 1372))


@pytest.mark.engine
@pytest.mark.slow
def test_print_stays_a_pens_words_are_marked_and_a_seals_letters_are_left_out() -> None:
    page = letter()
    ImageDraw.Draw(page).text((250, 800), "Quảng Ngãi 21/3/2018", font=font(44), fill=BLUE)
    stamped(page, (1500, 1150))
    signed(page, (700, 1150), BLUE)
    text = read_page(ReadingJob("page", jpeg(page), 300), "vie", Limits())
    by_hand = {word.text for word in text.words if word.by_hand}
    printed = {word.text for word in text.words if not word.by_hand}
    assert {"Quảng", "Ngãi", "21/3/2018"} <= by_hand
    words = [word for line in LINES[:4] for word in line.split() if word not in by_hand]
    assert sum(word in printed for word in words) > 0.9 * len(words)
    kinds = {region.kind for region in text.regions}
    assert {RegionKind.SEAL, RegionKind.SIGNATURE, RegionKind.HANDWRITING} <= kinds
    # nothing is read below the four lines of print and the line by hand
    assert all(word.box.top < 900 for word in text.words)
    assert {layer.colour for layer in text.layers} == {"red", "blue", "black"}
    assert PageText.from_dict(text.to_dict()) == text


def test_a_black_seal_on_a_grey_page_is_found_where_print_alone_is_none() -> None:
    page = letter()
    stamped(page, (1300, 1100))
    (seal,) = found(page.convert("L"), RegionKind.SEAL)
    assert (seal.box.left, seal.box.right) == pytest.approx((1088, 1512), abs=24)
    assert (seal.box.top, seal.box.bottom) == pytest.approx((888, 1312), abs=24)
    assert found(letter().convert("L"), RegionKind.SEAL) == []


def test_a_black_seals_lettering_is_no_text_of_the_page_and_the_print_under_it_stays() -> None:
    page = printed_page(("TRƯỞNG PHÒNG TƯ PHÁP",), size=SIZE, type_size=44)[0].convert("RGB")
    plain = read_page(ReadingJob("page", png(page.convert("L")), 300), "vie", Limits())
    stamped(page, (900, 900))
    text = read_page(ReadingJob("page", png(page.convert("L")), 300), "vie", Limits())
    assert "TRƯỞNG PHÒNG TƯ PHÁP" in plain.text()
    assert "TRƯỞNG PHÒNG TƯ PHÁP" in text.text()
    assert RegionKind.SEAL in {region.kind for region in text.regions}


@pytest.mark.parametrize("ink", [RED, BLUE])
@pytest.mark.parametrize("turn", [0.0, 1.5])
def test_a_stamp_in_a_frame_is_found_and_letters_in_rows_are_none(
    ink: tuple[int, int, int], turn: float
) -> None:
    page = letter()
    draw = ImageDraw.Draw(page)
    draw.text((300, 1250), "CÔNG BÁO CÔNG BÁO CÔNG", font=font(60), fill=ink)
    draw.text((300, 1330), "BÁO CÔNG BÁO CÔNG BÁO", font=font(60), fill=ink)
    assert found(page, RegionKind.STAMP) == []
    draw.rectangle((1050, 800, 1750, 1100), outline=ink, width=5)
    draw.text((1100, 850), "CÔNG VĂN ĐẾN", font=font(60), fill=ink)
    draw.text((1100, 980), "Ngày: ..................", font=font(40), fill=ink)
    turned = page.rotate(turn, Image.Resampling.BICUBIC, fillcolor="white")
    (stamp,) = found(turned, RegionKind.STAMP)
    assert stamp.box.width == pytest.approx(700, abs=40)
    assert stamp.box.height == pytest.approx(300, abs=40)


def test_the_black_stamp_of_what_came_in_is_marked_and_its_guesses_are_not_believed() -> None:
    page = letter()
    draw = ImageDraw.Draw(page)
    for place, row in enumerate(("Số:", "Ngày:", "Chuyển:")):
        draw.text((700, 800 + 80 * place), row, font=font(44), fill=BLACK)
    draw.text((480, 860), "ĐẾN", font=font(64), fill=BLACK)
    rng = np.random.default_rng(3)
    for height in (820.0, 900.0):
        points = np.cumsum(rng.normal((14, 0), (16, 22), (16, 2)), axis=0)
        draw.line([(float(x) + 840, float(y) + height) for x, y in points], fill=BLACK, width=4)
    text = read_page(ReadingJob("page", png(page), 300), "vie", Limits())
    (stamp,) = (region for region in text.regions if region.kind is RegionKind.STAMP)
    assert stamp.box.left == pytest.approx(480, abs=20)
    assert stamp.box.top < 800
    assert stamp.box.bottom > 1000
    within = [word for word in text.words if holds(stamp, word.box)]
    assert all(word.by_hand for word in within if word.confidence < 0.6)
    assert {"Ngày:", "Chuyển:"} <= {word.text for word in within if not word.by_hand}
    above = [word for word in text.words if word.box.bottom < stamp.box.top]
    assert above
    assert not any(word.by_hand for word in above)
