"""How often a character of a given score is right, learnt from pages whose print is known.

The recogniser's scores are no probabilities. The step function in ``calibration.json`` was fitted
by ``benchmarks/calibration.py`` on generated, worn pages; it says on how many, and by which recipe.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from ocr.model import Word

FILE = Path(__file__).with_name("calibration.json")
_FEWEST = 200
"""Characters a step must rest on; fewer are joined with their neighbours."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scores up to each bound, and the share of characters with such scores that were right."""

    bounds: tuple[float, ...]
    """Lowest score of each step, rising; the first is 0."""
    shares: tuple[float, ...]
    counts: tuple[int, ...]
    pages: int
    basis: str
    date: str

    @property
    def characters(self) -> int:
        """How many characters it rests on."""
        return sum(self.counts)

    def probability(self, score: float) -> float:
        """Return the chance that a character of this score is right."""
        return self.shares[max(0, bisect.bisect_right(self.bounds, score) - 1)]

    @classmethod
    def fitted(
        cls, judged: Sequence[tuple[float, bool]], *, pages: int, basis: str, date: str
    ) -> Calibration:
        """Return the rising step function nearest to what was found (pool adjacent violators)."""
        steps: list[tuple[float, int, int]] = []
        ordered = sorted(judged, key=lambda one: one[0])
        for score, group in groupby(ordered, key=lambda one: one[0]):
            outcomes = [is_right for _, is_right in group]
            steps.append((score, sum(outcomes), len(outcomes)))
            while len(steps) > 1 and (
                steps[-2][1] * steps[-1][2] >= steps[-1][1] * steps[-2][2] or steps[-2][2] < _FEWEST
            ):
                (low, right, count), (_, more, others) = steps[-2:]
                steps[-2:] = [(low, right + more, count + others)]
        if len(steps) > 1 and steps[-1][2] < _FEWEST:
            (low, right, count), (_, more, others) = steps[-2:]
            steps[-2:] = [(low, right + more, count + others)]
        return cls(
            bounds=(0.0, *(round(low, 4) for low, _, _ in steps[1:])),
            shares=_rising([(right + 1) / (count + 2) for _, right, count in steps]),
            counts=tuple(count for _, _, count in steps),
            pages=pages,
            basis=basis,
            date=date,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready dict."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Calibration:
        """Rebuild it from ``to_dict``'s form."""
        told = dict(data)
        for name in ("bounds", "shares", "counts"):
            told[name] = tuple(told[name])
        return cls(**told)


def _rising(shares: Sequence[float]) -> tuple[float, ...]:
    """Return the shares with none above a later one.

    One more right and one more wrong were counted in, so that no step promises certainty; that may
    have lifted a large step above a small one.
    """
    rising = list(itertools.accumulate(reversed(shares), min))
    return tuple(round(share, 5) for share in reversed(rising))


def character_scores(word: Word) -> list[float]:
    """Return the score of each character; the word's own where those are not known.

    A word is no surer than itself: what settled its score (its marks, a second reading) counts.
    """
    if len(word.characters) != len(word.text):
        return [word.confidence] * len(word.text)
    return [min(one.confidence, word.confidence) for one in word.characters]


@functools.cache
def shipped() -> Calibration:
    """Return the calibration that comes with the program."""
    return Calibration.from_dict(json.loads(FILE.read_text("utf-8")))
