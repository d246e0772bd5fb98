"""What further readings of a value's own pixels say, word by word.

The words of a page are read once; the lines that hold a value are read again by other witnesses.
What all say is kept and counts as confirmed, what most say wins, and what stays in dispute is
kept with the other readings beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import combining, normalize

from digitizer.model.doctype import DocumentType
from digitizer.paper.layout import Piece, Row, joined
from digitizer.paper.printed import Lines, Paper
from digitizer.vietnamese import compact, fold, is_syllable, nfc
from ocr.model import Box, Line, PageText, Rereading

_EDGES = " .,;:'\"`´‘’“”*°^~_…-–—|¦!¡·•()[]"
# a residue of leaders between two words, read as one or not
_INNER_STOP = re.compile(r"(?<=[^\W\d_]{2})\.+\s?(?=[^\W\d_]{2})")
# a raised note mark before a value, with what is left of the label, or a speck read as a figure
_NOTE_MARK = re.compile(r"\W*[^\W\d_]?\W*\(\d\)?\W*", re.ASCII)
_SEEN = 0.5
_BY_LOOKS = 0.5
_SCRAWL = 0.6
_GAP = 1.2
_LONGEST_NUMBER = 14
_VOWELS = "aeiouy"
_LEAST_DOUBLED = 4
_LABEL_ENDS = ":.…_)/'"


@dataclass(frozen=True, slots=True)
class Settled:
    """One word of a value after all witnesses were heard."""

    text: str
    agree: int
    """How many readings say so, the first one included."""
    heard: int
    """How many readings there are of it."""
    score: float
    """Least engine score of those that say so."""
    others: tuple[str, ...] = ()
    """What the other readings say."""
    marks: float = 0.0
    """How likely its letters, each looked at alone, carry the marks of the text."""


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
            word.heard > 1 and word.agree == 1 and word.score < _SCRAWL for word in self.words
        )

    @property
    def score(self) -> float:
        """Least engine score among the readings that were followed."""
        return min((word.score for word in self.words), default=0.0)


def lines_to_read(
    document_type: DocumentType, values: Mapping[str, Lines], paper: Paper, names: Collection[str]
) -> dict[int, tuple[Line, ...]]:
    """Return by page the printed lines of the named fields, each once."""
    rows = _rows(paper)
    wanted: dict[int, dict[tuple[Box, int], Line]] = {}
    for rule in document_type.fields:
        if rule.name not in names:
            continue
        for line in values.get(rule.name, ()):
            for part in _parts(line, rows):
                asked = _line(part, rows)
                key = (asked.box, len(asked.words))
                wanted.setdefault(part[0].page_id, {}).setdefault(key, asked)
    return {page_id: tuple(lines.values()) for page_id, lines in wanted.items()}


def look(lines: Lines, paper: Paper, *, clipped: bool = False) -> Look | None:
    """Return the value's words as all readings together say, or None if nobody looked again.

    ``clipped`` values are picked out of a sentence: words beside them are none of theirs.
    """
    rows = _rows(paper)
    pages = {sheet.page_id: sheet.text for sheet in paper.sheets}
    settled: list[Settled] = []
    kept: list[tuple[Piece, ...]] = []
    voices: dict[str, list[str]] = {}
    by_letters: list[str] = []
    whole = clipped or _well_bounded(lines, rows)
    for line in lines:
        pieces: list[Piece] = []
        said: dict[str, list[str]] = {}
        letters: list[str] = []
        for part in _parts(line, rows):
            again = _again(part, pages[part[0].page_id])
            if not again:
                return None
            words, heard = _settle(part, again)
            pieces += words
            settled += heard
            whole = whole and not any(_sees_more(one) for one in again)
            letters.append(_marks(again[0], 0, again[0].count)[0])
            for one in again:
                said.setdefault(one.witness, []).append(_said(one, 0, one.count)[0])
        kept.append(tuple(pieces))
        by_letters.append(" ".join(letters))
        for witness, texts in said.items():
            voices.setdefault(witness, []).append(" ".join(texts))
    complete = (tuple(texts) for texts in voices.values() if len(texts) == len(lines))
    if not settled:
        return None
    return Look(tuple(kept), tuple(settled), tuple(complete), tuple(by_letters), whole)


def _well_bounded(lines: Lines, rows: _Places) -> bool:
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


_Places = Mapping[tuple[int, Box], tuple[Row, int]]


def _rows(paper: Paper) -> _Places:
    return {
        (piece.page_id, piece.printed): (row, number)
        for row in paper.rows
        for number, piece in enumerate(row.pieces)
    }


def _parts(line: Sequence[Piece], rows: _Places) -> Iterator[list[Piece]]:
    """Yield the words of a value's line row by row; the cells of a table stand on several."""
    by_row: dict[int, list[Piece]] = {}
    for piece in line:
        row, _ = rows[piece.page_id, piece.printed]
        by_row.setdefault(id(row), []).append(piece)
    yield from by_row.values()


