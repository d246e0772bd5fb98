"""Network scanners an administrator has written down: for networks that answer no search.

``<data>/office/scanners.toml``: one table a device, ``[phong_1]`` with ``name`` and ``address``
(``https://10.0.0.9/eSCL``).
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from digitizer.errors import DefinitionError
from digitizer.model.scan import Device
from digitizer.paper.scanner import escl

FILE = "scanners.toml"
_KEYS = {"name", "address"}


def load(office_folder: Path) -> tuple[Device, ...]:
    """Return the devices written down; none without the file.

    Raises DefinitionError with file, key and problem.
    """
    path = office_folder / FILE
    if not path.exists():
        return ()
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise DefinitionError(file=FILE, key="", nearest="", problem=str(error)) from error
    return tuple(_device(code, table) for code, table in tables.items())


def _device(code: str, table: object) -> Device:
    if not isinstance(table, dict):
        raise DefinitionError(file=FILE, key=code, nearest="", problem="not a table")
    for key in sorted(set(table) - _KEYS):
        raise DefinitionError(
            file=FILE, key=f"{code}.{key}", nearest="address", problem="unknown key"
        )
    address = str(table.get("address", ""))
    place = urlsplit(address)
    if place.scheme not in {"http", "https"} or not place.hostname:
        raise DefinitionError(
            file=FILE, key=f"{code}.address", nearest="", problem="no http(s) address"
        )
    return escl.device_at(address, str(table.get("name", code)))
