"""The words of a page as the model of marks sees them: syllables, phrases, what to leave alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from ocr.marks.syllables import Syllable, possible, split
from ocr.model import Word

_CORE = re.compile(r"^([^\w]*)(\w+)([^\w]*)$")
_SHORTEST = 2
_NUMERALS = re.compile(
    "một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ"
)
_BEFORE_NAMES = re.compile("ông|bà|anh|chị|em|cô|chú|bác|cháu")


class Freedom(Enum):
    """What may be done to a word."""

    LEFT_ALONE = auto()
    """A name, a number, a code, or no Vietnamese syllable."""
    ON_EVIDENCE = auto()
    """Capitalised, but alone: changed only where its neighbour names the word."""
    FREE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word: the punctuation around its letters, and its syllable if it is one."""

    before: str
    core: str
    after: str
    syllable: Syllable | None
    confidence: float
    line: int
    others: tuple[str, ...] = ()
    """Keys of syllables that a second reading saw."""

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.core[:1].isupper()

    @property
    def shouted(self) -> bool:
        """Whether the word is all capitals."""
        return len(self.core) > 1 and self.core.isupper()

    @property
    def impossible(self) -> bool:
        """Whether Vietnamese spelling has no such syllable."""
        return self.syllable is not None and not possible(self.syllable.letters, self.syllable.tone)


def token(word: Word) -> Token:
    """Return the word with its letters apart from the punctuation around them."""
    found = _CORE.match(word.text)
    if found is None:
        return Token("", word.text, "", None, word.confidence, word.line)
    before, core, after = found.groups()
    others = (split(_bare(other)) for other in word.alternatives)
    keys = tuple(other.key for other in others if other is not None)
    return Token(before, core, after, split(core), word.confidence, word.line, keys)


def _bare(text: str) -> str:
    found = _CORE.match(text)
    return found[2] if found else text


def joined(left: Token, right: Token) -> bool:
    """Return whether two words that follow each other stand in one phrase."""
    if left.syllable is None or right.syllable is None or left.after or right.before:
        return False
    # a new printed line goes on with the sentence unless it starts with a capital letter
    return right.line == left.line or (right.line == left.line + 1 and not right.capital)


def freedom(tokens: Sequence[Token], place: int) -> Freedom:
    """Decide whether a word may be changed.

    Names are capitalised and so are their neighbours: a capitalised word beside another one, on
    either side and over a line's end, is left alone, and so is a word all in capitals, for names of
    persons are typed that way. Only a spelling that Vietnamese does not have (QUYÉT) is no name,
    unless it carries no mark at all (VIET). Numbers in words and the title before a name stay.
    """
    this = tokens[place]
    beside = [tokens[n] for n in (place - 1, place + 1) if 0 <= n < len(tokens)]
    if this.syllable is None or len(this.core) < _SHORTEST or _counts(this, beside):
        return Freedom.LEFT_ALONE
    if this.core.islower():
        titled = _BEFORE_NAMES.fullmatch(this.core) and beside[-1:] and beside[-1].capital
        return Freedom.LEFT_ALONE if titled else Freedom.FREE
    if this.impossible:
        return Freedom.LEFT_ALONE if this.core.isascii() else Freedom.ON_EVIDENCE
    ordinary = this.capital and this.core[1:].islower()
    if not ordinary or any(_part_of_name(other, this) for other in beside):
        return Freedom.LEFT_ALONE
    return Freedom.ON_EVIDENCE


def _counts(this: Token, beside: Sequence[Token]) -> bool:
    """Return whether a word is part of a number written in words."""
    return bool(_NUMERALS.fullmatch(this.core.lower())) and any(
        _NUMERALS.fullmatch(other.core.lower()) and other.line == this.line for other in beside
    )


def _part_of_name(other: Token, this: Token) -> bool:
    return other.capital and abs(other.line - this.line) <= 1
