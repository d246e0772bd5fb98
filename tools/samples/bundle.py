"""Turns papers into files: set, stamp, degrade, write the file and the truth beside it."""

from __future__ import annotations

import io
import json
import random
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from PIL import Image

from tools.samples.cards import CARD_SHEETS, CARD_SIDES
from tools.samples.degrade import Scan, degrade, moved, turned
from tools.samples.papers import Paper, make_style
from tools.samples.stamps import apply_stamps
from tools.samples.typeset import DPI, TypesetPage, read_back, typeset


@dataclass(frozen=True)
class Sheet:
    """One paper to be made and how: damage, way of filling, layout variant, turn on the glass."""

    paper: Paper
    level: str = "1"
    fill: str = "typed"
    variant: int = 0
    rotation: int = 0
    font: str = ""
    """Another type than the layout's."""
    size: float = 0.0
    """Another size than the layout's, in points."""


def seed_of(*parts: object) -> int:
    """A seed that is the same on every machine."""
    return zlib.crc32("|".join(str(part) for part in parts).encode())


def _style(sheet: Sheet, seed: int) -> dict[str, object]:
    rng = random.Random(seed)  # noqa: S311
    style = make_style(rng, list(sheet.paper.values), variant=sheet.variant, fill=sheet.fill)
    if sheet.font:
        style |= dict.fromkeys(("font", "value_font", "pen_font"), sheet.font)
    if sheet.size:
        style |= {"size": sheet.size}
    return style | {"x": rng.randrange(14, 60), "y": rng.randrange(16, 70)}


def _template(paper: Paper) -> str:
    if "form" in paper.values:
        return "form"
    return "cards" if paper.document_type in {*CARD_SIDES, *CARD_SHEETS} else paper.document_type


def set_sheet(sheet: Sheet, seed: int) -> tuple[TypesetPage, ...]:
    """The clean pages of one sheet."""
    return read_back(typeset(_template(sheet.paper), sheet.paper.values, _style(sheet, seed)))


def _page_truth(
    number: int, sheet: Sheet, page: TypesetPage, scan: Scan, *, first: bool
) -> dict[str, object]:
    height, width = scan.picture.shape[:2]
    boxes = {
        name: [moved(box, scan) for box in places]
        for name, places in sorted(page.field_boxes.items())
        if name in sheet.paper.truth
    }
    return {
        "page": number,
        "document_type": sheet.paper.document_type,
        "continues": not first,
        "width": width,
        "height": height,
        "dpi": DPI,
        "level": scan.level,
        "skew_degrees": round(scan.skew, 3),
        "rotation": scan.rotation,
        "fill": sheet.fill,
        "fields": dict(sheet.paper.truth) if first else {},
        "tables": sheet.paper.tables if first else {},
        "field_boxes": boxes,
        "lines": [line.text for line in page.lines],
        "spots": {
            name: moved(page.spots[name], scan)
            for name in sorted(sheet.paper.stamps)
            if name in page.spots
        },
        "line_boxes": [moved(line.box, scan) for line in page.lines],
    }


def _finish(name: str, sheets: Sequence[Sheet]) -> tuple[list[Scan], list[dict[str, object]]]:
    scans, truths = [], []
    for index, sheet in enumerate(sheets):
        seed = seed_of(name, index)
        for place, page in enumerate(set_sheet(sheet, seed)):
            rng = np.random.default_rng([seed, place])
            stamps = {key: what for key, what in sheet.paper.stamps.items() if key in page.spots}
            picture = apply_stamps(page.picture, page.spots, stamps, rng)
            scan = turned(degrade(picture, sheet.level, rng), sheet.rotation)
            scans.append(scan)
            truths.append(_page_truth(len(scans), sheet, page, scan, first=place == 0))
    return scans, truths


def jpeg(scan: Scan) -> bytes:
    """The scan as a JPEG with its resolution, except for a phone, which writes none."""
    buffer = io.BytesIO()
    image = Image.fromarray(scan.picture)
    if scan.level == "photo":
        image.save(buffer, "JPEG", quality=scan.quality)
    else:
        image.save(buffer, "JPEG", quality=scan.quality, dpi=(DPI, DPI))
    return buffer.getvalue()


