"""How far a reading is from what is printed: letters, words, marks, lost and invented text.

Lines are matched regardless of their order, runs of spaces and fill-in dots are folded, all text is
NFC. A line read where the truth has none (a seal's text, handwriting) is no character error, but it
counts as invented; what is read beside print in the same line counts as both.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

LEAST_LIKE = 60.0
SHORTEST_PIECE = 3
EDGE = 6
_SPLIT = 0.8
_LEADERS = re.compile(r"[.…_]{5,}")


@dataclass(frozen=True)
class Score:
    """What went wrong on one page or on several."""

    pages: int = 0
    letters: int = 0
    errors: int = 0
    words: int = 0
    missed_words: int = 0
    known_bases: int = 0
    """Letters whose base was read right, whatever mark they carry."""
    wrong_marks: int = 0
    """Of those, the letters with a wrong tone or shape mark."""
    lost: int = 0
    invented: int = 0

    def __add__(self, other: Score) -> Score:
        """Return both together."""
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def cer(self) -> float:
        """Character errors in percent of the printed characters."""
        return percent(self.errors, self.letters)

    @property
    def wer(self) -> float:
        """Printed words that were not read, in percent."""
        return percent(self.missed_words, self.words)

    @property
    def mark_rate(self) -> float:
        """Wrong marks in percent of the letters whose base is right."""
        return percent(self.wrong_marks, self.known_bases)

    @property
    def lost_rate(self) -> float:
        """Printed characters nobody read, in percent."""
        return percent(self.lost, self.letters)

    @property
    def invented_rate(self) -> float:
        """Characters read where none is printed, in percent of the printed ones."""
        return percent(self.invented, self.letters)


def percent(part: int, whole: int) -> float:
    """Return the share in percent; of nothing, nothing."""
    return 100 * part / whole if whole else 0.0


def folded(text: str) -> str:
    """Return NFC with runs of spaces, and fill-in dots on either side, folded."""
    return " ".join(_LEADERS.sub(" ", unicodedata.normalize("NFC", text)).split())


def bare(letter: str) -> str:
    """Return a letter without its tone and shape marks."""
    parts = unicodedata.normalize("NFD", letter.replace("đ", "d").replace("Đ", "D"))
    return "".join(part for part in parts if not unicodedata.combining(part))


def score(truth: Sequence[str], read: Sequence[str]) -> Score:
    """Compare a page's printed lines with the lines that were read."""
    lines = [line for line in map(folded, truth) if line]
    found = [line for line in map(folded, read) if line]
    wanted = Counter(word for line in lines for word in line.split())
    had = Counter(word for line in found for word in line.split())
    tally = _Tally()
    tally.match(lines, found)
    return Score(
        pages=1,
        letters=sum(map(len, lines)),
        errors=tally.errors,
        words=sum(wanted.values()),
        missed_words=sum((wanted - had).values()),
        known_bases=tally.known_bases,
        wrong_marks=tally.wrong_marks,
        lost=tally.lost,
        invented=tally.invented,
    )


@dataclass
class _Tally:
    errors: int = 0
    known_bases: int = 0
    wrong_marks: int = 0
    lost: int = 0
    invented: int = 0

    def match(self, truth: Sequence[str], read: Sequence[str]) -> None:
        """Give each printed piece, the longest first, the stretch of a read line most like it."""
        pieces = sorted(truth, key=len)
        rows = [(line, False) for line in read]
        while pieces:
            piece = pieces.pop()
            best = _most_like(piece, [row for row, _ in rows])
            if best is None:
                self._lose(piece)
                continue
            row, _ = rows.pop(best)
            if len(row) < _SPLIT * len(piece):
                # the reader has split the line: the rest of the print is sought elsewhere
                pieces = sorted([*pieces, *self._part(piece, row)], key=len)
                continue
            start, end = stretch(piece, row)
            self._compare(piece, row[start:end].strip())
            rows.extend((part.strip(), True) for part in (row[:start], row[end:]) if part.strip())
        for row, beside_print in rows:
            self.invented += len(row)
            self.errors += len(row) if beside_print else 0

    def _part(self, piece: str, row: str) -> list[str]:
        start, end = stretch(row, piece)
        self._compare(piece[start:end].strip(), row)
        rest = [part.strip() for part in (piece[:start], piece[end:])]
        for part in rest:
            if len(part) < SHORTEST_PIECE:
                self._lose(part)
        return [part for part in rest if len(part) >= SHORTEST_PIECE]

    def _lose(self, piece: str) -> None:
        self.errors += len(piece)
        self.lost += len(piece)

    def _compare(self, printed: str, read: str) -> None:
        self.errors += Levenshtein.distance(printed, read)
        for step in Levenshtein.opcodes(printed, read):
            before = printed[step.src_start : step.src_end]
            after = read[step.dest_start : step.dest_end]
            if step.tag == "equal":
                self.known_bases += sum(map(str.isalpha, before))
            elif step.tag == "replace":
                pairs = zip(before, after, strict=True)
                wrong = sum(bare(one) == bare(other) for one, other in pairs)
                self.known_bases += wrong
                self.wrong_marks += wrong


def _most_like(piece: str, rows: Sequence[str]) -> int | None:
    """Return the place of the row that holds something most like the piece, if any does."""
    likeness = [fuzz.partial_ratio(piece, row) for row in rows]
    best = max(range(len(rows)), key=lambda i: (likeness[i], -len(rows[i])), default=None)
    return None if best is None or likeness[best] < LEAST_LIKE else best


def stretch(piece: str, row: str) -> tuple[int, int]:
    """Return where in ``row`` the stretch most like ``piece`` begins and ends."""
    found = fuzz.partial_ratio_alignment(piece, row)
    if found is None or len(piece) > len(row):
        return 0, len(row)
    starts = range(max(0, found.dest_start - EDGE), found.dest_start + EDGE + 1)
    ends = range(found.dest_end - EDGE, min(len(row), found.dest_end + EDGE) + 1)
    return min(
        ((start, end) for start in starts for end in ends if start < end),
        key=lambda ends: (
            Levenshtein.distance(piece, row[ends[0] : ends[1]].strip())
            # what is cut off beside the stretch counts too, unless it is a line of its own
            + sum(len(p.strip()) for p in (row[: ends[0]], row[ends[1] :]) if len(p) <= EDGE)
        ),
    )
