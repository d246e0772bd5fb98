"""Whatever is lifted off a page, no letter of the alphabet loses a stroke, a dot or a mark."""

from __future__ import annotations

import unicodedata
from itertools import product

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.cleanup import borders, leaders, rules, specks, underlines
from ocr.cleanup.colour import to_grey
from ocr.cleanup.model import Pixels
from tests.ocr.conftest import font, printed_page

TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
LOWER = "bcdđghklmnpqrstvx" + "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưy", TONES)
)
ALPHABET = LOWER + LOWER.upper()
SIGNS = "0123456789-,.;:/()!?%+=&@'\""
DPI = 300.0
BASELINE = 120
SIZE = (1500, 200)


def typed(text: str) -> Pixels:
    """Return a strip with the text on its baseline."""
    strip = Image.new("L", SIZE, 255)
    ImageDraw.Draw(strip).text((700, BASELINE), text, font=font(54), fill=0, anchor="ls")
    return np.asarray(strip)


def leader(pitch: float = 11.3) -> Pixels:
    """Return a strip with a dotted fill-in line right on the baseline."""
    strip = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(strip)
    for x in np.arange(60, 1440, pitch):
        draw.ellipse((x, BASELINE - 2, x + 4, BASELINE + 2), fill=40)
    return np.asarray(strip)


def parts(strip: Pixels, least: int = 8) -> int:
    """Return the number of separate blobs of ink."""
    _, ink = cv2.threshold(strip, 128, 1, cv2.THRESH_BINARY_INV)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return int(np.count_nonzero(stats[1:, cv2.CC_STAT_AREA] >= least))


def lost(letter: Pixels, lifted: Pixels) -> float:
    """Return the share of a letter's ink that is gone."""
    ink = letter < 128
    return float(np.count_nonzero(lifted[ink] >= 200)) / np.count_nonzero(ink)


@pytest.mark.parametrize("letter", ALPHABET + SIGNS)
def test_a_letter_on_white_paper_is_left_as_it_is(letter: str) -> None:
    strip = typed(f"{letter}n{letter} {letter}")
    for step in (leaders, rules, underlines, specks):
        assert np.array_equal(step.lift(strip, DPI).image, strip)


@pytest.mark.parametrize("letter", ALPHABET)
def test_a_letter_on_a_dotted_line_keeps_its_strokes_and_marks(letter: str) -> None:
    strip = typed(f"n{letter}n")
    lifted = leaders.lift(np.minimum(strip, leader()), DPI)
    assert lifted.step is not None
    assert lost(strip, lifted.image) < 0.03
    beside = lifted.image.copy()
    beside[:, 680:820] = 255
    assert parts(beside) == 0


@pytest.mark.parametrize("sign", ",;-/()3")
def test_a_sign_on_a_dotted_line_keeps_its_strokes(sign: str) -> None:
    strip = typed(f"Lợi{sign} Huế")
    lifted = leaders.lift(np.minimum(strip, leader()), DPI)
    assert lifted.step is not None
    assert lost(strip, lifted.image) < 0.02


def test_print_between_two_dotted_lines_on_one_row_is_not_bitten() -> None:
    strip = typed("Thư điện tử (nếu có):")
    dots = leader().copy()
    dots[:, 680:1260] = 255
    lifted = leaders.lift(np.minimum(strip, dots), DPI)
    assert lifted.step is not None
    assert lost(strip, lifted.image) == 0.0


@pytest.mark.parametrize("letter", ALPHABET)
def test_a_letter_on_a_fine_solid_line_keeps_its_strokes_and_marks(letter: str) -> None:
    strip = typed(f"n{letter}n")
    lined = strip.copy()
    lined[BASELINE + 1 : BASELINE + 3, 600:900] = 30
    lifted = underlines.lift(lined, DPI)
    assert lifted.step is not None
    assert lost(strip, lifted.image) < 0.02
    assert parts(lifted.image) == parts(strip)


def test_a_line_that_touches_no_print_is_left() -> None:
    strip = typed("Hạnh phúc").copy()
    strip[BASELINE + 30 : BASELINE + 32, 600:1000] = 0
    assert underlines.lift(strip, DPI).step is None


