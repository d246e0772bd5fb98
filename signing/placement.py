"""Where a visible signature goes: near the named corner, on free paper, never over print.

The page is looked at as a reader sees it, with the signatures it carries. What the corner is and
what the lines say are rules of the regime (``resources/rules/signature_placement.toml``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pikepdf
import pypdfium2

from signing.appearance import LEADING, bundled_font, readable, wrap
from signing.appearance import MARGIN as INSIDE
from signing.errors import NoPageError, NoRoomError, NotAPdfError, PdfUnsignableError
from signing.model import Appearance
from signing.preparing import filled_fields, page_number
from signing.revision import DAMAGED, Source, appending
from signing.slots import Slot, lines_of

MARGIN = 14.0
"""Points kept free along the edges: printers and viewers cut there."""
CLEARANCE = 2
"""Points between a signature and print."""
INK = 45
"""How much darker than the paper a pixel is to count as print, of 255."""
LARGEST_SIDE = 4000
"""Points; A0 is 3370 high."""
SIZES = (1.0, 0.85, 0.7)
"""What is tried, of the slot's size, down to the smallest its rule allows."""
REACHES = (0.18, 0.35)
"""How far down the page is looked, of its height: near the corner first."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a signature goes on a page, in the page's own coordinates."""

    page: int
    box: Box
    turn: int
    """Degrees the page is shown turned clockwise."""
    scale: float
    """Of the slot's size."""


def appearance_in(
    slot: Slot, place: Place, values: Mapping[str, str], *, image: bytes | None = None
) -> Appearance:
    """Return the visible signature for a slot; ``{time}`` is filled in when it is signed."""
    return Appearance(
        lines=lines_of(slot, values),
        page=place.page,
        box=place.box,
        font_size=slot.font_size * place.scale,
        image=image if slot.image else None,
        turn=place.turn,
    )


def high_enough(slot: Slot, values: Mapping[str, str]) -> Slot:
    """Return the slot, higher where a long name needs more lines at the size the rule names."""
    font = bundled_font()
    width = slot.width - 2 * INSIDE
    texts = [readable(line, font) for line in lines_of(slot, values)]
    lines = [part for text in texts for part in wrap(text, width, slot.font_size, font)]
    needed = len(lines) * slot.font_size * LEADING + 2 * INSIDE + 1
    return replace(slot, height=max(slot.height, needed))


def find_place(pdf: Source, slot: Slot, *, page: int = 0) -> Place:
    """Return free paper for a slot, as near to its corner as there is.

    Raises NoRoomError when the upper third of the page has none: ``with_strip`` makes some, before
    anybody has signed. Raises NotAPdfError, NoPageError.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise NotAPdfError from error
    try:
        count = len(document)
        document.init_forms()
        shown = document[page_number_of(count, page)]
        width, height = shown.get_size()
        turn = shown.get_rotation() % 360
        crop = shown.get_cropbox()
        if max(width, height) > LARGEST_SIDE:
            # no desk scans paper of that size, and drawing it would fill the memory
            raise NoRoomError(slot=slot.name, page=page % count + 1)
        inked = _inked(shown)
        shown.close()
    except pypdfium2.PdfiumError as error:
        raise NotAPdfError from error
    finally:
        document.close()
    # the size is a rule too: a full-sized place further down comes before a small one in the corner
    for scale in (one for one in SIZES if one >= slot.smallest):
        wide, high = slot.width * scale, slot.height * scale
        for reach in REACHES:
            corner = _free(inked, wide, high, slot.anchor, reach)
            if corner is not None:
                left, top = corner
                box = (left, height - top - high, left + wide, height - top)
                return Place(page % count, _on_page(box, crop, turn), turn, scale)
    raise NoRoomError(slot=slot.name, page=page % count + 1)


def with_strip(pdf: bytes, slot: Slot, *, page: int = 0) -> bytes:
    """Return the file with an empty strip above a page, high enough for the slot.

    It only enlarges the page; nothing on it moves. Raises PdfUnsignableError once somebody has
    signed: the signature would not allow it.
    """
    with appending(pdf) as revision:
        if any(filled_fields(revision.document)):
            raise PdfUnsignableError(reason="signed")
        number = page_number(revision.document, page)
        try:
            shown = revision.document.pages[number]
            turn = int(shown.obj.get("/Rotate", 0)) % 360
            boxes = {"/MediaBox": shown.mediabox, "/CropBox": shown.cropbox}
            for key, edges in boxes.items():
                shown.obj[key] = _grown(edges, slot.height + 2 * MARGIN, turn)
            revision.replace(shown.obj)
            return pdf + revision.write()[0]
        except DAMAGED as error:
            raise PdfUnsignableError(reason="damaged") from error


def page_number_of(count: int, page: int) -> int:
    """Return a page's number from 0. Raises NoPageError."""
    if not -count <= page < count:
        raise NoPageError(page=page + 1, pages=count)
    return page % count


