"""How far a printed value may be trusted: what vouches for it, and how that is weighed.

A value read once is trusted by its kind and its engine score. A value whose pixels were read again
is worth what its words are worth: each word, by how many readings agree on it and by how its
letters look alone, as often as such words turned out right (``catalogue/calibration.py``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digitizer.catalogue.calibration import Calibration
from digitizer.catalogue.spelling import unit_words
from digitizer.catalogue.units import shipped_units
from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper.second_look import Settled, bare
from digitizer.vietnamese import is_syllable

# the least score of every word at which a value of the kind may be taken without a look;
# measured on 109 papers at three levels of wear: none of those taken was wrong. A name is not
# among them: “KHÁI” was read for “KHẢI” with the highest score there is
_TRUSTED = {
    Reads.PERSONAL_ID: 0.90,
    Reads.DATE: 0.85,
    Reads.YEAR: 0.93,
    Reads.SEX: 0.80,
    Reads.NATIONALITY: 0.80,
    Reads.ETHNICITY: 0.85,
    Reads.NUMBER: 0.90,
    Reads.PHONE: 0.90,
    Reads.MONEY: 0.90,
}
# a recogniser is as certain of a wrong tone mark as of a right one: free words that no list, code
# or check confirms are only taken from a file's own text
_TRUSTED_TEXT = 0.98
_TRUSTED_KNOWN = 0.6
# a number in a register and its year: figures like those of a year
_REGISTER_NUMBER = re.compile(r"\d{1,6}/(?:19|20)\d\d", re.ASCII)
# below, a word's engine score tells poor print; above, nothing
_WELL_READ = 0.85
SURE = 0.999
"""How likely a value must be right to be taken without a look."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What speaks for a printed value."""

    score: float
    """Least engine score among its words."""
    sound: bool
    """It is one of its kind and nothing about its spelling speaks against it."""
    known: bool = False
    """It can only be one of a few wordings."""
    words: tuple[Settled, ...] = ()
    """Its words after further readings, without those that an official list confirms."""
    heard: int = 1
    """How many readings of its pixels there are."""
    unanimous: bool = False
    """All of them, two at least, say the same."""
    whole: bool = True
    """No reading sees more words beside it."""


def probability(grounds: Grounds, calibration: Calibration) -> float | None:
    """Return how likely a value read several times is right, or None: not enough is known."""
    whole = 1.0
    for word in grounds.words:
        one = calibration.probability(kind_of(word), score_of(word))
        if one is None:
            return None
        whole *= one
    return whole


def without_confirmed(words: Sequence[Settled], official: Sequence[str]) -> tuple[Settled, ...]:
    """Return the words that neither an official wording nor the list of units confirms."""
    tokens = [(number, token) for number, word in enumerate(words) for token in _tokens(word.text)]
    texts = [token for _, token in tokens]
    confirmed = set(unit_words(shipped_units(), texts))
    for wording in official:
        wanted = _tokens(wording)
        for start in range(len(texts) - len(wanted) + 1 if wanted else 0):
            if texts[start : start + len(wanted)] == wanted:
                confirmed |= set(range(start, start + len(wanted)))
    open_words = {number for place, (number, _) in enumerate(tokens) if place not in confirmed}
    return tuple(word for number, word in enumerate(words) if number in open_words)


def _tokens(text: str) -> list[str]:
    return [token for one in text.lower().replace(".", " ").split() if (token := bare(one))]


def kind_of(word: Settled) -> str:
    """Return the curve that tells what the word is worth."""
    if _has_figures(word):
        holds = "figures"
    else:
        tidy = word.score >= _WELL_READ and all(map(is_syllable, _tokens(word.text)))
        holds = "words" if tidy else "odd words"
    if word.agree == word.heard:
        return f"{holds}/agreed"
    return f"{holds}/most" if word.agree > 1 else f"{holds}/disputed"


def score_of(word: Settled) -> float:
    """Return the score by which its curve weighs the word: how its letters look, if it has any."""
    return word.score if _has_figures(word) else word.marks


def _has_figures(word: Settled) -> bool:
    return any(character.isdigit() for character in word.text)


def is_sure(rule: FieldRule, value: str, grounds: Grounds, likely: float | None) -> bool:
    """Return whether the value may be taken without a look; ``likely`` is its probability."""
    if not grounds.sound:
        return False
    if grounds.heard > 1:
        agreed = grounds.unanimous and grounds.whole
        return agreed and likely is not None and likely >= SURE
    return grounds.score >= _alone(rule, value, known=grounds.known)


def _alone(rule: FieldRule, value: str, *, known: bool) -> float:
    """Return the score from which a value read only once may be taken."""
    if known:
        return _TRUSTED_KNOWN
    if rule.reads is Reads.CODE and _REGISTER_NUMBER.fullmatch(value):
        return _TRUSTED[Reads.YEAR]
    return _TRUSTED.get(rule.reads, _TRUSTED_TEXT)
