"""Finds printed labels although the recogniser misread some of their letters and marks."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from digitizer.paper.layout import Row
from digitizer.vietnamese import compact

_NUMBERING = re.compile(r"[\divx]{1,4}[.)]|\(\d\)", re.IGNORECASE)
# a row that holds nothing nearly so much like a label is not looked at word by word: on 280 pages
# all kinds and fields come out as with a margin of 0.2, in two thirds of the time
_HINT_MARGIN = 0.09
_SHORTEST = 0.75
_HALF = 0.6
"""Of a label that a colon ends; before, it is a speck."""
_PREFIX_MARGIN = 0.12
_BETTER = 0.08
_SHORT = 5
_MISREAD_COLONS = ("'", "’", '"', "”", "-", "–")
_MIDDLING = 8
# words that begin an address without a capital
_UNIT_KEYS = frozenset(
    {"phuong", "xa", "thi", "thanh", "tinh", "huyen", "quan", "thon", "to", "ap", "khu", "khom"}
    | {"xom", "ban", "lang", "so", "duong", "ngo", "hem"}
)


Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A label found on a row: pieces ``start`` up to, not including, ``end``."""

    row: int
    """Number of the row, counted over all pages of the paper."""
    start: int
    end: int
    likeness: float
    label: str

    @property
    def weight(self) -> float:
        """How much the hit says: long labels more than short ones."""
        return self.likeness * (1 + min(len(self.label), 30) / 30)


@functools.lru_cache(maxsize=4096)
def _key(label: str) -> str:
    return compact(label)


def _needed(length: int) -> float:
    """Return how alike a label of this length must be."""
    if length < _SHORT:
        return 1.0
    return 0.8 if length < _MIDDLING else 0.77


def hits_on_row(
    number: int, row: Row, labels: Iterable[str], *, anywhere: bool = False, likeness: float = 0.0
) -> list[Hit]:
    """Return where the labels may stand on the row; ``anywhere`` also inside a sentence.

    ``likeness`` is how alike they must be at least, from 0 to 1.
    """
    keys = row.keys
    found: list[Hit] = []
    colons: set[int] | None = None
    free: set[int] = set()
    for wanted, needed in _hinted(row.together, _asked(tuple(labels), likeness)):
        if colons is None:
            # most rows hold nothing like any of the labels
            colons = {n for n, piece in enumerate(row.pieces) if piece.text.endswith(":")}
            free = set() if anywhere else _free_starts(row)
        here: list[Hit] = []
        for start in range(len(keys)):
            if not keys[start]:
                continue
            cell = keys[: row.label] if start < row.label else keys
            best = _best_end(cell, start, wanted, needed, colons)
            if best is None:
                continue
            if anywhere or _is_label_like(row, start, best[0], wanted, start in free):
                here.append(Hit(number, start, best[0], best[1], wanted))
        found += _apart(here)
    return found


class _Asked(NamedTuple):
    """Labels that are looked for together."""

    keys: tuple[str, ...]
    needed: tuple[float, ...]
    """How alike each must be."""
    hints: Floats
    """What each needs of a row that may hold it, of 100."""
    shortest: Floats
    """Letters of the shortest such row."""


@functools.lru_cache(maxsize=256)
def _asked(labels: tuple[str, ...], likeness: float) -> _Asked:
    keys = tuple(filter(None, map(_key, labels)))
    needed = tuple(max(likeness, _needed(len(key))) for key in keys)
    return _Asked(
        keys,
        needed,
        np.array([100 * (one - _HINT_MARGIN) for one in needed]),
        np.array([_SHORTEST * len(key) for key in keys]),
    )


def _hinted(together: str, asked: _Asked) -> Iterator[tuple[str, float]]:
    """Yield the labels that something on the row is nearly like, and how alike each must be."""
    if not asked.keys:
        return
    # all at once: asked label by label, it took a tenth of an extraction's time
    seen = process.cdist(
        asked.keys,
        [together],
        scorer=fuzz.partial_ratio,
        score_cutoff=asked.hints.min(),
        dtype=np.float64,
    )[:, 0]
    for number in np.flatnonzero((seen >= asked.hints) & (asked.shortest <= len(together))):
        yield asked.keys[number], asked.needed[number]


