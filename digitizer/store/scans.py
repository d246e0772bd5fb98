"""Batches of scanned sheets: what a device gave, kept for good, one transaction an image."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from digitizer.model.document import Page, PageState
from digitizer.model.dossier import WITH_CLERK
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.model.scan import Batch, Colour, PaperSource, Profile, Side
from digitizer.store import rows, schema
from digitizer.store.records import Records, found
from digitizer.store.work import Work


class Scans(Records):
    """Keeps the batches and every image that came from a device."""

    def open_batch(
        self,
        officer: Officer,
        dossier_code: str,
        *,
        device: str,
        profile: Profile,
        sheets_given: int | None = None,
    ) -> Batch:
        """Begin a stack of sheets; it stays open over jams and restarts until it is ended."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.TAKE_IN)
            work.dossier(dossier_code, WITH_CLERK)
            batch_id = work.insert(
                schema.scan_batch,
                dossier_code=dossier_code,
                device=device,
                profile=asdict(profile),
                sheets_given=sheets_given,
                officer_id=actor.id,
                started_at=work.at,
            )
            after = {"device": device, "profile": asdict(profile), "sheets_given": sheets_given}
            work.journal(actor, "batch-opened", f"{dossier_code}/batch/{batch_id}", after=after)
        return self.batch(batch_id)

    def end_batch(
        self, officer: Officer, batch_id: int, *, sheets_given: int | None = None
    ) -> Batch:
        """End a stack; ``sheets_given`` is what the clerk counted, if it was not said before."""
        table = schema.scan_batch
        with self._database.write() as work:
            actor = work.actor(officer, Action.TAKE_IN)
            row = _batch(work, batch_id)
            given = row.sheets_given if sheets_given is None else sheets_given
            work.execute(
                sa.update(table)
                .where(table.c.id == batch_id)
                .values(ended_at=work.at, sheets_given=given)
            )
            subject = f"{row.dossier_code}/batch/{batch_id}"
            work.journal(actor, "batch-ended", subject, after={"sheets_given": given})
        return self.batch(batch_id)

    def batch(self, batch_id: int) -> Batch:
        """Return the batch with this id."""
        query = sa.select(schema.scan_batch).where(schema.scan_batch.c.id == batch_id)
        with self._database.read() as connection:
            row = found(connection.execute(query).first(), batch=batch_id)
            return _as_batch(connection, row)

    def batches(self, dossier_code: str | None = None, *, open_only: bool = False) -> list[Batch]:
        """Return the batches of a dossier, or of all, the latest first."""
        table = schema.scan_batch
        query = sa.select(table).order_by(table.c.id.desc())
        if dossier_code is not None:
            query = query.where(table.c.dossier_code == dossier_code)
        if open_only:
            query = query.where(table.c.ended_at.is_(None))
        with self._database.read() as connection:
            return [_as_batch(connection, row) for row in connection.execute(query).all()]

    def numbers(self, batch_id: int) -> frozenset[int]:
        """Return the numbers of the images that are kept."""
        table = schema.scan_image
        query = sa.select(table.c.number).where(table.c.batch_id == batch_id)
        with self._database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def keep_image(
        self,
        officer: Officer,
        batch_id: int,
        *,
        number: int,
        sheet: int,
        side: Side,
        name: str,
        original_hash: str,
        image_hash: str,
        width: int,
        height: int,
        dpi: float,
        page_number: int | None = None,
    ) -> Page:
        """Make an image that is in the vault a page of the batch's dossier.

        The image of this number is kept once, however often it is handed in: its page is returned
        as it is, or as it was when it was laid aside. ``page_number`` puts the page elsewhere than
        at the end.
        """
        self._in_vault(original_hash)
        self._in_vault(image_hash)
        images, pages = schema.scan_image, schema.page
        with self._database.write() as work:
            actor = work.actor(officer, Action.TAKE_IN)
            batch = _batch(work, batch_id)
            code = batch.dossier_code
            work.dossier(code, WITH_CLERK)
            work.keyed(actor, code)
            same = sa.select(images.c.page_id).where(
                images.c.batch_id == batch_id, images.c.number == number
            )
            present = work.execute(same).scalar()
            if present is not None:
                return _kept_page(work, present)
            last = sa.select(sa.func.max(pages.c.number)).where(pages.c.dossier_code == code)
            at = page_number if page_number is not None else (work.execute(last).scalar() or 0) + 1
            page_id = work.insert(
                pages,
                dossier_code=code,
                position=0,
                number=at,
                original_hash=original_hash,
                original_name=name,
                original_page=1,
                image_hash=image_hash,
                width=width,
                height=height,
                dpi=float(dpi),
                state=PageState.STORED,
                failure="",
                signed_original=False,
                recipe={},
                begins="",
            )
            work.insert(
                images,
                batch_id=batch_id,
                number=number,
                sheet=sheet,
                side=side,
                image_hash=image_hash,
                page_id=page_id,
                at=work.at,
            )
            after = {"sheet": sheet, "side": side.value, "image_hash": image_hash}
            work.journal(actor, "sheet-scanned", f"{code}/page/{page_id}", after=after)
            return _kept_page(work, page_id)

    def sheet_of(self, page_id: int) -> tuple[int, int, Side] | None:
        """Return batch, sheet and side a page was scanned from, or None."""
        table = schema.scan_image
        query = sa.select(table).where(table.c.page_id == page_id)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else (row.batch_id, row.sheet, Side(row.side))


def _batch(work: Work, batch_id: int) -> sa.Row[Any]:
    query = sa.select(schema.scan_batch).where(schema.scan_batch.c.id == batch_id)
    return found(work.execute(query).first(), batch=batch_id)


def _kept_page(work: Work, page_id: int) -> Page:
    query = sa.select(schema.page).where(schema.page.c.id == page_id)
    row = work.execute(query).first()
    if row is not None:
        return rows.as_page(row)
    aside = sa.select(schema.page_aside).where(schema.page_aside.c.page_id == page_id)
    return rows.page_from(found(work.execute(aside).first(), page=page_id).content)


def _as_batch(connection: sa.Connection, row: sa.Row[Any]) -> Batch:
    table = schema.scan_image
    query = sa.select(sa.func.count(), sa.func.count(sa.distinct(table.c.sheet))).where(
        table.c.batch_id == row.id
    )
    images, sheets = connection.execute(query).one()
    return Batch(
        id=row.id,
        dossier_code=row.dossier_code,
        device=row.device,
        profile=as_profile(row.profile),
        started_at=row.started_at,
        ended_at=row.ended_at,
        sheets_given=row.sheets_given,
        sheets=sheets,
        images=images,
    )


def as_profile(data: dict[str, Any]) -> Profile:
    """Return the profile in stored data."""
    return Profile(
        **{
            **data,
            "source": PaperSource(data["source"]),
            "colour": Colour(data["colour"]),
            "procedures": tuple(data["procedures"]),
        }
    )
