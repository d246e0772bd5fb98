"""hOCR: what was read as a page of XHTML whose elements carry boxes and confidences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ocr.export.layout import Line, blocks, clean
from ocr.model import Box, PageText, RegionKind

NAMESPACE = "http://www.w3.org/1999/xhtml"
_DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
_REGIONS = {
    RegionKind.SEAL: "ocr_image",
    RegionKind.STAMP: "ocr_image",
    RegionKind.SIGNATURE: "ocr_linedrawing",
    RegionKind.HANDWRITING: "ocr_linedrawing",
    RegionKind.PICTURE: "ocr_photo",
    RegionKind.TABLE: "ocr_table",
    RegionKind.EMPTY_BOX: "ocr_linedrawing",
    RegionKind.TICKED_BOX: "ocr_linedrawing",
}
_CAPABILITIES = ["ocr_page", "ocr_carea", "ocr_line", "ocrx_word"]
_SURE = 100


def write_hocr(
    pages: Sequence[tuple[int, PageText]], *, file_name: str, language: str = "vi"
) -> bytes:
    """Return one file's pages, each with its number, as hOCR; boxes are pixels of the images."""
    root = Element("html", {"xmlns": NAMESPACE, "xml:lang": language, "lang": language})
    head = SubElement(root, "head")
    SubElement(head, "title").text = clean(file_name)
    kind = {"http-equiv": "Content-Type", "content": "text/html;charset=utf-8"}
    SubElement(head, "meta", kind)
    systems = sorted({page.basis for _, page in pages})
    SubElement(
        head, "meta", {"name": "ocr-system", "content": clean("; ".join(["digitizer", *systems]))}
    )
    used = {_REGIONS[region.kind] for _, page in pages for region in page.regions}
    can = " ".join([*_CAPABILITIES, *sorted(used)])
    SubElement(head, "meta", {"name": "ocr-capabilities", "content": can})
    body = SubElement(root, "body")
    for number, page in pages:
        _add_page(body, page, number, file_name)
    indent(root, space=" ")
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_DOCTYPE}\n{text}\n'.encode()


def _add_page(body: Element, page: PageText, number: int, file_name: str) -> None:
    # a quotation mark would end the name early: hOCR knows no way to write one
    name = clean(file_name).replace('"', "'")
    resolution = round(page.dpi)
    told = [
        f'image "{name}"',
        _box(Box(0, 0, page.width, page.height)),
        f"ppageno {number - 1}",
        f"scan_res {resolution} {resolution}",
    ]
    if page.layers:
        inks = " ".join(f"{layer.colour} {layer.share:.3f}" for layer in page.layers)
        told.append(f"x_inks {inks}")
    leaf = _part(body, "div", "ocr_page", f"page_{number}", told)
    words = 0
    for place, block in enumerate(blocks(page), start=1):
        area = _part(leaf, "div", "ocr_carea", f"block_{number}_{place}", [_box(block.box)])
        for row, line in enumerate(block.lines, start=1):
            told = [_box(line.box), *_line_properties(line, page.rotation)]
            written = _part(area, "span", "ocr_line", f"line_{number}_{place}_{row}", told)
            for word in line.words:
                words += 1
                sure = round(_SURE * min(max(word.confidence, 0.0), 1.0))
                told = [_box(word.box), f"x_wconf {sure}"]
                told += ["x_by_hand 1"] if word.by_hand else []
                _part(written, "span", "ocrx_word", f"word_{number}_{words}", told).text = clean(
                    word.text
                )
    for place, region in enumerate(page.regions, start=1):
        sure = round(_SURE * min(max(region.confidence, 0.0), 1.0))
        told = [_box(region.box), f"x_kind {region.kind}", f"x_conf {sure}"]
        _part(leaf, "div", _REGIONS[region.kind], f"region_{number}_{place}", told)


def _line_properties(line: Line, rotation: int) -> list[str]:
    """Return the line's turn, baseline and size of type, as far as they are known."""
    told = [f"textangle {rotation}"] if rotation else []
    size = max(word.font_size for word in line.words)
    if size:
        told.append(f"x_size {size:.1f}")
    if line.baseline is not None and not rotation:
        x0, y0, x1, y1 = line.baseline
        slope = (y1 - y0) / max(x1 - x0, 1.0)
        offset = y0 + slope * (line.box.left - x0) - line.box.bottom
        told.append(f"baseline {slope:.4f} {offset:.1f}")
    return told


def _part(parent: Element, tag: str, kind: str, name: str, told: Sequence[str]) -> Element:
    return SubElement(parent, tag, {"class": kind, "id": name, "title": "; ".join(told)})


def _box(box: Box) -> str:
    edges = (math.floor(box.left), math.floor(box.top), math.ceil(box.right), math.ceil(box.bottom))
    return "bbox " + " ".join(map(str, edges))
