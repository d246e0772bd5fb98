"""What the parts of the store that keep records share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from digitizer.errors import NotFoundError
from digitizer.model.document import CopyKind
from digitizer.store.database import Database
from digitizer.store.vault import Vault


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that sorting proposes: a run of pages with one type."""

    type: str | None
    probability: float
    component: str | None
    copy_kind: CopyKind
    page_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hands:
    """Who has had a hand in a dossier, by officer id."""

    keyed: frozenset[int] = field(default_factory=frozenset)
    verified: frozenset[int] = field(default_factory=frozenset)
    signed: frozenset[int] = field(default_factory=frozenset)


class Records:
    """A part of the store: its methods are one short transaction each."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def _in_vault(self, digest: str) -> None:
        # the file first, then the row: a row must never name a file that is not there
        if not self._vault.contains(digest):
            raise NotFoundError(digest=digest)


def found(row: sa.Row[Any] | None, **name: object) -> sa.Row[Any]:
    """Return the row, or raise NotFoundError naming what was looked for."""
    if row is None:
        raise NotFoundError(**name)
    return row
