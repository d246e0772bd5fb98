"""Full text of pages: indexed without marks, found by the beginnings of words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from digitizer.errors import ReasonMissingError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.model.search import PageHit, SavedSearch, TextQuery
from digitizer.store import schema
from digitizer.store.names import name_key
from digitizer.store.records import Records, found
from digitizer.store.work import Work

_TEXT, _PAGE, _SAVED = schema.page_text, schema.page, schema.saved_search
LOOKED_AT = 2_000
"""The newest pages with the words that are looked at; more than anybody reads."""
_LONGEST_WORD = 64
_WORD = re.compile(r"[^\W_]+")


def index_words(work: Work, text_hash: str, text: str) -> None:
    """Let a page's text be found; each word is kept once, without marks."""
    known = sa.select(_TEXT.c.id).where(_TEXT.c.text_hash == text_hash)
    if text and work.execute(known).first() is None:
        work.insert(_TEXT, text_hash=text_hash, words=" ".join(sorted(set(words_of(text)))))


def words_of(text: str) -> list[str]:
    """Return the words of a text as the index keeps them."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(name_key(text))]


class Searching(Records):
    """Searches what was read, and keeps searches."""

    def pages(self, query: TextQuery, *, limit: int = 200) -> tuple[PageHit, ...]:
        """Return the pages that hold every word of the query, marks or not, the newest first."""
        words = words_of(query.words)
        if not words:
            return ()
        dossier, document = schema.dossier, schema.document
        chosen: sa.Select[Any] = (
            sa.select(
                _PAGE.c.id,
                _PAGE.c.text_hash,
                _PAGE.c.dossier_code,
                dossier.c.owner_name,
                dossier.c.state,
                dossier.c.received_at,
                document.c.type,
            )
            .join(_TEXT, _TEXT.c.text_hash == _PAGE.c.text_hash)
            .join(dossier, dossier.c.code == _PAGE.c.dossier_code)
            .outerjoin(document, document.c.id == _PAGE.c.document_id)
            .where(self._database.dialect.texts_like(words, LOOKED_AT), *_filters(query))
            .order_by(dossier.c.received_at.desc(), _PAGE.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return tuple(_as_hit(row) for row in connection.execute(chosen))

    def index_missing(self, text_of: Callable[[str], str], *, limit: int = 500) -> int:
        """Index pages read before there was an index; return how many were, at most ``limit``."""
        missing = (
            sa.select(_PAGE.c.text_hash)
            .outerjoin(_TEXT, _TEXT.c.text_hash == _PAGE.c.text_hash)
            .where(_PAGE.c.text_hash.is_not(None), _TEXT.c.id.is_(None))
            .distinct()
            .limit(limit)
        )
        with self._database.read() as connection:
            hashes = list(connection.execute(missing).scalars())
        texts = {digest: text_of(digest) for digest in hashes}
        with self._database.write() as work:
            for digest, text in texts.items():
                index_words(work, digest, text)
        return len(hashes)

    def save(self, officer: Officer, name: str, query: TextQuery) -> None:
        """Keep a search under a name of the officer's own; the same name takes its place."""
        if not name.strip():
            raise ReasonMissingError(name=name)
        with self._database.write() as work:
            actor = work.actor(officer, Action.VIEW)
            same = (_SAVED.c.officer_id == actor.id) & (_SAVED.c.name == name.strip())
            work.execute(sa.delete(_SAVED).where(same))
            work.insert(
                _SAVED, officer_id=actor.id, name=name.strip(), query=query.to_dict(), at=work.at
            )

    def saved(self, officer: Officer) -> tuple[SavedSearch, ...]:
        """Return the searches this officer keeps, by name."""
        query = sa.select(_SAVED).where(_SAVED.c.officer_id == officer.id).order_by(_SAVED.c.name)
        with self._database.read() as connection:
            return tuple(
                SavedSearch(row.id, row.name, TextQuery.from_dict(row.query))
                for row in connection.execute(query)
            )

    def forget(self, officer: Officer, search_id: int) -> None:
        """Drop one of the officer's own searches."""
        mine = (_SAVED.c.id == search_id) & (_SAVED.c.officer_id == officer.id)
        with self._database.write() as work:
            work.actor(officer, Action.VIEW)
            found(work.execute(sa.select(_SAVED.c.id).where(mine)).first(), search=search_id)
            work.execute(sa.delete(_SAVED).where(mine))


def _filters(query: TextQuery) -> list[sa.ColumnElement[bool]]:
    dossier, document = schema.dossier.c, schema.document.c
    chosen: list[sa.ColumnElement[bool]] = []
    if query.document_type:
        chosen.append(document.type == query.document_type)
    if query.procedure:
        chosen.append(dossier.procedure == query.procedure)
    if query.state:
        chosen.append(dossier.state == query.state)
    if query.received_from is not None:
        begin = datetime.combine(query.received_from, time.min, OFFICE_TIME)
        chosen.append(dossier.received_at >= begin)
    if query.received_to is not None:
        after = datetime.combine(query.received_to, time.min, OFFICE_TIME) + timedelta(days=1)
        chosen.append(dossier.received_at < after)
    return chosen


def _as_hit(row: sa.Row[Any]) -> PageHit:
    return PageHit(
        page_id=row.id,
        dossier_code=row.dossier_code,
        owner_name=row.owner_name,
        document_type=row.type or "",
        state=row.state,
        received_at=row.received_at,
        text_hash=row.text_hash,
    )
