"""Tesseract inside the worker process: the model stays loaded, and no file is written."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytesseract
from typing_extensions import override

from ocr.cleanup.model import Pixels
from ocr.engines import output
from ocr.engines.base import SINGLE_COLUMN, Engine
from ocr.errors import LanguageMissingError, OcrError, PageTimeoutError, RecogniserMissingError
from ocr.model import Word

if TYPE_CHECKING:
    import tesserocr

_SETTINGS = {"load_system_dawg": "0", "load_freq_dawg": "0", "hocr_char_boxes": "1"}
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
            return output.words(engine.GetTSVText(0), engine.GetHOCRText(0))
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