def _grown(edges: Any, more: float, turn: int) -> pikepdf.Array:
    """Return a page's box, higher by so much at the side a reader sees on top."""
    left, bottom, right, top = (float(edge) for edge in edges)
    sides = {
        0: (left, bottom, right, top + more),
        90: (left - more, bottom, right, top),
        180: (left, bottom - more, right, top),
        270: (left, bottom, right + more, top),
    }
    return pikepdf.Array([round(edge, 3) for edge in sides.get(turn, sides[0])])


def _inked(page: Any) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return where a page is not blank, a pixel a point, as a reader sees it."""
    drawn = page.render(scale=1.0, grayscale=True, may_draw_forms=True).to_numpy()
    grey = np.asarray(drawn, dtype=np.int16).reshape(drawn.shape[0], drawn.shape[1])
    paper = int(np.percentile(grey, 90))
    dark = grey < paper - INK
    # a speck of one pixel is dust of the scanner, print has neighbours
    around = np.zeros(dark.shape, dtype=np.int8)
    padded = np.pad(dark.astype(np.int8), 1)
    for down in range(3):
        for right in range(3):
            around += padded[down : down + dark.shape[0], right : right + dark.shape[1]]
    inked: np.ndarray[Any, np.dtype[np.bool_]] = dark & (around >= 3)
    return inked


def _free(
    inked: np.ndarray[Any, np.dtype[np.bool_]],
    width: float,
    height: float,
    anchor: str,
    reach: float,
) -> tuple[float, float] | None:
    """Return left and top of the free rectangle nearest to the corner, or None."""
    rows, columns = inked.shape
    high, wide = int(np.ceil(height)) + 2 * CLEARANCE, int(np.ceil(width)) + 2 * CLEARANCE
    edge = int(MARGIN) - CLEARANCE
    last_row, last_column = int(rows * reach), columns - edge - wide
    if last_row < edge or last_column < edge or last_row + high > rows:
        return None
    sums = np.pad(inked.astype(np.int64), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    tops = np.arange(edge, last_row + 1)[:, None]
    lefts = np.arange(edge, last_column + 1)[None, :]
    ink = (
        sums[tops + high, lefts + wide]
        - sums[tops, lefts + wide]
        - sums[tops + high, lefts]
        + sums[tops, lefts]
    )
    side = lefts - edge if anchor == "top-left" else last_column - lefts
    distance = np.where(ink == 0, (tops - edge) ** 2 + side**2, np.iinfo(np.int64).max)
    # a signature of the left corner never goes into the right half
    middle = columns / 2
    wrong = lefts + wide / 2 > middle if anchor == "top-left" else lefts + wide / 2 < middle
    distance = np.where(np.broadcast_to(wrong, distance.shape), np.iinfo(np.int64).max, distance)
    best = int(distance.argmin())
    row, column = divmod(best, distance.shape[1])
    if distance[row, column] == np.iinfo(np.int64).max:
        return None
    return float(lefts[0, column] + CLEARANCE), float(tops[row, 0] + CLEARANCE)


def _on_page(box: Box, crop: Box, turn: int) -> Box:
    """Return a box a reader sees in the page's own coordinates."""
    left, bottom, right, top = box
    x, y = crop[0], crop[1]
    wide, high = crop[2] - crop[0], crop[3] - crop[1]
    turned = {
        0: (left, bottom, right, top),
        90: (wide - top, left, wide - bottom, right),
        180: (wide - right, high - top, wide - left, high - bottom),
        270: (bottom, high - right, top, high - left),
    }.get(turn, (left, bottom, right, top))
    return (turned[0] + x, turned[1] + y, turned[2] + x, turned[3] + y)
