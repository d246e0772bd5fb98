"""What every connector is: one neighbour's wire format, its code tables and its errors.

A connector knows nothing of queues: ``delivery`` decides when to send, how often and in which
order. Connectors never import each other.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from digitizer.catalogue import Catalogue
from digitizer.errors import DefinitionError
from digitizer.exchange.errors import (
    NeighbourError,
    NotOfferedError,
    NotTellableError,
    UnsoundError,
)
from digitizer.model.message import Message, MessageKind, Neighbour, Receipt, Received
from digitizer.settings import Settings


class Files(Protocol):
    """Where a connector finds the files a message names."""

    def paper(self, document_id: int, signed_copy: str) -> bytes:
        """Return a paper as PDF: its signed copy when there is one, else the searchable copy."""
        ...

    def stored(self, digest: str) -> bytes:
        """Return a file of the vault."""
        ...


class Secrets(Protocol):
    """Where passwords of neighbours stand."""

    def get(self, neighbour: str, name: str) -> str:
        """Return a secret; raises SecretMissingError."""
        ...


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a connector may ask for besides the message."""

    neighbour: Neighbour
    tables: Mapping[str, Any]
    """The connector's code tables: shipped ones, overlaid by the neighbour's settings."""
    settings: Settings
    catalogue: Catalogue
    secrets: Secrets
    files: Files
    clock: Callable[[], datetime] = field(default=_now)

    def setting(self, name: str) -> str:
        """Return a setting as text, empty when it is not set."""
        return str(self.tables.get("settings", {}).get(name, ""))

    def required(self, name: str) -> str:
        """Return a setting that must not be empty; raises DefinitionError."""
        value = self.setting(name)
        if not value:
            raise DefinitionError(
                file=f"neighbours/{self.neighbour.name}", key=name, nearest="", problem="missing"
            )
        return value

    def secret(self, name: str) -> str:
        """Return one of the neighbour's secrets; raises SecretMissingError."""
        return self.secrets.get(self.neighbour.name, name)

    def code(self, table: str, word: str) -> str:
        """Return a neighbour's code for a word of ours; raises NotTellableError for none."""
        found = self.tables.get(table, {}).get(word)
        if found is None:
            raise NotTellableError(neighbour=self.neighbour.name, field=f"{table}.{word}")
        return str(found)


@dataclass(frozen=True, slots=True)
class Health:
    """What a neighbour said when it was only asked how it is."""

    well: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """One sound delivery, with its files still outside the vault."""

    received: Received
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unsound:
    """One delivery that is not taken in; of its content only the hash is kept."""

    key: str
    digest: str
    problem: str

    @classmethod
    def because(cls, error: UnsoundError, key: str, digest: str) -> Unsound:
        """Return what is not taken in, and why."""
        return cls(key, digest, f"{error.code}: {error.details['reason']}"[:200])


@dataclass(frozen=True, slots=True)
class Collected:
    """What is fetched at once, and from where to go on."""

    found: Iterable[Offer | Unsound]
    """Each is fetched when it is asked for: all their files together may not fit into memory, and
    what came before a line breaks is kept."""
    place: Callable[[], str]
    """Says from where to go on, once all of ``found`` was asked for."""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What an officer asks a neighbour about a dossier: never without either."""

    key: str
    dossier_code: str
    procedure: str
    officer: str
    """The officer's login; the connector's table holds their code there."""
    values: Mapping[str, str]


class Connector(Protocol):
    """One neighbouring system."""

    @property
    def kinds(self) -> tuple[MessageKind, ...]:
        """The kinds of message it can tell."""
        ...

    @property
    def at_once(self) -> int:
        """How many messages, of different dossiers, it can tell at once."""
        ...

    def send_all(self, messages: Sequence[Message]) -> list[Receipt | NeighbourError]:
        """Tell messages of different dossiers at once; each has an outcome of its own.

        Raises NeighbourError for what concerns all of them.
        """
        ...

    def acknowledge(self, key: str, *, taken: bool) -> None:
        """Tell the neighbour that a delivery was taken in, or refused; raises NeighbourError."""
        ...

    def send(self, message: Message) -> Receipt:
        """Tell the neighbour a message; the same key again must change nothing there.

        Raises NeighbourError.
        """
        ...

    def collect(self, place: str) -> Collected:
        """Fetch what the neighbour offers after a place; raises NeighbourError."""
        ...

    def ask(self, question: Question) -> Offer:
        """Ask something about a dossier, and return the answer; raises NeighbourError."""
        ...

    def deposit(self, name: str, data: bytes) -> None:
        """Put a file down that belongs to no dossier; raises NeighbourError."""
        ...

    def check(self) -> Health:
        """Ask the neighbour how it is, without telling it anything; raises NeighbourError."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class Base:
    """What most connectors share: they have surroundings, and offer nothing to fetch."""

    kinds: tuple[MessageKind, ...] = ()
    at_once = 1

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def collect(self, place: str) -> Collected:
        """Have nothing to fetch."""
        raise NotOfferedError(neighbour=self._around.neighbour.name, place=place)

    def send(self, message: Message) -> Receipt:
        """Have no message to tell."""
        raise NotOfferedError(neighbour=self._around.neighbour.name, kind=message.kind.value)

    def ask(self, question: Question) -> Offer:
        """Have no question to answer."""
        raise NotOfferedError(neighbour=self._around.neighbour.name, dossier=question.dossier_code)

    def deposit(self, name: str, data: bytes) -> None:
        """Have no place where files are put down."""
        del data
        raise NotOfferedError(neighbour=self._around.neighbour.name, file=name)

    def send_all(self, messages: Sequence[Message]) -> list[Receipt | NeighbourError]:
        """Tell one message after the other."""
        return [self.send(message) for message in messages]

    def acknowledge(self, key: str, *, taken: bool) -> None:
        """Say nothing: most neighbours do not ask what became of what they offered."""

    def close(self) -> None:
        """Hold nothing open."""


@cache
def tables_of(connector: str) -> Mapping[str, Any]:
    """Return a connector's shipped tables; raises DefinitionError for an unknown connector."""
    entry = files("resources").joinpath("neighbours", f"{connector}.toml")
    if not entry.is_file():
        raise DefinitionError(file="neighbours", key=connector, nearest="", problem="unknown")
    return tomllib.loads(entry.read_text(encoding="utf-8"))


def overlaid(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return shipped tables with an office's own entries over them."""
    whole = dict(shipped)
    for name, value in own.items():
        below = whole.get(name)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            whole[name] = overlaid(below, value)
        else:
            whole[name] = value
    return whole


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
