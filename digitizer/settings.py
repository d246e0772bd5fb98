"""How this desk is set up: shipped defaults, overlaid by the administrator's file, then the user's.

``resources/defaults.toml`` < ``<data>/site.toml`` (administrator) < ``<data>/user.json`` (written
by the program). Unknown keys and wrong types are refused with file, key and nearest known word.
``locked`` in ``site.toml`` names settings that ``user.json`` must not change.
"""

from __future__ import annotations

import dataclasses
import json
import os
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from digitizer.errors import DefinitionError, SettingLockedError
from digitizer.files import write_file

SCHEMA_VERSION = 1
LANGUAGES = ("vi", "en")
THEMES = ("system", "light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Settings:
    """The desk's settings."""

    schema_version: int = SCHEMA_VERSION
    language: str = "vi"
    theme: str = "system"
    letter_size: int = 100
    """Size of the window's letters in per cent of the shipped one."""
    office_name: str = ""
    office_parent: str = ""
    """Name of the superior agency, printed above the office's own on results."""
    office_code: str = ""
    """Agency e-ID by QĐ 20/2020/QĐ-TTg, used in dossier codes."""
    office_short: str = ""
    """The office's abbreviation in numbers of documents, such as UBND."""
    place: str = ""
    """Place name printed before the date."""
    signer_title: str = ""
    """Position printed over the signature."""
    signer_name: str = ""
    """Name printed under the signature; empty means the officer who composes."""
    practice: bool = False
    """A specimen office: everything issued is marked as a test."""
    database: str = ""
    """Address of the office's PostgreSQL database; empty means a single desk with its own."""
    vault: str = ""
    """Where the office's files lie: a folder on a share, or ``s3://server/bucket``; only with a
    database of the office."""
    lock_minutes: int = 10
    """Minutes without a key or a click after which the window asks for the password; 0 never."""
    recognition_workers: int = 0
    """Processes that read pages; 0 means one per core."""
    scanner: str = ""
    """The scanner to begin with, as ``digitizer scanners`` names it."""
    printer: str = ""
    """The printer to begin with, by the name the system gives it."""
    locked: tuple[str, ...] = ()
    """Settings that only the administrator's file may change."""


_USER = "user.json"
_TEXT_LIMIT = 200
LETTER_SIZES = range(100, 201)
"""Per cent of the shipped size."""


def data_folder() -> Path:
    """Return where this user's data lies; ``DIGITIZER_DATA`` names another place."""
    import platformdirs

    named = os.environ.get("DIGITIZER_DATA")
    return Path(named) if named else Path(platformdirs.user_data_dir("digitizer", appauthor=False))


def load(folder: Path | None = None) -> Settings:
    """Return the settings in force for the data folder.

    Raises DefinitionError when a file cannot be read as text, names an unknown key or holds a value
    of the wrong type.
    """
    defaults = files("resources").joinpath("defaults.toml").read_text(encoding="utf-8")
    merged = _checked(_parse_toml(defaults, "defaults.toml"), "defaults.toml")
    if folder is not None:
        for name, parse in (("site.toml", _parse_toml), (_USER, _parse_json)):
            path = folder / name
            if path.exists():
                own = _checked(parse(_text(path), name), name)
                # what was locked after a user had changed it counts no more
                locked = merged.get("locked", ()) if name == _USER else ()
                merged |= {key: value for key, value in own.items() if key not in locked}
    return Settings(**merged)


def save_for_user(folder: Path, **changes: object) -> Settings:
    """Store changed settings in ``user.json`` and return the settings now in force.

    Raises SettingLockedError, DiskFullError, FileUnreadableError.
    """
    for key in load(folder).locked:
        if key in changes:
            raise SettingLockedError(setting=key)
    path = folder / _USER
    current = _parse_json(_text(path), path.name) if path.exists() else {}
    current |= _checked(dict(changes), path.name)
    write_file(path, json.dumps(current, ensure_ascii=False, indent=2).encode())
    return load(folder)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as error:
        raise DefinitionError(file=path.name, key="", nearest="", problem=str(error)) from error


def _parse_toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(file=name, key="", nearest="", problem=str(error)) from error


def _parse_json(text: str, name: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise DefinitionError(file=name, key="", nearest="", problem=str(error)) from error
    if not isinstance(data, dict):
        raise DefinitionError(file=name, key="", nearest="", problem="not an object")
    return data


def _checked(data: dict[str, Any], name: str) -> dict[str, Any]:
    known = {field.name: field for field in dataclasses.fields(Settings)}
    for key, value in data.items():
        if key not in known:
            nearest = _nearest(key, known)
            raise DefinitionError(file=name, key=key, nearest=nearest, problem="unknown key")
        if key == "locked":
            _demand_names(value, known, name)
        elif type(value) is not type(known[key].default) or _out_of_range(key, value):
            raise DefinitionError(file=name, key=key, nearest="", problem=f"wrong value {value!r}")
    if "locked" in data:
        return {**data, "locked": tuple(data["locked"])}
    return data


def _demand_names(value: object, known: dict[str, Any], file: str) -> None:
    if file == _USER or not isinstance(value, list):
        raise DefinitionError(file=file, key="locked", nearest="", problem="not a list of settings")
    for one in value:
        if one not in known:
            near = _nearest(str(one), known)
            raise DefinitionError(file=file, key=f"locked: {one}", nearest=near, problem="unknown")


def _out_of_range(key: str, value: object) -> bool:
    allowed = {"language": LANGUAGES, "theme": THEMES}.get(key)
    if allowed is not None and value not in allowed:
        return True
    if key == "letter_size":
        return value not in LETTER_SIZES
    return isinstance(value, str) and len(value) > _TEXT_LIMIT


def _nearest(word: str, known: dict[str, Any]) -> str:
    import difflib

    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return close[0] if close else ""
