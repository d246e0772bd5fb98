"""Messages between the office and its neighbours: what goes out, what came in, how each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class MessageKind(StrEnum):
    """What a message tells; a neighbour's settings name the kinds it wants."""

    STATE = "state"
    """A dossier has come to another state."""
    COMPONENTS = "components"
    """A dossier's verified papers, with the flags of digitization and reuse."""
    RESULT = "result"
    """A released result."""
    NOTICE = "notice"
    """Words for the citizen: the result is ready, something is missing."""
    REQUEST = "request"
    """Another agency is asked for something."""


class MessageState(StrEnum):
    """How a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    """Given up until a person sends it again or drops it; later ones of its dossier wait."""
    DROPPED = "dropped"
    """A person decided that it is not sent."""


class DeliveryKind(StrEnum):
    """What a neighbour delivered."""

    DOSSIER = "dossier"
    """A dossier filed elsewhere, which becomes one of the office's."""
    REPLY = "reply"
    """An answer to a request of the office, under the key of the request."""
    PAPER = "paper"
    """Papers a citizen keeps with the neighbour, handed over when asked for."""
    POPULATION = "population"
    """What the population database says of one person."""
    DOCUMENT = "document"
    """An official document of another agency."""
    UNSOUND = "unsound"
    """What was not taken in; only its hash is kept."""


class DeliveryState(StrEnum):
    """How something received stands."""

    WAITING = "waiting"
    """Found sound; nobody has acted on it yet."""
    DONE = "done"
    REFUSED = "refused"
    """Not sound, or not what the neighbour said before under the same key; it changes nothing."""
    OUTDATED = "outdated"
    """Sound, but too late: something newer about the same subject came before it, or, when it names
    a dossier, that dossier was verified before the papers of this reply could become its own."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A system the office exchanges with, as the administrator has set it up; times are UTC.

    Secrets are never among the settings: they stand in the keyring of each machine that sends.
    """

    name: str
    connector: str
    address: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    kinds: tuple[MessageKind, ...] = ()
    enabled: bool = True
    failures: int = 0
    """Attempts in a row that did not reach it."""
    resting_until: datetime | None = None
    """It is not tried again before this moment."""
    problem: str = ""
    """Code of why it was not reached; empty while it answers."""
    answered_at: datetime | None = None
    """When it last answered as it should."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the outbox; times are UTC."""

    id: int
    key: str
    """Idempotency key: the same for every attempt."""
    neighbour: str
    kind: MessageKind
    dossier_code: str
    content: Mapping[str, Any]
    """The facts as they were when they became true; empty once it is sent."""
    state: MessageState
    created_at: datetime
    attempts: int = 0
    next_at: datetime | None = None
    problem: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    receipt: Mapping[str, Any] = field(default_factory=dict)
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a neighbour answered to a message it took."""

    number: str
    """The neighbour's own number for it; empty where it gives none."""
    body_hash: str
    """SHA-256 of what was sent, so that it can be told later what that was."""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one attempt to send a message ended."""

    message_id: int
    receipt: Receipt | None = None
    problem: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    dead: bool = False
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueState:
    """How a neighbour's queue stands."""

    neighbour: Neighbour
    waiting: int
    dead: int
    sent: int
    oldest: datetime | None
    """When the oldest waiting message was written."""


@dataclass(frozen=True, slots=True)
class Received:
    """Something a neighbour delivered, found sound by its connector before the store sees it."""

    key: str
    """The neighbour's own key for it: the same delivery has the same key."""
    kind: DeliveryKind
    subject: str
    """What it is about, such as a dossier's code; of two deliveries the newer one counts."""
    version: str
    """Grows with each delivery about a subject; compared as text."""
    content: Mapping[str, Any]
    digest: str
    """SHA-256 of its bytes."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Attached files: their names and digests in the vault."""


@dataclass(frozen=True, slots=True)
class InboxItem:
    """Something received, in the inbox; times are UTC."""

    id: int
    neighbour: str
    received: Received
    state: DeliveryState
    problem: str
    at: datetime
    dossier_code: str | None = None
    """The office's dossier that was opened for it, or that it replies about."""

    @property
    def beside(self) -> bool:
        """Whether its papers are kept beside a dossier that was verified without them."""
        return self.state is DeliveryState.OUTDATED and self.dossier_code is not None
