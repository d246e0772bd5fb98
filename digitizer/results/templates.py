"""Result templates as data: what a result prints and where each value comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

from digitizer.errors import DefinitionError

DEFINITION = "template.toml"
LAYOUT = "template.typ"
SHARED = "base"
OUTSIDE_PAPERS = ("office", "result", "signer")
"""Source prefixes that are not document types: the issuing office, the result, its signer."""


class ShownAs(StrEnum):
    """How a stored value is written on the result."""

    TEXT = "text"
    DATE = "date"
    YEAR = "year"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One value that a result prints."""

    name: str
    title: str
    required: bool = False
    source: tuple[str, ...] = ()
    """Where the value may come from, first choice first: ``<document type>.<field>``."""
    shown_as: ShownAs = ShownAs.TEXT


@dataclass(frozen=True, slots=True)
class ResultTemplate:
    """The layout of one kind of result and the values it needs."""

    code: str
    title: str
    fields: tuple[TemplateField, ...]
    layout: Path
    legal_source: str = ""
    notation: str = ""
    """What stands after the office's abbreviation in a number: ``XNTTHN`` in 02/UBND-XNTTHN."""

    def field(self, name: str) -> TemplateField | None:
        """Return the field with this name."""
        return next((field for field in self.fields if field.name == name), None)


TEMPLATE_KEYS = {"code": str, "title": str, "legal_source": str, "notation": str, "fields": list}
FIELD_KEYS = {"name": str, "title": str, "required": bool, "source": list, "shown_as": str}


def load_templates(folder: Path) -> dict[str, ResultTemplate]:
    """Return the templates of a folder by code; complaints name file, key and nearest word."""
    templates: dict[str, ResultTemplate] = {}
    for file in sorted(folder.glob(f"*/{DEFINITION}")):
        template = load_template(file)
        if template.code in templates:
            raise DefinitionError(file=str(file), key="code", nearest=template.code)
        templates[template.code] = template
    return templates


def load_template(file: Path) -> ResultTemplate:
    """Return the template that one definition file describes."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(file=str(file), key=str(error), nearest="") from error
    _check_keys(file, content, TEMPLATE_KEYS, ("code", "title", "fields"), place="")
    layout = file.with_name(LAYOUT)
    if not layout.is_file():
        raise DefinitionError(file=str(layout), key=LAYOUT, nearest="")
    fields = tuple(_field(file, number, entry) for number, entry in enumerate(content["fields"]))
    names = [field.name for field in fields]
    for name in names:
        if names.count(name) > 1:
            raise DefinitionError(file=str(file), key=name, nearest=name)
    return ResultTemplate(
        code=content["code"],
        title=content["title"],
        legal_source=content.get("legal_source", ""),
        notation=content.get("notation", ""),
        fields=fields,
        layout=layout,
    )


def _field(file: Path, number: int, entry: Mapping[str, Any]) -> TemplateField:
    place = f"fields[{number}]"
    if not isinstance(entry, dict):
        raise DefinitionError(file=str(file), key=place, nearest="")
    _check_keys(file, entry, FIELD_KEYS, ("name", "title", "source"), place=f"{place}.")
    for source in entry["source"]:
        if not isinstance(source, str) or source.count(".") != 1:
            raise DefinitionError(file=str(file), key=f"{place}.source", nearest="type.field")
    shown_as = entry.get("shown_as", ShownAs.TEXT.value)
    if shown_as not in list(ShownAs):
        raise DefinitionError(
            file=str(file), key=f"{place}.shown_as", nearest=_nearest(shown_as, list(ShownAs))
        )
    return TemplateField(
        name=entry["name"],
        title=entry["title"],
        required=entry.get("required", False),
        source=tuple(entry["source"]),
        shown_as=ShownAs(shown_as),
    )


def _check_keys(
    file: Path,
    entry: Mapping[str, Any],
    known: Mapping[str, type],
    needed: tuple[str, ...],
    *,
    place: str,
) -> None:
    for key, item in entry.items():
        if key not in known:
            raise DefinitionError(file=str(file), key=place + key, nearest=_nearest(key, known))
        if not isinstance(item, known[key]):
            raise DefinitionError(file=str(file), key=place + key, nearest=known[key].__name__)
    for key in needed:
        if key not in entry:
            raise DefinitionError(file=str(file), key=place + key, nearest=key)


def _nearest(word: str, known: Any) -> str:
    return next(iter(get_close_matches(word, [str(name) for name in known], 1, 0.0)), "")