def _line(part: Sequence[Piece], rows: _Places) -> Line:
    row, first = rows[part[0].page_id, part[0].printed]
    _, last = rows[part[-1].page_id, part[-1].printed]
    return Line(
        words=tuple(piece.printed for piece in part),
        before=row.pieces[first - 1].printed if first > 0 else None,
        after=row.pieces[last + 1].printed if last + 1 < len(row.pieces) else None,
        text=joined(part),
    )


def _again(part: Sequence[Piece], page: PageText) -> list[Rereading]:
    box = Line(tuple(piece.printed for piece in part)).box
    return [one for one in page.again if one.box == box and one.count == len(part)]


def _sees_more(one: Rereading) -> bool:
    beside = [word for word in one.words if word.last < 0 or word.first >= one.count]
    return any(word.score >= _SEEN and any(c.isalnum() for c in word.text) for word in beside)


def _settle(part: Sequence[Piece], again: Sequence[Rereading]) -> tuple[list[Piece], list[Settled]]:
    """Return the words with what most readings say, and how each was settled."""
    pieces: list[Piece] = []
    heard: list[Settled] = []
    for start, end in _groups(len(part), again):
        group = part[start:end]
        said = [_said(one, start, end) for one in again]
        if start == 0 and ":" not in joined(group):
            # the end of the label: “thân: Căn”
            said = [(text.rpartition(":")[2].strip(), score) for text, score in said]
        marks = [_marks(one, start, end) for one in again]
        settled = vote(joined(group), min(p.confidence for p in group), said, marks)
        heard.append(settled)
        if start == 0 and end < len(part) and _is_no_word(joined(group), settled, said):
            continue
        if bare(settled.text) == bare(joined(group)):
            pieces += _tidied(group, settled)
        else:
            box, printed = group[0].box, group[0].printed
            for piece in group[1:]:
                box, printed = box.union(piece.box), printed.union(piece.printed)
            pieces.append(
                replace(
                    group[0],
                    text=settled.text,
                    box=box,
                    printed=printed,
                    confidence=settled.score,
                )
            )
    return pieces, heard


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


def _marks(one: Rereading, start: int, end: int) -> tuple[str, float]:
    """Return the words as their single letters look, and how surely as they were read."""
    words = [word for word in one.words if start <= word.first < end]
    text = nfc(" ".join(word.marks for word in words))
    return text, min((word.marks_score for word in words), default=0.0)


def undoubled(text: str) -> str:
    """Return a word without the vowel that a recogniser read twice: “NGUYẼỄN” is “NGUYỄN”.

    Only where the word as read is no syllable and leaving one of the two out makes exactly one,
    or one that has all the marks of the other.
    """
    word = bare(text)
    if len(word) < _LEAST_DOUBLED or is_syllable(word) or not word.isalpha():
        return text
    found = set()
    for place in range(len(word) - 1):
        if fold(word[place]) == fold(word[place + 1]) and fold(word[place]) in _VOWELS:
            found |= {word[:place] + word[place + 1 :], word[: place + 1] + word[place + 2 :]}
    whole = {one for one in found if is_syllable(one)}
    # “NGUYÊỄN”: the marks that were seen on either of the two were printed
    most = [one for one in whole if all(_marks_of(one) >= _marks_of(other) for other in whole)]
    return text.replace(word, most[0]) if len(most) == 1 else text


