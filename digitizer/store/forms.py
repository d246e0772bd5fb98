"""One-stop forms that were handed out: kept as they were, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digitizer.model.dossier import DossierState
from digitizer.model.message import MessageKind
from digitizer.model.officer import Officer
from digitizer.model.result import IssuedForm
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.outgoing import tell
from digitizer.store.records import Records, found
from digitizer.store.serials import next_value
from digitizer.store.work import Work

_FORM = schema.issued_form


class Forms(Records):
    """Keeps every form the office has issued."""

    def next_serial(self, series: str) -> int:
        """Return the next number of a kind of form in a year; a number is never given twice."""
        with self._database.write() as work:
            return next_value(work, f"form {series}")

    def add(
        self,
        officer: Officer,
        *,
        dossier_code: str | None,
        template: str,
        number: str,
        data: Mapping[str, Any],
        pdf_hash: str,
        new_due: datetime | None = None,
    ) -> IssuedForm:
        """Keep a form and journal that it was issued.

        ``new_due`` moves the dossier's due date with it. Raises WrongStateError once the dossier's
        result is signed.
        """
        self._in_vault(pdf_hash)
        with self._database.write() as work:
            actor = work.actor(officer, Action.ISSUE_FORM)
            if dossier_code is not None:
                work.dossier(dossier_code)
            form_id = work.insert(
                _FORM,
                dossier_code=dossier_code,
                template=template,
                number=number,
                data=dict(data),
                pdf_hash=pdf_hash,
                issued_by=actor.id,
                issued_at=work.at,
            )
            subject = f"{dossier_code or 'register'}/form/{form_id}"
            after = {"template": template, "number": number, "pdf_hash": pdf_hash}
            work.journal(actor, "form-issued", subject, after=after)
            if dossier_code is not None and new_due is not None:
                _move_due(work, actor, dossier_code, new_due)
            if dossier_code is not None:
                kinds = (MessageKind.STATE, MessageKind.NOTICE)
                tell(work, dossier_code, template, *kinds, by=actor.name)
            row = work.execute(sa.select(_FORM).where(_FORM.c.id == form_id)).first()
            return _as_form(found(row, form=form_id))

    def get(self, form_id: int) -> IssuedForm:
        """Return the form with this id."""
        with self._database.read() as connection:
            row = connection.execute(sa.select(_FORM).where(_FORM.c.id == form_id)).first()
        return _as_form(found(row, form=form_id))

    def of_dossier(self, code: str) -> tuple[IssuedForm, ...]:
        """Return the forms issued for a dossier, the newest first."""
        query = sa.select(_FORM).where(_FORM.c.dossier_code == code).order_by(_FORM.c.id.desc())
        with self._database.read() as connection:
            return tuple(_as_form(row) for row in connection.execute(query))


def _move_due(work: Work, actor: Officer, code: str, new_due: datetime) -> None:
    row = work.dossier(code, set(DossierState) - {DossierState.ISSUED})
    table = schema.dossier
    moved = {"due_at": new_due, "version": row.version + 1}
    work.execute(sa.update(table).where(table.c.code == code).values(**moved))
    before, after = row.due_at.isoformat(), new_due.isoformat()
    work.journal(actor, "dossier-due-moved", code, before=before, after=after)


def _as_form(row: sa.Row[Any]) -> IssuedForm:
    return IssuedForm(
        id=row.id,
        dossier_code=row.dossier_code,
        template=row.template,
        number=row.number,
        data=dict(row.data),
        pdf_hash=row.pdf_hash,
        issued_by=row.issued_by,
        issued_at=row.issued_at,
    )
