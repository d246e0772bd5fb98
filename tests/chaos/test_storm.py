"""A day's work under kills, a full disk, a dead network and a pulled token."""

from __future__ import annotations

import shutil

import pytest

from tests.chaos import storm

pytestmark = [
    pytest.mark.engine,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("gcc") is None, reason="the token's shim is compiled"),
]


def test_a_short_storm_loses_nothing_and_doubles_nothing() -> None:
    outcome = storm.run(seed=7, seconds=6, dossiers=1, samples=("04",), pause=(0.5, 2.0))
    assert outcome.wrong == []
    assert outcome.dossiers >= 1
    assert sum(outcome.faults.values()) >= 3


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_ten_minutes_of_storm_lose_nothing_and_double_nothing() -> None:
    outcome = storm.run(seed=1, seconds=600, dossiers=1000)
    print(outcome)
    assert outcome.wrong == []
    assert set(storm.FAULTS) <= set(outcome.faults)
    assert outcome.dossiers >= 5
