"""An office's own templates: looked at while they are written, saved where they win, taken back."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitizer.errors import DefinitionError, FileUnreadableError, TemplateUnknownError
from digitizer.files import write_file
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.results import composing
from digitizer.results.templates import (
    DEFINITION,
    LAYOUT,
    SHIPPED,
    ResultTemplate,
    ShownAs,
    load_template,
    nearest,
    parse_template,
    shipped_folder,
)
from digitizer.settings import Settings
from digitizer.store import Store

LARGEST_TEXT = 200_000
"""Letters of a definition or a layout."""


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A template as it is written: its definition (TOML) and its layout (typst)."""

    code: str
    definition: str
    layout: str
    own: bool
    """Whether the office has changed it."""


@dataclass(frozen=True, slots=True)
class TemplateDesk:
    """What officers may ask of the core about templates."""

    store: Store
    settings: Settings
    templates: MutableMapping[str, ResultTemplate]
    """Those in force; saving changes them at once for every journey that shares the mapping."""
    office_folder: Path

    def all(self, officer: Officer) -> tuple[ResultTemplate, ...]:
        """Return the templates in force: results first, then the forms in their order."""
        require(officer, Action.EDIT_TEMPLATES)
        key = {one.code: (one.kind.value != "result", one.order, one.code) for one in self._known()}
        return tuple(sorted(self._known(), key=lambda one: key[one.code]))

    def open(self, officer: Officer, code: str) -> TemplateText:
        """Return a template as it is written."""
        require(officer, Action.EDIT_TEMPLATES)
        template = self._template(code)
        return TemplateText(
            code=code,
            definition=_text(template.layout.with_name(DEFINITION)),
            layout=_text(template.layout),
            own=template.root is not None,
        )

    def sample(self, text: TemplateText) -> dict[str, Any]:
        """Return made-up values for every field: its own title, in brackets."""
        template = self._parsed(text)
        return {
            field.name: [dict.fromkeys(field.columns, "…")] * 2
            if field.shown_as is ShownAs.ROWS
            else _SAMPLES.get(field.shown_as, f"[{field.title}]")
            for field in template.fields
        } | {
            name: value
            for name, value in {
                "office_name": self.settings.office_name,
                "office_parent": self.settings.office_parent,
                "place": self.settings.place,
                "number": "00",
            }.items()
            if template.field(name) is not None and value
        }

    def values(self, text: str) -> dict[str, Any]:
        """Return the values written as JSON; raises DefinitionError saying where it is wrong."""
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DefinitionError(file="JSON", key="", nearest="", problem=str(error)) from error
        if not isinstance(found, dict):
            raise DefinitionError(file="JSON", key="", nearest="{}", problem="not an object")
        return found

    def preview(
        self, officer: Officer, text: TemplateText, data: Mapping[str, Any] | None = None
    ) -> bytes:
        """Return the paper as it would look, marked as a test.

        Raises DefinitionError, LayoutError with the line, NotComposableError, UnprintableError.
        """
        require(officer, Action.EDIT_TEMPLATES)
        template = self._parsed(text)
        values = self.sample(text) if data is None else data
        return composing.compose(
            template,
            values,
            at=datetime.now(UTC),
            attachment=json.dumps(values, ensure_ascii=False, sort_keys=True).encode(),
            test_mark=composing.TEST_MARK,
            layout=text.layout,
        )

    def save(self, officer: Officer, text: TemplateText) -> TemplateText:
        """Keep a template in the office's own folder, where it wins over the shipped one.

        It must compose with made-up values first; raises as ``preview`` does.
        """
        self.preview(officer, text)
        before = self.open(officer, text.code)
        folder = self._folder(text.code)
        # the layout first: a definition is what makes a template be looked for
        for name, content in ((LAYOUT, text.layout), (DEFINITION, text.definition)):
            write_file(folder / name, content.encode())
        self.templates[text.code] = load_template(folder / DEFINITION, root=shipped_folder())
        self.store.journal.add(
            officer,
            "template-saved",
            f"template/{text.code}",
            before=_digest(before),
            after=_digest(text),
        )
        return self.open(officer, text.code)

    def restore(self, officer: Officer, code: str) -> TemplateText:
        """Take the office's own template back; the shipped one is in force again."""
        before = self.open(officer, code)
        shipped = shipped_folder() / code / DEFINITION
        if not before.own or not shipped.is_file():
            raise TemplateUnknownError(template=code, nearest=code)
        try:
            shutil.rmtree(self._folder(code))
        except OSError as error:
            raise FileUnreadableError(name=code, reason=error.strerror or "") from error
        self.templates[code] = load_template(shipped)
        self.store.journal.add(
            officer, "template-restored", f"template/{code}", before=_digest(before)
        )
        return self.open(officer, code)

    # ---- within --------------------------------------------------------------------------------

    def _known(self) -> list[ResultTemplate]:
        return list(self.templates.values())

    def _template(self, code: str) -> ResultTemplate:
        if code not in self.templates:
            raise TemplateUnknownError(template=code, nearest=nearest(code, self.templates))
        return self.templates[code]

    def _folder(self, code: str) -> Path:
        # a code comes from a loaded template, so it is a folder's name and no path
        return self.office_folder / SHIPPED / self._template(code).code

    def _parsed(self, text: TemplateText) -> ResultTemplate:
        name = f"{text.code}/{DEFINITION}"
        if len(text.definition) > LARGEST_TEXT or len(text.layout) > LARGEST_TEXT:
            raise DefinitionError(file=name, key="", nearest="", problem="too large")
        file = self._folder(text.code) / DEFINITION
        template = parse_template(text.definition, file, root=shipped_folder())
        in_force = self._template(text.code)
        if template.code != text.code:
            raise DefinitionError(file=name, key="code", nearest=text.code, problem="changed")
        if template.kind is not in_force.kind:
            near = in_force.kind.value
            raise DefinitionError(file=name, key="kind", nearest=near, problem="changed")
        return template


_SAMPLES = {ShownAs.DATE: "2026-01-02", ShownAs.YEAR: "1990", ShownAs.MONEY: "150000000"}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadableError(name=path.name, reason=str(error)) from error


def _digest(text: TemplateText) -> str:
    return hashlib.sha256(f"{text.definition}\0{text.layout}".encode()).hexdigest()