def _marks_of(word: str) -> Counter[str]:
    return Counter(character for character in normalize("NFD", word) if combining(character))


def bare(text: str) -> str:
    """Return a word without the punctuation at its ends and leaders inside it."""
    # the stops of an e-mail address are its own
    return (text if "@" in text else _INNER_STOP.sub(" ", text)).strip(_EDGES)


def vote(
    first: str,
    score: float,
    said: Sequence[tuple[str, float]],
    marks: Sequence[tuple[str, float]],
) -> Settled:
    """Return what most readings say; the first one where they are as many.

    How single letters look decides only between readings, and never adds one.
    """
    readings = [(undoubled(text), sure) for text, sure in ((first, score), *said)]
    first = readings[0][0]
    votes: dict[str, list[tuple[str, float]]] = {}
    for text, sure in readings:
        votes.setdefault(bare(text), []).append((text, sure))
    # looks tell marks apart, not letters: “4n” looks no more like itself than “4711” does
    seen = {bare(text) for text, _ in marks if fold(bare(text)) == fold(bare(first))}
    weights = {one: len(given) + _BY_LOOKS * (one in seen) for one, given in votes.items()}
    if any(one.isdecimal() for one in votes):
        weights |= {one: 0.0 for one in votes if _is_misread_number(one)}
    # a reading that lost the word disputes it, and has no other word to offer
    words = [one for one in votes if one] or list(votes)
    key = max(words, key=lambda one: weights[one])
    if weights[key] < 1 + _BY_LOOKS and weights[bare(first)]:
        key = bare(first)
    if len(votes[key]) == 1 and len(readings) > 2:
        looked = Counter(bare(text) for text, _ in marks)
        key = _same_letters(key, bare(first), votes, looked)
    chosen = votes[key]
    looks = [sure for (text, _), (_, sure) in zip(said, marks, strict=True) if bare(text) == key]
    return Settled(
        text=_lead(first, key) + key + _tail([text for text, _ in chosen]),
        agree=len(chosen),
        heard=len(readings),
        score=min(sure for _, sure in chosen),
        others=tuple(one for one in votes if one != key),
        marks=min(looks, default=0.0),
    )


def _same_letters(
    key: str,
    first: str,
    votes: Mapping[str, Sequence[tuple[str, float]]],
    looks: Mapping[str, int],
) -> str:
    """Return the word for which most speak where all readings differ, two only in their marks.

    The first reading misread or split it: it is no syllable, as both of the others are.
    """
    letters = Counter(compact(word) for word in votes if is_syllable(word))
    most = [one for one, count in letters.items() if count > 1]
    if len(most) != 1 or is_syllable(first):
        return key
    alike = [word for word in votes if compact(word) == most[0] and is_syllable(word)]
    return max(alike, key=lambda word: (looks.get(word, 0), max(sure for _, sure in votes[word])))


def _is_misread_number(word: str) -> bool:
    """Return whether letters stand between figures where another reading has figures alone."""
    return not word.isdecimal() and word.isalnum() and len(word) <= _LONGEST_NUMBER


def _lead(first: str, key: str) -> str:
    """Return the punctuation before the word as the first reading has it."""
    start = first.find(key[:1]) if key else -1
    lead = first[: max(start, 0)]
    return lead if key and first[len(lead) :].startswith(key) else ""


def _tail(texts: Sequence[str]) -> str:
    """Return the punctuation behind the word that most readings have."""
    tails = [text[len(text.rstrip(_EDGES)) :] for text in texts]
    return max(tails, key=tails.count)
