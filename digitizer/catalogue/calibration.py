"""What readings that looked like this one turned out to be worth: measured, never assumed.

A curve gives, for the score of a reading, the share of readings with such a score that were right.
It is fitted by isotonic regression (pool adjacent violators): a better score is never worth less.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from digitizer.catalogue.loading import read_table, validated

FOLDER = "calibration"
_FILE = "readings.toml"
FEWEST = 200
"""Outcomes below which a curve says “not enough”."""


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a curve."""

    score: float
    """Least score of the level."""
    right: int
    count: int

    @property
    def probability(self) -> float:
        """How likely a reading of this level is right, half an error added for what is unseen."""
        return (self.right + 0.5) / (self.count + 1)


@dataclass(frozen=True, slots=True)
class Curve:
    """The levels of one kind of reading, from the least score up."""

    steps: tuple[Step, ...]

    @property
    def count(self) -> int:
        """How many outcomes it was fitted to."""
        return sum(step.count for step in self.steps)

    def at(self, score: float) -> float | None:
        """Return how likely a reading with this score is right, or None when too few are known."""
        if self.count < FEWEST:
            return None
        place = bisect_right([step.score for step in self.steps], score)
        return self.steps[max(place - 1, 0)].probability


def fitted(outcomes: Iterable[tuple[float, bool]]) -> Curve:
    """Return the isotonic curve of outcomes: a score and whether the reading was right."""
    tallies: dict[float, list[int]] = {}
    for score, right in outcomes:
        tally = tallies.setdefault(score, [0, 0])
        tally[0] += right
        tally[1] += 1
    return _pooled(Step(score, *tallies[score]) for score in sorted(tallies))


def _pooled(steps: Iterable[Step]) -> Curve:
    levels: list[Step] = []
    for step in steps:
        levels.append(step)
        # a level that is worth no more than the one before it is one with it
        while len(levels) > 1 and (
            levels[-1].right * levels[-2].count <= levels[-2].right * levels[-1].count
        ):
            last, before = levels.pop(), levels.pop()
            levels.append(Step(before.score, before.right + last.right, before.count + last.count))
    return Curve(tuple(levels))


def together(one: Curve, other: Curve) -> Curve:
    """Return the curve fitted to what two curves were fitted to, level by level."""
    steps: dict[float, Step] = {}
    for step in (*one.steps, *other.steps):
        known = steps.get(step.score, Step(step.score, 0, 0))
        steps[step.score] = Step(step.score, known.right + step.right, known.count + step.count)
    return _pooled(steps[score] for score in sorted(steps))


@dataclass(frozen=True)
class Calibration:
    """All curves, by kind of word and by how it was read: ``words/agreed``."""

    version: str
    made_with: str
    curves: Mapping[str, Curve]
    weights: Mapping[str, float] = field(default_factory=dict)
    """What each thing seen of a word adds to the odds that it was misread; empty: marks alone."""

    def probability(self, kind: str, score: float) -> float | None:
        """Return how likely a reading of this kind is right; None says “not enough”."""
        curve = self.curves.get(kind)
        return None if curve is None else curve.at(score)

    def score(self, seen: Mapping[str, float]) -> float:
        """Return, from 0 to 1, how little speaks against a word of which this was seen."""
        against = sum(weight * seen.get(name, 0.0) for name, weight in self.weights.items())
        return 1.0 / (1.0 + math.exp(min(max(against, -50.0), 50.0)))


class _CurveSchema(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    scores: tuple[float, ...]
    right: tuple[int, ...]
    count: tuple[int, ...]


class CalibrationSchema(BaseModel):
    """``readings.toml`` of the folder ``calibration``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str = Field(min_length=1)
    made_with: str = Field(min_length=1)
    curves: dict[str, _CurveSchema]
    weights: dict[str, float] = Field(default_factory=dict)


def load_calibration(office_folder: Path | None = None) -> Calibration:
    """Read the shipped curves, the office's own outcomes added; raises DefinitionError."""
    shipped = _read(files("resources") / FOLDER / _FILE)
    own = None if office_folder is None else office_folder / FOLDER / _FILE
    if own is None or not own.is_file():
        return shipped
    more = _read(own)
    curves = dict(shipped.curves)
    for kind, curve in more.curves.items():
        curves[kind] = together(curves[kind], curve) if kind in curves else curve
    version = f"{shipped.version}+{more.version}"
    return Calibration(version, shipped.made_with, curves, shipped.weights)


def written(calibration: Calibration) -> str:
    """Return the file of a calibration."""
    lines = [
        f'version = "{calibration.version}"',
        f'made_with = "{calibration.made_with}"',
    ]
    if calibration.weights:
        lines += ["", "[weights]"]
        lines += [f"{name} = {weight:.4f}" for name, weight in calibration.weights.items()]
    for kind, curve in sorted(calibration.curves.items()):
        lines += [
            "",
            f'[curves."{kind}"]',
            f"scores = {[round(step.score, 6) for step in curve.steps]}",
            f"right = {[step.right for step in curve.steps]}",
            f"count = {[step.count for step in curve.steps]}",
        ]
    return "\n".join(lines) + "\n"


def _read(file: Traversable) -> Calibration:
    schema = validated(CalibrationSchema, read_table(file)[0], _FILE)
    curves = {
        kind: Curve(
            tuple(
                Step(score, right, count)
                for score, right, count in zip(one.scores, one.right, one.count, strict=True)
            )
        )
        for kind, one in schema.curves.items()
    }
    return Calibration(schema.version, schema.made_with, curves, schema.weights)
