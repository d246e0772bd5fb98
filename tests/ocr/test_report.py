"""The quality report: an estimate that says it is one, and a sample nobody chose."""

from __future__ import annotations

import pytest

from ocr.calibration import Calibration
from ocr.model import Box, PageText, Quality, TextSource, Word
from ocr.report import batch_report

BOX = Box(0, 0, 10, 10)
# a score that is right as often as it says
HONEST = Calibration(
    tuple(n / 1000 for n in range(1001)),
    tuple(n / 1000 for n in range(1001)),
    (20,) * 1001,
    pages=7,
    basis="tesseract 5",
    date="2026-11-25",
)


def page(*confidences: float, source: TextSource = TextSource.OCR, blank: bool = False) -> PageText:
    words = tuple(Word("mười chữ cái"[:10], BOX, sure, 0) for sure in confidences)
    return PageText(100, 100, 300, words, source=source, quality=Quality(blank=blank))


def test_the_estimate_weighs_every_letter_alike() -> None:
    report = batch_report([("a", page(1.0, 1.0, 1.0)), ("b", page(0.9, 0.5))], HONEST)
    assert [one.estimate for one in report.pages] == [1.0, pytest.approx(0.7)]
    assert report.estimate == pytest.approx((30 * 1.0 + 20 * 0.7) / 50)
    assert report.pages[1].doubtful_words == 1


def test_pages_below_the_goal_are_named() -> None:
    told = batch_report([("a", page(0.99, 0.985)), ("b", page(0.97, 0.97))], HONEST).to_dict()
    assert told["pages_below_goal"] == ["b"]
    assert told["goal"] == 0.98
    assert "generated pages" in told["estimate_is"]
    calibration = told["calibration"]
    assert (calibration["characters"], calibration["pages"]) == (20 * 1001, 7)
    assert calibration["same_recipe"] is False


def test_a_page_with_hardly_any_print_has_no_estimate() -> None:
    report = batch_report([("bìa", page(0.2)), ("trắng", page(blank=True))])
    assert report.estimate is None
    assert [one.estimate for one in report.pages] == [None, None]
    assert report.pages[1].blank
    assert report.sample == ()


def test_the_sample_is_the_same_every_time_and_drawn_by_lot() -> None:
    batch = [(f"trang {n}", page(0.99 - n / 1000, 0.9)) for n in range(200)]
    sample = batch_report(batch).sample
    assert sample == batch_report(batch).sample
    assert len(sample) == 10
    worst = {f"trang {n}" for n in range(190, 200)}
    assert set(sample) != worst


def test_a_small_batch_is_checked_whole_but_for_pages_with_their_own_text() -> None:
    batch = [("một", page(0.9, 0.9, 0.9)), ("hai", page(1, 1, 1, source=TextSource.TEXT_LAYER))]
    assert batch_report(batch).sample == ("một",)
