"""Tesseract as the program that every system packs: started anew for each page."""

from __future__ import annotations

import functools
import re
import tempfile
from pathlib import Path

import cv2
import pytesseract
from typing_extensions import override

from ocr.cleanup.model import Pixels
from ocr.engines import output
from ocr.engines.base import SINGLE_COLUMN, Engine
from ocr.errors import LanguageMissingError, OcrError, PageTimeoutError, RecogniserMissingError
from ocr.model import Word

_TURN = re.compile(r"Rotate: (\d+).*?Orientation confidence: ([\d.]+)", re.DOTALL)


class Program(Engine):
    """Tesseract started for each page, over files in the worker's private folder."""

    @override
    def version(self) -> str:
        return _version()

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
        # hOCR is asked for beside the table because only it tells the baseline, the type's size
        # and the score of each character
        outputs = "-c tessedit_create_tsv=1 -c tessedit_create_hocr=1 -c hocr_char_boxes=1"
        # the word lists take time to load and changed no letter on forms or real pages
        outputs += " -c load_system_dawg=0 -c load_freq_dawg=0"
        config = f"--psm {mode} --dpi {round(dpi)} {outputs}"
        if letters:
            config += f" -c tessedit_char_whitelist={letters}"
        table, markup = _run(image, ["tsv", "hocr"], language, config, seconds)
        return output.words(table, markup)

    @override
    def orientation(self, image: Pixels, *, seconds: float) -> tuple[int, float]:
        try:
            (report,) = _run(image, ["osd"], "osd", "--psm 0", seconds)
        except OcrError as error:
            if type(error) is OcrError:
                return 0, 0.0  # too few characters for a verdict
            raise
        found = _TURN.search(report)
        return (int(found[1]), float(found[2])) if found else (0, 0.0)


@functools.cache
def _version() -> str:
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise RecogniserMissingError from error


def _run(
    image: Pixels, extensions: list[str], language: str, config: str, seconds: float
) -> list[str]:
    # an uncompressed file in the worker's private folder: faster than the PNG pytesseract makes
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pgm"
        cv2.imwrite(str(path), image)
        try:
            # pytesseract's own call for several outputs takes no page mode
            pytesseract.pytesseract.run_tesseract(
                str(path), str(Path(folder) / "page"), "", language, config, timeout=seconds
            )
        except pytesseract.TesseractNotFoundError as error:
            raise RecogniserMissingError from error
        except pytesseract.TesseractError as error:
            raise _translated(error, language) from error
        except RuntimeError as error:
            raise PageTimeoutError(seconds=seconds) from error
        return [(Path(folder) / f"page.{end}").read_text("utf-8") for end in extensions]


def _translated(error: pytesseract.TesseractError, language: str) -> OcrError:
    if "traineddata" in error.message or "couldn't load any languages" in error.message:
        return LanguageMissingError(language=language)
    return OcrError(reason=f"tesseract {error.status}")
