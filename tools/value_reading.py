"""Value sheets made, worn and read the way the product reads: what models are fitted to.

Every sheet is kept with its readings, so that it is read once.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ocr import again, page, sheets, tesseract
from ocr.cleanup.chain import Sheet as CleanSheet
from ocr.cleanup.model import Pixels
from ocr.limits import Limits, ReadingJob
from ocr.model import Box, Line, Word
from tools.samples.bundle import Sheet, render
from tools.samples.values import value_sheet

LEVELS = ("0", "1", "2", "3")
LAYOUTS = (0, 2)
"""The layouts models may be fitted to; the third is held out."""
TRAINING = 1000
"""Seeds from here on are set in many types, and train the network of letters."""
WIDE_TYPES = 1400
"""Seeds from here on are set in types whose marks stand otherwise than in most."""
_TYPES = (
    "Liberation Serif", "FreeSerif", "Liberation Sans", "Linux Libertine O", "Liberation Serif",
    "Noto Sans", "Carlito", "Liberation Sans", "Gentium Plus", "Open Sans", "Liberation Serif",
    "FreeSans", "Charis SIL", "Liberation Sans", "Linux Biolinum O", "Inter",
)  # fmt: skip
_SIZES = (10.5, 12.0, 11.2, 13.0, 10.0)
_OTHER_TYPES = ("", "", "Noto Serif", "", "Roboto", "", "Lato")
"""What sheets that fit the curves are set in: the layout's own, and types no network knows."""
WITNESSES = (again.SECOND, again.THIRD)


@dataclass(frozen=True)
class Token:
    """One word of a further reading: its letters and where they stand on the strip page."""

    text: str
    box: Box
    score: float
    letters: tuple[tuple[str, Box], ...]


@dataclass(frozen=True)
class Strip:
    """One value's line: what the first reading says, and what one witness reads on it."""

    kind: str
    truth: str
    first: tuple[tuple[str, float], ...]
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class SheetRead:
    """The strips of one sheet as one witness read them, on their common page."""

    seed: int
    level: str
    page: Pixels
    strips: tuple[Strip, ...]


