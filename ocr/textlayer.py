"""The text a born-digital PDF page carries itself, if it is real."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from PIL import Image

from ocr.model import Box, PageText, Region, RegionKind, SourcePage, TextSource, Word

_DAMAGE = (PDFException, PSException, PdfminerException, MalformedPDFException)
BASIS = "pdfplumber 0.11/text-layer 2"

_POINTS = 72.0
_FEWEST_LETTERS = 20
_MOST_STRANGE = 0.03
_MOST_PICTURE = 0.5
_LEAST_PRINTED = 0.9
_INK = 12.0
_SAME_LINE = 0.5
# part of the type's size; forms set a value closer to its label than a full space
_SPACE = 0.14
_FILL_IN = {".", "…", "_"}
_FILL_IN_GAP = 3.0
_SHORTEST_FILL_IN = 5
_MOST_FIELDS = 2_000
_MOST_EDGES = 4_000
_NOWHERE = (-1.0, -1.0, -1.0, -1.0)
_LONGEST_VALUE = 2_000
# points: type in a form field, and the width of its letters as a share of that
_TYPE, _LETTER = 12.0, 0.5
# fonts from before Unicode: their codes read as Western letters, not as what is seen
_LEGACY_FONTS = (".VN", "VNI-", "VNTIME", "VNARIAL", "TCVN")


def own_text(path: Path, rendered: SourcePage) -> PageText | None:
    """Return the page's own words in pixels of its rendering, or nothing if they are not real."""
    try:
        with pdfplumber.open(path, pages=[rendered.number]) as document:
            page = document.pages[0]
            if not _is_trustworthy(page):
                return None
            scale = rendered.dpi / _POINTS
            words = _words(_without_leaders(page), scale)
            entered = _entered(page, scale)
            grids = _grids(page, scale)
    except (*_DAMAGE, ValueError, KeyError, TypeError, IndexError):
        # pixels can always be read; a text layer that cannot is simply not used
        return None
    if not words or _printed_share(words, rendered) < _LEAST_PRINTED:
        return None
    return PageText(
        width=rendered.width,
        height=rendered.height,
        dpi=rendered.dpi,
        words=_together(words, entered),
        source=TextSource.TEXT_LAYER,
        basis=BASIS,
        regions=grids,
    )


def _grids(page: Any, scale: float) -> tuple[Region, ...]:
    """Return the ruled tables of the page with their cells; boxes are in pixels."""
    if len(page.edges) > _MOST_EDGES:
        return ()
    left, top = float(page.bbox[0]), float(page.bbox[1])
    found = []
    for table in page.find_tables():
        rows = [
            # of cells that were joined only the first is told; the others keep their place
            tuple(_scaled(cell or _NOWHERE, left, top, scale) for cell in row.cells)
            for row in table.rows
        ]
        # one cell is a frame, not a table
        if len(rows) * max(map(len, rows), default=0) > 1:
            box = _scaled(table.bbox, left, top, scale)
            ruled = tuple(
                tuple(_scaled(cell, left, top, scale) for cell in row.cells if cell)
                for row in table.rows
            )
            found.append(Region(RegionKind.TABLE, box, 1.0, cells=tuple(rows), ruled=ruled))
    return tuple(found)


def _scaled(sides: Any, left: float, top: float, scale: float) -> Box:
    x0, y0, x1, y1 = (float(side) for side in sides)
    return Box((x0 - left) * scale, (y0 - top) * scale, (x1 - left) * scale, (y1 - top) * scale)


def _is_trustworthy(page: Any) -> bool:
    letters = [character for character in page.chars if not character["text"].isspace()]
    if len(letters) < _FEWEST_LETTERS:
        return False
    strange = sum(_is_strange(character) for character in letters)
    pictures = sum(float(image["width"]) * float(image["height"]) for image in page.images)
    covered = pictures / max(float(page.width) * float(page.height), 1.0)
    return strange <= _MOST_STRANGE * len(letters) and covered <= _MOST_PICTURE


def _is_strange(character: dict[str, Any]) -> bool:
    text = str(character["text"])
    name = str(character.get("fontname", "")).upper().rpartition("+")[2]
    return (
        text.startswith("(cid:")
        or name.startswith(_LEGACY_FONTS)
        or any(c == "\ufffd" or unicodedata.category(c) in {"Co", "Cn", "Cc"} for c in text)
    )


def _without_leaders(page: Any) -> Any:
    """Return the page without fill-in lines made of dots or underscores."""
    rows: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for character in page.chars:
        if character["text"] in _FILL_IN:
            rows.setdefault((character["text"], round(character["top"])), []).append(character)
    fill_in: set[tuple[float, float]] = set()
    for row in rows.values():
        fill_in |= _runs(sorted(row, key=lambda character: float(character["x0"])))
    return page.filter(
        lambda thing: (
            thing.get("text") not in _FILL_IN or (thing["x0"], thing["top"]) not in fill_in
        )
    )


