"""The soak: what it judges as flat, and a short run of it."""

from __future__ import annotations

import pytest

from tests.chaos import soak
from tests.chaos.soak import Sample, judge


def samples(memory: float, handles: int = 0) -> list[Sample]:
    """Return samples that grow by so much over a thousand dossiers, after a warm-up."""
    steps = range(100, 2001, 100)
    return [
        Sample(
            dossiers=done,
            memory=150 + min(done, 400) / 10 + memory * done / 1000,
            workers=140,
            handles=14 + handles * done // 1000,
            threads=6,
            seconds=1.5,
        )
        for done in steps
    ]


def test_what_caches_take_at_first_is_not_growth() -> None:
    assert judge(samples(memory=0)).flat
    assert judge(samples(memory=5)).flat


def test_growth_and_handles_left_open_are_seen() -> None:
    assert judge(samples(memory=60)).memory_growth == pytest.approx(60, abs=1)
    assert not judge(samples(memory=60)).flat
    assert not judge(samples(memory=0, handles=10)).flat


@pytest.mark.engine
@pytest.mark.long
@pytest.mark.timeout(7200)
def test_two_hundred_dossiers_leave_memory_and_handles_as_they_were() -> None:
    verdict = judge(list(soak.run(dossiers=200, every=10)))
    print(verdict)
    assert verdict.flat
