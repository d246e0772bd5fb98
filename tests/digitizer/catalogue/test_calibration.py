"""Confidence is what such readings turned out to be worth: fitted, monotone, refused when few."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitizer.catalogue.calibration import (
    FEWEST,
    Calibration,
    Curve,
    Step,
    fitted,
    load_calibration,
    together,
    written,
)
from digitizer.errors import DefinitionError

OUTCOMES = st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), max_size=80)


@given(OUTCOMES)
def test_a_better_score_is_never_worth_less_and_no_outcome_is_lost(
    outcomes: list[tuple[float, bool]],
) -> None:
    curve = fitted(outcomes)
    shares = [step.right / step.count for step in curve.steps]
    assert shares == sorted(shares)
    assert curve.count == len(outcomes)
    assert sum(step.right for step in curve.steps) == sum(right for _, right in outcomes)
    assert [step.score for step in curve.steps] == sorted({step.score for step in curve.steps})


@given(OUTCOMES, OUTCOMES)
def test_outcomes_of_an_office_join_those_shipped(
    one: list[tuple[float, bool]], other: list[tuple[float, bool]]
) -> None:
    both = together(fitted(one), fitted(other))
    assert both.count == len(one) + len(other)


def test_the_curve_says_how_often_such_readings_were_right() -> None:
    outcomes = [(0.5, n % 2 == 0) for n in range(200)] + [(0.9, n > 0) for n in range(100)]
    curve = fitted(outcomes)
    assert curve.at(0.6) == pytest.approx(100.5 / 201)
    assert curve.at(0.95) == pytest.approx(99.5 / 101)
    assert curve.at(0.1) == curve.at(0.5)


def test_too_few_outcomes_say_not_enough() -> None:
    few = fitted([(0.5, True)] * (FEWEST - 1))
    assert few.at(0.5) is None
    calibration = Calibration("v", "w", {"words/agreed": few})
    assert calibration.probability("words/agreed", 0.5) is None
    assert calibration.probability("unknown", 0.5) is None
    assert fitted([(0.5, True)] * FEWEST).at(0.5) is not None


def test_a_calibration_is_written_and_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "calibration"
    folder.mkdir()
    own = Calibration("ours", "w", {"value/own": Curve((Step(0.25, 3, 4), Step(0.5, 250, 251)))})
    (folder / "readings.toml").write_text(written(own), "utf-8")
    found = load_calibration(tmp_path)
    assert found.curves["value/own"] == own.curves["value/own"]
    assert found.version.endswith("+ours")


def test_the_shipped_calibration_rests_on_enough_words() -> None:
    shipped = load_calibration()
    assert shipped.curves["words/agreed"].count >= FEWEST
    assert shipped.curves["figures/agreed"].count >= FEWEST


def test_a_damaged_calibration_names_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "calibration"
    folder.mkdir()
    (folder / "readings.toml").write_text('version = "x"\ncurvse = 1\n', "utf-8")
    with pytest.raises(DefinitionError) as wrong:
        load_calibration(tmp_path)
    assert wrong.value.details["file"] == "readings.toml"
