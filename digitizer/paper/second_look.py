"""What further readings of a value's own pixels say, word by word.

The words of a page are read once; the lines that hold a value are read again by other witnesses.
What all say is kept and counts as confirmed, what most say wins, and what stays in dispute is
kept with the other readings beside it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digitizer.model.doctype import DocumentType
from digitizer.paper.layout import Piece, joined
from digitizer.paper.printed import Lines, Paper, Places
from digitizer.paper.trusting import is_told_by_figures
from digitizer.paper.voting import Looks, Settled, bare, has_figures, is_nearly_agreed, vote
from digitizer.vietnamese import compact, is_syllable, nfc
from ocr.model import Box, Line, PageText, Rereading, WordAgain

# a raised note mark before a value, with what is left of the label, or a speck read as a figure
_NOTE_MARK = re.compile(r"\W*[^\W\d_]?\W*\(\d\)?\W*", re.ASCII)
_NUMBER_AND_UNIT = re.compile(r"(\d[\d.,]*)([^\W\d_]\D?|[^\W\d_]\d)")
_SEEN = 0.5
_SCRAWL = 0.6
_GAP = 1.2
_LABEL_ENDS = ":.…_)/'"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words of a line that are read again, and those that lists vouch for."""

    start: int
    end: int
    """Behind the last word."""
    known: frozenset[int] = frozenset()


Stretches = Callable[[Sequence[Piece]], Stretch]
"""Tells what of a line is read again."""


@dataclass(frozen=True, slots=True)
class Look:
    """A value's words after all witnesses were heard."""

    lines: Lines
    words: tuple[Settled, ...]
    voices: tuple[tuple[str, ...], ...] = ()
    """What each further witness that saw every line says by itself, line by line."""
    by_letters: tuple[str, ...] = ()
    """What the second reading says with the marks its letters seem to carry, line by line."""
    whole: bool = True
    """No witness sees more words beside those of the value, and no label's words are among them."""
    figures: float = 0.0
    """How likely all figures, each looked at alone, are as the witness read them that saw best."""

    @property
    def unanimous(self) -> bool:
        """Whether every reading of every word says the same."""
        return all(word.agree == word.heard for word in self.words)

    @property
    def settled(self) -> bool:
        """Whether at least two readings of every word say the same."""
        return all(word.agree > 1 for word in self.words)

    @property
    def unreadable(self) -> bool:
        """Whether no two readings say the same of any word and none is sure: a hand, or a blot."""
        return len(self.words) > 0 and all(
            word.heard > 1
            and word.agree == 1
            and word.score < _SCRAWL
            and not is_told_by_figures(word)
            and not is_nearly_agreed(word)
            for word in self.words
        )

    @property
    def score(self) -> float:
        """Least engine score among the readings that were followed."""
        return min((word.score for word in self.words), default=0.0)


def lines_to_read(
    document_type: DocumentType,
    values: Mapping[str, Lines],
    paper: Paper,
    names: Mapping[str, Stretches],
) -> dict[int, tuple[Line, ...]]:
    """Return by page the printed lines of the named fields, each once.

    Of each line only the stretch that has to be read again is asked for.
    """
    rows = paper.places
    wanted: dict[int, dict[tuple[Box, int], Line]] = {}
    for rule in document_type.fields:
        if rule.name not in names:
            continue
        for line in values.get(rule.name, ()):
            for part in _parts(line, rows):
                stretch = names[rule.name](part)
                if stretch.start < stretch.end:
                    asked = _line(part[stretch.start : stretch.end], paper)
                    key = (asked.box, len(asked.words))
                    wanted.setdefault(part[0].page_id, {}).setdefault(key, asked)
    return {page_id: tuple(lines.values()) for page_id, lines in wanted.items()}


def whole_line(part: Sequence[Piece]) -> Stretch:
    """Return the stretch that is all of a line."""
    return Stretch(0, len(part))


def look(
    lines: Lines, paper: Paper, *, clipped: bool = False, stretches: Stretches = whole_line
) -> Look | None:
    """Return the value's words as all readings together say, or None if nobody looked again.

    ``clipped`` values are picked out of a sentence: words beside them are none of theirs.
    ``stretches`` tells what of a line is read again; lists vouch for the rest.
    """
    rows = paper.places
    pages = {sheet.page_id: sheet.text for sheet in paper.sheets}
    settled: list[Settled] = []
    kept: list[tuple[Piece, ...]] = []
    voices: dict[str, list[str]] = {}
    figures: dict[str, float] = {}
    by_letters: list[str] = []
    whole = clipped or _well_bounded(lines, rows)
    for line in lines:
        parts = []
        for part in _parts(line, rows):
            heard = _heard(part, pages[part[0].page_id], stretches(part))
            if heard is None:
                return None
            parts.append(heard)
            settled += heard.settled
            for witness, likely in heard.figures.items():
                figures[witness] = figures.get(witness, 1.0) * likely
            whole = whole and heard.whole
        kept.append(tuple(piece for one in parts for piece in one.pieces))
        by_letters.append(" ".join(one.by_letters for one in parts))
        said: dict[str, list[str]] = {}
        for one in parts:
            for witness, text in one.said.items():
                said.setdefault(witness, []).append(text)
        for witness, texts in said.items():
            voices.setdefault(witness, []).append(" ".join(texts))
    complete = (tuple(texts) for texts in voices.values() if len(texts) == len(lines))
    if not settled:
        return None
    return Look(
        tuple(kept),
        tuple(settled),
        tuple(complete),
        tuple(by_letters),
        whole,
        max(figures.values(), default=0.0),
    )


