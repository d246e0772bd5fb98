"""Reads definition files and says exactly what is wrong with a bad one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from digitizer.errors import DefinitionError, FileUnreadableError

Schema = TypeVar("Schema", bound=BaseModel)

LARGEST_FILE = 1_000_000
_NEAR = 55


def definition_files(kind: str, office_folder: Path | None) -> dict[str, Traversable]:
    """Return the definition files of a kind by file name; the office's own files win."""
    found: dict[str, Traversable] = {}
    for folder in _folders(kind, office_folder):
        for entry in _entries(folder):
            if entry.name.endswith(".toml") and entry.is_file():
                found[entry.name] = entry
    return dict(sorted(found.items()))


def _folders(kind: str, office_folder: Path | None) -> Iterator[Traversable]:
    yield files("resources") / kind
    if office_folder is not None and (office_folder / kind).is_dir():
        yield office_folder / kind


def _entries(folder: Traversable) -> list[Traversable]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise FileUnreadableError(path=str(folder)) from error


def read_table(file: Traversable) -> tuple[dict[str, Any], bytes]:
    """Return a definition file as a table, and its bytes."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise FileUnreadableError(path=str(file)) from error
    if len(data) > LARGEST_FILE:
        raise DefinitionError(file=file.name, key="", nearest="", problem="too large")
    try:
        return tomllib.loads(data.decode("utf-8")), data
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DefinitionError(file=file.name, key="", nearest="", problem=str(error)) from error


def validated(schema: type[Schema], table: dict[str, Any], file: str) -> Schema:
    """Return the table as its schema; the first thing wrong with it becomes the complaint."""
    try:
        return schema.model_validate(table)
    except ValidationError as error:
        raise _complaint(error, schema, file) from error


def _complaint(error: ValidationError, schema: type[BaseModel], file: str) -> DefinitionError:
    first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    key = ".".join(str(part) for part in first["loc"])
    message, _, known = first["msg"].partition("|")
    if first["type"] == "extra_forbidden":
        near = nearest(str(first["loc"][-1]), _known_keys(schema))
    elif known:
        near = nearest(message.rpartition("'")[0].rpartition("'")[2], known.split("|"))
    elif first["type"] == "enum":
        wanted = str(first.get("ctx", {}).get("expected", "")).replace("'", "")
        near = nearest(str(first["input"]), wanted.replace(" or ", ", ").split(", "))
    else:
        near = ""
    return DefinitionError(file=file, key=key, nearest=near, problem=message)


def _known_keys(schema: type[BaseModel]) -> list[str]:
    """Return every key that may stand anywhere in a file of this schema."""
    known: list[str] = []
    waiting: list[Any] = [schema.model_json_schema()]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            known += part.get("properties", {})
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return known


def nearest(word: str, known: list[str] | tuple[str, ...], cutoff: float = _NEAR) -> str:
    """Return the known word that is most like the given one, or nothing like it enough."""
    best = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=cutoff)
    return str(best[0]) if best else ""
