"""The words of a page gathered into blocks and lines, for formats that nest them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from ocr.model import Box, PageText, Word

# what XML 1.0 cannot hold, however it is written
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line."""

    words: tuple[Word, ...]

    @property
    def box(self) -> Box:
        """The smallest rectangle around its words."""
        return around(self.words)

    @property
    def baseline(self) -> tuple[float, float, float, float] | None:
        """Start of the first word's baseline and end of the last word's, if they are known."""
        first, last = self.words[0].baseline, self.words[-1].baseline
        return None if first is None or last is None else (*first[:2], *last[2:])


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that follow each other and that the recogniser saw as one block."""

    lines: tuple[Line, ...]

    @property
    def box(self) -> Box:
        """The smallest rectangle around its lines."""
        return around([word for line in self.lines for word in line.words])


def blocks(page: PageText) -> Iterator[Block]:
    """Yield the page's blocks in reading order."""
    lines = [Line(tuple(words)) for words in page.lines()]
    for _, together in itertools.groupby(lines, key=lambda line: line.words[0].block):
        yield Block(tuple(together))


def around(words: Sequence[Word]) -> Box:
    """Return the smallest rectangle around the words."""
    return reduce(Box.union, (word.box for word in words))


def clean(text: str) -> str:
    """Return the text with characters no XML file may hold replaced by the sign for that."""
    return _FORBIDDEN.sub("\ufffd", text)
