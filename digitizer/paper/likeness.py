"""Knows a kind of paper by its words and where they stand, from papers whose kind is known.

A small model that grows by what officers confirm: for every kind the share of its pages on which a
feature stands. A page is compared with each kind by the angle between the two, where features of
many kinds weigh little. What is like no known kind stays unknown. File names are never looked at,
and only hashes of words without digits are kept.
"""

from __future__ import annotations

import base64
import itertools
import json
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from digitizer.paper.layout import Sheet, sheet_of
from digitizer.paper.regions import is_capitals
from ocr.model import PageText

_BUCKETS = 1 << 16
_MOST = 1200
_TOP = 0.3
_NEXT = "+"
_PRIOR_FILE = "kinds.bin"
# fitted by tools/make_kinds.py --fit on worn specimens, each also with its own kind left out, where
# taking an unknown page for a known one weighs six times as much
_BIAS, _BY_LIKENESS, _BY_MARGIN = -13.6, 21.4, 6.4

Features = frozenset[int]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a page is most like."""

    type: str
    first: bool
    """Whether it is like the first page of such a paper."""
    probability: float
    confirmed: bool = False
    """Rests on pages that an officer of this office confirmed."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A page whose kind somebody stood for."""

    type: str
    first: bool
    features: Features


def features_of(text: PageText) -> Features:
    """Return the features of a page: hashes of its words, pairs of words and headings."""
    return features_on(sheet_of(0, text))


def features_on(sheet: Sheet) -> Features:
    """Return the features of a page whose rows are known."""
    found: dict[int, None] = {}
    for row in sheet.rows:
        words = [piece.key for piece in row.pieces if len(piece.key) > 1 and piece.key.isalpha()]
        top = "t" if row.box.top < _TOP * sheet.height else "r"
        for word in words:
            found[_hash(f"w{word}")] = None
            found[_hash(f"{top}{word}")] = None
        for one, other in itertools.pairwise(words):
            found[_hash(f"p{one} {other}")] = None
        if words and is_capitals(row.text):
            found[_hash("c" + " ".join(words))] = None
        if len(found) > _MOST:
            break
    return frozenset(found)


def _hash(text: str) -> int:
    return zlib.crc32(text.encode()) % _BUCKETS


def packed(features: Features) -> str:
    """Return features as text, to be kept."""
    data = b"".join(one.to_bytes(2, "big") for one in sorted(features))
    return base64.b85encode(zlib.compress(data, 9)).decode()


def unpacked(text: str) -> Features:
    """Return features from their kept form; raises ValueError when it is damaged."""
    try:
        expand = zlib.decompressobj()
        data = expand.decompress(base64.b85decode(text), 4 * _MOST)
    except zlib.error as error:
        raise ValueError("damaged features") from error
    return frozenset(int.from_bytes(data[n : n + 2], "big") for n in range(0, len(data) - 1, 2))


@dataclass
class _Kind:
    """One kind's first or later pages."""

    pages: int = 0
    counts: Counter[int] = field(default_factory=Counter)

    def add(self, features: Features) -> None:
        self.pages += 1
        self.counts.update(features)


