"""Writes a document type as a definition file, and puts one into the office's own folder."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from digitizer.catalogue.loading import LARGEST_FILE, validated
from digitizer.catalogue.schemas import DocumentTypeSchema
from digitizer.errors import DefinitionError
from digitizer.files import read_file, write_file
from digitizer.model.doctype import DocumentType, FieldRule, PersonRule

KIND_FOLDER = "document_types"
HISTORY = "history"
_SKIPPED = {"fields", "persons", "basis"}
_PLAIN_FIELD = FieldRule("", "", ())
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def as_toml(kind: DocumentType) -> str:
    """Return the definition file that describes a document type."""
    plain = DocumentType(kind.code, kind.name, (), (), ())
    lines = [
        f"{one.name} = {_said(getattr(kind, one.name))}"
        for one in fields(kind)
        if one.name not in _SKIPPED
        and (one.name in _ALWAYS or getattr(kind, one.name) != getattr(plain, one.name))
    ]
    if not kind.fields:
        lines += ["", "[fields]"]
    for rule in kind.fields:
        lines += ["", f"[fields.{rule.name}]", *_table(rule, _PLAIN_FIELD, {"name"})]
    for person in kind.persons:
        lines += ["", f"[persons.{person.role}]", *_table(person, PersonRule("", ""), {"role"})]
    return "\n".join(lines) + "\n"


_ALWAYS = ("code", "name", "titles")


def _table(value: Any, plain: Any, skipped: Iterable[str]) -> list[str]:
    return [
        f"{one.name} = {_said(getattr(value, one.name))}"
        for one in fields(value)
        if one.name not in skipped
        and (one.name == "title" or getattr(value, one.name) != getattr(plain, one.name))
    ]


def _said(value: Any) -> str:
    """Return a value in TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, StrEnum):
        return _quoted(value.value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(_said(one) for one in value)}]"
    if isinstance(value, Mapping):
        raise TypeError("nested tables are written by name")
    return repr(value)


def _quoted(text: str) -> str:
    """Return a TOML string; DEL is a control character there but not in JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def read_definition(text: str, file: str) -> DocumentType:
    """Return the document type a text defines; raises DefinitionError."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DefinitionError(file=file, key="", nearest="", problem=str(error)) from error
    schema = validated(DocumentTypeSchema, table, file)
    return schema.document_type(f"{schema.code} draft")


def save_definition(office_folder: Path, kind: DocumentType) -> Path:
    """Put a definition into the office's own folder; what it replaces is kept beside it, numbered.

    Raises DefinitionError when it would not load again, DiskFullError, FileUnreadableError.
    """
    name = f"{kind.code}.toml"
    if not _BARE.fullmatch(kind.code):
        raise DefinitionError(file=name, key="code", nearest="", problem="not a code")
    text = as_toml(kind)
    read_definition(text, name)
    folder = office_folder / KIND_FOLDER
    target = folder / name
    if target.exists():
        history = folder / HISTORY
        number = 1 + sum(1 for _ in history.glob(f"{kind.code}.*.toml"))
        former = read_file(target, LARGEST_FILE)
        write_file(history / f"{kind.code}.{number:04d}.toml", former)
    write_file(target, text.encode())
    return target
