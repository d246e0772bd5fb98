"""Tesseract inside the worker process: the model stays loaded, and no file is written."""

from __future__ import annotations

import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytesseract
from typing_extensions import override

from ocr.cleanup.model import Pixels
from ocr.engines import output
from ocr.engines.base import SINGLE_COLUMN, Engine
from ocr.errors import LanguageMissingError, OcrError, PageTimeoutError, RecogniserMissingError
from ocr.marks.letters import tidied
from ocr.model import Box, Character, Word

if TYPE_CHECKING:
    import tesserocr

_SETTINGS = {"load_system_dawg": "0", "load_freq_dawg": "0"}
# levels of what was found, as the library numbers them
_BLOCK, _LINE, _WORD, _SYMBOL = 0, 2, 3, 4
_LETTERS = "tessedit_char_whitelist"
_ORIENTATION_ONLY = 0


class InProcess(Engine):
    """Tesseract by its library, with the language files of the installed program."""

    @override
    def version(self) -> str:
        import tesserocr

        return str(tesserocr.tesseract_version().split()[1])

    @override
    def recognise(
        self,
        image: Pixels,
        *,
        language: str,
        dpi: float,
        seconds: float,
        mode: int = SINGLE_COLUMN,
        letters: str = "",
    ) -> tuple[Word, ...]:
        engine = _engine(language)
        engine.SetPageSegMode(mode)
        engine.SetVariable(_LETTERS, letters)
        _show(engine, image, dpi)
        try:
            if not engine.Recognize(timeout=round(seconds * 1000)):
                raise PageTimeoutError(seconds=seconds)
            return _found(engine)
        finally:
            engine.Clear()

    @override
    def orientation(self, image: Pixels, *, seconds: float) -> tuple[int, float]:
        engine = _engine("osd")
        engine.SetPageSegMode(_ORIENTATION_ONLY)
        _show(engine, image, 0)
        try:
            found = engine.DetectOrientationScript()
        finally:
            engine.Clear()
        if found is None:
            return 0, 0.0  # too few characters for a verdict
        return (360 - int(found["orient_deg"])) % 360, float(found["orient_conf"])


def available() -> bool:
    """Return whether the library is installed and finds the program's language files."""
    try:
        import tesserocr  # noqa: F401
    except ImportError:
        return False
    try:
        return _language_folder().is_dir()
    except RecogniserMissingError:
        return False


def _found(engine: tesserocr.PyTessBaseAPI) -> tuple[Word, ...]:
    """Return the words by asking for each: ten times as quick as writing and reading both texts."""
    place = engine.GetIterator()
    words: list[Word] = []
    block = number = -1
    line = output.Line(0.0, 0.0, 0.0, 0.0, 0.0)
    more = place is not None
    while more:
        if place.IsAtBeginningOf(_BLOCK):
            block += 1
        if place.IsAtBeginningOf(_LINE):
            number += 1
            line = _line(place)
        edges = place.BoundingBox(_WORD)
        text = tidied((place.GetUTF8Text(_WORD) or "").strip()) if edges else ""
        if text:
            box = Box(*(float(edge) for edge in edges))
            score = min(max(place.Confidence(_WORD) / 100, 0.0), 1.0)
            baseline, characters = line.baseline(box), output.fitting(_characters(place), text)
            word = Word(text, box, score, number, block + 1, baseline, line.size, (), characters)
            words.append(word)
        more = place.Next(_WORD)
    return output.numbered(words)


def _line(place: tesserocr.PyResultIterator) -> output.Line:
    left, _, _, bottom = (float(edge) for edge in place.BoundingBox(_LINE) or (0, 0, 0, 0))
    (x0, y0), (x1, y1) = place.Baseline(_LINE) or ((left, bottom), (left + 1, bottom))
    slope = (y1 - y0) / max(x1 - x0, 1)
    return output.Line(x0, y0, slope, 0.0, float(place.RowAttributes()["row_height"]))


def _characters(place: tesserocr.PyResultIterator) -> Iterator[Character]:
    while True:
        edges = place.BoundingBox(_SYMBOL)
        # where it stands: a second look takes the letter's picture from there
        box = Box(*map(float, edges)) if edges else None
        yield output.character(place.GetUTF8Text(_SYMBOL) or "", place.Confidence(_SYMBOL), box)
        if place.IsAtFinalElement(_WORD, _SYMBOL) or not place.Next(_SYMBOL):
            return


def _show(engine: tesserocr.PyTessBaseAPI, image: Pixels, dpi: float) -> None:
    height, width = image.shape
    engine.SetImageBytes(np.ascontiguousarray(image).tobytes(), width, height, 1, width)
    if dpi:
        engine.SetSourceResolution(round(dpi))


@functools.cache
def _engine(language: str) -> tesserocr.PyTessBaseAPI:
    import tesserocr

    folder = _language_folder()
    for part in language.split("+"):
        if not (folder / f"{part}.traineddata").is_file():
            raise LanguageMissingError(language=part)
    try:
        return tesserocr.PyTessBaseAPI(path=str(folder), lang=language, variables=_SETTINGS)
    except RuntimeError as error:
        raise OcrError(reason="tesserocr does not start") from error


@functools.cache
def _language_folder() -> Path:
    """Return where the installed program keeps its language files."""
    program = pytesseract.pytesseract.tesseract_cmd
    try:
        # fixed arguments, and the program is the one the search path names
        found = subprocess.run(  # noqa: S603
            [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=60
        )
    except FileNotFoundError as error:
        raise RecogniserMissingError from error
    return Path(found.stdout.split('"')[1])