@dataclass(frozen=True, slots=True)
class _Heard:
    """What all readings say of a line's words on one row."""

    pieces: tuple[Piece, ...]
    settled: tuple[Settled, ...]
    said: Mapping[str, str]
    """By witness, what it says of all words."""
    by_letters: str
    whole: bool
    figures: Mapping[str, float]
    """By witness, how likely all figures are what it read."""


def _heard(part: Sequence[Piece], page: PageText, stretch: Stretch) -> _Heard | None:
    """Return what was heard of the words, or None where nobody read them again."""
    again = _again(part, page)
    start, end = (0, len(part)) if again else (stretch.start, stretch.end)
    if not again and start < end:
        again = _again(part[start:end], page)
        if not again:
            return None
    again = [_parted(one, part[start:end]) for one in again]
    before, behind = part[:start], part[end:]
    known = frozenset(number - start for number in stretch.known)
    words = _settled(part[start:end], again, known)
    ends = (start == 0, end == len(part))
    sees_more = any(_sees_more(one, *ends) for one in again) or _agree_on_more(again, *ends)
    around = joined(before), joined(behind)
    return _Heard(
        (*before, *(piece for word in words for piece in word.pieces), *behind),
        (*map(_once, before), *(word.settled for word in words), *map(_once, behind)),
        {
            one.witness: _sentence(around, [word.said[number] for word in words])
            for number, one in enumerate(again)
        },
        _sentence(around, [word.by_letters for word in words]),
        not sees_more,
        {one.witness: _figures_as_read(one) for one in again},
    )


def _parted(one: Rereading, part: Sequence[Piece]) -> Rereading:
    """Return the reading with a unit apart from its number, as the first has it: “71,9 m2”."""
    words: list[WordAgain] = []
    for word in one.words:
        found = _NUMBER_AND_UNIT.fullmatch(word.text)
        looks = _NUMBER_AND_UNIT.fullmatch(word.marks)
        over = part[max(word.first, 0) : word.last + 1]
        if found and looks and len(over) == len(found.groups()) and over[0].text[-1:].isdecimal():
            for at, place in ((word.first, 1), (word.last, 2)):
                text, marks = found[place], looks[place]
                words.append(replace(word, text=text, marks=marks, first=at, last=at))
        else:
            words.append(word)
    return replace(one, words=tuple(words))


def _once(piece: Piece) -> Settled:
    return Settled(piece.text, agree=1, heard=1, score=piece.confidence)


def _sentence(around: tuple[str, str], words: Sequence[str]) -> str:
    return " ".join(filter(None, (around[0], *words, around[1])))


def _well_bounded(lines: Lines, rows: Places) -> bool:
    """Return whether a colon or a gap parts the value from what stands before it.

    Of a label that runs on, the end would pass for the value: “thời gian hoàn thành | công trình:”.
    """
    if not lines or any(line[-1].text.endswith(":") for line in lines):
        return False
    first = lines[0][0]
    row, number = rows[first.page_id, first.printed]
    if number == 0:
        return True
    before = row.pieces[number - 1]
    apart = first.box.left - before.box.right > _GAP * row.height
    return apart or before.text[-1:] in _LABEL_ENDS or not before.key


def _parts(line: Sequence[Piece], rows: Places) -> Iterator[list[Piece]]:
    """Yield the words of a value's line row by row; the cells of a table stand on several."""
    by_row: dict[int, list[Piece]] = {}
    for piece in line:
        row, _ = rows[piece.page_id, piece.printed]
        by_row.setdefault(id(row), []).append(piece)
    yield from by_row.values()


def _line(part: Sequence[Piece], paper: Paper) -> Line:
    before, after = paper.beside(part)
    words = tuple(piece.printed for piece in part)
    return Line(words=words, before=before, after=after, text=joined(part))


def _again(part: Sequence[Piece], page: PageText) -> list[Rereading]:
    box = Line(tuple(piece.printed for piece in part)).box
    return [one for one in page.again if one.box == box and one.count == len(part)]


def _sees_more(one: Rereading, first: bool, last: bool) -> bool:
    """Return whether the reading has words beside a stretch that begins or ends its line."""
    beside = _beside(one, first, last)
    return any(word.score >= _SEEN and any(c.isalnum() for c in word.text) for word in beside)


