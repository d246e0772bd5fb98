"""The machine-readable zone of a card, read once more with only its own letters allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import cv2
import numpy as np

from ocr import mrz, tesseract
from ocr.cleanup.model import Pixels
from ocr.errors import LanguageMissingError
from ocr.model import Box, Character, Word

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_FILLERS = 2
_SHORTEST = 15
_LINES = 3
_READ_HEIGHT = 33.0
"""Both models lose digits and count of the fillers when this type stands much taller."""
_SECOND_MODEL = "eng"
"""Comes with every Tesseract; told only capitals, digits and fillers it reads them well."""


def reread(
    words: tuple[Word, ...], image: Pixels, *, language: str, dpi: float, seconds: float
) -> tuple[Word, ...]:
    """Return the words with the zone's lines read anew, if its check digits then fit."""
    rows = _zone_rows(words)
    today = datetime.now(UTC).date()
    if not rows or _read_well(rows, today):
        return words
    place = _around([word for row in rows for word in row], image)
    left, top, right, bottom = (int(e) for e in (place.left, place.top, place.right, place.bottom))
    scale = _scale(rows)
    crop = _sized(image[top:bottom, left:right], scale)
    readings = [
        lines
        for model in (language, _SECOND_MODEL)
        if (lines := _lines_of(crop, model, dpi=dpi * scale, seconds=seconds)) is not None
    ]
    zone = _agreed(readings, today)
    if zone is None:
        return words
    chosen = [_moved(word, left, top, scale) for word in readings[0]]
    covered = chosen[0].box.union(chosen[1].box).union(chosen[2].box)
    kept = [word for word in words if not covered.holds_middle(word.box)]
    last = max((word.line for word in kept), default=-1)
    printed = [
        replace(word, text=text, line=last + 1 + number, characters=_fitting(word, text))
        for number, (word, text) in enumerate(zip(chosen, zone.lines, strict=True))
    ]
    return (*kept, *printed)


def _fitting(word: Word, text: str) -> tuple[Character, ...]:
    """Return the line's characters where they are those of its text."""
    same = text == "".join(one.text for one in word.characters)
    return word.characters if same else ()


def _read_well(rows: Sequence[list[Word]], today: date) -> bool:
    """Say whether the rows are a zone whose check digits fit, letter by letter as read."""
    texts = [_joined(row).text for row in rows]
    zone = mrz.find(texts, today=today)
    return zone is not None and set(zone.lines) <= set(texts)


def _scale(rows: Sequence[list[Word]]) -> float:
    """Return what brings the zone's type to the height it is read best at, never larger."""
    height = float(np.median([_joined(row).box.height for row in rows]))
    return min(1.0, _READ_HEIGHT / height)


def _sized(part: Pixels, scale: float) -> Pixels:
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _lines_of(crop: Pixels, model: str, *, dpi: float, seconds: float) -> list[Word] | None:
    """Return the zone's three lines as one model reads them, or nothing if it sees fewer."""
    try:
        again = tesseract.recognise(
            crop,
            language=model,
            dpi=dpi,
            seconds=seconds,
            mode=tesseract.ONE_BLOCK,
            letters=_LETTERS,
        )
    except LanguageMissingError:
        # the second model is a second witness where it is installed, nothing more
        return None
    rows = [row for row in map(_joined, _rows(again)) if len(row.text) >= _SHORTEST]
    return rows[-_LINES:] if len(rows) >= _LINES else None


def _agreed(readings: Sequence[Sequence[Word]], today: date) -> mrz.Mrz | None:
    """Return the zone whose check digits fit, each line from whichever model read it well.

    Models err in different places: one takes I for T, the other loses count of the fillers. Lines
    that fit in two ways say two different things, and then nothing is taken.
    """
    found: list[mrz.Mrz] = []
    # the second model, trained on plain capitals, comes first: names have no check digit
    for first, second, third in product(tuple(reversed(readings)), repeat=_LINES):
        lines = (first[0].text, second[1].text, _filled(third[2].text))
        zone = mrz.find(lines, today=today)
        if zone is not None:
            found.append(zone)
    # what fits as it was read outweighs what had to be put right first
    best = [zone for zone in found if not zone.repaired] or found
    return best[0] if len({zone.lines[:2] for zone in best}) == 1 else None


def _filled(name: str) -> str:
    """Return the line of the name in full width; the fillers at its end carry nothing."""
    return name.ljust(mrz.WIDTH, "<") if name.endswith("<<") else name


def _zone_rows(words: tuple[Word, ...]) -> list[list[Word]]:
    return [
        row
        for row in _rows(words)
        if "<" * _FILLERS in "".join(word.text for word in row)
        and sum(len(word.text) for word in row) >= _SHORTEST
    ]


def _rows(words: tuple[Word, ...]) -> list[list[Word]]:
    rows: dict[int, list[Word]] = {}
    for word in words:
        rows.setdefault(word.line, []).append(word)
    return [rows[number] for number in sorted(rows)]


def _joined(row: list[Word]) -> Word:
    box = row[0].box
    for word in row[1:]:
        box = box.union(word.box)
    return replace(
        row[0],
        text="".join(word.text for word in row),
        box=box,
        confidence=min(word.confidence for word in row),
        baseline=None,
        characters=tuple(one for word in row for one in word.characters),
    )


def _around(words: list[Word], image: Pixels) -> Box:
    """Return the zone's place with room for lines that were not recognised as its own."""
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    line = max(word.box.height for word in words)
    height, width = image.shape[:2]
    return Box(
        max(0.0, box.left - 2 * line),
        max(0.0, box.top - 4 * line if box.height < 5 * line else box.top - line),
        min(float(width), box.right + 2 * line),
        min(float(height), box.bottom + 4 * line if box.height < 5 * line else box.bottom + line),
    )


def _moved(word: Word, left: int, top: int, scale: float) -> Word:
    """Return the word of the crop where it stands on the sheet."""
    box = word.box
    return replace(
        word,
        box=Box(
            box.left / scale + left,
            box.top / scale + top,
            box.right / scale + left,
            box.bottom / scale + top,
        ),
    )
