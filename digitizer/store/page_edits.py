"""What is done to pages: kept with the rows before and after, undone and redone without limit.

An edit and its undoing are one transaction each. The files an edit speaks of stay in the vault as
long as the edit does, so that a removed page comes back bit for bit, also after a restart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digitizer.model.document import AsideReason, Page
from digitizer.model.dossier import WITH_CLERK
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import page_rows, rows, schema
from digitizer.store.columns import holds
from digitizer.store.page_rows import PageChange
from digitizer.store.records import Records, found
from digitizer.store.work import Work

_HASHES = ("original_hash", "image_hash", "text_hash")


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that was done to a dossier's pages."""

    id: int
    dossier_code: str
    what: str
    """A word: ``remove``, ``rotate``, ``reorder``…"""
    undone: bool
    officer_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AsidePage:
    """A page in the bin."""

    page: Page
    reason: AsideReason
    at: datetime


class PageEdits(Records):
    """Keeps the edits of pages and the bin."""

    def change(
        self,
        officer: Officer,
        dossier_code: str,
        what: str,
        changes: Sequence[PageChange],
        *,
        order: Sequence[int | None] | None = None,
        decided: Sequence[int] = (),
    ) -> Edit:
        """Do one edit as a whole.

        ``order`` lists all pages of the dossier as they lie afterwards, None for those made here,
        in turn. ``decided`` names documents that a person shaped: sorting leaves them alone.
        """
        with self._database.write() as work:
            actor = work.actor(officer, Action.TAKE_IN)
            work.dossier(dossier_code, WITH_CLERK)
            work.keyed(actor, dossier_code)
            ids = [one.page_id for one in changes if one.page_id is not None]
            before = page_rows.snapshot(work, dossier_code, ids, decided)
            made = [page_rows.apply(work, one, dossier_code, actor.id) for one in changes]
            new = [page_id for page_id in made if page_id is not None]
            if order is not None:
                turn = iter(new)
                page_rows.reorder(
                    work, dossier_code, [next(turn) if one is None else one for one in order]
                )
            else:
                page_rows.reorder(work, dossier_code, [])
            page_rows.decide(work, decided, actor.id)
            page_rows.drop_empty(work, dossier_code)
            before["pages"] |= {str(page_id): None for page_id in new}
            after = page_rows.snapshot(work, dossier_code, [*ids, *new], decided)
            after["matrices"] = {
                str(one.page_id): list(one.matrix) for one in changes if one.matrix is not None
            }
            self._keep_files(work, dossier_code, before, after)
            edit_id = work.insert(
                schema.page_edit,
                dossier_code=dossier_code,
                what=what,
                before=before,
                after=after,
                undone=False,
                officer_id=actor.id,
                at=work.at,
            )
            subject = f"{dossier_code}/edit/{edit_id}"
            work.journal(actor, f"pages-{what}", subject, after={"pages": [*ids, *new]})
            return _as_edit(_edit(work, edit_id))

    def undo(self, officer: Officer, dossier_code: str) -> Edit:
        """Undo the latest edit that stands; raises NotFoundError when there is none."""
        return self._turn(officer, dossier_code, undo=True)

    def redo(self, officer: Officer, dossier_code: str) -> Edit:
        """Do again what was undone last; raises NotFoundError when there is nothing."""
        return self._turn(officer, dossier_code, undo=False)

    def edits(self, dossier_code: str) -> tuple[Edit, ...]:
        """Return what was done to the dossier's pages, the earliest first."""
        table = schema.page_edit
        columns = [table.c[name] for name in ("id", "dossier_code", "what", "undone")]
        query = (
            sa.select(*columns, table.c.officer_id, table.c.at)
            .where(table.c.dossier_code == dossier_code)
            .order_by(table.c.id)
        )
        with self._database.read() as connection:
            return tuple(_as_edit(row) for row in connection.execute(query))

    def bin(self, dossier_code: str) -> tuple[AsidePage, ...]:
        """Return the pages laid aside, the latest first."""
        table = schema.page_aside
        query = (
            sa.select(table)
            .where(table.c.dossier_code == dossier_code)
            .order_by(table.c.at.desc(), table.c.page_id.desc())
        )
        with self._database.read() as connection:
            return tuple(
                AsidePage(rows.page_from(row.content), AsideReason(row.reason), row.at)
                for row in connection.execute(query)
            )

    def brought_back(self, dossier_code: str) -> frozenset[int]:
        """Return the pages a person took out of the bin: no machine lays them there again."""
        table = schema.page_edit
        query = sa.select(table.c.before).where(
            table.c.dossier_code == dossier_code, table.c.what == "bring-back"
        )
        undone = sa.select(table.c.after).where(
            table.c.dossier_code == dossier_code,
            table.c.what == "separate",
            holds(table.c.undone),
        )
        with self._database.read() as connection:
            snapshots = [
                *connection.execute(query).scalars(),
                *connection.execute(undone).scalars(),
            ]
        return frozenset(
            int(key)
            for snapshot in snapshots
            for key, row in snapshot["asides"].items()
            if row is not None
        )

    def aside(self, page_id: int) -> AsidePage:
        """Return one page of the bin."""
        query = sa.select(schema.page_aside).where(schema.page_aside.c.page_id == page_id)
        with self._database.read() as connection:
            row = found(connection.execute(query).first(), page=page_id)
        return AsidePage(rows.page_from(row.content), AsideReason(row.reason), row.at)

    def _turn(self, officer: Officer, dossier_code: str, *, undo: bool) -> Edit:
        with self._database.write() as work:
            actor = work.actor(officer, Action.TAKE_IN)
            work.dossier(dossier_code, WITH_CLERK)
            work.keyed(actor, dossier_code)
            row = _next(work, dossier_code, undo=undo)
            page_rows.restore(work, dossier_code, row.before if undo else row.after, actor.id)
            for page_id, matrix in row.after.get("matrices", {}).items():
                page_rows.move_evidence(
                    work,
                    int(page_id),
                    page_rows.inverse(matrix) if undo else tuple(matrix),
                    actor.id,
                )
            work.execute(
                sa.update(schema.page_edit)
                .where(schema.page_edit.c.id == row.id)
                .values(undone=undo)
            )
            word = "undone" if undo else "redone"
            work.journal(actor, f"pages-{word}", f"{dossier_code}/edit/{row.id}", after=row.what)
            return _as_edit(_edit(work, row.id))

    def _keep_files(self, work: Work, code: str, *snapshots: Mapping[str, Any]) -> None:
        digests = {
            digest
            for snapshot in snapshots
            for row in (*snapshot["pages"].values(), *page_rows.contents(snapshot))
            if row is not None
            for digest in (*(row[name] for name in _HASHES), *row["recipe"].get("from", ()))
            if digest
        }
        table = schema.kept_file
        query = sa.select(table.c.digest).where(table.c.dossier_code == code)
        present = set(work.execute(query).scalars())
        for digest in sorted(digests - present):
            self._in_vault(digest)
            work.insert(table, digest=digest, dossier_code=code)


def _next(work: Work, code: str, *, undo: bool) -> sa.Row[Any]:
    """Return the edit to undo (the latest that stands) or to redo (the first undone after it)."""
    table = schema.page_edit
    own = table.c.dossier_code == code
    standing = sa.select(sa.func.max(table.c.id)).where(own, holds(table.c.undone, value=False))
    last = work.execute(standing).scalar() or 0
    query = sa.select(table).where(own, table.c.id == last)
    if not undo:
        query = sa.select(table).where(own, table.c.id > last).order_by(table.c.id).limit(1)
    return found(work.execute(query).first(), edit=code)


def _edit(work: Work, edit_id: int) -> sa.Row[Any]:
    query = sa.select(schema.page_edit).where(schema.page_edit.c.id == edit_id)
    return found(work.execute(query).first(), edit=edit_id)


def _as_edit(row: Any) -> Edit:
    return Edit(row.id, row.dossier_code, row.what, row.undone, row.officer_id, row.at)
