"""A comma that one reading lost is not outvoted by it: “14,6 m” is not “146 m”."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitizer.paper.layout import sheet_of
from digitizer.paper.printed import Paper
from digitizer.paper.second_look import look
from digitizer.paper.voting import Looks, vote
from ocr.model import Rereading, WordAgain
from tests.digitizer.paper.pages import page_text


def settled(first: str, *others: str) -> tuple[str, int]:
    """Return what is settled upon and how many say so; every letter looks as it was read."""
    looks = [Looks(other, 0.9999, 0.9999) for other in others]
    word = vote(first, 0.9, [(other, 0.95) for other in others], looks)
    return word.text, word.agree


def test_how_figures_look_says_nothing_of_the_signs_between_them() -> None:
    assert settled("14,6m", "146m") == ("14,6m", 1)
    assert settled("14,6m", "146m", "14,6m") == ("14,6m", 2)
    assert settled("146m", "14,6m", "14,6m") == ("14,6m", 2)
    assert settled("14,6m", "146m", "146m") == ("146m", 2)


def test_how_figures_look_still_tells_the_figures() -> None:
    assert settled("14,6m", "14,8m") == ("14,8m", 1)


@pytest.mark.parametrize("unit", ["m?", "m²", "m2", "m"])
def test_a_unit_read_together_with_its_number_is_weighed_by_itself(unit: str) -> None:
    page = page_text(["Diện tích: 71,9 m2"])
    line = page.words[2:]
    box = line[0].box.union(line[1].box)

    def again(witness: str, *words: WordAgain) -> Rereading:
        return Rereading(box, 2, witness, words)

    glued = WordAgain(f"719{unit}", 0.5, 0, 1, f"719{unit}", 1.0, 1.0)
    apart = [WordAgain(text, 0.9, at, at, text, 1.0, 1.0) for at, text in enumerate(("71,9", unit))]
    sheet = sheet_of(1, replace(page, again=(again("second", glued), again("third", *apart))))
    seen = look((sheet.rows[0].pieces[2:],), Paper((sheet,)))
    assert seen is not None
    assert (seen.words[0].text, seen.words[0].agree) == ("71,9", 2)
    assert not seen.unanimous