def _agree_on_more(again: Sequence[Rereading], first: bool, last: bool) -> bool:
    """Return whether two readings have the same word there, however unsure each is of it."""
    heard = [{compact(one.text) for one in _beside(each, first, last)} for each in again]
    both = set.intersection(*heard) if len(heard) > 1 else set()
    return any(len(word) > 1 and is_syllable(word) for word in both)


def _beside(one: Rereading, first: bool, last: bool) -> list[WordAgain]:
    return [
        word
        for word in one.words
        if (first and word.last < 0) or (last and word.first >= one.count)
    ]


@dataclass(frozen=True, slots=True)
class _Word:
    """One word, or several that some witness reads as one, after all witnesses were heard."""

    pieces: tuple[Piece, ...]
    settled: Settled
    said: tuple[str, ...]
    """What each witness says."""
    by_letters: str
    """What the second reading says with the marks its letters seem to carry."""


def _settled(
    part: Sequence[Piece], again: Sequence[Rereading], known: frozenset[int]
) -> list[_Word]:
    """Return the words with what most readings say, and how each was settled."""
    words: list[_Word] = []
    for start, end in _groups(len(part), again) if again else ():
        group = part[start:end]
        first = joined(group)
        said = [_said(one, start, end) for one in again]
        if start == 0 and ":" not in first:
            # the end of the label: “thân: Căn”
            said = [(text.rpartition(":")[2].strip(), score) for text, score in said]
        looks = [_looks(one, start, end) for one in again]
        settled = vote(first, min(p.confidence for p in group), said, looks)
        texts, by_letters = tuple(text for text, _ in said), looks[0].text
        # by other readings, or plainly by its letters: “sổ BHXH”, and “số BHXH” is on a list
        outvoted = settled.agree != 1 and bare(settled.text) != bare(first)
        if known.issuperset(range(start, end)) and not outvoted:
            # a list vouches for the word: that one further reading disputes it says nothing
            score = min(piece.confidence for piece in group)
            settled = Settled(first, agree=1, heard=1, score=score)
            texts, by_letters = tuple(first for _ in said), first
        if start == 0 and end < len(part) and _is_no_word(first, settled, said):
            pieces: Sequence[Piece] = ()
        elif bare(settled.text) == bare(first):
            pieces = _tidied(group, settled)
        else:
            pieces = (_as_one(group, settled),)
        words.append(_Word(tuple(pieces), settled, texts, by_letters))
    return words


def _as_one(group: Sequence[Piece], settled: Settled) -> Piece:
    """Return the words as one with what was settled upon."""
    box, printed = group[0].box, group[0].printed
    for piece in group[1:]:
        box, printed = box.union(piece.box), printed.union(piece.printed)
    return replace(group[0], text=settled.text, box=box, printed=printed, confidence=settled.score)


def _is_no_word(first: str, settled: Settled, said: Sequence[tuple[str, float]]) -> bool:
    """Return whether what one reading has before a value is a note mark or a speck.

    No other reading sees a letter or a figure there. It stays among what was heard: none is sure.
    """
    unseen = len(said) > 1 and not any(c.isalnum() for text, _ in said for c in text)
    speck = len(compact(first)) == 1 and settled.score <= _SCRAWL
    return unseen and (speck or _NOTE_MARK.fullmatch(first) is not None)


def _tidied(group: Sequence[Piece], settled: Settled) -> list[Piece]:
    """Return the group with the punctuation that was settled upon."""
    if len(group) == 1:
        return [replace(group[0], text=settled.text)]
    return list(group)


def _groups(count: int, again: Sequence[Rereading]) -> Iterator[tuple[int, int]]:
    """Yield the spans of words that some witness reads as one; most are of one word."""
    tied = [False] * count
    for one in again:
        for word in one.words:
            for number in range(max(word.first, 0), min(word.last, count - 1)):
                tied[number] = True
    start = 0
    for number in range(count):
        if not tied[number]:
            yield start, number + 1
            start = number + 1


def _said(one: Rereading, start: int, end: int) -> tuple[str, float]:
    words = [word for word in one.words if start <= word.first < end]
    text = nfc(" ".join(word.text for word in words))
    return text, min((word.score for word in words), default=0.0)


def _looks(one: Rereading, start: int, end: int) -> Looks:
    """Return the words as their single letters look, and how surely as they were read."""
    words = [word for word in one.words if start <= word.first < end]
    return Looks(
        nfc(" ".join(word.marks for word in words)),
        min(map(_as_read, words), default=0.0),
        min((word.marks_likely for word in words), default=0.0),
    )


def _figures_as_read(one: Rereading) -> float:
    """Return how likely the figures of a line look as the witness read them."""
    words = [word for word in one.words if 0 <= word.first < one.count]
    return math.prod(_as_read(word) for word in words if has_figures(word.text))


def _as_read(word: WordAgain) -> float:
    """Return how likely the word looks as it was read; figures were not looked at at first."""
    unseen = not word.marks_likely and has_figures(word.text)
    return 0.0 if unseen else word.marks_score
