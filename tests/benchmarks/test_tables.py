"""The tables of the comparison: totals add up, ratios are ours over theirs."""

from __future__ import annotations

import pytest

from benchmarks.reading import Result, interval, ratio, ratios_table, results_table, with_totals
from benchmarks.scoring import Score

OURS = Result(Score(2, 1000, 10, 200, 4, 800, 2), wall=4, cpu=6, memory=300, size=200)
THEIRS = Result(Score(2, 1000, 200, 200, 40, 800, 16), wall=16, cpu=30, memory=500, size=400)
BARE = Result(Score(2, 1000, 100, 200, 10, 800, 4), wall=3, cpu=5, memory=200)
ROW = {"ours": OURS, "OCRmyPDF": THEIRS, "Tesseract": BARE}


def test_groups_add_up_where_a_goal_speaks_of_several() -> None:
    whole = with_totals({"real": ROW, "plain": ROW, "office 0": ROW})
    assert list(whole) == ["real", "plain", "office 0", "real and plain"]
    both = whole["real and plain"]["ours"]
    assert (both.score.pages, both.wall, both.size, both.memory) == (4, 8, 400, 300)
    assert both.score.cer == pytest.approx(1.0)
    assert both.pages_per_minute == pytest.approx(30)
    assert whole["real and plain"]["Tesseract"].size is None


def test_ratios_are_ours_over_theirs() -> None:
    assert ratio(1.0, 4.0) == "0.25×"
    assert ratio(None, 4.0) == ratio(1.0, None) == ratio(1.0, 0.0) == "–"
    _, _, first, second = ratios_table({"real": ROW})
    assert first == "| real | OCRmyPDF | 0.05× | – | 0.10× | 0.12× | 4.00× | 0.20× | 0.50× |"
    assert second.split(" | ")[-1] == "– |"


def test_the_interval_is_wide_where_pages_differ_and_none_with_hardly_any_pages() -> None:
    alike = [Score(1, 1000, 10)] * 12, [Score(1, 1000, 100)] * 12
    assert interval(*alike) == "0.10–0.10"
    unlike = [Score(1, 1000, 5 * place) for place in range(12)]
    low, high = (float(edge) for edge in interval(unlike, alike[1]).split("–"))
    assert low < 0.275 < high
    assert high - low > 0.1
    assert interval(unlike[:2], alike[1][:2]) == "–"


def test_every_reader_has_a_row() -> None:
    rows = results_table({"real": ROW})
    assert [row.split(" | ")[1] for row in rows[2:]] == ["ours", "OCRmyPDF", "Tesseract"]
    assert "| 1.00 | 2.00 | 0.25 |" in rows[2]
