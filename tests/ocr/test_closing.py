"""Figures from boxes of their own are set together for reading and shown where they stand."""

from __future__ import annotations

import tempfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from ocr import sheets
from ocr.cleanup import chain, closing, combs
from ocr.cleanup.closing import Closed
from ocr.limits import Limits, ReadingJob
from ocr.work import read_page
from tests.ocr.conftest import font, png, printed_page

DPI = 300
NUMBER = "038191474354"
LEFT, TOP = 780, 2900
WIDE, TALL = 88, 80


def boxed(texts: list[str], *, rows: int = 1, below: int = 2) -> Image.Image:
    """Return a page with the texts in boxes, one each, behind a label, in one row or a grid."""
    image, _ = printed_page()
    draw = ImageDraw.Draw(image)
    draw.rectangle((150, TOP - 60, 2300, TOP + 400), fill=255)
    draw.text((200, TOP + 8), "Số định danh cá nhân:", font=font(50), fill=0)
    for row in range(rows):
        top = TOP + row * (TALL + below)
        for number, text in enumerate(texts):
            left = LEFT + number * WIDE
            draw.rectangle((left, top, left + WIDE, top + TALL), outline=0, width=3)
            middle = (left + WIDE / 2, top + TALL / 2)
            draw.text(middle, text, font=font(50), fill=0, anchor="mm")
    return image


def closed(image: Image.Image) -> tuple[np.ndarray, tuple[Closed, ...]]:
    lifted = combs.lift(np.asarray(image.convert("L")), DPI)
    assert lifted.rows
    return closing.close_up(lifted.image, lifted.rows)


@pytest.mark.engine
@pytest.mark.parametrize("number", [NUMBER, "046194008161", "051196015254", "0923887581"])
def test_a_number_in_wide_boxes_is_one_word_that_lies_over_all_of_them(number: str) -> None:
    job = ReadingJob("page", png(boxed(list(number))), DPI)
    row = [w for w in read_page(job, "vie", Limits()).words if w.box.top > TOP - 20]
    (word,) = [w for w in row if w.box.left > LEFT - 20]
    assert word.text == number
    assert abs(word.box.left - (LEFT + WIDE / 2)) < WIDE / 2
    assert abs(word.box.right - (LEFT + (len(number) - 0.5) * WIDE)) < WIDE / 2
    label = next(w for w in row if w.text == "định")
    assert word.font_size == pytest.approx(label.font_size, rel=0.35)


def test_an_empty_box_leaves_a_gap() -> None:
    _, (row,) = closed(boxed([*"AN", "", *"BINH"]))
    stands = row.stands
    grounds = [start - end for end, start in zip(stands[1:-2:2], stands[2:-1:2], strict=True)]
    assert grounds[1] > 1.8 * max(grounds[0], *grounds[2:])


@pytest.mark.parametrize("texts", [[*"038", "19", *"147"], list("3" + " " * 6)])
def test_boxes_that_hold_more_than_a_figure_or_next_to_nothing_stay_apart(texts: list[str]) -> None:
    assert closed(boxed(texts))[1] == ()


def test_the_rows_of_a_grid_stay_apart_and_two_rows_with_ground_between_do_not() -> None:
    assert closed(boxed(list(NUMBER), rows=3))[1] == ()
    assert len(closed(boxed(list(NUMBER), rows=2, below=40))[1]) == 2


@pytest.mark.parametrize(
    "texts", [list(NUMBER), [*"614", ",", *"5"], [*"09", "-", *"2388"], ["6", "1,", *"450"]]
)
def test_no_ink_is_lost_neither_of_figures_nor_of_signs_between(texts: list[str]) -> None:
    image = boxed(texts)
    before = combs.lift(np.asarray(image.convert("L")), DPI).image
    after, (row,) = closed(image)
    assert int((after < 128).sum()) == int((before < 128).sum())
    assert row.stands[-2] < LEFT + len(texts) * WIDE * 0.6


@given(st.floats(0, 500), st.floats(0, 100))
def test_every_point_finds_its_way_back(x: float, y: float) -> None:
    row = Closed(20, 60, (100, 120, 180, 200, 260, 280, 320), (100, 120, 126, 146, 152, 172, 320))
    there = row.opened(np.array([[x], [y]]))
    assert np.allclose(row.closed(there), [[x], [y]], atol=1e-6)
    inside = 20 <= y <= 60 and 120 < x < 320
    assert (there[0, 0] > x) == inside


def test_a_kept_sheet_knows_what_was_set_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    job = ReadingJob("page", png(boxed(list(NUMBER))), DPI)
    page = cv2.imdecode(np.frombuffer(job.image, np.uint8), cv2.IMREAD_GRAYSCALE)
    sheet = chain.readied(chain.flattened(np.asarray(page), DPI)[0], 0)
    assert sheet.closed
    sheets.keep(job, sheet, 0)
    again = sheets.kept(job, 0)
    assert again is not None
    assert again.closed == sheet.closed
