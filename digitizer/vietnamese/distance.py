"""How far two Vietnamese texts lie apart: tones weigh less than shapes, shapes less than letters.

Recognisers and hurried hands lose tones first; “Thấm” is nearer to “Thẩm” than to “Thâm”, and to
both nearer than to “Thăng”.
"""

from __future__ import annotations

import functools

from digitizer.vietnamese.text import fold, split_tones

LETTER, SHAPE, TONE = 1.0, 0.4, 0.25
_STEPS = 80
"""Letters of either text that are compared; longer texts are cut."""


def distance(one: str, other: str) -> float:
    """Return the least cost of turning one text into the other; 0 when they say the same.

    Letter case and where the tone stands in its syllable cost nothing.
    """
    first, second = _words(one[:_STEPS]), _words(other[:_STEPS])
    before = [float(place) for place in range(len(second) + 1)]
    for row, letter in enumerate(first, start=1):
        now = [float(row)]
        for column, wanted in enumerate(second, start=1):
            changed = before[column - 1] + _change(letter, wanted)
            now.append(min(changed, before[column] + LETTER, now[-1] + LETTER))
        before = now
    return before[-1]


_Letter = tuple[str, str, str]
"""Bare letter, letter with its shape, and, on the first letter of a syllable, its tone."""


@functools.lru_cache(maxsize=8192)
def _syllable(word: str) -> tuple[_Letter, ...]:
    letters, tones = split_tones(word.lower())
    return tuple(
        (fold(letter), letter, tones if place == 0 else "") for place, letter in enumerate(letters)
    )


def _words(text: str) -> list[_Letter]:
    found: list[_Letter] = []
    for word in text.split():
        if found:
            found.append((" ", " ", ""))
        found += _syllable(word)
    return found


def _change(one: _Letter, other: _Letter) -> float:
    if one[0] != other[0]:
        return LETTER
    return SHAPE * (one[1] != other[1]) + TONE * (one[2] != other[2])
