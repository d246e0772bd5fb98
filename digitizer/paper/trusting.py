"""How far a printed value may be trusted: what vouches for it, and how that is weighed.

A value read once is trusted by its kind and its engine score. A value whose pixels were read again
is worth what its words are worth: each word, by how many readings agree on it and by how its
letters look alone, as often as such words turned out right (``catalogue/calibration.py``).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from digitizer.catalogue.calibration import Calibration
from digitizer.model.doctype import FieldRule, Reads
from digitizer.paper.normalising import is_well_spelled
from digitizer.paper.voting import Settled, bare, has_figures, only_figures_differ
from digitizer.vietnamese import split_tones
from digitizer.vietnamese.text import TONES
from ocr.marks import counts, syllables
from ocr.model import PLAINLY

# the least score of every word at which a value of the kind may be taken without a look. A name is
# not among them: “KHÁI” was read for “KHẢI” with the highest score there is. Figures are not taken
# below 0.955: “0931806685” was read for “…8685” with 0.947, the misread figure being a shade less
# certain than the others; one value in seven lies between and is read again
_FIGURE = 0.955
_TRUSTED = {
    Reads.PERSONAL_ID: _FIGURE,
    Reads.DATE: _FIGURE,
    Reads.YEAR: _FIGURE,
    Reads.SEX: 0.80,
    Reads.NATIONALITY: 0.80,
    Reads.ETHNICITY: 0.85,
    Reads.NUMBER: _FIGURE,
    Reads.PHONE: _FIGURE,
    Reads.MONEY: _FIGURE,
}
# of 973 numbers of ten or twelve figures on value sheets that were read once with 0.955 and more, 5
# were wrong, and the second reading contradicted each; of 1,292 dates none was
_LONG_NUMBER = 9
# a recogniser is as certain of a wrong tone mark as of a right one: free words that no list, code
# or check confirms are only taken from a file's own text
_TRUSTED_TEXT = 0.98
_TRUSTED_KNOWN = 0.6
# a number in a register and its year. Nothing else on a paper tells its figures: of 100 read once
# on held-out papers one was wrong, “46/2026” for “48/2026” with 0.9636; most come with more
_REGISTER = 0.965
_REGISTER_NUMBER = re.compile(r"\d{1,6}/(?:19|20)\d\d", re.ASCII)
_NOTATION = re.compile(r"[0-9]+/[A-ZĐ-]+")
# numbers and dates that are known to be whole: of 5,172 of value sheets on which all readings agree
# none is wrong, however little the engine was certain; what looks like another figure is disputed
_SEEN_SO = 0.5
_WHOLE_NUMBER = re.compile(r"\d{10}|\d{12}|\d\d/\d\d/\d{4}", re.ASCII)
# below, a word's engine score tells poor print; above, nothing
_WELL_READ = 0.85
_LEAST_MARKS = 1e-4
_BEST_SCORE = 0.97
_FALLING, _SHARP, *_CURLED = TONES[:4]
_SHORT = 3
_LEAST_ENGINE = 0.5
_NOT_IN_DOUBT = 0.9
RARER_NAMES = 10.0
"""How many times rarer all unknown names are that a known one may have been misread from.

The curves are those of random syllables, where each is as likely as any other. On tuning papers 679
of 679 such words were right, 90 of which the curves alone would have doubted. It cuts both
ways: “KHÁI”, which no list knows, is as much likelier to be a misread “KHẢI”."""
RARER_BORNE_OUT = 5.0
"""The same of words that are far more usual beside their neighbour than with other marks: of 5,217
such words of value sheets, whose syllables are random, 4 were wrong, of 67,495 others 280."""
SURE = 0.996
"""How likely a value must be right to be taken without a look.

