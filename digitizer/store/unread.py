"""Pages without words: those that wait to be read, and those at which reading failed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from digitizer.errors import NotAllowedError
from digitizer.model.document import PageState
from digitizer.model.dossier import Channel
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records, found
from digitizer.store.work import UNVERIFIED

# the very words of the index of the few pages that are not read
NOT_READ = sa.literal_column("page.state <> 'read'", sa.Boolean)


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that waits, or that could not be read."""

    page_id: int
    dossier_code: str
    name: str
    failure: str
    """Code of what went wrong; empty while it waits."""
    at_counter: bool
    read: bool = False
    """Whether its words came meanwhile."""


class Unread(Records):
    """Looks for pages without words."""

    def pages(self, limit: int) -> tuple[UnreadPage, ...]:
        """Return them of all dossiers that may still change, failed ones first."""
        page, dossier = schema.page.c, schema.dossier.c
        query = (
            _query()
            .where(NOT_READ, dossier.state.in_(UNVERIFIED))
            .order_by(page.state, page.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return tuple(_as_page(row) for row in connection.execute(query))

    def named(self, page_ids: Collection[int]) -> tuple[UnreadPage, ...]:
        """Return pages by number; none for an officer who may not see dossiers."""
        query = _query().where(schema.page.c.id.in_(page_ids))
        try:
            with self._database.read() as connection:
                return tuple(_as_page(row) for row in connection.execute(query))
        except NotAllowedError:
            return ()

    def forget_failures(self, kind: str, subject: str) -> None:
        """Take the failed jobs of what was done after all out of an office's queue."""
        gone = sa.text(
            "DELETE FROM procrastinate_jobs WHERE queue_name = 'jobs' AND status = 'failed'"
            " AND task_name = :kind AND args->>'subject' = :subject"
        )
        with self._database.write() as work:
            work.execute(gone.bindparams(kind=kind, subject=subject))

    def wait_again(self, officer: Officer, page_id: int) -> None:
        """Let a page at which reading failed wait once more. Raises NotAllowedError."""
        table = schema.page
        with self._database.write() as work:
            actor = work.actor(officer, Action.WATCH_QUEUE)
            row = found(
                work.execute(sa.select(table).where(table.c.id == page_id)).first(), page=page_id
            )
            work.dossier(row.dossier_code, UNVERIFIED)
            if row.state != PageState.FAILED:
                return
            work.execute(
                sa.update(table)
                .where(table.c.id == page_id)
                .values(state=PageState.STORED, failure="")
            )
            work.journal(actor, "page-resent", f"{row.dossier_code}/{page_id}", before=row.failure)


def _query() -> sa.Select[Any]:
    page, dossier = schema.page.c, schema.dossier.c
    return sa.select(
        page.id,
        page.dossier_code,
        page.original_name,
        page.original_page,
        page.state,
        page.failure,
        dossier.channel,
    ).join(schema.dossier, dossier.code == page.dossier_code)


def _as_page(row: sa.Row[Any]) -> UnreadPage:
    return UnreadPage(
        row.id,
        row.dossier_code,
        f"{row.original_name} ({row.original_page})",
        row.failure if row.state == PageState.FAILED else "",
        row.channel == Channel.COUNTER,
        row.state == PageState.READ,
    )
