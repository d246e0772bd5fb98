"""Numbers in drawn boxes are read where they are printed, and never sure where a pen wrote them."""

from __future__ import annotations

import argparse

import pytest

from benchmarks.drawn_cells import IN_BOXES, measured


@pytest.mark.engine
@pytest.mark.parametrize("by_hand", [False, True], ids=["printed", "by hand"])
def test_printed_figures_are_sure_and_written_ones_are_left_to_a_person(by_hand: bool) -> None:
    asked = argparse.Namespace(seed=7, papers=2, levels=["0"], workers=1, by_hand=by_hand)
    ((_, tally, _),) = measured(asked)
    assert tally.fields == 2 * len(IN_BOXES)
    assert tally.sure_wrong == 0
    assert tally.sure == (0 if by_hand else tally.fields)