class KindModel:
    """Counts of features by kind; grows by one page at a time."""

    def __init__(self) -> None:
        self._own: dict[str, _Kind] = defaultdict(_Kind)
        self._prior: dict[str, _Kind] = {}
        self._spread: Counter[int] = Counter()
        self._weights: dict[int, float] = {}
        self._vectors: dict[tuple[str, bool], tuple[dict[int, float], float]] = {}

    @classmethod
    def shipped(cls) -> KindModel:
        """Return the model that comes with the program, made from specimens."""
        model = cls()
        for label, pages, counts in _prior():
            model._prior[label] = _Kind(pages, Counter(counts))
        model._settle()
        return model

    def knows(self, kind: str) -> bool:
        """Return whether pages of a kind have been seen."""
        return kind in self._prior or kind in self._own

    def learn(self, confirmed: Iterable[Confirmed]) -> None:
        """Grow by confirmed pages."""
        for one in confirmed:
            self._own[_label(one.type, first=one.first)].add(one.features)
        self._settle()

    def forget_prior(self, label: str) -> None:
        """Leave one shipped kind out, to see whether its pages are then unknown."""
        self._prior.pop(label, None)
        self._settle()

    def _settle(self) -> None:
        """Weigh features by how few kinds they stand on."""
        self._spread = Counter()
        for kinds in (self._prior, self._own):
            for kind in kinds.values():
                self._spread.update(one for one, n in kind.counts.items() if 2 * n >= kind.pages)
        total = len(self._prior) + len(self._own)
        self._weights = {
            one: math.log((total + 1) / (count + 0.5)) for one, count in self._spread.items()
        }
        self._unseen = math.log(total + 1) if total else 1.0
        self._vectors = {}
        for kinds, own in ((self._prior, False), (self._own, True)):
            for label, kind in kinds.items():
                vector = {
                    one: self._weight(one) * n / kind.pages
                    for one, n in kind.counts.items()
                    if 5 * n >= kind.pages
                }
                length = math.sqrt(sum(value * value for value in vector.values()))
                if length > 0:
                    self._vectors[label, own] = (vector, length)

    def _weight(self, one: int) -> float:
        return self._weights.get(one, self._unseen)

    def guess(self, features: Features, known: Mapping[str, object]) -> Guess | None:
        """Return what a page is most like among the known kinds, or None when it is like none."""
        scored = sorted(self.likenesses(features, known), reverse=True)
        if not scored:
            return None
        likeness, label, own = scored[0]
        kind = label.removesuffix(_NEXT)
        other = next((s for s, one, _ in scored[1:] if one.removesuffix(_NEXT) != kind), 0.0)
        score = max(-60.0, _BIAS + _BY_LIKENESS * likeness + _BY_MARGIN * (likeness - other))
        return Guess(kind, not label.endswith(_NEXT), 1 / (1 + math.exp(-score)), confirmed=own)

    def likenesses(
        self, features: Features, known: Mapping[str, object]
    ) -> Iterator[tuple[float, str, bool]]:
        """Yield how like the page is to each kind's pages, from 0 to 1."""
        # what no kind has says nothing for or against: names and places of a person
        weights = {one: self._weights[one] for one in features if one in self._weights}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        if length == 0:
            return
        for (label, own), (vector, size) in self._vectors.items():
            if label.removesuffix(_NEXT) not in known:
                continue
            shared = sum(weights[one] * vector[one] for one in weights.keys() & vector.keys())
            yield shared / (length * size), label, own


def _label(kind: str, *, first: bool) -> str:
    return kind if first else kind + _NEXT


@cache
def shipped_model() -> KindModel:
    """Return the model that comes with the program, as it is; not to be taught."""
    return KindModel.shipped()


@cache
def _prior() -> tuple[tuple[str, int, dict[int, int]], ...]:
    file = files("resources") / "models" / _PRIOR_FILE
    if not file.is_file():
        return ()
    kinds = json.loads(zlib.decompress(file.read_bytes()))
    return tuple(
        (one["label"], one["pages"], dict(zip(one["features"], one["counts"], strict=True)))
        for one in kinds
    )


def packed_prior(pages: Iterable[Confirmed]) -> bytes:
    """Return the file of the shipped model for pages whose kind is known."""
    kinds: dict[str, _Kind] = defaultdict(_Kind)
    for one in pages:
        kinds[_label(one.type, first=one.first)].add(one.features)
    data = []
    for label, kind in sorted(kinds.items()):
        kept = sorted(one for one, n in kind.counts.items() if 3 * n >= kind.pages)
        data.append(
            {
                "label": label,
                "pages": kind.pages,
                "features": kept,
                "counts": [kind.counts[one] for one in kept],
            }
        )
    return zlib.compress(json.dumps(data, separators=(",", ":")).encode(), 9)
