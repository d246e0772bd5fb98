"""How often syllables and pairs of them stand in Vietnamese text, as a small file of counts."""

from __future__ import annotations

import functools
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import numpy as np

from ocr.marks import syllables

MAGIC = b"VIMARKS1"
_FILE = "vi-marks.bin"
_BACKING = 6.0
"""How many sightings of a syllable it takes before its own followers outweigh the general ones."""
_UNSEEN = 3.0
_MOST_KEPT = 50_000
_FLATTENED = 0.6
"""Frequent syllables are not trusted as much as they are frequent: office papers are no laws."""


@dataclass(frozen=True)
class Counts:
    """Counted syllables and pairs; number 0 stands for the edge of a phrase."""

    numbers: Mapping[str, int]
    singles: list[int]
    pairs: Mapping[int, int]
    """Count of each pair under ``left * len(singles) + right``."""
    by_base: Mapping[str, tuple[str, ...]]

    @functools.cached_property
    def mass(self) -> float:
        """The sum of all flattened counts."""
        return float(sum((count + _UNSEEN) ** _FLATTENED for count in self.singles))

    def seen(self, key: str) -> int:
        """Return how often a syllable was counted."""
        return self.singles[self.numbers[key]] if key in self.numbers else 0

    def seen_pair(self, left: str, right: str) -> int:
        """Return how often two syllables were counted side by side; an empty key is the edge."""
        one, other = self._about(left)[0], self._about(right)[0]
        if one is None or other is None:
            return 0
        return self.pairs.get(one * len(self.singles) + other, 0)

    def log_follows(self, left: str, right: str) -> float:
        """Return the logarithm of how likely ``right`` is after ``left``."""
        # a page asks a few thousand times, and mostly about what was asked before
        known = self._followed.get((left, right))
        if known is None:
            if len(self._followed) >= _MOST_KEPT:
                self._followed.clear()
            known = self._followed[left, right] = self._log_follows(left, right)
        return known

    @functools.cached_property
    def _followed(self) -> dict[tuple[str, str], float]:
        return {}

    def _log_follows(self, left: str, right: str) -> float:
        one, before, _ = self._about(left)
        other, _, general = self._about(right)
        pair = 0
        if one is not None and other is not None:
            pair = self.pairs.get(one * len(self.singles) + other, 0)
        return math.log((pair + _BACKING * general) / (before + _BACKING))

    def _about(self, key: str) -> tuple[int | None, int, float]:
        """Return the number of a syllable, its count, and how likely it is after any other."""
        known = self._looked_up.get(key)
        if known is None:
            number = self.numbers.get(key) if key else 0
            count = 0 if number is None else self.singles[number]
            general = (count + _UNSEEN) ** _FLATTENED / self.mass
            known = self._looked_up[key] = (number, count, general)
        return known

    @functools.cached_property
    def _looked_up(self) -> dict[str, tuple[int | None, int, float]]:
        # a page asks a few thousand times for the same few hundred syllables
        return {}

    def alike(self, letters: str) -> tuple[str, ...]:
        """Return the keys of all counted syllables with the same base letters."""
        return self.by_base.get(syllables.base(letters), ())


def packed(singles: Mapping[str, int], pairs: Mapping[tuple[str, str], int], edges: int) -> bytes:
    """Return the counts as the bytes of a file."""
    keys = sorted(singles)
    numbers = {"": 0} | {key: number for number, key in enumerate(keys, 1)}
    places = np.array(
        sorted(numbers[one] * (len(keys) + 1) + numbers[other] for one, other in pairs), np.int64
    )
    by_place = {
        numbers[one] * (len(keys) + 1) + numbers[other]: count
        for (one, other), count in pairs.items()
    }
    counts = np.array([by_place[int(place)] for place in places], np.uint32)
    steps = np.diff(places, prepend=0).astype(np.uint32)
    parts = [
        "\n".join(keys).encode(),
        np.array([edges, *(singles[key] for key in keys)], "<u4").tobytes(),
        steps.astype("<u4").tobytes(),
        counts.astype("<u4").tobytes(),
    ]
    sizes = np.array([len(part) for part in parts], "<u4").tobytes()
    return MAGIC + zlib.compress(sizes + b"".join(parts), 9)


def unpacked(data: bytes) -> Counts:
    """Return the counts a file holds."""
    if not data.startswith(MAGIC):
        raise ValueError("not a file of mark counts")
    plain = zlib.decompress(data[len(MAGIC) :])
    sizes = np.frombuffer(plain[:16], "<u4").tolist()
    parts, start = [], 16
    for size in sizes:
        parts.append(plain[start : start + size])
        start += size
    keys = parts[0].decode().split("\n")
    singles = np.frombuffer(parts[1], "<u4").tolist()
    places = np.cumsum(np.frombuffer(parts[2], "<u4"), dtype=np.int64).tolist()
    pairs = dict(zip(places, np.frombuffer(parts[3], "<u4").tolist(), strict=True))
    alike: dict[str, list[str]] = {}
    for key in keys:
        alike.setdefault(syllables.base(key[:-1]), []).append(key)
    return Counts(
        {key: number for number, key in enumerate(keys, 1)},
        singles,
        pairs,
        {base: tuple(same) for base, same in alike.items()},
    )


@functools.cache
def shipped() -> Counts:
    """Return the counts that come with the program."""
    return unpacked(resources.files("resources").joinpath("models", _FILE).read_bytes())