def _png(scan: Scan) -> bytes:
    grey = Image.fromarray(scan.picture).convert("L")
    # sixteen greys are what an office scanner's “text” mode writes; it also keeps the file small
    few = grey.point([min(255, round(value / 17) * 17) for value in range(256)])
    buffer = io.BytesIO()
    few.save(buffer, "PNG", dpi=(DPI, DPI), optimize=True)
    return buffer.getvalue()


def _tiff(scans: Sequence[Scan]) -> bytes:
    # YCbCr is what scanners write into JPEG-compressed TIFF, and half the size of RGB
    first, *rest = (Image.fromarray(scan.picture).convert("YCbCr") for scan in scans)
    buffer = io.BytesIO()
    first.save(
        buffer,
        "TIFF",
        save_all=True,
        append_images=rest,
        compression="jpeg",
        quality=scans[0].quality,
        dpi=(DPI, DPI),
    )
    return buffer.getvalue()


def _scanned_pdf(scans: Sequence[Scan]) -> bytes:
    """A PDF as a scanner writes it: one JPEG per page and no text."""
    with pikepdf.new() as pdf:
        for scan in scans:
            height, width = scan.picture.shape[:2]
            page = pdf.add_blank_page(page_size=(width * 72 / DPI, height * 72 / DPI))
            image = pikepdf.Stream(pdf, jpeg(scan))
            image.update(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=width,
                    Height=height,
                    ColorSpace=pikepdf.Name.DeviceRGB,
                    BitsPerComponent=8,
                    Filter=pikepdf.Name.DCTDecode,
                )
            )
            name = page.add_resource(image, pikepdf.Name.XObject, name=pikepdf.Name.Scan)
            area = f"q {width * 72 / DPI:.3f} 0 0 {height * 72 / DPI:.3f} 0 0 cm {name} Do Q"
            page.contents_add(area.encode())
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def render(name: str, sheet: Sheet) -> tuple[bytes, dict[str, list[list[int]]]]:
    """The first page of one sheet as a JPEG, and where its values stand on it."""
    scans, truths = _finish(name, [sheet])
    places: Any = truths[0]["field_boxes"]
    return jpeg(scans[0]), places


def write_file(
    folder: Path, name: str, sheets: Sequence[Sheet], *, seed: int | None = None
) -> dict[str, object]:
    """Writes one file of scanned sheets and its truth; without a suffix, JPEG or a longer PDF."""
    scans, truths = _finish(f"{folder.name if seed is None else seed}/{name}", sheets)
    suffix = Path(name).suffix
    if not suffix:
        suffix = ".jpg" if len(scans) == 1 else ".pdf"
        name += suffix
    if suffix in {".tif", ".pdf"}:
        data = _tiff(scans) if suffix == ".tif" else _scanned_pdf(scans)
    elif len(scans) > 1:
        raise ValueError(f"{name}: {len(scans)} pages do not go into one {suffix} file")
    else:
        data = _png(scans[0]) if suffix == ".png" else jpeg(scans[0])
    return _write(folder, name, data, truths)


def born_digital(sheet: Sheet, seed: int) -> bytes:
    """A PDF with its own text, as an office program exports it."""
    style = _style(sheet, seed) | {"leaders": "typed"}
    return typeset(_template(sheet.paper), sheet.paper.values, style, marks=False)


def write_born_digital(folder: Path, name: str, sheet: Sheet) -> dict[str, object]:
    """Writes a PDF with its own text, as an office program exports it, and its truth."""
    seed = seed_of(f"{folder.name}/{name}", 0)
    style = _style(sheet, seed) | {"leaders": "typed"}
    data = born_digital(sheet, seed)
    pages = read_back(typeset(_template(sheet.paper), sheet.paper.values, style))
    truths = []
    for place, page in enumerate(pages):
        scan = Scan(page.picture, np.eye(3), 0.0, 100, "own_text")
        truths.append(_page_truth(place + 1, sheet, page, scan, first=place == 0))
    return _write(folder, name, data, truths)


def _write(
    folder: Path, name: str, data: bytes, pages: Sequence[Mapping[str, object]]
) -> dict[str, object]:
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    truth: dict[str, object] = {"file": name, "pages": list(pages)}
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    text = re.sub(r"\[\s+(-?\d+),\s+(-?\d+),\s+(-?\d+),\s+(-?\d+)\s+\]", r"[\1, \2, \3, \4]", text)
    (folder / "truth" / f"{Path(name).stem}.json").write_text(text + "\n", encoding="utf-8")
    return truth