def _runs(row: list[dict[str, Any]]) -> set[tuple[float, float]]:
    """Return the places of those characters that follow each other closely, many in a row."""
    found: set[tuple[float, float]] = set()
    run: list[dict[str, Any]] = []
    for character in row:
        if run and character["x0"] - run[-1]["x1"] > _FILL_IN_GAP * character["width"]:
            run = []
        run.append(character)
        if len(run) * len(str(character["text"]).replace("…", "...")) >= _SHORTEST_FILL_IN:
            found |= {(each["x0"], each["top"]) for each in run}
    return found


def _words(page: Any, scale: float) -> tuple[Word, ...]:
    found = page.extract_words(
        x_tolerance_ratio=_SPACE,
        keep_blank_chars=False,
        extra_attrs=["size"],
        expand_ligatures=True,
    )
    left, top = float(page.bbox[0]), float(page.bbox[1])
    words = []
    for number, line in enumerate(_lines(found)):
        for word in line:
            box = Box(
                (float(word["x0"]) - left) * scale,
                (float(word["top"]) - top) * scale,
                (float(word["x1"]) - left) * scale,
                (float(word["bottom"]) - top) * scale,
            )
            text = unicodedata.normalize("NFC", str(word["text"]))
            words.append(Word(text, box, 1.0, number, font_size=float(word["size"]) * scale))
    return tuple(words)


def _entered(page: Any, scale: float) -> list[Word]:
    """Return what was typed into the form fields of the page, where each field lies.

    A viewer draws it over the page; it is no part of the page's own text.
    """
    left, top = float(page.bbox[0]), float(page.bbox[1])
    words: list[Word] = []
    for annotation in page.annots[:_MOST_FIELDS]:
        text = _value_of(annotation)
        wide = float(annotation["x1"]) - float(annotation["x0"])
        high = float(annotation["bottom"]) - float(annotation["top"])
        if not text or wide <= 0 or high <= 0:
            continue
        size = min(high, _TYPE)
        letter = min(wide / len(text), size * _LETTER)
        middle = (float(annotation["top"]) + float(annotation["bottom"])) / 2 - top
        at = float(annotation["x0"]) - left
        for part in text.split(" "):
            box = Box(at, middle - size / 2, at + letter * len(part), middle + size / 2)
            scaled = Box(*(side * scale for side in (box.left, box.top, box.right, box.bottom)))
            words.append(Word(part, scaled, 1.0, -1, font_size=size * scale))
            at += letter * (len(part) + 1)
    return words


def _value_of(annotation: dict[str, Any]) -> str:
    """Return the text of a filled-in text or choice field; other annotations say nothing."""
    data = annotation.get("data") or {}
    kind, value = data.get("FT"), data.get("V")
    parent = data.get("Parent")
    if kind is None and isinstance(parent, dict):
        kind, value = parent.get("FT"), value or parent.get("V")
    if getattr(kind, "name", kind) not in ("Tx", "Ch") or not isinstance(value, bytes | str):
        return ""
    text = decode_text(value) if isinstance(value, bytes) else value
    kept = "".join(c if unicodedata.category(c) != "Cc" else " " for c in text[:_LONGEST_VALUE])
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _together(words: tuple[Word, ...], entered: list[Word]) -> tuple[Word, ...]:
    """Return the words with those of the form fields, each on the line it stands beside."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    middles = {number: _middle_of(line[0]) for number, line in lines.items()}
    placed = []
    for word in entered:
        near = min(middles, key=lambda n: abs(middles[n] - _middle_of(word)))
        beside = abs(middles[near] - _middle_of(word)) < _SAME_LINE * word.box.height
        line = near if beside else len(middles) + round(_middle_of(word))
        placed.append(replace(word, line=line))
    return (*words, *placed)


def _middle_of(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def _lines(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the words row by row; words whose middles lie in one row belong together."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"] + word["bottom"]) / 2):
        middle = (word["top"] + word["bottom"]) / 2
        height = word["bottom"] - word["top"]
        if rows and abs(middle - _middle(rows[-1])) < _SAME_LINE * height:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: float(word["x0"])) for row in rows]


def _middle(row: list[dict[str, Any]]) -> float:
    return float(sum(word["top"] + word["bottom"] for word in row)) / (2 * len(row))


def _printed_share(words: tuple[Word, ...], rendered: SourcePage) -> float:
    """Return the share of words under whose boxes something is printed."""
    with Image.open(io.BytesIO(rendered.image)) as image:
        pixels = np.asarray(image.convert("L"))
    printed = 0
    for word in words:
        box = word.box
        patch = pixels[
            max(0, int(box.top)) : int(box.bottom) + 1, max(0, int(box.left)) : int(box.right) + 1
        ]
        printed += bool(patch.size and patch.std() > _INK)
    return printed / len(words)