def test_dust_in_the_white_goes_and_dots_of_the_print_stay() -> None:
    page, _ = printed_page()
    clean = np.asarray(page)
    dusty = clean.copy()
    rng = np.random.default_rng(4)
    for x, y in rng.integers((20, 2400), (2460, 3480), (10_000, 2)):
        dusty[y : y + 3, x : x + 3] = 60
    lifted = specks.lift(dusty, DPI)
    assert lifted.step is not None
    assert lifted.step.amount > 5000
    assert np.array_equal(lifted.image[:2300], clean[:2300])
    assert parts(lifted.image[2400:]) < 200


def test_black_rims_and_punch_holes_go_and_the_print_stays() -> None:
    page, _ = printed_page()
    clean = np.asarray(page)
    scanned = clean.copy()
    scanned[:25] = 10
    scanned[:, :40] = 20
    scanned[3000:, 2300:] = 0
    for y in (1200, 2144):
        cv2.circle(scanned, (110, y), 35, 0, -1)
    lifted = borders.lift(scanned, DPI)
    assert lifted.step is not None
    assert np.array_equal(lifted.image[300:1400, 200:2300], clean[300:1400, 200:2300])
    assert float((lifted.image < 128).mean()) == pytest.approx(
        float((clean < 128).mean()), abs=1e-4
    )
    assert borders.lift(clean, DPI).image is clean


def coloured(text: str, ink: tuple[int, int, int]) -> Pixels:
    """Return a BGR strip with the text in a colour given as RGB."""
    strip = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(strip).text((200, BASELINE), text, font=font(54), fill=ink, anchor="ls")
    return np.ascontiguousarray(np.asarray(strip)[:, :, ::-1])


def test_a_title_printed_in_red_stays_dark_and_a_red_ring_fades() -> None:
    title = to_grey(coloured("GIẤY KHAI SINH", (215, 30, 40)), DPI).image
    assert float(np.percentile(title, 1)) < 90
    ring = np.full((700, 700, 3), 255, dtype=np.uint8)
    cv2.circle(ring, (350, 350), 210, (40, 30, 215), 12)
    cv2.putText(ring, "UBND", (230, 380), cv2.FONT_HERSHEY_DUPLEX, 2.5, (40, 30, 215), 6)
    assert float(to_grey(ring, DPI).image.min()) > 180


def test_a_red_title_in_a_red_border_around_the_page_stays_dark() -> None:
    page = np.full((3508, 2480, 3), 255, np.uint8)
    cv2.rectangle(page, (90, 90), (2390, 3418), (40, 30, 215), 6)
    title = coloured("GIẤY KHAI SINH", (215, 30, 40))
    height, width = title.shape[:2]
    page[400 : 400 + height, 700 : 700 + width] = title
    grey = to_grey(page, DPI).image
    assert int(grey[400 : 400 + height, 700 : 700 + width].min()) < 60
    assert int(grey[90:96, 300:2000].min()) > 180


@pytest.mark.parametrize("overlap", [0, 2, 4])
@pytest.mark.parametrize("word", ["MẪN", "THẮNG", "CƠ SỞ", "ĐỖ"])
def test_marks_that_lie_on_a_pale_rule_of_a_table_stay_when_the_rule_goes(
    word: str, overlap: int
) -> None:
    face, rule = font(54), 300
    top = face.getbbox(word, anchor="ls")[1]
    page = Image.new("L", (2000, 1200), 255)
    pen = ImageDraw.Draw(page)
    pen.text((1100, rule + 2 - overlap - top), word, font=face, fill=20, anchor="ls")
    text = np.asarray(page)
    for y in (200, rule, 450, 600):
        pen.line((200, y, 1900, y), fill=150, width=5)
    for x in (200, 1000, 1900):
        pen.line((x, 200, x, 600), fill=150, width=5)
    form = np.minimum(np.asarray(page), text)
    lifted = rules.lift(form, DPI)
    assert lifted.step is not None
    assert lost(text, lifted.image) < 0.03
    assert lifted.image[rule, 300:900].min() == 255
