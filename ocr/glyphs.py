"""What the letters and figures of a word look like, each seen alone.

The recognisers read whole lines and lean on what is usual: both take “Ẫ” for “Ã” where a language
has no other word. The network of letters (``letter_network.py``) knows no words, only the picture
of one letter, so it errs in other places.
"""

from __future__ import annotations

import functools
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr import letter_network
from ocr.cleanup.model import Pixels
from ocr.figure_places import otherwise_placed
from ocr.marks import counts, syllables
from ocr.model import PLAINLY, Box

BASES = "aeiouydAEIOUYD"
FIGURES = "0123456789"
_STROKED = "đĐ"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
SHAPES = ("", "\u0302", "\u0306\u031b")
"""None, circumflex, and breve or horn, of which a letter has at most one."""
_STEPS = 1e6
CLASSES = len(TONES) * len(SHAPES)
_LEAST_HIGH = 2.0
_BESIDE, _MOST_STROKES = 0.25, 4
_WHITE = 255
_PLAIN = 0.9
_AROUND = " .,;:()'\"-–…“”‘’"
_SHAPED = {"a": (0, 1, 2), "e": (0, 1), "o": (0, 1, 2), "u": (0, 2), "i": (0,), "y": (0,)}

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Letter:
    """A vowel taken apart: its bare letter and the number of its marks."""

    base: str
    marks: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What the marks of a word look like."""

    text: str
    """The word with the marks seen on its vowels, and the figures seen."""
    score: float
    """How likely are the marks it was read with, among all syllables of these letters, and its
    figures."""
    likely: float
    """How likely is what is seen."""


def taken_apart(character: str) -> Letter | None:
    """Return a vowel's bare letter and marks, or None for any other character."""
    parts = unicodedata.normalize("NFD", character)
    base, marks = parts[:1], parts[1:]
    if character and character in _STROKED:
        return Letter("dD"[_STROKED.index(character)], len(TONES))
    if not base or base not in BASES:
        return None
    tone = shape = 0
    for mark in marks:
        if mark in TONES:
            tone = TONES.index(mark)
        elif mark == SHAPES[1]:
            shape = 1
        elif mark in SHAPES[2]:
            shape = 2
        else:
            return None
    return Letter(base, shape * len(TONES) + tone)


def put_together(letter: Letter) -> str:
    """Return the vowel with its marks."""
    shape, tone = divmod(letter.marks, len(TONES))
    if letter.base in "dD":
        return _STROKED["dD".index(letter.base)] if shape else letter.base
    mark = SHAPES[shape]
    if shape == 2:
        mark = "\u0306" if letter.base in "aA" else "\u031b"
    return unicodedata.normalize("NFC", letter.base + mark + TONES[tone])


def allowed(base: str) -> list[int]:
    """Return the marks that a bare letter can carry; the stroke of đ counts as a circumflex."""
    if base in "dD":
        return [0, len(TONES)]
    return [
        shape * len(TONES) + tone for shape in _SHAPED[base.lower()] for tone in range(len(TONES))
    ]


def look(image: Pixels, words: Sequence[Sequence[tuple[str, Box]]]) -> list[Seen]:
    """Return what marks and figures of words look like, given their characters and their places.

    The letters of a word are weighed together: only syllables that exist can be meant.
    """
    asked: list[tuple[int, int, str]] = []
    pictures: list[Pixels] = []
    for number, word in enumerate(words):
        placed = [box for text, box in word if text.isalnum() and box.width >= 1]
        among = _among_figures([text for text, _ in word])
        boxes = []
        for place, (text, box) in enumerate(word):
            letter = taken_apart(text) if len(text) == 1 else None
            base = "" if place in among or letter is None else letter.base
            if (base or place in among) and box.width >= 1 and box.height >= _LEAST_HIGH:
                asked.append((number, place, base))
                boxes.append(box)
        pictures += letter_network.pictures(image, placed, boxes) if boxes else ()
    odds: list[dict[int, Floats]] = [{} for _ in words]
    figures: list[dict[int, Floats]] = [{} for _ in words]
    if asked:
        scores = letter_network.shipped().scores(pictures)
        for marks, letters, (number, place, base) in zip(*scores, asked, strict=True):
            if base:
                odds[number][place] = _odds(marks, base)
            else:
                figures[number][place] = letters
    _look_closer(image, words, figures)
    texts = ["".join(text for text, _ in word) for word in words]
    found = [_seen(*one) for one in zip(texts, odds, figures, strict=True)]
    return [
        _counted(image, word, one) if one.text.strip(_AROUND).strip("I") == "" else one
        for word, one in zip(words, found, strict=True)
    ]


