"""The connectors there are, by name, and the neighbours that an administrator's file describes."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from digitizer.catalogue.loading import nearest
from digitizer.errors import DefinitionError
from digitizer.exchange.connector import Connector, Surroundings, tables_of
from digitizer.model.message import MessageKind, Neighbour

CLASSES: Mapping[str, str] = {
    "province-json": "province_json:ProvinceJson",
    "province-xml": "province_xml:ProvinceXml",
    "drop-folder": "drop:Drop",
    "drop-sftp": "drop:Drop",
    "drop-s3": "drop:Drop",
    "notice-http": "notices:NoticeHttp",
    "notice-mail": "notices:NoticeMail",
    "edxml": "edxml:EdXml",
    "health-certificate": "health_certificate:HealthCertificate",
    "archive": "archive:Archive",
    "citizen-store": "citizen_store:CitizenStore",
    "population": "population:Population",
}
"""Connectors by the name under which a neighbour's settings ask for them."""
_KEYS = ("connector", "address", "kinds", "enabled")
_LARGEST_FILE = 1_000_000


def connectors() -> tuple[str, ...]:
    """Return the connectors there are, by name."""
    return tuple(sorted(CLASSES))


def class_of(connector: str) -> Callable[[Surroundings], Connector]:
    """Return what makes a connector; raises DefinitionError for an unknown one."""
    place = CLASSES.get(connector)
    if place is None:
        raise DefinitionError(
            file="neighbours",
            key=connector,
            nearest=nearest(connector, tuple(CLASSES)),
            problem=f"'{connector}' is not known",
        )
    module, _, name = place.partition(":")
    found: Callable[[Surroundings], Connector] = getattr(
        importlib.import_module(f"digitizer.exchange.connectors.{module}"), name
    )
    return found


def read_neighbours(path: Path) -> tuple[Neighbour, ...]:
    """Return the neighbours a file describes, checked; raises DefinitionError.

    A table for each: ``connector``, ``address``, ``kinds``, ``enabled``, the connection's ``pins``,
    ``roots`` and ``seconds``, and anything that stands in the connector's own tables. Secrets
    are refused: they belong into the keyring.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise DefinitionError(file=path.name, key="", nearest="", problem="too large")
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(file=path.name, key="", nearest="", problem=str(error)) from error
    return tuple(neighbour_of(path.name, name, table) for name, table in whole.items())


def neighbour_of(file: str, name: str, table: object) -> Neighbour:
    """Return the neighbour that a table describes, checked; raises DefinitionError."""

    def wrong(key: str, problem: str, near: str = "") -> DefinitionError:
        return DefinitionError(file=file, key=f"{name}.{key}", nearest=near, problem=problem)

    if not isinstance(table, dict) or not isinstance(table.get("connector"), str):
        raise wrong("connector", "missing")
    shipped = tables_of(table["connector"]) if table["connector"] in CLASSES else None
    if shipped is None:
        near = nearest(table["connector"], tuple(CLASSES))
        raise wrong("connector", f"'{table['connector']}' is not known", near)
    own = {key: value for key, value in table.items() if key not in _KEYS}
    allowed = {*shipped, "pins", "roots", "seconds"} - {"title", "secrets", "legal_source"}
    for key in own:
        if key not in allowed:
            raise wrong(key, "unknown key", nearest(key, tuple(allowed)))
    settings = own.get("settings", {})
    for key in settings if isinstance(settings, dict) else ():
        if key in shipped.get("secrets", ()) or key not in shipped.get("settings", {}):
            raise wrong(f"settings.{key}", "unknown key", nearest(key, tuple(shipped["settings"])))
    wanted = table.get("kinds", shipped["kinds"])
    for kind in wanted:
        if kind not in shipped["kinds"]:
            raise wrong("kinds", f"'{kind}' is not known", nearest(str(kind), shipped["kinds"]))
    return Neighbour(
        name=name,
        connector=table["connector"],
        address=str(table.get("address", "")),
        settings=own,
        kinds=tuple(MessageKind(kind) for kind in wanted),
        enabled=bool(table.get("enabled", True)),
    )


def described() -> dict[str, dict[str, Any]]:
    """Return what each connector says of itself: title, law, what is unconfirmed, settings."""
    shown = ("title", "legal_source", "confirmed", "unconfirmed", "kinds", "secrets", "settings")
    return {
        name: {key: tables_of(name).get(key) for key in shown}
        for name in connectors()
        if files("resources").joinpath("neighbours", f"{name}.toml").is_file()
    }
