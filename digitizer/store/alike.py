"""Looking for earlier pages that may be the same paper: by its bytes, or by numbers it bears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digitizer.model.document import Page
from digitizer.store import schema
from digitizer.store.records import Records

_PAGE, _TEXT, _DOSSIER = schema.page, schema.page_text, schema.dossier
_NEWEST = 50
"""Pages with a number that are looked at; one person's papers are fewer."""


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """A page that was taken in before another one."""

    dossier_code: str
    number: int
    image_hash: str
    at: datetime
    """When its dossier was received."""
    words: frozenset[str]
    """Its words as the index keeps them; empty when it was not read."""


class EarlierPages(Records):
    """Finds pages that were taken in before, in whatever dossier."""

    def same_file(self, page: Page) -> EarlierPage | None:
        """Return the earliest page made of the same page of the same file, if there is one."""
        query = (
            _chosen()
            .where(
                _PAGE.c.original_hash == page.original_hash,
                _PAGE.c.original_page == page.original_page,
                _PAGE.c.id < page.id,
            )
            .order_by(_PAGE.c.id)
            .limit(1)
        )
        return next(self._found(query), None)

    def with_number(self, number: str, page: Page) -> tuple[EarlierPage, ...]:
        """Return pages taken in before this one that bear a number, the latest first."""
        query = (
            _chosen()
            .where(self._database.dialect.texts_like([number], _NEWEST), _PAGE.c.id < page.id)
            .order_by(_PAGE.c.id.desc())
            .limit(_NEWEST)
        )
        return tuple(one for one in self._found(query) if number in one.words)

    def _found(self, query: sa.Select[Any]) -> Iterator[EarlierPage]:
        with self._database.read() as connection:
            found: Sequence[sa.Row[Any]] = connection.execute(query).all()
        for row in found:
            words = frozenset((row.words or "").split())
            yield EarlierPage(row.dossier_code, row.number, row.image_hash, row.received_at, words)


def _chosen() -> sa.Select[Any]:
    page = _PAGE.c
    return (
        sa.select(page.dossier_code, page.number, page.image_hash, _DOSSIER.c.received_at)
        .add_columns(_TEXT.c.words)
        .join(_DOSSIER, _DOSSIER.c.code == page.dossier_code)
        .outerjoin(_TEXT, _TEXT.c.text_hash == page.text_hash)
    )
