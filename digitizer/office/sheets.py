"""Sheets the office prints or signs: journal heads, recovery sheets, certificates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import cast

from digitizer.errors import DefinitionError
from digitizer.model.clock import OFFICE_TIME
from digitizer.settings import Settings


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a sheet: words with values, then whole sentences."""

    title: str
    rows: Sequence[tuple[str, str]]
    paragraphs: Sequence[str]
    signer: str = ""
    attachment: tuple[str, Mapping[str, object]] | None = None
    """Name and content of a JSON file that the page carries."""


def make(sheet: Sheet, settings: Settings, at: datetime) -> bytes:
    """Return the sheet as PDF/A-3b. Raises DefinitionError when the layout does not compile."""
    moment = at.astimezone(UTC)
    day = at.astimezone(OFFICE_TIME)
    place = f"{settings.place}, " if settings.place else ""
    content = {
        "office": settings.office_name,
        "title": sheet.title,
        "rows": [[word, value or "–"] for word, value in sheet.rows],
        "paragraphs": list(sheet.paragraphs),
        "signer": sheet.signer,
        "place_and_day": f"{place}ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        "moment": [
            moment.year,
            moment.month,
            moment.day,
            moment.hour,
            moment.minute,
            moment.second,
        ],
    }
    inputs = {"sheet": json.dumps(content, ensure_ascii=False)}
    if sheet.attachment is not None:
        name, attached = sheet.attachment
        inputs |= {"file": f"/{name}", "attachment": json.dumps(attached, sort_keys=True)}
    return compiled("sheet.typ", inputs)


def compiled(layout: str, inputs: Mapping[str, str]) -> bytes:
    """Return a layout of ``resources/sheets`` as PDF/A-3b, with our own fonts alone.

    Raises DefinitionError when it does not compile.
    """
    import typst

    resources = files("resources")
    with (
        as_file(resources.joinpath("sheets")) as folder,
        as_file(resources.joinpath("fonts")) as font_folder,
    ):
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(font_folder)],
        )
        try:
            pdf = typst.Compiler(
                root=str(folder), font_paths=fonts, ignore_system_fonts=True
            ).compile(str(folder / layout), sys_inputs=dict(inputs), pdf_standards="a-3b")
        except typst.TypstError as error:
            raise DefinitionError(file=layout, key=error.message, nearest="") from error
    return cast(bytes, pdf)
