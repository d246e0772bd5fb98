"""Sets a paper with typst and reads back its picture, its text lines and where its values stand."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2
import typst
from numpy.typing import NDArray

TEMPLATES = Path(__file__).parent / "templates"
DPI = 300
FONT_FOLDERS = (
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/fonts/truetype/dejavu"),
)
EVERY_FONT = Path("/usr/share/fonts")
"""Where types lie that only value sheets and a held-out layout are set in; slow to look through."""
Box = tuple[float, float, float, float]
Picture = NDArray[np.uint8]


class FontsMissingError(RuntimeError):
    """A font the papers are set in is not installed."""


@dataclass(frozen=True)
class Line:
    """One printed line: its text and its box in pixels of the straight page."""

    text: str
    box: Box


@dataclass(frozen=True)
class TypesetPage:
    """One straight, clean page with everything known about it."""

    picture: Picture
    lines: tuple[Line, ...]
    field_boxes: Mapping[str, tuple[Box, ...]]
    spots: Mapping[str, Box]


@cache
def _fonts(*, every: bool = False) -> typst.Fonts:
    wanted = (EVERY_FONT,) if every else FONT_FOLDERS
    folders = [str(folder) for folder in wanted if folder.is_dir()]
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
    )
    families = set(fonts.families())
    for family in ("Liberation Serif", "Liberation Sans", "Liberation Mono", "DejaVu Serif"):
        if family not in families:
            raise FontsMissingError(
                f"Font “{family}” is missing: install fonts-liberation2 and fonts-dejavu."
            )
    return fonts


def typeset(
    template: str, values: Mapping[str, Any], style: Mapping[str, Any], *, marks: bool = True
) -> bytes:
    """The PDF of one paper; with marks it carries the links that tell where values stand.

    Raises FontsMissingError where a type is not installed.
    """
    fonts = _fonts()
    if style["font"] not in fonts.families():
        fonts = _fonts(every=True)
    if style["font"] not in fonts.families():
        raise FontsMissingError(f"Font “{style['font']}” is missing.")
    data = json.dumps({"values": values, "style": style, "marks": marks}, ensure_ascii=False)
    result = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=fonts,
        sys_inputs={"data": data},
        format="pdf",
        timestamp=1_795_046_400,
        pdf_tags=False,
    )
    if not isinstance(result, bytes):
        raise TypeError("typst gave no single PDF")
    return result


def read_back(pdf: bytes, dpi: int = DPI) -> tuple[TypesetPage, ...]:
    """Pictures, lines and places of every page of a PDF made here."""
    scale = dpi / 72
    pages = []
    document = pypdfium2.PdfDocument(pdf)
    with pdfplumber.open(io.BytesIO(pdf)) as text:
        for index, page in enumerate(text.pages):
            bitmap = document[index].render(scale=scale, may_draw_forms=False, draw_annots=False)
            picture = np.ascontiguousarray(np.asarray(bitmap.to_pil().convert("RGB")))
            fields, spots = _places(page.annots, scale)
            pages.append(TypesetPage(picture, _lines(page, scale), fields, spots))
    document.close()
    return tuple(pages)


def _places(
    annotations: list[dict[str, Any]], scale: float
) -> tuple[dict[str, tuple[Box, ...]], dict[str, Box]]:
    fields: dict[str, tuple[Box, ...]] = {}
    spots: dict[str, Box] = {}
    for item in annotations:
        kind, _, name = str(item.get("uri") or "").partition(":")
        box = (item["x0"] * scale, item["top"] * scale, item["x1"] * scale, item["bottom"] * scale)
        if kind == "field" and box[2] - box[0] > 1:
            fields[name] = (*fields.get(name, ()), box)
        elif kind == "spot":
            spots[name] = box
    return fields, spots


def _lines(page: Any, scale: float) -> tuple[Line, ...]:
    words = page.extract_words(x_tolerance_ratio=0.14, y_tolerance=1, keep_blank_chars=False)
    words = [word for word in words if word["text"].strip(".…")]
    groups: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda item: item["top"] - item["bottom"]):
        home = next((group for group in groups if _same_line(group[0], word)), None)
        if home is None:
            groups.append([word])
        else:
            home.append(word)
    groups.sort(key=lambda group: (group[0]["top"] + group[0]["bottom"]) / 2)
    return tuple(_line(group, scale) for group in groups)


def _same_line(big: dict[str, Any], small: dict[str, Any]) -> bool:
    shared = min(big["bottom"], small["bottom"]) - max(big["top"], small["top"])
    return float(shared) > 0.55 * float(small["bottom"] - small["top"])


def _line(words: list[dict[str, Any]], scale: float) -> Line:
    words = sorted(words, key=lambda item: item["x0"])
    text = unicodedata.normalize("NFC", " ".join(word["text"] for word in words))
    return Line(
        text,
        (
            min(word["x0"] for word in words) * scale,
            min(word["top"] for word in words) * scale,
            max(word["x1"] for word in words) * scale,
            max(word["bottom"] for word in words) * scale,
        ),
    )
