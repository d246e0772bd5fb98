"""ALTO XML 4.4, the form in which archives and libraries keep what was read on a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ocr.export.layout import Block, Line, blocks, clean
from ocr.model import Box, PageText, Region, RegionKind, Word

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_BLOCKS = {RegionKind.PICTURE: "Illustration", RegionKind.TABLE: "ComposedBlock"}
"""What ALTO calls a region; seals, signatures and handwriting are graphical elements to it."""
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def write_alto(
    pages: Sequence[tuple[int, PageText]], *, file_name: str, created: datetime
) -> bytes:
    """Return one file's pages, each with its number, as ALTO; boxes are pixels of the images."""
    root = Element(
        "alto",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": _INSTANCE,
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "SCHEMAVERSION": "4.4",
        },
    )
    recipes = sorted({page.basis for _, page in pages})
    _describe(root, file_name, created, recipes)
    _add_tags(root, pages)
    layout = SubElement(root, "Layout")
    for number, page in pages:
        _add_page(layout, page, number, f"reading-{recipes.index(page.basis) + 1}")
    indent(root, space=" ")
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _describe(root: Element, file_name: str, created: datetime, recipes: Sequence[str]) -> None:
    description = SubElement(root, "Description")
    SubElement(description, "MeasurementUnit").text = "pixel"
    source = SubElement(description, "sourceImageInformation")
    SubElement(source, "fileName").text = clean(file_name)
    at = created.astimezone(UTC).replace(microsecond=0).isoformat()
    for number, recipe in enumerate(recipes, start=1):
        step = SubElement(description, "Processing", {"ID": f"reading-{number}"})
        SubElement(step, "processingCategory").text = "contentGeneration"
        SubElement(step, "processingDateTime").text = at
        SubElement(step, "processingStepSettings").text = clean(recipe)
        software = SubElement(step, "processingSoftware")
        SubElement(software, "softwareName").text = "digitizer"


def _add_page(layout: Element, page: PageText, number: int, recipe: str) -> None:
    known = {
        "ID": f"page-{number}",
        "PHYSICAL_IMG_NR": str(number),
        "WIDTH": str(page.width),
        "HEIGHT": str(page.height),
        "PROCESSING": recipe,
    }
    if page.rotation:
        # ALTO tells how far the print is turned counter-clockwise, which is our turn to undo it
        known["ROTATION"] = str(page.rotation)
    leaf = SubElement(layout, "Page", known)
    space = SubElement(leaf, "PrintSpace", _place(Box(0, 0, page.width, page.height)))
    for place, block in enumerate(blocks(page), start=1):
        _add_block(space, block, f"page-{number}-block-{place}")
    for place, region in enumerate(page.regions, start=1):
        _add_region(space, region, f"page-{number}-region-{place}")


def _add_tags(root: Element, pages: Sequence[tuple[int, PageText]]) -> None:
    """Name the kinds of regions, what is written by hand, and how much ink of a colour there is."""
    tags = Element("Tags")
    kinds = {region.kind for _, page in pages for region in page.regions}
    if any(word.by_hand for _, page in pages for word in page.words):
        kinds.add(RegionKind.HANDWRITING)
    for kind in sorted(kinds):
        known = {"ID": f"region-{kind}", "TYPE": "region", "LABEL": kind.value}
        SubElement(tags, "LayoutTag", known)
    for number, page in pages:
        for layer in page.layers:
            known = {
                "ID": f"page-{number}-ink-{layer.colour}",
                "TYPE": "ink",
                "LABEL": layer.colour,
            }
            known["DESCRIPTION"] = f"{_number(layer.share)} % of page {number}"
            SubElement(tags, "OtherTag", known)
    if len(tags):
        root.append(tags)


def _add_region(space: Element, region: Region, name: str) -> None:
    tag = _BLOCKS.get(region.kind, "GraphicalElement")
    known = {"ID": name, **_place(region.box), "TAGREFS": f"region-{region.kind}"}
    SubElement(space, tag, known)


def _add_block(space: Element, block: Block, name: str) -> None:
    written = SubElement(space, "TextBlock", {"ID": name, **_place(block.box)})
    for place, line in enumerate(block.lines, start=1):
        _add_line(written, line, f"{name}-line-{place}")


def _add_line(block: Element, line: Line, name: str) -> None:
    known = {"ID": name, **_place(line.box)}
    if line.baseline is not None:
        x0, y0, x1, y1 = (_number(value) for value in line.baseline)
        known["BASELINE"] = f"{x0},{y0} {x1},{y1}"
    written = SubElement(block, "TextLine", known)
    for word, after in pairwise([*line.words, None]):
        if word is None:
            continue
        _add_word(written, word)
        if after is not None:
            SubElement(written, "SP")


def _add_word(line: Element, word: Word) -> None:
    known = {
        **_place(word.box),
        "CONTENT": clean(word.text),
        "WC": f"{min(max(word.confidence, 0.0), 1.0):.3f}",
    }
    if word.by_hand:
        known["TAGREFS"] = f"region-{RegionKind.HANDWRITING}"
    written = SubElement(line, "String", known)
    for other in word.alternatives:
        SubElement(written, "ALTERNATIVE").text = clean(other)


def _place(box: Box) -> dict[str, str]:
    return {
        "HPOS": _number(box.left),
        "VPOS": _number(box.top),
        "WIDTH": _number(max(box.width, 0.0)),
        "HEIGHT": _number(max(box.height, 0.0)),
    }


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
