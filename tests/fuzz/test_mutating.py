"""Mangled bytes at every door: refused as foreseen, never a crash, a hang or a surprise."""

from __future__ import annotations

import gc
import random

import pytest

from tests.fuzz import mutating
from tests.fuzz.targets import TARGETS


# what a library warns of, or leaves to the collector when it gives up, is not how the door ends
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_seeds_are_accepted_and_mangled_ones_end_as_is_foreseen(name: str) -> None:
    target, chance = TARGETS[name], random.Random(20261125)  # noqa: S311
    for seed in target.seeds():
        target.call(seed)
    for _ in range(40):
        mutating.try_one(target, mutating.mutated(target.seeds(), target.words, chance))
    assert mutating.replayed(name) == []
    # here and not in another test's time
    gc.collect()


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_minute_of_mangled_input_finds_nothing(name: str) -> None:
    outcome = mutating.run(name, seconds=60, most=10_000_000, seed=1)
    print(name, outcome)
    assert outcome.bad == ()
    assert outcome.tried > 50
