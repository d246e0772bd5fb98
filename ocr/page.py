"""Reading one page: the steps in their order."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr import again, codes, doubt, geometry, missed, notes, raster, sheets, snap, tesseract, zone
from ocr.cleanup import chain, orientation, quality
from ocr.cleanup.chain import Sheet
from ocr.cleanup.model import Pixels, Points, identity, inverse
from ocr.limits import Limits, ReadingJob, SecondLook
from ocr.marks import model as marks
from ocr.model import Box, Code, PageText, Quality, Region, RegionKind, Step, TextSource, Word
from ocr.regions import finding, slots, stamps, ticks
from ocr.regions.finding import Found

RECIPE = "cleanup 11/notes 1/missed 1/doubt 1/marks 1/zone 2/regions 6"
VIETNAMESE = "vie"
_UNSURE, _UNSURE_OF_LITTLE = 0.55, 0.75
"""Mean score below which a page is read the other way up; of little print chance scores higher."""
_FEWEST_LETTERS = 12
_SHORT = 150
_HOLDS_PRINT = frozenset({RegionKind.TABLE, RegionKind.HANDWRITING})
_OSD_DPI = 150.0


@dataclass(frozen=True)
class _Reading:
    """The words of the page read one way round, in pixels of the cleaned sheet."""

    words: tuple[Word, ...]
    sheet: Sheet
    rotation: int

    @property
    def sureness(self) -> float:
        """Mean confidence over all letters; 0 when there are too few to tell."""
        if self.letters < _FEWEST_LETTERS:
            return 0.0
        sure = sum(word.confidence * len(word.text) for word in self.words)
        return sure / self.letters

    @property
    def letters(self) -> int:
        """Number of letters read."""
        return sum(len(word.text) for word in self.words)


def read(job: ReadingJob, language: str, limits: Limits) -> PageText:
    """Return the page's words in pixels of the image as it came."""
    started = time.perf_counter()
    cv2.setNumThreads(1)
    page = _pixels(job.image, limits)
    height, width = page.shape[:2]
    sheet, grey = chain.flattened(page, job.dpi)
    measures = quality.measure(page, grey, sheet)
    on_sheet = codes.read(grey, sheet.dpi)
    found = tuple(
        replace(code, box=geometry.box(code.box, sheet.back, width, height)) for code in on_sheet
    )
    beside = _beside_print(sheet, [code.box for code in on_sheet])
    text = job.own_text
    marked: tuple[Region, ...] = ()
    if text is None:
        reading = _Reading((), sheet, 0)
        if measures.ink >= quality.LEAST_INK:
            reading = _upright(sheet, language, limits)
            no_print = _no_print(beside, sheet, reading.sheet)
            reading = _proofread(reading, no_print, language, limits)
            if job.second_look:
                sheets.keep(job, reading.sheet, reading.rotation)
        read, arrivals = stamps.arrivals(reading.words, reading.sheet.dpi)
        words = _in_original(read, reading.sheet, width, height)
        words, beside = finding.mark(words, beside, inverse(sheet.back))
        words, marked = slots.mark(words)
        boxes_to_tick = ticks.find(reading.sheet.image, reading.sheet.dpi)
        marked += tuple(
            one
            for one in _placed(boxes_to_tick, reading.sheet, width, height)
            # the corners of a code are squares with a square inside
            if not any(code.box.holds_middle(one.box) for code in found)
        )
        marked += _placed(arrivals, reading.sheet, width, height)
        text = PageText(
            width=width,
            height=height,
            dpi=job.dpi,
            words=words,
            source=TextSource.OCR,
            rotation=reading.rotation,
            skew=reading.sheet.skew,
            steps=tuple(reading.sheet.steps),
            basis=f"tesseract {tesseract.version()}/{language}/{RECIPE}",
        )
    seconds = round(time.perf_counter() - started, 3)
    return replace(
        text,
        codes=found,
        quality=measures,
        regions=(*beside.placed(sheet.back, width, height), *marked),
        layers=beside.layers(sheet.back, width, height),
        seconds=seconds,
    )


