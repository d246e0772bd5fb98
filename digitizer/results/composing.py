"""Composing: from values to a PDF/A-3b that carries the same values as a JSON attachment."""

from __future__ import annotations

import io
import json
import re
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from digitizer.errors import DefinitionError, NotComposableError, UnprintableError
from digitizer.model.clock import OFFICE_TIME
from digitizer.results.templates import SHARED, ResultTemplate, ShownAs, TemplateField

FLAVOUR = "3b"
SLOT_PREFIX = "slot-"
A4_HEIGHT = 297 / 25.4 * 72
TEST_MARK = "BẢN THỬ NGHIỆM – không có giá trị pháp lý"

# the compiler keeps its inputs between compile and query
_TYPESETTING = threading.Lock()


@dataclass(frozen=True, slots=True)
class SignatureSlot:
    """A rectangle of a composed result that is kept free for a signature.

    ``box`` is left, bottom, right, top in points from the page's bottom-left corner.
    """

    name: str
    page: int
    """From 0."""
    box: tuple[float, float, float, float]


def compose(
    template: ResultTemplate,
    data: Mapping[str, str],
    *,
    at: datetime,
    attachment: bytes,
    test_mark: str = "",
) -> bytes:
    """Return the result as PDF/A-3b; the same values and time give the same bytes."""
    values = printed_values(template, data)
    moment = at.astimezone(UTC).replace(microsecond=0)
    day = moment.astimezone(OFFICE_TIME).date()
    values["issued_on"] = day.isoformat()
    values["registered_on"] = day.strftime("%d/%m/%Y")
    inputs = {
        "data": json.dumps(values, ensure_ascii=False, sort_keys=True),
        "moment": moment.strftime("%Y-%m-%dT%H:%M:%S"),
        "attachment": attachment.decode("utf-8"),
        "test_mark": test_mark,
    }
    pdf, slots = _typeset(template, inputs)
    return _as_archive_copy(pdf, slots, moment)


def signature_slots(pdf: bytes) -> tuple[SignatureSlot, ...]:
    """Return the rectangles a composed result keeps free, as the file itself names them."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/Names" not in document.Root or "/Dests" not in document.Root.Names:
            return ()
        places: dict[object, int] = {
            page.objgen: number for number, page in enumerate(document.pages)
        }
        found = pikepdf.NameTree(document.Root.Names.Dests)
        return tuple(
            SignatureSlot(
                name=str(name).removeprefix(SLOT_PREFIX),
                page=places[target[0].objgen],
                box=(float(target[2]), float(target[3]), float(target[4]), float(target[5])),
            )
            for name, target in found.items()
            if str(name).startswith(SLOT_PREFIX)
        )


def printed_values(template: ResultTemplate, data: Mapping[str, str]) -> dict[str, str]:
    """Return the template's values as they are printed, or say which required one is missing."""
    values: dict[str, str] = {}
    for field in template.fields:
        text = _printable(data.get(field.name, ""))
        if field.required and not text:
            raise NotComposableError(field=field.name, title=field.title)
        values[field.name] = _shown(field, text)
        unknown = sorted(set(values[field.name]) - _letters() - {"\n"})
        if unknown:
            signs = ", ".join(f"U+{ord(sign):04X}" for sign in unknown[:5])
            raise UnprintableError(field=field.name, title=field.title, signs=signs)
    return values


def _printable(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    # control and format characters have no look; left in they could reorder or hide text
    kept = (
        sign for sign in composed if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf"}
    )
    return "".join(kept).strip()


def _shown(field: TemplateField, text: str) -> str:
    if field.shown_as is ShownAs.TEXT:
        return text
    if field.shown_as is ShownAs.MONEY:
        return (
            f"{int(text):,} đồng".replace(",", ".") if re.fullmatch(r"[0-9]{1,18}", text) else text
        )
    parts = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    if parts is None:
        return text
    if field.shown_as is ShownAs.YEAR:
        return parts[1]
    return "/".join(part for part in reversed(parts.groups()) if part)


@cache
def _letters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    fonts = sorted(_font_folder().glob("DigitizerSerif-*.ttf"))
    tables = [frozenset(map(chr, TTFont(font).getBestCmap())) for font in fonts]
    return frozenset.intersection(*tables)


def _font_folder() -> Path:
    return Path(str(resources.files("resources").joinpath("fonts")))


@cache
def _compiler(root: Path) -> Any:
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(_font_folder())],
    )
    return typst.Compiler(root=str(root), font_paths=fonts, ignore_system_fonts=True)


def _typeset(
    template: ResultTemplate, inputs: Mapping[str, str]
) -> tuple[bytes, Sequence[SignatureSlot]]:
    import typst

    root = template.layout.parent.parent
    if not (root / SHARED).is_dir():
        raise DefinitionError(file=str(root / SHARED), key=SHARED, nearest="")
    with _TYPESETTING:
        compiler = _compiler(root)
        try:
            pdf = compiler.compile(
                str(template.layout), sys_inputs=dict(inputs), pdf_standards=f"a-{FLAVOUR}"
            )
            found = json.loads(compiler.query("<slot>", field="value"))
        except typst.TypstError as error:
            raise DefinitionError(
                file=str(template.layout), key=error.message, nearest=""
            ) from error
    return pdf, [_slot(entry) for entry in found]


def _slot(entry: Mapping[str, Any]) -> SignatureSlot:
    left, top = entry["left"], A4_HEIGHT - entry["top"]
    box = (left, top - entry["height"], left + entry["width"], top)
    return SignatureSlot(name=entry["name"], page=entry["page"] - 1, box=box)


def _as_archive_copy(pdf: bytes, slots: Sequence[SignatureSlot], at: datetime) -> bytes:
    """Return the typeset file with what the validator does not know removed, and checked."""
    import pikepdf
    from pikepdf import pdfa

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for item in document.objects:
            # optional in a font descriptor, and the validator cannot check it
            if isinstance(item, pikepdf.Dictionary) and "/CIDSet" in item:
                del item["/CIDSet"]
        _name_slots(document, slots)
        pdfa.prepare(document, FLAVOUR)
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["xmp:MetadataDate"] = at.isoformat()
        target = io.BytesIO()
        pdfa.save(document, target, FLAVOUR, repair=False, deterministic_id=True)
    return target.getvalue()


def _name_slots(document: Any, slots: Sequence[SignatureSlot]) -> None:
    """Write each slot as a named destination: /FitR is a page and a rectangle."""
    import pikepdf

    if "/Names" not in document.Root:
        document.Root.Names = pikepdf.Dictionary()
    if "/Dests" not in document.Root.Names:
        document.Root.Names.Dests = pikepdf.NameTree.new(document).obj
    names = pikepdf.NameTree(document.Root.Names.Dests)
    for slot in slots:
        page = document.pages[slot.page].obj
        box = [round(edge, 2) for edge in slot.box]
        names[SLOT_PREFIX + slot.name] = pikepdf.Array([page, pikepdf.Name.FitR, *box])
