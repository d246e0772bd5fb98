"""Words drawn by lot for a person to check, and what the check says about the whole batch."""

from __future__ import annotations

import hashlib
import heapq
import io
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ocr.model import Box, PageText, TextSource

_MARGIN = 0.6
_LEVEL = 0.95
_RESAMPLES = 2000
_FEWEST_WRONG = 5
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """One word that a person is to hold against its print."""

    page: str
    """Name of the page: ``scan.pdf (3)``."""
    word: str
    """What was read."""
    picture: bytes
    """PNG of the word and a little around it, upright."""


@dataclass
class Lot:
    """Draws words from pages as they come; what is kept does not grow with the batch.

    The lot is a digest of page and word, so that nobody chooses and the same batch gives the same
    words. Only print that was recognised takes part: handwriting and a file's own text do not.
    """

    wanted: int
    _kept: list[tuple[int, Drawn]] = field(default_factory=list)
    words: int = 0
    """How many words there were to draw from."""

    def offer(self, name: str, image: bytes, text: PageText) -> None:
        """Let the words of one page take part."""
        if text.source is not TextSource.OCR:
            return
        for place, word in enumerate(text.words):
            if word.by_hand or not word.text:
                continue
            self.words += 1
            digest = hashlib.sha256(f"{name}\0{place}\0{word.text}".encode()).digest()
            number = -int.from_bytes(digest[:8], "big")
            if len(self._kept) == self.wanted and number <= self._kept[0][0]:
                continue
            drawn = Drawn(name, word.text, _cut(image, word.box, text.rotation))
            if len(self._kept) < self.wanted:
                heapq.heappush(self._kept, (number, drawn))
            else:
                heapq.heapreplace(self._kept, (number, drawn))

    def drawn(self) -> tuple[Drawn, ...]:
        """Return the words drawn, in the order of their lots."""
        return tuple(one for _, one in sorted(self._kept, key=lambda kept: -kept[0]))


def _cut(image: bytes, box: Box, rotation: int) -> bytes:
    from PIL import Image

    margin = _MARGIN * min(box.width, box.height)
    with Image.open(io.BytesIO(image)) as page:
        edges = (
            max(0, round(box.left - margin)),
            max(0, round(box.top - margin)),
            min(page.width, round(box.right + margin)),
            min(page.height, round(box.bottom + margin)),
        )
        part = page.crop(edges).convert("RGB").rotate(-rotation, expand=True)
    buffer = io.BytesIO()
    part.save(buffer, "PNG")
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a checked sample says, with intervals of 95 %."""

    words: int
    wrong_words: int
    letters: int
    wrong_letters: int
    words_right: tuple[float, float]
    """Interval of the share of words read right (Clopper and Pearson)."""
    letters_right: tuple[float, float] | None
    """Interval of the share of characters read right; nothing with too few wrong words to tell."""

    @property
    def share(self) -> float:
        """The share of the sample's characters that were read right."""
        return 1 - self.wrong_letters / max(self.letters, 1)


def judged(checked: Sequence[tuple[str, str]]) -> Verdict:
    """Return the verdict over words, each as read and as printed."""
    from rapidfuzz.distance import Levenshtein

    wrong = [Levenshtein.distance(printed, read) for read, printed in checked]
    lengths = [max(len(printed), 1) for _, printed in checked]
    wrong_words = sum(distance > 0 for distance in wrong)
    return Verdict(
        words=len(checked),
        wrong_words=wrong_words,
        letters=sum(lengths),
        wrong_letters=sum(wrong),
        words_right=_exact(len(checked) - wrong_words, len(checked)),
        letters_right=_resampled(wrong, lengths) if wrong_words >= _FEWEST_WRONG else None,
    )


def _exact(right: int, count: int) -> tuple[float, float]:
    """Return the interval of Clopper and Pearson for a share."""
    if count == 0:
        return 0.0, 1.0
    tail = (1 - _LEVEL) / 2
    low = 0.0 if right == 0 else _solved(lambda p: 1 - _at_most(right - 1, count, p), tail)
    high = 1.0 if right == count else _solved(lambda p: -_at_most(right, count, p), -tail)
    return round(low, 5), round(high, 5)


def _solved(rising: Callable[[float], float], wanted: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(right: int, count: int, share: float) -> float:
    """Return the chance of at most so many right ones out of a count."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return 1.0 if right >= count else 0.0
    chances = (
        math.lgamma(count + 1)
        - math.lgamma(k + 1)
        - math.lgamma(count - k + 1)
        + k * math.log(share)
        + (count - k) * math.log1p(-share)
        for k in range(right + 1)
    )
    return min(1.0, sum(math.exp(chance) for chance in chances))


def _resampled(wrong: Sequence[int], lengths: Sequence[int]) -> tuple[float, float]:
    """Return the interval by drawing the words again: errors of one word come together."""
    rng = random.Random(0)  # noqa: S311
    places = range(len(wrong))
    shares = []
    for _ in range(_RESAMPLES):
        drawn = rng.choices(places, k=len(wrong))
        shares.append(1 - sum(wrong[i] for i in drawn) / sum(lengths[i] for i in drawn))
    shares.sort()
    tail = round((1 - _LEVEL) / 2 * _RESAMPLES)
    return round(shares[tail], 5), round(shares[-1 - tail], 5)
