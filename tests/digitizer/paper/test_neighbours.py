"""A word that seldom stands behind another, while one of other marks often does, is doubted."""

from __future__ import annotations

import pytest

from digitizer.paper.neighbours import is_outranked, is_written


@pytest.mark.parametrize(
    ("before", "word", "so"),
    [
        ("CƠ", "SỚ", True),  # cơ sở
        ("CƠ", "SỞ", False),
        ("hồ", "sớ", True),  # hồ sơ
        ("Mẫu", "Mẫn", False),  # nothing is known of it
        ("3", "sớ", False),
    ],
)
def test_a_word_is_outranked_where_one_of_other_marks_is_far_more_usual(
    before: str, word: str, so: bool
) -> None:
    assert is_outranked(before, word) is so


@pytest.mark.parametrize(
    ("word", "so"), [("Kim", True), ("PHƯỢNG", True), ("Kừn", False), ("H'Bia", False)]
)
def test_a_syllable_that_no_office_text_holds_is_known_as_such(word: str, so: bool) -> None:
    assert is_written(word) is so
