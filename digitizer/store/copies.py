"""Signed copies of paper: kept as they were signed, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from digitizer.model.officer import Officer
from digitizer.model.result import CopyRole, SignedCopy
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records, found

_COPY = schema.signed_copy


class Copies(Records):
    """Keeps the signed copies of a dossier's papers."""

    def add(
        self,
        officer: Officer,
        *,
        dossier_code: str,
        document_id: int,
        role: CopyRole,
        content: str,
        pdf_hash: str,
        report: Mapping[str, Any],
    ) -> SignedCopy:
        """Keep a signed copy and journal who signed it."""
        self._in_vault(pdf_hash)
        with self._database.write() as work:
            actor = work.actor(officer, Action.SIGN_COPY)
            work.dossier(dossier_code)
            copy_id = work.insert(
                _COPY,
                dossier_code=dossier_code,
                document_id=document_id,
                role=role,
                content=content,
                pdf_hash=pdf_hash,
                signed_by=actor.id,
                signed_at=work.at,
                report=dict(report),
            )
            after = {"role": role.value, "pdf_hash": pdf_hash}
            work.journal(actor, "copy-signed", f"{dossier_code}/{document_id}", after=after)
            row = work.execute(sa.select(_COPY).where(_COPY.c.id == copy_id)).first()
            return _as_copy(found(row, copy=copy_id))

    def of_dossier(self, code: str) -> tuple[SignedCopy, ...]:
        """Return the signed copies of a dossier's papers, oldest first."""
        query = sa.select(_COPY).where(_COPY.c.dossier_code == code).order_by(_COPY.c.id)
        with self._database.read() as connection:
            return tuple(_as_copy(row) for row in connection.execute(query))


def _as_copy(row: sa.Row[Any]) -> SignedCopy:
    return SignedCopy(
        id=row.id,
        dossier_code=row.dossier_code,
        document_id=row.document_id,
        role=CopyRole(row.role),
        content=row.content,
        pdf_hash=row.pdf_hash,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        report=dict(row.report),
    )
