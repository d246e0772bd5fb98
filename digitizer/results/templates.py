"""Result templates as data: what a result prints and where each value comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from digitizer.errors import DefinitionError
from digitizer.model.officer import Role

DEFINITION = "template.toml"
LAYOUT = "template.typ"
SHARED = "base"
OUTSIDE_PAPERS = ("office", "result", "signer", "dossier", "owner", "procedure", "officer", "form")
"""Source prefixes that are not document types: the issuing office, the result or form with its
number, who signs, the dossier with its owner and procedure, the officer who issues, and what that
officer types (``form``)."""


class Kind(StrEnum):
    """What a template makes."""

    RESULT = "result"
    FORM = "form"
    """One of the one-stop forms (TT 03/2025/TT-VPCP, mẫu 01-07)."""


class ShownAs(StrEnum):
    """How a stored value is written on the result."""

    TEXT = "text"
    DATE = "date"
    YEAR = "year"
    MONEY = "money"
    ROWS = "rows"
    """A table; its value is a list of rows with the field's columns."""


class Scope(StrEnum):
    """What one paper of a form speaks of."""

    DOSSIER = "dossier"
    PERIOD = "period"
    """All dossiers received between two days."""


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One value that a result prints."""

    name: str
    title: str
    required: bool = False
    source: tuple[str, ...] = ()
    """Where the value may come from, first choice first: ``<document type>.<field>``.

    A result takes it from the dossier's papers, a form from the owner's in the warehouse."""
    shown_as: ShownAs = ShownAs.TEXT
    columns: tuple[str, ...] = ()
    """Names of the columns of a table."""
    long: bool = False
    """Several lines may be typed."""

    @property
    def typed(self) -> str:
        """The name under which an officer types the value, or empty when nobody does."""
        return next(
            (one.removeprefix("form.") for one in self.source if one.startswith("form.")), ""
        )


@dataclass(frozen=True, slots=True)
class ResultTemplate:
    """The layout of one kind of result and the values it needs."""

    code: str
    title: str
    fields: tuple[TemplateField, ...]
    layout: Path
    legal_source: str = ""
    effective_from: date | None = None
    """First day on which the source prescribes this form; none for a layout of the office's own."""
    confirmed: bool = True
    """Whether source and day were compared with the gazette."""
    notation: str = ""
    """What stands after the office's abbreviation in a number: ``XNTTHN`` in 02/UBND-XNTTHN."""
    kind: Kind = Kind.RESULT
    number: str = ""
    """How a form is numbered: ``{serial}/BPTNTKQ``; results have their notation instead."""
    roles: tuple[Role, ...] = ()
    """Who may issue the form."""
    scope: Scope = Scope.DOSSIER
    qr: tuple[str, ...] = ()
    """Fields whose values stand in the QR code, followed by the title; none means no code."""
    moves_due: str = ""
    """Field whose day becomes the dossier's new due date when the form is issued."""
    order: int = 0
    """Where it stands in a list; forms have the number of the circular's own form."""
    root: Path | None = None
    """Where the shared layout lies; the folder above the template's own when not given."""

    @property
    def asks_warehouse(self) -> bool:
        """Whether the form is filled in from verified papers the owner handed in before."""
        sources = (one for field in self.fields for one in field.source)
        return self.kind is Kind.FORM and any(
            one.partition(".")[0] not in OUTSIDE_PAPERS for one in sources
        )

    @property
    def signable(self) -> bool:
        """Whether the layout keeps a place free for a digital signature."""
        return any(f"#{one}" in self.layout.read_text(encoding="utf-8") for one in SIGNING_BLOCKS)

    @property
    def typed_fields(self) -> tuple[TemplateField, ...]:
        """The fields whose values an officer types."""
        return tuple(field for field in self.fields if field.typed)

    def field(self, name: str) -> TemplateField | None:
        """Return the field with this name."""
        return next((field for field in self.fields if field.name == name), None)


SIGNING_BLOCKS = ("signature-block", "two-signatures", "slot(")
"""What of the shared layout keeps a place free for a signature."""
TEMPLATE_KEYS = {
    "code": str,
    "title": str,
    "legal_source": str,
    "effective_from": date,
    "confirmed": bool,
    "notation": str,
    "kind": str,
    "number": str,
    "roles": list,
    "scope": str,
    "qr": list,
    "order": int,
    "moves_due": str,
    "fields": list,
}
FIELD_KEYS = {
    "name": str,
    "title": str,
    "required": bool,
    "source": list,
    "shown_as": str,
    "columns": list,
    "long": bool,
}
SHIPPED = "result_templates"
"""The folder of templates, in the resources and in the office's own folder."""
Word = TypeVar("Word", bound=StrEnum)


def shipped_folder() -> Path:
    """Return the folder of the shipped templates."""
    return Path(str(resources.files("resources").joinpath(SHIPPED)))


def templates_in_force(office_folder: Path | None) -> dict[str, ResultTemplate]:
    """Return the shipped templates, and the office's own, which win over them.

    The office's templates are set on the shipped base: its folder holds what it changed alone.
    """
    shipped = shipped_folder()
    found = load_templates(shipped)
    if office_folder is not None and (office_folder / SHIPPED).is_dir():
        found |= load_templates(office_folder / SHIPPED, root=shipped)
    return found


