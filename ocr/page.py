"""Reading one page: the steps in their order."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr import geometry, raster, tesseract
from ocr.cleanup import colour, leaders, light, rules, scale, skew
from ocr.cleanup.model import Cleaned, Matrix, Pixels, identity
from ocr.limits import Limits, ReadingJob
from ocr.model import PageText, Step, TextSource, Word

RECIPE = "cleanup 1"


@dataclass
class _Sheet:
    """The page on its way through the steps, with the way back to the original."""

    image: Pixels
    back: Matrix
    steps: list[Step]

    def take(self, cleaned: Cleaned) -> None:
        self.image = cleaned.image
        self.back = self.back @ cleaned.back
        if cleaned.step is not None:
            self.steps.append(cleaned.step)


def read(job: ReadingJob, language: str, limits: Limits) -> PageText:
    """Return the page's words in pixels of the image as it came."""
    started = time.perf_counter()
    cv2.setNumThreads(1)
    original = _pixels(job.image, limits)
    if job.own_text is not None:
        return replace(job.own_text, seconds=time.perf_counter() - started)
    text = _recognise(original, job.dpi, language, limits)
    return replace(text, seconds=round(time.perf_counter() - started, 3))


def _recognise(original: Pixels, dpi: float, language: str, limits: Limits) -> PageText:
    height, width = original.shape[:2]
    sheet = _Sheet(original, identity(), [])
    sheet.take(colour.to_grey(sheet.image))
    sheet.take(light.flatten(sheet.image))
    angle = skew.measure(sheet.image)
    factor = scale.measure(sheet.image, dpi)
    sheet.take(skew.straighten(sheet.image, angle, factor))
    sheet.take(rules.lift(sheet.image, dpi * factor))
    sheet.take(leaders.lift(sheet.image, dpi * factor))
    words = tesseract.recognise(
        sheet.image, language=language, dpi=dpi * factor, seconds=limits.page_seconds
    )
    return PageText(
        width=width,
        height=height,
        dpi=dpi,
        words=_in_original(words, sheet.back, width, height),
        source=TextSource.OCR,
        skew=angle,
        steps=tuple(sheet.steps),
        basis=f"tesseract {tesseract.version()}/{language}/{RECIPE}",
    )


def _pixels(data: bytes, limits: Limits) -> Pixels:
    picture = raster.decode(data, limits)
    if picture.mode == "RGB":
        return np.asarray(cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR), dtype=np.uint8)
    return np.asarray(picture.convert("L"), dtype=np.uint8)


def _in_original(
    words: tuple[Word, ...], back: Matrix, width: int, height: int
) -> tuple[Word, ...]:
    size = float(np.sqrt(abs(np.linalg.det(back[:2, :2]))))
    return tuple(
        replace(
            word,
            box=geometry.box(word.box, back, width, height),
            baseline=word.baseline and geometry.segment(word.baseline, back),
            font_size=round(word.font_size * size, 2),
        )
        for word in words
    )
