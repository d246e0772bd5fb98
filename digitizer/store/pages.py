"""The pages of dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from digitizer.model.document import Page, PageState
from digitizer.model.dossier import WITH_CLERK
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import rows, schema
from digitizer.store.records import Records, found
from digitizer.store.searching import index_words
from digitizer.store.work import UNVERIFIED, Work


class PageRecords(Records):
    """Keeps the pages: their files in the vault, their state in the database."""

    def add_page(
        self,
        officer: Officer,
        *,
        dossier_code: str,
        original_hash: str,
        original_name: str,
        original_page: int,
        image_hash: str,
        width: int,
        height: int,
        dpi: float,
        signed_original: bool,
    ) -> Page:
        """Add a page whose original and image are in the vault already.

        A page of the same file that is in the dossier is returned as it is: taking a file in
        again, after a crash in the middle of it, adds what is missing and nothing twice.
        """
        self._in_vault(original_hash)
        self._in_vault(image_hash)
        table = schema.page
        with self._database.write() as work:
            actor = work.actor(officer, Action.TAKE_IN)
            work.dossier(dossier_code, WITH_CLERK)
            work.keyed(actor, dossier_code)
            same = sa.select(table).where(
                table.c.dossier_code == dossier_code,
                table.c.original_hash == original_hash,
                table.c.original_page == original_page,
            )
            present = work.execute(same).first()
            if present is not None:
                return rows.as_page(present)
            last = sa.select(sa.func.max(table.c.number)).where(
                table.c.dossier_code == dossier_code
            )
            number = (work.execute(last).scalar() or 0) + 1
            page_id = work.insert(
                table,
                dossier_code=dossier_code,
                position=0,
                number=number,
                original_hash=original_hash,
                original_name=original_name,
                original_page=original_page,
                image_hash=image_hash,
                width=width,
                height=height,
                dpi=float(dpi),
                state=PageState.STORED,
                failure="",
                signed_original=signed_original,
            )
            row = _page(work, page_id)
            work.journal(actor, "page-added", _subject(row), after=_content(row))
        return rows.as_page(row)

    def pages(self, code: str) -> tuple[Page, ...]:
        """Return the dossier's pages in the order they were taken in."""
        table = schema.page
        query = sa.select(table).where(table.c.dossier_code == code).order_by(table.c.number)
        with self._database.read() as connection:
            return tuple(rows.as_page(row) for row in connection.execute(query))

    def page(self, page_id: int) -> Page:
        """Return the page with this id."""
        query = sa.select(schema.page).where(schema.page.c.id == page_id)
        with self._database.read() as connection:
            return rows.as_page(found(connection.execute(query).first(), page=page_id))

    def dossier_with(self, original_hash: str) -> str | None:
        """Return the dossier into which exactly this file was taken first, or None."""
        table = schema.page
        query = (
            sa.select(table.c.dossier_code)
            .where(table.c.original_hash == original_hash)
            .order_by(table.c.id)
            .limit(1)
        )
        with self._database.read() as connection:
            return connection.execute(query).scalar()

    def page_read(
        self, page_id: int, text_hash: str, faults: Sequence[str] = (), *, text: str = ""
    ) -> None:
        """Note that a page was read; its text is in the vault already, ``text`` can be found."""
        self._in_vault(text_hash)
        self._reading_ended(
            page_id, state=PageState.READ, text_hash=text_hash, failure="", faults=faults, text=text
        )

    def page_failed(self, page_id: int, failure_code: str) -> None:
        """Note that a page could not be read, and why."""
        self._reading_ended(page_id, state=PageState.FAILED, text_hash=None, failure=failure_code)

    def _reading_ended(
        self,
        page_id: int,
        *,
        state: PageState,
        text_hash: str | None,
        failure: str,
        faults: Sequence[str] = (),
        text: str = "",
    ) -> None:
        with self._database.write() as work:
            row = _page(work, page_id)
            work.dossier(row.dossier_code, UNVERIFIED)
            work.execute(
                sa.update(schema.page)
                .where(schema.page.c.id == page_id)
                .values(state=state, text_hash=text_hash, failure=failure, faults=list(faults))
            )
            if text_hash is not None:
                index_words(work, text_hash, text)
            after = {"text_hash": text_hash, "failure": failure}
            work.journal(None, f"page-{state.value}", _subject(row), after=after)


def _page(work: Work, page_id: int) -> sa.Row[Any]:
    query = sa.select(schema.page).where(schema.page.c.id == page_id)
    return found(work.execute(query).first(), page=page_id)


def _subject(row: sa.Row[Any]) -> str:
    return f"{row.dossier_code}/page/{row.id}"


def _content(row: sa.Row[Any]) -> dict[str, object]:
    return {
        "number": row.number,
        "original_hash": row.original_hash,
        "original_name": row.original_name,
        "original_page": row.original_page,
        "image_hash": row.image_hash,
    }
