"""Doubtful words read a second time, larger and each on a line of its own, all in one call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr import tesseract
from ocr.cleanup.model import Pixels
from ocr.model import Character, Word

_DOUBTED, _HOPELESS = 0.9, 0.2
_MOST_WORDS = 60
_LARGER = 1.3
_TALLEST, _WIDEST = 90, 600
_SIDE, _ABOVE = 0.25, 0.15
_GAP, _EDGE = 18, 40
_WHITE = 255
_SURE, _SURER = 0.86, 0.12
_AGREED, _DISPUTED = 0.9, 0.6
_PLAIN = re.compile(r"[\w.,:;/()+%“”\"'–-]+")
_READABLE = re.compile(r"\w")
_LENGTHS = 2


@dataclass(frozen=True)
class _Again:
    text: str
    confidence: float


def reread(
    words: tuple[Word, ...], image: Pixels, *, language: str, dpi: float, seconds: float
) -> tuple[Word, ...]:
    """Return the words with doubtful ones confirmed, replaced or given an alternative.

    Alone and larger a word falls on other pixels for the recogniser: what it reads the same way
    twice is mostly right, and a second reading much surer than the first is right far oftener.
    """
    places = _doubtful(words)
    if not places:
        return words
    page, tops = _page([_crop(image, words[place]) for place in places])
    again = tesseract.recognise(
        page,
        language=language,
        dpi=dpi * _LARGER,
        seconds=seconds,
        mode=tesseract.ONE_BLOCK,
    )
    result = list(words)
    for number, place in enumerate(places):
        second = _between(again, tops[number], tops[number + 1])
        if second is not None:
            result[place] = _settled(words[place], second)
    return tuple(result)


def _doubtful(words: Sequence[Word]) -> list[int]:
    places = [
        place
        for place, word in enumerate(words)
        if _HOPELESS < word.confidence < _DOUBTED
        and word.box.height < _TALLEST
        and 0 < word.box.width < _WIDEST
        and _READABLE.search(word.text)
        and "<" not in word.text
    ]
    return sorted(places, key=lambda place: words[place].confidence)[:_MOST_WORDS]


def _crop(image: Pixels, word: Word) -> Pixels:
    height, width = image.shape
    side, above = _SIDE * word.box.height, _ABOVE * word.box.height
    top, bottom = max(0, int(word.box.top - above)), min(height, int(word.box.bottom + above) + 1)
    left, right = max(0, int(word.box.left - side)), min(width, int(word.box.right + side) + 1)
    part = image[top:bottom, left:right]
    large = cv2.resize(part, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, dtype=np.uint8)


def _page(crops: Sequence[Pixels]) -> tuple[Pixels, list[int]]:
    """Return the crops one below the other, and where the strip of each begins."""
    tops = [0]
    for crop in crops:
        tops.append(tops[-1] + crop.shape[0] + _GAP)
    width = max(crop.shape[1] for crop in crops) + 2 * _EDGE
    page = np.full((tops[-1] + _GAP, width), _WHITE, dtype=np.uint8)
    for crop, top in zip(crops, tops, strict=False):
        start = top + _GAP // 2
        page[start : start + crop.shape[0], _EDGE : _EDGE + crop.shape[1]] = crop
    return page, tops


def _between(words: Sequence[Word], top: int, bottom: int) -> _Again | None:
    parts = [word for word in words if top <= (word.box.top + word.box.bottom) / 2 < bottom]
    if not parts:
        return None
    return _Again("".join(word.text for word in parts), min(word.confidence for word in parts))


def _settled(word: Word, again: _Again) -> Word:
    if again.text == word.text:
        surer = max(word.confidence, min(again.confidence, _AGREED))
        return replace(word, confidence=surer)
    better = again.confidence >= _SURE and again.confidence - word.confidence >= _SURER
    alike = abs(len(again.text) - len(word.text)) <= _LENGTHS
    if better and alike and _PLAIN.fullmatch(again.text):
        middle = (again.confidence + word.confidence) / 2
        return word.reworded(again.text, middle)
    return replace(
        word,
        confidence=min(word.confidence, _DISPUTED),
        alternatives=(again.text,),
        characters=_disputed(word.characters, again.text),
    )


def _disputed(characters: tuple[Character, ...], seen: str) -> tuple[Character, ...]:
    """Return the characters, each with what the second reading saw in its place."""
    if len(characters) != len(seen):
        return characters
    return tuple(
        one if one.text == other else replace(one, alternatives=(other,))
        for one, other in zip(characters, seen, strict=True)
    )