def _apart(hits: Sequence[Hit]) -> list[Hit]:
    """Return the best hits of one label that do not overlap."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: -hit.likeness):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return kept


def _free_starts(row: Row) -> set[int]:
    """Return where words stand that do not go on with a sentence: first, or behind a gap."""
    free = {0}
    count = 0
    for segment in row.segments(1.5):
        free.add(count)
        count += len(segment.pieces)
    for number, piece in enumerate(row.pieces[:-1]):
        if piece.text[-1:] in ":.…_;|,-–" or not piece.key or _NUMBERING.fullmatch(piece.text):
            free.add(number + 1)
    return free


def _best_end(
    keys: Sequence[str], start: int, wanted: str, needed: float, colons: Collection[int]
) -> tuple[int, float] | None:
    """Return the end at which the words from ``start`` are most like the label.

    A colon ends a label: “tên: LÊ” is not “tên mẹ” misread.
    """
    shortest, longest = _SHORTEST * len(wanted), 1.3 * len(wanted) + 1
    best: tuple[int, float] | None = None
    text = ""
    for end in range(start, len(keys)):
        text += keys[end]
        if len(text) > longest:
            break
        if len(text) >= shortest and keys[end]:
            likeness = Levenshtein.normalized_similarity(text, wanted, score_cutoff=needed)
            if likeness >= needed and (best is None or likeness > best[1]):
                best = (end + 1, likeness)
        if end in colons and keys[end] and len(text) >= _HALF * len(wanted):
            break
    return best


def _is_label_like(row: Row, start: int, end: int, wanted: str, free: bool) -> bool:
    """Return whether the words are a label and not part of a sentence.

    A label begins its line or stands behind a gap, or a colon follows it; a short one needs both
    unless it begins the line.
    """
    after = row.pieces[end].text if end < len(row.pieces) else ""
    colon = ":" in row.pieces[end - 1].text or (after[:1] in ":.…(/'" and after != "")
    # a colon with one dot lost, or on leaders: “Hồ sơ của' Vũ Đình Khoát”, “Dân tộc" Kinh”
    colon = colon or (row.pieces[end - 1].text[-1:] in _MISREAD_COLONS and after[:1].isupper())
    if len(wanted) >= _MIDDLING:
        return colon or (free and not _is_sentence(row, end))
    # “IV. KẾT LUẬN”
    begins = all(_NUMBERING.fullmatch(piece.text) for piece in row.pieces[:start])
    return (free and (colon or (begins and len(wanted) >= _SHORT))) or (
        colon and len(wanted) >= _SHORT
    )


def _is_sentence(row: Row, end: int) -> bool:
    """Return whether small letters go on at once behind the words: “trụ sở thuộc quyền sở hữu”.

    An address alone may begin so: “thôn Mỹ Hòa”.
    """
    if end >= len(row.pieces) - 1:
        return False
    last, after = row.pieces[end - 1], row.pieces[end]
    near = after.box.left - last.box.right < row.height
    small = after.text[:1].islower() and after.key not in _UNIT_KEYS
    return near and small and row.pieces[end + 1].text[:1].islower()


def first_hit(number: int, row: Row, labels: Sequence[str], *, start: int = 0) -> Hit | None:
    """Return the leftmost of the wordings on the row, from the piece ``start`` on."""
    found = hits_on_row(number, row, labels, anywhere=True)
    hits = [hit for hit in found if hit.start >= start]
    return min(hits, key=lambda hit: (hit.start, -hit.weight), default=None)


def undominated(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits without parts of longer labels and without misreadings of better ones."""
    return [hit for hit in hits if not any(_beats(other, hit) for other in hits)]


def _beats(other: Hit, hit: Hit) -> bool:
    """Return whether the other label on the same words makes this one no label."""
    if other.row != hit.row or not (other.start <= hit.start and hit.end <= other.end):
        return False
    if other.end - other.start > hit.end - hit.start and len(other.label) > len(hit.label):
        return other.likeness >= hit.likeness - _PREFIX_MARGIN
    return other.start == hit.start and other.likeness >= hit.likeness + _BETTER


@dataclass(frozen=True, slots=True)
class _Chain:
    """Hits chosen so far, the last one first."""

    weight: float
    end: tuple[int, int]
    hit: Hit | None = None
    before: _Chain | None = None


def in_order(wanted: Sequence[Sequence[Hit]]) -> list[Hit | None]:
    """Choose for every item one of its hits or none, so that hits follow each other.

    Forms print the same label in several blocks (mother, father); what tells them apart is the
    order. The chain with the greatest weight wins.
    """
    chains = [_Chain(0.0, (-1, 0))]
    for hits in wanted:
        grown = [_Chain(chain.weight, chain.end, None, chain) for chain in chains]
        for hit in hits:
            fitting = [chain for chain in chains if chain.end <= (hit.row, hit.start)]
            if fitting:
                best = max(fitting, key=lambda chain: chain.weight)
                grown.append(_Chain(best.weight + hit.weight, (hit.row, hit.end), hit, best))
        chains = _worth_keeping(grown)
    chosen: list[Hit | None] = []
    chain: _Chain | None = max(chains, key=lambda chain: chain.weight)
    while chain is not None and chain.before is not None:
        chosen.append(chain.hit)
        chain = chain.before
    return chosen[::-1]


def _worth_keeping(chains: Sequence[_Chain]) -> list[_Chain]:
    """Return the chains that no other beats both in weight and in room left."""
    kept: list[_Chain] = []
    for chain in sorted(chains, key=lambda chain: (chain.end, -chain.weight)):
        if not kept or chain.weight > kept[-1].weight:
            kept.append(chain)
    return kept
