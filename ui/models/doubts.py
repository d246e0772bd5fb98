"""Which letters of a value were read with doubt: the scores of its print, laid onto the text."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from digitizer.vietnamese import nfc
from ocr.model import Box, Word

DOUBTED = 0.80
"""Engine score below which a character is shown as doubtful."""


def doubtful_places(shown: str, words: Sequence[Word]) -> tuple[int, ...]:
    """Return the places of letters in ``shown`` whose print was read with doubt.

    ``shown`` may be written otherwise than it was read (dates, capitals): only letters that stand
    in both are told of.
    """
    read, scores = _read(words)
    places: list[int] = []
    for step in Levenshtein.opcodes(read.casefold(), shown.casefold()):
        if step.tag != "equal":
            continue
        for offset in range(step.src_end - step.src_start):
            letter = shown[step.dest_start + offset]
            if letter.isalnum() and scores[step.src_start + offset] < DOUBTED:
                places.append(step.dest_start + offset)
    return tuple(places)


def _read(words: Sequence[Word]) -> tuple[str, list[float]]:
    text: list[str] = []
    scores: list[float] = []
    for word in words:
        if text:
            text.append(" ")
            scores.append(1.0)
        for letter, score in _letters(word):
            text.append(letter)
            scores.append(score)
    return "".join(text), scores


def _letters(word: Word) -> list[tuple[str, float]]:
    if "".join(one.text for one in word.characters) == word.text:
        pairs = [(letter, one.confidence) for one in word.characters for letter in nfc(one.text)]
        if len(pairs) == len(word.text):
            return pairs
    return [(letter, word.confidence) for letter in word.text]


def words_in(words: Sequence[Word], box: Box) -> tuple[Word, ...]:
    """Return the words whose middle lies in a rectangle, in reading order."""
    held = [
        word
        for word in words
        if box.left <= (word.box.left + word.box.right) / 2 <= box.right
        and box.top <= (word.box.top + word.box.bottom) / 2 <= box.bottom
    ]
    return tuple(sorted(held, key=lambda word: (word.line, word.box.left)))
