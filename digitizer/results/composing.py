"""Composing: from values to a PDF/A-3b that carries the same values as a JSON attachment."""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from digitizer.errors import DefinitionError, LayoutError, NotComposableError, UnprintableError
from digitizer.model.clock import OFFICE_TIME
from digitizer.results.templates import SHARED, ResultTemplate, ShownAs, TemplateField

Row = Mapping[str, str]
Data = Mapping[str, str | Sequence[Row]]
"""What a paper is made from: texts, and tables as lists of rows."""
Printed = str | list[dict[str, str]]
MOST_ROWS = 5000
PACKAGE = re.compile(r"""["']@[a-z]+/""")
FLAVOUR = "3b"
SLOT_PREFIX = "slot-"
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
    data: Data,
    *,
    at: datetime,
    attachment: bytes,
    test_mark: str = "",
    layout: str | None = None,
) -> bytes:
    """Return the paper as PDF/A-3b; the same values and time give the same bytes.

    ``layout`` stands for the template's own layout while it is being edited. Raises
    NotComposableError naming a missing field, UnprintableError, and LayoutError with the line of a
    layout that is wrong.
    """
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
        "qr": _qr(template, values),
    }
    pdf, slots = _typeset(template, inputs, layout)
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


def printed_values(template: ResultTemplate, data: Data) -> dict[str, Printed]:
    """Return the template's values as they are printed.

    Raises NotComposableError naming every required field that is missing, UnprintableError.
    """
    missing = [one for one in template.fields if one.required and not _given(one, data)]
    if missing:
        raise NotComposableError(
            field=missing[0].name,
            title="», «".join(one.title for one in missing),
            fields=[one.name for one in missing],
        )
    values: dict[str, Printed] = {}
    for field in template.fields:
        given = data.get(field.name, "")
        if field.shown_as is ShownAs.ROWS:
            values[field.name] = _rows(field, given)
            continue
        text = _printable(given) if isinstance(given, str) else ""
        values[field.name] = _demand_printable(field, _shown(field, text))
    return values


def _given(field: TemplateField, data: Data) -> bool:
    given = data.get(field.name, "")
    if field.shown_as is ShownAs.ROWS:
        return not isinstance(given, str) and bool(given)
    return isinstance(given, str) and bool(_printable(given))


def _rows(field: TemplateField, given: str | Sequence[Row]) -> list[dict[str, str]]:
    rows = [] if isinstance(given, str) else list(given)[:MOST_ROWS]
    return [
        {
            column: _demand_printable(field, _printable(str(row.get(column, ""))))
            for column in field.columns
        }
        for row in rows
    ]


def _demand_printable(field: TemplateField, text: str) -> str:
    unknown = sorted(set(text) - _letters() - {"\n"})
    if unknown:
        signs = ", ".join(f"U+{ord(sign):04X}" for sign in unknown[:5])
        raise UnprintableError(field=field.name, title=field.title, signs=signs)
    return text


def _qr(template: ResultTemplate, values: Mapping[str, Printed]) -> str:
    """Return the paper's QR code as SVG, or nothing when it carries none.

    TT 01/2023/TT-VPCP asks for at least the codes of dossier and procedure, the owner's number and
    the name of the paper (QR by TCVN 7322:2009); how they are joined is our own choice.
    """
    if not template.qr:
        return ""
    from ocr.qr import qr_svg

    return qr_svg("|".join([*(str(values[name]) for name in template.qr), template.title]))


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
def _fonts() -> Any:
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(_font_folder())],
    )


def _new_compiler(root: Path) -> Any:
    import typst

    return typst.Compiler(root=str(root), font_paths=_fonts(), ignore_system_fonts=True)


_compiler = cache(_new_compiler)
"""The compilers of the shipped templates, which are read from where they lie."""


def _typeset(
    template: ResultTemplate, inputs: Mapping[str, str], layout: str | None
) -> tuple[bytes, Sequence[SignatureSlot]]:
    root = template.root or template.layout.parent.parent
    if not (root / SHARED).is_dir():
        raise DefinitionError(file=str(root / SHARED), key=SHARED, nearest="")
    name = f"{template.layout.parent.name}/{template.layout.name}"
    try:
        text = template.layout.read_text(encoding="utf-8") if layout is None else layout
    except (OSError, UnicodeDecodeError) as error:
        raise LayoutError(file=name, line=0, problem=str(error)) from error
    if PACKAGE.search(text):
        # typst would fetch it from the network
        raise LayoutError(file=name, line=_line_of(PACKAGE, text), problem="package")
    with _TYPESETTING:
        if template.root is None and layout is None:
            return _compiled(_compiler(root), template.layout, name, inputs)
        # an office's layout, or one being edited, is set beside a copy of the shared base
        with tempfile.TemporaryDirectory(prefix="digitizer-layout-") as folder:
            shutil.copytree(root / SHARED, Path(folder) / SHARED)
            file = Path(folder) / template.layout.name
            file.write_text(text, encoding="utf-8")
            return _compiled(_new_compiler(Path(folder)), file, name, inputs)


def _compiled(
    compiler: Any, file: Path, name: str, inputs: Mapping[str, str]
) -> tuple[bytes, Sequence[SignatureSlot]]:
    import typst

    try:
        pdf = compiler.compile(str(file), sys_inputs=dict(inputs), pdf_standards=f"a-{FLAVOUR}")
        found = json.loads(compiler.query("<slot>", field="value"))
    except typst.TypstError as error:
        raise _layout_error(name, error) from error
    return pdf, [_slot(entry) for entry in found]


def _line_of(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return 0 if found is None else text.count("\n", 0, found.start()) + 1


def _layout_error(name: str, error: Any) -> LayoutError:
    """Return the complaint with the first place that typst names in its diagnostic."""
    place = re.search(r"(?:┌─|-->)\s*([^\n]*?):(\d+):\d+", str(error.diagnostic))
    line = int(place[2]) if place else 0
    if place and Path(place[1]).parent.name == SHARED:
        name = f"{SHARED}/{Path(place[1]).name}"
    return LayoutError(file=name, line=line, problem=str(error.message))


def _slot(entry: Mapping[str, Any]) -> SignatureSlot:
    left, top = entry["left"], entry["height_of_page"] - entry["top"]
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