What has to stay below one in a thousand is the share of wrong ones among all that are taken. On
tuning papers values from here on sum up to 0.7 expected errors in a thousand among all that are
sure (``docs/figures.md``)."""


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
    unrivalled: frozenset[int] = frozenset()
    """Which of the words nothing known differs from in marks alone: other names, or, in other
    text, words as usual beside their neighbours."""
    rarer: float = RARER_NAMES
    """How many times rarer it is that one of these is misread."""
    outranked: frozenset[int] = frozenset()
    """Which of the words are no known names, while a known one differs from them in marks alone."""


def probability(grounds: Grounds, calibration: Calibration) -> float | None:
    """Return how likely a value read several times is right, or None: not enough is known."""
    whole = 1.0
    for number, word in enumerate(grounds.words):
        one = calibration.probability(kind_of(word), score_of(word, calibration))
        if one is None:
            return None
        if number in grounds.outranked:
            one = max(0.0, 1.0 - (1.0 - one) * RARER_NAMES)
        elif number in grounds.unrivalled and word.agree == word.heard and one >= _NOT_IN_DOUBT:
            one = 1.0 - (1.0 - one) / grounds.rarer
        whole *= one
    return whole


def kind_of(word: Settled) -> str:
    """Return the curve that tells what the word is worth."""
    agreed = word.agree == word.heard
    if _is_whole(word):
        return "whole figures/agreed"
    if has_figures(word.text):
        holds = "figures" if _is_number(word) else "odd figures"
    else:
        # where all agree, how the word is spelt is one of the things its score weighs
        holds = "words" if agreed or _is_tidy(word) else "odd words"
    if agreed:
        return f"{holds}/agreed"
    if is_told_by_figures(word):
        return f"{holds}/told"
    return f"{holds}/most" if word.agree > 1 else f"{holds}/disputed"


def is_told_by_figures(word: Settled) -> bool:
    """Return whether readings differ only in figures, and how these look tells which is right."""
    return (
        word.agree > 0
        and has_figures(word.text)
        and word.marks >= PLAINLY
        and only_figures_differ(bare(word.text), word.others)
    )


def score_of(word: Settled, calibration: Calibration) -> float:
    """Return the score by which its curve weighs the word."""
    if _is_whole(word):
        return word.marks
    if has_figures(word.text) and (word.agree == word.heard or is_told_by_figures(word)):
        # a figure lost at its beginning leaves the rest looking well, the engine in doubt
        return word.marks * min(1.0, word.score / _LEAST_ENGINE)
    if has_figures(word.text):
        return word.score
    if word.agree < word.heard or not calibration.weights:
        return word.marks
    return calibration.score(seen_of(word))


def seen_of(word: Settled) -> dict[str, float]:
    """Return what is seen of a word on which all readings agree, as its score weighs it.

    How its letters look alone, how certain the recogniser was, and what is misread most: dots below
    are lost with dotted lines, so a word without a tone is worth less than one with “huyền”.
    """
    letters, tones = split_tones(bare(word.text).lower())
    return {
        "one": 1.0,
        "marks": _odds(word.marks),
        "engine": 10 * min(word.score, _BEST_SCORE),
        "clear": float(word.score >= _FIGURE),
        "third": float(word.agree > 2),
        "capitals": float(word.text.isupper()),
        "tidy": float(_is_tidy(word)),
        "toneless": float(not tones),
        "dotted": _dotted(bare(word.text)),
        "sharp": float(_SHARP in tones),
        "curled": float(any(tone in _CURLED for tone in tones)),
        "falling": float(_FALLING in tones),
        "short": float(len(letters) < _SHORT),
    }


def _odds(likely: float) -> float:
    kept = min(max(likely, _LEAST_MARKS), 1 - _LEAST_MARKS)
    return math.log(kept / (1 - kept))


@lru_cache(maxsize=4096)
def _dotted(word: str) -> float:
    """Return how much likelier than the word itself it is with a dot below, from 0 to 1.

    The dots below go under in dotted lines, and all readings alike see none.
    """
    parts = syllables.split(word)
    if parts is None or parts.tone != syllables.LEVEL:
        return 0.0
    seen = counts.shipped().seen
    dotted = seen(f"{parts.letters}{syllables.HEAVY}")
    return dotted / (dotted + seen(f"{parts.letters}{syllables.LEVEL}") + 1)


def _is_tidy(word: Settled) -> bool:
    parts = (bare(one) for one in word.text.lower().replace(".", " ").split())
    return word.score >= _WELL_READ and all(map(is_well_spelled, filter(None, parts)))


def _is_whole(word: Settled) -> bool:
    """Return whether all readings agree on a number known to be whole, which looks like it."""
    seen = word.agree == word.heard and word.marks >= _SEEN_SO
    return seen and _WHOLE_NUMBER.fullmatch(bare(word.text)) is not None


def _is_number(word: Settled) -> bool:
    """Return whether the word is a number or notation, no misread letter or figure: “ó8”."""
    numbers: list[str] = []
    words: list[str] = []
    for one in bare(word.text).split():
        (numbers if has_figures(one) else words).append(one)
    if len(numbers) == 1 and words and all(map(is_well_spelled, words)):
        # “giờ 20”, “Số 208”, which some reading has as one word
        return numbers[0].strip(".,").isdecimal()
    text = bare(word.text)
    figures, signs = (sum(map(told, text)) for told in (str.isdigit, str.isalnum))
    return _NOTATION.fullmatch(text) is not None or (text.isascii() and 2 * figures > signs)


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
    if sum(map(str.isdigit, value)) >= _LONG_NUMBER:
        return _TRUSTED_TEXT
    if known:
        return _TRUSTED_KNOWN
    if value in rule.values:
        return _TRUSTED[Reads.ETHNICITY]
    if rule.reads is Reads.CODE and _REGISTER_NUMBER.fullmatch(value):
        return _REGISTER
    return _TRUSTED.get(rule.reads, _TRUSTED_TEXT)
