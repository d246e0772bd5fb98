"""Scores become shares that were right, no surer than the pages they were learnt on allow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calibration import judged
from ocr.calibration import Calibration, character_scores, shipped
from ocr.model import Box, Character, PageText, Word


def test_characters_are_held_against_the_print_they_stand_on() -> None:
    box = Box(0, 0, 1, 1)
    words = (Word("UỶ", box, 0.9, 0), Word("BAN", box, 0.8, 0), Word("zzq~", box, 0.2, 1))
    found = judged(PageText(9, 9, 300, words), ["ỦY BAN NHÂN DÂN", "Số: 12"])
    assert found[2:5] == [(0.8, True)] * 3
    assert found[5:] == [(0.2, False)] * 4
    assert (0.9, False) in found[:2]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=3000))
def test_a_calibration_rises_and_promises_no_certainty(outcomes: list[tuple[float, bool]]) -> None:
    learnt = Calibration.fitted(outcomes, pages=1, basis="thử", date="2026-11-25")
    assert list(learnt.bounds) == sorted(learnt.bounds)
    assert list(learnt.shares) == sorted(learnt.shares)
    assert learnt.characters == len(outcomes)
    assert all(0 < learnt.probability(score) < 1 for score, _ in outcomes)


def test_a_calibration_finds_the_shares_again_that_made_its_data() -> None:
    outcomes = [(0.3, n % 2 == 0) for n in range(1000)] + [(0.9, n % 20 != 0) for n in range(1000)]
    learnt = Calibration.fitted(outcomes, pages=1, basis="thử", date="2026-11-25")
    assert learnt.probability(0.3) == pytest.approx(0.5, abs=0.01)
    assert learnt.probability(0.9) == pytest.approx(0.95, abs=0.01)
    assert Calibration.from_dict(learnt.to_dict()) == learnt


def test_the_shipped_calibration_says_on_what_it_rests() -> None:
    learnt = shipped()
    assert learnt.characters > 10_000
    assert learnt.basis.startswith("tesseract 5")
    assert learnt.probability(0.2) < learnt.probability(0.99)


def test_a_character_is_no_surer_than_its_word() -> None:
    word = Word(
        "ab", Box(0, 0, 1, 1), 0.7, 0, characters=(Character("a", 0.9), Character("b", 0.5))
    )
    assert character_scores(word) == [0.7, 0.5]
    assert character_scores(replace(word, characters=())) == [0.7, 0.7]
