"""Folders that machines of the office push into, as an administrator has written them down.

``<data>/office/folders.toml``: one table a folder, ``[may_tang_1]`` with ``name``, ``path``, and if
wanted ``procedure`` (the code a file opens a dossier for) and ``keep = true`` (what was taken in is
moved to ``_taken`` instead of removed).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from digitizer.errors import DefinitionError
from digitizer.model.scan import Device, DeviceKind

FILE = "folders.toml"
_WORDS = ("name", "path", "procedure")
_KEYS = {*_WORDS, "keep"}


@dataclass(frozen=True, slots=True)
class WrittenFolder:
    """A folder in the list of devices, and what its files are for."""

    device: Device
    procedure: str = ""
    """Code of the procedure a file opens a dossier for; empty: the clerk says."""
    keep: bool = False

    @property
    def path(self) -> Path:
        """The folder itself."""
        return Path(self.device.address)


def folder_device(path: Path, name: str = "") -> Device:
    """Return a folder as a device of the one list."""
    return Device(
        f"{DeviceKind.FOLDER.value}:{path}", name or path.name, DeviceKind.FOLDER, str(path)
    )


def load(office_folder: Path) -> tuple[WrittenFolder, ...]:
    """Return the folders written down; none without the file.

    Raises DefinitionError with file, key and problem.
    """
    path = office_folder / FILE
    if not path.exists():
        return ()
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DefinitionError(file=FILE, key="", nearest="", problem=str(error)) from error
    return tuple(_folder(code, table) for code, table in tables.items())


def _folder(code: str, table: object) -> WrittenFolder:
    if not isinstance(table, dict):
        raise DefinitionError(file=FILE, key=code, nearest="", problem="not a table")
    for key in sorted(set(table) - _KEYS):
        raise DefinitionError(file=FILE, key=f"{code}.{key}", nearest="path", problem="unknown key")
    for key in _WORDS:
        if not isinstance(table.get(key, ""), str):
            raise DefinitionError(file=FILE, key=f"{code}.{key}", nearest="", problem="no text")
    place = Path(table.get("path", ""))
    if not place.is_absolute():
        raise DefinitionError(
            file=FILE, key=f"{code}.path", nearest="", problem="no absolute path of a folder"
        )
    device = folder_device(place, table.get("name", code))
    return WrittenFolder(device, table.get("procedure", ""), table.get("keep", False) is True)