def _placed(regions: Sequence[Region], sheet: Sheet, width: int, height: int) -> tuple[Region, ...]:
    """Return the regions of a sheet in pixels of the original, an image of that size."""
    boxes = geometry.boxes([one.box for one in regions], sheet.onto_page, width, height)
    return tuple(replace(one, box=box) for one, box in zip(regions, boxes, strict=True))


def look_again(asked: SecondLook, limits: Limits) -> PageText:
    """Return the page with further readings of the lines asked for; its words stay as they are."""
    started = time.perf_counter()
    cv2.setNumThreads(1)
    job, text = asked.job, asked.text
    sheet = sheets.kept(job, text.rotation)
    if sheet is None:
        flat, _ = chain.flattened(_pixels(job.image, limits), job.dpi)
        sheet = chain.readied(flat, text.rotation)
    found = again.readings(asked.lines, sheet, seconds=limits.page_seconds)
    seconds = round(text.again_seconds + time.perf_counter() - started, 3)
    return replace(text, again=(*text.again, *found), again_seconds=seconds)


def regions_of(image: bytes, dpi: float, limits: Limits) -> tuple[Region, ...]:
    """Return what lies on a page besides its print, found without reading it."""
    cv2.setNumThreads(1)
    page = _pixels(image, limits)
    height, width = page.shape[:2]
    sheet, grey = chain.flattened(page, dpi)
    found = _beside_print(sheet, [code.box for code in codes.read(grey, sheet.dpi)])
    return found.placed(sheet.back, width, height)


def _beside_print(sheet: Sheet, known_codes: list[Box]) -> Found:
    """Return what lies on the sheet besides print; its colours are not needed any longer then."""
    page = sheet.image if sheet.colour is None else sheet.colour
    sheet.colour = None
    return finding.find(page, sheet.image, sheet.dpi, known_codes)


def codes_of(image: bytes, dpi: float, limits: Limits) -> tuple[Code, ...]:
    """Return the codes on a page laid flat without reading it; boxes in pixels of the sheet."""
    cv2.setNumThreads(1)
    sheet, grey = chain.flattened(_pixels(image, limits), dpi)
    return codes.read(grey, sheet.dpi)


def measured(image: bytes, dpi: float, limits: Limits) -> Quality:
    """Return the measures of a page image without reading it."""
    cv2.setNumThreads(1)
    page = _pixels(image, limits)
    sheet, grey = chain.flattened(page, dpi)
    return quality.measure(page, grey, sheet)


def _no_print(beside: Found, flat: Sheet, ready: Sheet) -> list[Box]:
    """Return where seals, signatures and pictures lie on the sheet as it is read."""
    height, width = flat.image.shape[:2]
    placed = beside.placed(identity(), width, height)
    areas = [region.box for region in placed if region.kind not in _HOLDS_PRINT]
    if not areas:
        return []

    def there(points: Points) -> Points:
        return geometry.moved(geometry.moved(points, flat.back), ready.from_page)

    return geometry.boxes(areas, there, *ready.image.shape[1::-1])


def _proofread(
    reading: _Reading, no_print: Sequence[Box], language: str, limits: Limits
) -> _Reading:
    """Read missed print and doubtful words again, then put right marks that do not fit."""
    sheet = reading.sheet
    found = missed.restore(
        reading.words,
        sheet.image,
        language=language,
        dpi=sheet.dpi,
        seconds=limits.page_seconds,
        beside=no_print,
    )
    again = doubt.reread(
        found, sheet.image, language=language, dpi=sheet.dpi, seconds=limits.page_seconds
    )
    reading = replace(reading, words=again)
    if VIETNAMESE not in language.split("+"):
        return reading
    words = marks.restored(reading.words)
    changed = sum(new is not old for new, old in zip(words, reading.words, strict=True))
    if changed:
        reading.sheet.steps.append(Step("marks-restored", float(changed), "words"))
    return replace(reading, words=words)