def _look_closer(
    image: Pixels,
    words: Sequence[Sequence[tuple[str, Box]]],
    figures: Sequence[dict[int, Floats]],
) -> None:
    """Look at figures that do not plainly look as they were read where the ink says they stand.

    Of all looks the most certain one counts, whatever it tells.
    """
    asked: list[tuple[int, int]] = []
    pictures: list[Pixels] = []
    for number, (word, seen) in enumerate(zip(words, figures, strict=True)):
        doubted = {
            place
            for place, row in seen.items()
            if word[place][0] in FIGURES and _figure(word[place][0], row)[1] < PLAINLY
        }
        for places in otherwise_placed(image, word) if doubted else ():
            there = sorted(doubted & places.keys())
            placed = [box for text, box in word if text.isalnum() and box.width >= 1]
            pictures += letter_network.pictures(image, placed, [places[one] for one in there])
            asked += [(number, place) for place in there]
    if not asked:
        return
    scores = letter_network.shipped().scores(pictures).letters
    for (number, place), row in zip(asked, scores, strict=True):
        told = figures[number]
        told[place] = max(told[place], row, key=_certainty)


def _certainty(scores: Floats) -> float:
    return float(_likely(scores[-len(FIGURES) :]).max())


def _among_figures(letters: Sequence[str]) -> set[int]:
    """Return the places of figures, and of the letters beside them that may be misread ones.

    “15/0ó/1961”, “O46007…”, “H4S”: a third of what stands between two signs is figures, at least.
    """
    found: set[int] = set()
    start = 0
    for end in range(len(letters) + 1):
        if end < len(letters) and letters[end].isalnum():
            continue
        figures = sum(one in FIGURES for one in letters[start:end])
        if figures and end - start <= 3 * figures:
            found.update(range(start, end))
        start = end + 1
    return found


def _counted(image: Pixels, word: Sequence[tuple[str, Box]], seen: Seen) -> Seen:
    """Return a word of nothing but strokes, “III”, with as many as there are.

    The recognisers lose one of three alike. Strokes are counted at half their height, where no
    serif joins them, and a little beside what was boxed.
    """
    boxes = [box for text, box in word if text == "I"]
    if not boxes:
        return seen
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    beside = _BESIDE * (bottom - top)
    left, right = min(box.left for box in boxes) - beside, max(b.right for b in boxes) + beside
    third = (bottom - top) / 3
    rows = image[round(top + third) : round(bottom - third), max(0, round(left)) : round(right)]
    if not rows.size:
        return seen
    ink = rows < (float(rows.min()) + _WHITE) / 2
    edges = np.diff(ink.astype(np.int8), axis=1, prepend=0) > 0
    count = round(float(np.median(edges.sum(axis=1))))
    if not 0 < count <= _MOST_STROKES or count == len(boxes):
        return seen
    return Seen(seen.text.replace("I" * len(boxes), "I" * count), 0.0, 1.0)


def _odds(scores: Floats, base: str) -> Floats:
    """Return how likely the marks are that the bare letter can carry; all others are not."""
    odds = np.zeros(CLASSES, np.float32)
    places = allowed(base)
    odds[places] = _likely(scores[places])
    return odds


def _likely(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float32)


def _seen(text: str, odds: Mapping[int, Floats], figures: Mapping[int, Floats]) -> Seen:
    """Return the likeliest marks and figures of the word, and how likely it is as it was read."""
    if not odds and not figures:
        return Seen(text, 1.0, 1.0)
    weights = {one: _weight(one, odds) for one in {text, *_other_marks(text)}}
    best = max(weights, key=lambda one: (weights[one], one == text))
    mass = sum(weights.values())
    score, likely = ((weights[one] / mass if mass else 0.0) for one in (text, best))
    letters = [*best]
    for place, row in figures.items():
        letters[place], as_read, as_seen = _figure(text[place], row)
        score, likely = score * as_read, likely * as_seen
    return Seen("".join(letters), _rounded(score), _rounded(likely))


def _figure(read: str, scores: Floats) -> tuple[str, float, float]:
    """Return the figure seen, and how likely are the one that was read and the one seen.

    A letter stays one unless it plainly is a figure.
    """
    if read in FIGURES:
        told = _likely(scores[-len(FIGURES) :])
        best = int(told.argmax())
        return FIGURES[best], float(told[FIGURES.index(read)]), float(told[best])
    told = _likely(scores)
    best = int(told.argmax())
    seen, likely = letter_network.LETTERS[best], float(told[best])
    if seen not in FIGURES or likely < _PLAIN:
        return read, 1.0, 1.0
    return seen, 1.0 - likely, likely


def _rounded(likely: float) -> float:
    return math.floor(likely * _STEPS) / _STEPS


def _weight(text: str, odds: Mapping[int, Floats]) -> float:
    """Return how likely the letters look marked as in this text."""
    weight = 1.0
    for place, row in odds.items():
        letter = taken_apart(text[place])
        weight *= float(row[letter.marks]) if letter is not None else 0.0
    return weight


@functools.lru_cache(maxsize=4096)
def _other_marks(text: str) -> tuple[str, ...]:
    """Return the syllables with the same bare letters, in the case of the word."""
    word = text.strip(_AROUND)
    start = text.find(word) if word else 0
    parts = syllables.split(word)
    if parts is None:
        return ()
    found = []
    for key in counts.shipped().alike(syllables.base(parts.letters)):
        spelt = syllables.spelt(syllables.from_key(key), word)
        # what stands around the word is left as it was, so that the letters keep their places
        if len(spelt) == len(word):
            found.append(text[:start] + spelt + text[start + len(word) :])
    return tuple(found)
