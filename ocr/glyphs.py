"""A small network that looks at one vowel at a time and tells which marks stand on it.

The recognisers read whole lines and lean on what is usual: both take “Ẫ” for “Ã” where a language
has no other word. This one knows no words, only the picture of one letter, so it errs in other
places. It says nothing about which letter it is, only about its marks.
"""

from __future__ import annotations

import functools
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.cleanup.model import Pixels
from ocr.marks import counts, syllables
from ocr.model import Box

WIDTH, HEIGHT = 28, 40
BASES = "aeiouyAEIOUY"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
SHAPES = ("", "\u0302", "\u0306\u031b")
"""None, circumflex, and breve or horn, of which a letter has at most one."""
CLASSES = len(TONES) * len(SHAPES)
_FILE = "vi-glyphs.npz"
_AROUND = " .,;:()'\"-–…“”‘’"
_ABOVE, _BELOW, _BESIDE = 0.25, 0.25, 0.15
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
    """The word with the marks seen on its vowels."""
    score: float
    """How likely the marks it was read with are, among all syllables of these letters."""


def taken_apart(character: str) -> Letter | None:
    """Return a vowel's bare letter and marks, or None for any other character."""
    parts = unicodedata.normalize("NFD", character)
    base, marks = parts[:1], parts[1:]
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
    mark = SHAPES[shape]
    if shape == 2:
        mark = "\u0306" if letter.base in "aA" else "\u031b"
    return unicodedata.normalize("NFC", letter.base + mark + TONES[tone])


def allowed(base: str) -> list[int]:
    """Return the marks that a bare letter can carry."""
    return [
        shape * len(TONES) + tone for shape in _SHAPED[base.lower()] for tone in range(len(TONES))
    ]


def picture(image: Pixels, box: Box) -> Floats:
    """Return the letter's ink in the size the network looks at, its room for marks included."""
    height, width = image.shape
    top = max(0, round(box.top - _ABOVE * box.height))
    bottom = min(height, round(box.bottom + _BELOW * box.height))
    left = max(0, round(box.left - _BESIDE * box.width))
    right = min(width, round(box.right + _BESIDE * box.width))
    framed = np.zeros((HEIGHT, WIDTH), np.float32)
    if bottom <= top or right <= left:
        return framed
    scale = HEIGHT / (bottom - top)
    wide = min(WIDTH, max(1, round((right - left) * scale)))
    small = cv2.resize(image[top:bottom, left:right], (wide, HEIGHT), interpolation=cv2.INTER_AREA)
    start = (WIDTH - wide) // 2
    framed[:, start : start + wide] = 1.0 - small.astype(np.float32) / 255.0
    return framed


@dataclass(frozen=True)
class Network:
    """Two layers of weights."""

    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats

    def probabilities(self, pictures: Floats, bases: Sequence[str]) -> Floats:
        """Return, a row a letter, how likely each number of marks is."""
        inputs = with_bases(pictures, bases)
        hidden = np.maximum(inputs @ self.first + self.first_bias, 0)
        scores = hidden @ self.second + self.second_bias
        for row, base in enumerate(bases):
            forbidden = np.ones(CLASSES, bool)
            forbidden[allowed(base)] = False
            scores[row, forbidden] = -1e9
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


def with_bases(pictures: Floats, bases: Sequence[str]) -> Floats:
    """Return the network's input: the pictures, each with the bare letter it is of."""
    known = np.zeros((len(bases), len(BASES)), np.float32)
    for row, base in enumerate(bases):
        known[row, BASES.index(base)] = 1.0
    return np.concatenate([pictures.reshape(len(bases), -1), known], axis=1)


@functools.cache
def shipped() -> Network:
    """Return the network that comes with the program."""
    with (resources.files("resources") / "models" / _FILE).open("rb") as file:
        kept = np.load(file)
        return Network(
            *(
                np.asarray(kept[name], np.float32) * np.float32(kept[f"{name}_scale"])
                for name in ("first", "first_bias", "second", "second_bias")
            )
        )


def look(image: Pixels, words: Sequence[Sequence[tuple[str, Box]]]) -> list[Seen]:
    """Return what the marks of words look like, given their characters and where they stand.

    The letters of a word are weighed together: only syllables that exist can be meant.
    """
    vowels: list[tuple[int, int, str]] = []
    pictures: list[Floats] = []
    for number, word in enumerate(words):
        for place, (text, box) in enumerate(word):
            letter = taken_apart(text) if len(text) == 1 else None
            if letter is not None and box.width >= 2 and box.height >= 2:
                vowels.append((number, place, letter.base))
                pictures.append(picture(image, box))
    odds: list[dict[int, Floats]] = [{} for _ in words]
    if vowels:
        found = shipped().probabilities(np.stack(pictures), [base for _, _, base in vowels])
        for (number, place, _), row in zip(vowels, found, strict=True):
            odds[number][place] = row
    texts = ["".join(text for text, _ in word) for word in words]
    return [_seen(text, rows) for text, rows in zip(texts, odds, strict=True)]


def _seen(text: str, odds: Mapping[int, Floats]) -> Seen:
    """Return the likeliest way to mark the word, and how likely the way it was read is."""
    if not odds:
        return Seen(text, 1.0)
    weights = {one: _weight(one, odds) for one in {text, *_other_marks(text)}}
    best = max(weights, key=lambda one: (weights[one], one == text))
    mass = sum(weights.values())
    return Seen(best, math.floor(weights[text] / mass * 1e4) / 1e4 if mass else 0.0)


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