def _upright(flat: Sheet, language: str, limits: Limits) -> _Reading:
    """Read the page the way up that reads best; nearly always the first is."""
    rotation = 0
    if orientation.lies_sideways(flat.image):
        rotation = _turn_by_print(flat, limits) or 90
    first = _one_way(flat, rotation, language, limits)
    if first.sureness >= (_UNSURE if first.letters >= _SHORT else _UNSURE_OF_LITTLE):
        return first
    others = _other_ways(flat, first, limits)
    readings = (_one_way(flat, other, language, limits) for other in others)
    return max([first, *readings], key=lambda reading: reading.sureness)


def _other_ways(flat: Sheet, tried: _Reading, limits: Limits) -> list[int]:
    if tried.letters < _SHORT:
        # too little print to judge by, and quickly read all ways
        return [turn for turn in (180, 90, 270, 0) if turn != tried.rotation]
    by_print = _turn_by_print(flat, limits)
    if by_print != tried.rotation:
        return [by_print]
    # a page that was turned and still reads badly may lie the way it came: the back of a card, all
    # bars and zone, was taken to lie sideways, and its print to stand on its head
    opposite = (tried.rotation + 180) % 360
    return list(dict.fromkeys([opposite, 0])) if tried.rotation else []


def _turn_by_print(flat: Sheet, limits: Limits) -> int:
    shrink = min(1.0, _OSD_DPI / flat.dpi)
    small = cv2.resize(flat.image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    degrees, _ = tesseract.orientation(
        np.asarray(small, dtype=np.uint8), seconds=limits.page_seconds
    )
    return degrees


def _one_way(flat: Sheet, rotation: int, language: str, limits: Limits) -> _Reading:
    sheet = chain.readied(flat, rotation)
    words = tesseract.recognise(
        sheet.image,
        language=language,
        dpi=sheet.dpi,
        seconds=limits.page_seconds,
        mode=tesseract.SPARSE if sheet.card else tesseract.SINGLE_COLUMN,
    )
    words = snap.to_print(words, sheet.image)
    words = notes.restore(
        words, sheet.image, language=language, dpi=sheet.dpi, seconds=limits.page_seconds
    )
    words = zone.reread(
        words, sheet.image, language=language, dpi=sheet.dpi, seconds=limits.page_seconds
    )
    return _Reading(words, sheet, rotation)


def _pixels(data: bytes, limits: Limits) -> Pixels:
    if raster.is_whole_jpeg(data, limits):
        # twice as quick as by way of the picture, which is copied more than once
        kept_as_it_lies = cv2.IMREAD_ANYCOLOR | cv2.IMREAD_IGNORE_ORIENTATION
        decoded = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), kept_as_it_lies)
        if decoded is not None:
            return np.asarray(decoded, dtype=np.uint8)
    picture = raster.decode(data, limits)
    if picture.mode == "RGB":
        return np.asarray(cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR), dtype=np.uint8)
    return np.asarray(picture.convert("L"), dtype=np.uint8)


def _in_original(
    words: tuple[Word, ...], sheet: Sheet, width: int, height: int
) -> tuple[Word, ...]:
    areas = [word.box for word in words]
    back = sheet.onto_page
    boxes = geometry.boxes(areas, back, width, height)
    # figures that were set close together are no larger on the paper, they only stand wider
    sizes = geometry.sizes(areas, replace(sheet, closed=()).onto_page)
    baselines = geometry.segments([word.baseline for word in words], back)
    return tuple(
        replace(word, box=box, baseline=baseline, font_size=round(word.font_size * size, 2))
        for word, box, baseline, size in zip(words, boxes, baselines, sizes, strict=True)
    )
