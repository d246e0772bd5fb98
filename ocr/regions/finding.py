"""Everything on a sheet besides its print, found before and after its words are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr import geometry
from ocr.cleanup.model import Matrix, Pixels
from ocr.model import Box, Layer, Region, RegionKind, Word
from ocr.regions import inks, pen, pictures, seals, stamps, tables
from ocr.regions.inks import Inks

_OWN_INK = 0.55
_FEWEST_PIXELS = 6
_SURE = 0.8
_LIKELY = 0.6
_PRINTED = 6
_COLOURLESS = 0.005


@dataclass(frozen=True)
class Found:
    """The regions of a sheet laid flat, in pixels of the masks, and the masks."""

    inks: Inks
    regions: tuple[Region, ...]
    pen: Pixels
    """Strokes drawn by hand."""

    def layers(self, back: Matrix, width: int, height: int) -> tuple[Layer, ...]:
        """Return how much ink of each colour there is, boxes in pixels of the original."""
        masks = {"red": self.inks.red, "blue": self.inks.blue, "black": self.inks.black}
        return tuple(
            Layer(colour, round(share, 3), *self._placed([_bounds(mask)], back, width, height))
            for colour, mask in masks.items()
            if (share := 100 * float(np.mean(mask))) >= 0.001
        )

    def placed(self, back: Matrix, width: int, height: int) -> tuple[Region, ...]:
        """Return the regions with boxes in pixels of the original image."""
        boxes = self._placed([one.box for one in self.regions], back, width, height)
        return tuple(
            replace(
                region,
                box=box,
                cells=tuple(tuple(self._placed(row, back, width, height)) for row in region.cells),
                ruled=tuple(tuple(self._placed(row, back, width, height)) for row in region.ruled),
            )
            for region, box in zip(self.regions, boxes, strict=True)
        )

    def _placed(self, boxes: Sequence[Box], back: Matrix, width: int, height: int) -> list[Box]:
        shrink = self.inks.shrink
        on_sheet = [
            Box(*(edge / shrink for edge in (one.left, one.top, one.right, one.bottom)))
            for one in boxes
        ]
        return geometry.boxes(on_sheet, back, width, height)


def find(page: Pixels, flat: Pixels, dpi: float, codes: Sequence[Box]) -> Found:
    """Return what lies on a sheet besides print; ``codes`` are the boxes of its codes."""
    masks = inks.separated(page, flat, dpi)
    on_masks = [
        Box(*(edge * masks.shrink for edge in (code.left, code.top, code.right, code.bottom)))
        for code in codes
    ]
    grids, lines = tables.find(masks)
    framed = stamps.framed(masks)
    grids = stamps.without_covered(grids, framed)
    round_seals = seals.find(masks) or stamps.black_seals(masks)
    written, strokes = pen.find(masks, round_seals, lines)
    portraits = pictures.find(masks, on_masks)
    return Found(masks, (*round_seals, *framed, *written, *portraits, *grids), strokes)


def mark(words: Sequence[Word], found: Found, there: Matrix) -> tuple[tuple[Word, ...], Found]:
    """Return the words with those written by hand marked, and without what is no print.

    ``there`` takes a point of the original image to the sheet. What was read out of a seal, a
    signature or a picture goes to its region: it is kept as a remark, not as text of the page.
    """
    places = _on_masks([word.box for word in words], found, there)
    found = _readable(words, places, found)
    kept: list[Word] = []
    remarks: dict[int, list[str]] = {}
    for word, box in zip(words, places, strict=True):
        number = _holder(box, found, word.confidence)
        # a name printed under a signature is sure where a scrawl never is, unless it is in blue
        if number is None or (
            word.confidence >= _SURE
            and (found.regions[number].kind is RegionKind.STAMP or not _is_blue(box, found))
        ):
            kept.append(word)
        elif found.regions[number].kind is RegionKind.HANDWRITING or word.confidence >= _SURE:
            kept.append(replace(word, by_hand=True))
        else:
            remarks.setdefault(number, []).append(word.text)
    regions = tuple(
        replace(region, text=" ".join(remarks.get(number, ())))
        for number, region in enumerate(found.regions)
    )
    return tuple(kept), replace(found, regions=regions)


def _readable(words: Sequence[Word], places: Sequence[Box], found: Found) -> Found:
    """Return what was found without pictures that hold print: a card on a table is no portrait."""
    sure = [box for word, box in zip(words, places, strict=True) if word.confidence >= _LIKELY]
    regions = tuple(
        region
        for region in found.regions
        if region.kind is not RegionKind.PICTURE
        or sum(region.box.holds_middle(box) for box in sure) < _PRINTED
    )
    return replace(found, regions=regions)


def _is_blue(box: Box, found: Found) -> bool:
    part = _part(box)
    blue, black = (int(np.count_nonzero(m[part])) for m in (found.inks.blue, found.inks.black))
    return blue > black


def _is_colourless(region: Region, found: Found) -> bool:
    return float(np.mean(found.inks.red[_part(region.box)])) < _COLOURLESS


def _part(box: Box) -> tuple[slice, slice]:
    return (
        slice(max(0, int(box.top)), max(0, int(box.bottom)) + 1),
        slice(max(0, int(box.left)), max(0, int(box.right)) + 1),
    )


def _holder(box: Box, found: Found, sureness: float) -> int | None:
    """Return the region a word's ink belongs to, if most of its ink does."""
    part = _part(box)
    red, blue, black = (
        mask[part] == 1 for mask in (found.inks.red, found.inks.blue, found.inks.black)
    )
    ink = int(np.count_nonzero(red | blue | black))
    if ink < _FEWEST_PIXELS:
        return None
    for number, region in enumerate(found.regions):
        if not region.box.holds_middle(box):
            continue
        if region.kind is RegionKind.PICTURE:
            return number
        if region.kind is RegionKind.SEAL and _is_colourless(region, found):
            # black as the print is: only what is no print for sure is taken for its lettering
            if sureness < _LIKELY and stamps.is_lettering(box, region.box):
                return number
            continue
        own = {
            RegionKind.SEAL: red,
            RegionKind.STAMP: red | blue,
            RegionKind.SIGNATURE: found.pen[part] == 1,
            RegionKind.HANDWRITING: found.pen[part] == 1,
        }.get(region.kind)
        if own is not None and np.count_nonzero(own) > _OWN_INK * ink:
            return number
    return None


def _on_masks(boxes: Sequence[Box], found: Found, there: Matrix) -> list[Box]:
    edges = np.array([(one.left, one.top, one.right, one.bottom) for one in boxes], np.float64)
    left, top, right, bottom = edges.reshape(-1, 4).T
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    moved = np.stack([geometry.moved(np.stack(corner), there) for corner in corners])
    placed = np.vstack([moved.min(axis=0), moved.max(axis=0)]) * found.inks.shrink
    return [Box(*edge) for edge in placed.T.tolist()]


def _bounds(mask: Pixels) -> Box:
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
