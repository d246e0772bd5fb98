"""What the screen of neighbours asks of the core; everything here runs off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digitizer.model.message import Message, MessageState, Neighbour, QueueState
from ui.screen import Desk

MOST = 500
UNSENT = (MessageState.DEAD, MessageState.WAITING)


@dataclass(frozen=True, slots=True)
class Shown:
    """How the queues stand, and the messages of one of them."""

    queues: tuple[QueueState, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A neighbour as somebody wants it to be, and passwords that were typed."""

    name: str
    table: Mapping[str, Any]
    secrets: Mapping[str, str] = field(default_factory=dict)


def load(desk: Desk, neighbour: str, states: tuple[MessageState, ...]) -> Shown:
    """Return the queues and the messages in some states, those given up first."""
    outbox = desk.workstation.store.outbox
    found = [
        message
        for state in states
        for message in outbox.messages(
            desk.officer, states=[state], neighbour=neighbour, limit=MOST
        )
    ]
    return Shown(outbox.queues(desk.officer), tuple(found[:MOST]))


def check(desk: Desk, name: str) -> str:
    """Ask a neighbour how it is, and return its name; raises what is wrong."""
    desk.workstation.exchange.check(desk.officer, name)
    return name


def kept(desk: Desk, neighbour: Neighbour) -> dict[str, bool]:
    """Return which of a neighbour's secrets this machine's keyring holds."""
    return desk.workstation.exchange.secrets_kept(desk.officer, neighbour)


def keep(desk: Desk, wanted: Wanted) -> Neighbour:
    """Put one neighbour in force and keep the passwords typed for it."""
    there = desk.workstation.exchange
    found = there.set_one(desk.officer, wanted.name, wanted.table)
    for name, secret in wanted.secrets.items():
        there.keep_secret(desk.officer, found.name, name, secret)
    return found


def set_up(desk: Desk, path: Path) -> tuple[Neighbour, ...]:
    """Put the neighbours of a file in force."""
    return desk.workstation.exchange.set_up(desk.officer, path)