def read_sheet(seed: int, folder: Path) -> tuple[SheetRead, ...]:
    """Return a sheet as the witnesses read it, from the folder if it was read before."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{seed}.json"
    if not file.exists():
        _read(seed, folder)
    told = json.loads(file.read_text("utf-8"))
    return tuple(_sheet(told, folder, number) for number in range(len(WITNESSES)))


def _read(seed: int, folder: Path) -> None:
    rng = random.Random(f"values/{seed}")  # noqa: S311
    paper, values = value_sheet(rng)
    level, layout = LEVELS[seed % 4], LAYOUTS[seed // 4 % 2]
    fill = rng.choice(("typed", "pen"))
    wanted = Sheet(paper, level, fill, layout, font=_type_of(seed), size=_size_of(seed))
    data, boxes = render(f"values/{seed}", wanted)
    job = ReadingJob("0", data, 300.0, second_look=True)
    text = page.read(job, "vie", Limits())
    clean = sheets.kept(job, text.rotation)
    if clean is None:
        raise RuntimeError(f"sheet {seed}: the cleaned page was not kept")
    strips: list[dict[str, Any]] = []
    lines: list[Line] = []
    for name, places in boxes.items():
        words = _words_in(text.words, places)
        if len(places) == 1 and words:
            before = _before(text.words, words[0])
            said = " ".join(word.text for word in words)
            line = Line(tuple(word.box for word in words), before=before, text=said)
            if not again.fits(line, clean):
                continue  # two lines boxed as one are not looked at again
            lines.append(line)
            first = [[word.text, word.confidence] for word in words]
            strips.append({"kind": values[name].kind, "truth": values[name].text, "first": first})
    witnesses = [
        _witnessed(lines, clean, witness, folder / f"{seed}-{number}.png")
        for number, witness in enumerate(WITNESSES)
    ]
    told = {"seed": seed, "level": level, "strips": strips, "witnesses": witnesses}
    (folder / f"{seed}.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def _type_of(seed: int) -> str:
    """Return the type a sheet is set in, or nothing for its layout's own."""
    if seed >= WIDE_TYPES:
        return ("DejaVu Serif", "DejaVu Sans")[seed // len(LEVELS) % 2]
    if seed >= TRAINING:
        return _TYPES[seed // len(LEVELS) % len(_TYPES)]
    return _OTHER_TYPES[seed % len(_OTHER_TYPES)]


def _size_of(seed: int) -> float:
    """Return the size a sheet is set in, in points, or 0 for its layout's own."""
    return _SIZES[seed // len(LEVELS) % len(_SIZES)] if seed >= TRAINING else 0.0


def _witnessed(
    lines: list[Line], clean: CleanSheet, witness: again.Witness, picture: Path
) -> list[list[dict[str, Any]]]:
    """Return, a line a list, the tokens the witness reads; keep the page it reads them on."""
    strip_page, tops = again.strip_page(lines, clean, witness.scale)
    cv2.imwrite(str(picture), strip_page)
    words = tesseract.recognise(
        strip_page,
        language=witness.language,
        dpi=clean.dpi * witness.scale,
        seconds=100,
        mode=tesseract.ONE_BLOCK,
    )
    found = []
    for top, bottom in itertools.pairwise(tops):
        inside = [w for w in words if top <= (w.box.top + w.box.bottom) / 2 < bottom]
        inside.sort(key=lambda word: word.box.left)
        found.append([_token(word) for word in inside])
    return found


def _token(word: Word) -> dict[str, Any]:
    letters = [[one.text, asdict(one.box)] for one in word.characters if one.box is not None]
    return {
        "text": word.text,
        "box": asdict(word.box),
        "score": word.confidence,
        "letters": letters,
    }


def _words_in(words: tuple[Word, ...], places: list[list[int]]) -> list[Word]:
    """Return the words that stand where a value is printed."""
    left, top, right, bottom = places[0]
    inside = [
        word
        for word in words
        if left - 6 <= (word.box.left + word.box.right) / 2 <= right + 6
        and top <= (word.box.top + word.box.bottom) / 2 <= bottom
    ]
    return sorted(inside, key=lambda word: word.box.left)


def _before(words: tuple[Word, ...], first: Word) -> Box | None:
    middle = (first.box.top + first.box.bottom) / 2
    row = [
        word.box
        for word in words
        if word.box.top < middle < word.box.bottom and word.box.right <= first.box.left + 2
    ]
    return max(row, key=lambda box: box.right, default=None)


def _sheet(told: dict[str, Any], folder: Path, number: int) -> SheetRead:
    picture = cv2.imread(str(folder / f"{told['seed']}-{number}.png"), cv2.IMREAD_GRAYSCALE)
    strips = [
        Strip(
            kind=one["kind"],
            truth=one["truth"],
            first=tuple((text, score) for text, score in one["first"]),
            tokens=tuple(_told(token) for token in tokens),
        )
        for one, tokens in zip(told["strips"], told["witnesses"][number], strict=True)
    ]
    return SheetRead(told["seed"], told["level"], np.asarray(picture, np.uint8), tuple(strips))


def _told(token: dict[str, Any]) -> Token:
    letters = tuple((text, Box(**box)) for text, box in token["letters"])
    return Token(token["text"], Box(**token["box"]), token["score"], letters)


def matched(strip: Strip) -> Iterator[tuple[Token, str]]:
    """Yield the tokens of a strip with the true words, where both have as many."""
    words = strip.truth.split()
    # what stands before the value is left of its label
    tokens = strip.tokens[-len(words) :]
    if len(tokens) == len(words):
        yield from zip(tokens, words, strict=True)