def load_templates(folder: Path, *, root: Path | None = None) -> dict[str, ResultTemplate]:
    """Return the templates of a folder by code; complaints name file, key and nearest word."""
    templates: dict[str, ResultTemplate] = {}
    for file in sorted(folder.glob(f"*/{DEFINITION}")):
        template = load_template(file, root=root)
        if template.code in templates:
            raise DefinitionError(file=str(file), key="code", nearest=template.code)
        templates[template.code] = template
    return templates


def load_template(file: Path, *, root: Path | None = None) -> ResultTemplate:
    """Return the template that one definition file describes."""
    try:
        text = file.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as error:
        raise DefinitionError(file=str(file), key=str(error), nearest="") from error
    layout = file.with_name(LAYOUT)
    if not layout.is_file():
        raise DefinitionError(file=str(layout), key=LAYOUT, nearest="")
    return parse_template(text, file, root=root)


def parse_template(text: str, file: Path, *, root: Path | None = None) -> ResultTemplate:
    """Return the template that the text of a definition file describes, saved or not."""
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DefinitionError(file=str(file), key=str(error), nearest="") from error
    _check_keys(file, content, TEMPLATE_KEYS, ("code", "title", "fields"), place="")
    fields = tuple(_field(file, number, entry) for number, entry in enumerate(content["fields"]))
    names = [field.name for field in fields]
    for name in names:
        if names.count(name) > 1:
            raise DefinitionError(file=str(file), key=name, nearest=name)
    qr = tuple(str(one) for one in content.get("qr", ()))
    for one in qr:
        if one not in names:
            raise DefinitionError(file=str(file), key=f"qr: {one}", nearest=nearest(one, names))
    moves_due = content.get("moves_due", "")
    if moves_due and moves_due not in names:
        near = nearest(moves_due, names)
        raise DefinitionError(file=str(file), key=f"moves_due: {moves_due}", nearest=near)
    template = ResultTemplate(
        code=content["code"],
        title=content["title"],
        legal_source=content.get("legal_source", ""),
        effective_from=content.get("effective_from"),
        confirmed=content.get("confirmed", True),
        notation=content.get("notation", ""),
        fields=fields,
        layout=file.with_name(LAYOUT),
        kind=_word(file, "kind", content, Kind.RESULT),
        number=content.get("number", ""),
        roles=tuple(_role(file, one) for one in content.get("roles", ())),
        scope=_word(file, "scope", content, Scope.DOSSIER),
        qr=qr,
        order=content.get("order", 0),
        moves_due=moves_due,
        root=root,
    )
    if template.kind is Kind.FORM and "{serial}" not in template.number:
        raise DefinitionError(file=str(file), key="number", nearest="{serial}")
    return template


def _word(file: Path, key: str, content: Mapping[str, Any], default: Word) -> Word:
    kind = type(default)
    given = content.get(key, default.value)
    if given not in list(kind):
        raise DefinitionError(file=str(file), key=key, nearest=nearest(str(given), list(kind)))
    return kind(given)


def _role(file: Path, given: object) -> Role:
    if given not in list(Role):
        raise DefinitionError(file=str(file), key="roles", nearest=nearest(str(given), list(Role)))
    return Role(str(given))


def _field(file: Path, number: int, entry: Mapping[str, Any]) -> TemplateField:
    place = f"fields[{number}]"
    if not isinstance(entry, dict):
        raise DefinitionError(file=str(file), key=place, nearest="")
    _check_keys(file, entry, FIELD_KEYS, ("name", "title", "source"), place=f"{place}.")
    for source in entry["source"]:
        if not isinstance(source, str) or source.count(".") != 1:
            raise DefinitionError(file=str(file), key=f"{place}.source", nearest="type.field")
    if (entry.get("shown_as") == ShownAs.ROWS) != bool(entry.get("columns")):
        raise DefinitionError(file=str(file), key=f"{place}.columns", nearest="rows")
    shown_as = entry.get("shown_as", ShownAs.TEXT.value)
    if shown_as not in list(ShownAs):
        raise DefinitionError(
            file=str(file), key=f"{place}.shown_as", nearest=nearest(shown_as, list(ShownAs))
        )
    return TemplateField(
        name=entry["name"],
        title=entry["title"],
        required=entry.get("required", False),
        source=tuple(entry["source"]),
        shown_as=ShownAs(shown_as),
        columns=tuple(str(one) for one in entry.get("columns", ())),
        long=entry.get("long", False),
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
            raise DefinitionError(file=str(file), key=place + key, nearest=nearest(key, known))
        if not isinstance(item, known[key]):
            raise DefinitionError(file=str(file), key=place + key, nearest=known[key].__name__)
    for key in needed:
        if key not in entry:
            raise DefinitionError(file=str(file), key=place + key, nearest=key)


def nearest(word: str, known: Iterable[object]) -> str:
    """Return the known word that is most like the given one, or nothing."""
    return next(iter(get_close_matches(word, [str(name) for name in known], 1, 0.0)), "")
