"""What machines make before it is asked for: copies ready to be signed, results looked at.

A row names what it was made from; where that has changed since, it counts for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from digitizer.store import schema
from digitizer.store.records import Records
from digitizer.store.work import find_dossier

_TABLE = schema.prepared


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was made ahead: a file in the vault, or the reason why there can be none."""

    subject: str
    dossier_code: str
    content: str
    digest: str | None
    problem: str
    """Code of what stands in the way; empty when nothing does."""
    details: Mapping[str, Any]


class Ahead(Records):
    """Keeps one row for each thing of a kind."""

    def of(self, kind: str, subject: str) -> Prepared | None:
        """Return what was made ahead, whatever it was made from; None when nothing was."""
        query = sa.select(_TABLE).where(_TABLE.c.kind == kind, _TABLE.c.subject == subject)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else _as_prepared(row)

    def of_dossier(self, kind: str, dossier_code: str) -> tuple[Prepared, ...]:
        """Return everything of a kind that was made ahead for a dossier."""
        query = sa.select(_TABLE).where(
            _TABLE.c.dossier_code == dossier_code, _TABLE.c.kind == kind
        )
        with self._database.read() as connection:
            return tuple(_as_prepared(row) for row in connection.execute(query))

    def keep(
        self,
        kind: str,
        subject: str,
        dossier_code: str,
        *,
        content: str,
        digest: str | None = None,
        problem: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep what was made in place of what was made before; the file is in the vault already."""
        if digest is not None:
            self._in_vault(digest)
        with self._database.write() as work:
            find_dossier(work.connection, dossier_code)
            work.execute(
                sa.delete(_TABLE).where(_TABLE.c.kind == kind, _TABLE.c.subject == subject)
            )
            work.insert(
                _TABLE,
                kind=kind,
                subject=subject,
                dossier_code=dossier_code,
                content=content,
                digest=digest,
                problem=problem,
                details=dict(details or {}),
                at=work.at,
            )
            after = {"content": content, "digest": digest or "", "problem": problem}
            work.journal(None, f"{kind}-done", f"{dossier_code}/{kind}/{subject}", after=after)


def _as_prepared(row: sa.Row[Any]) -> Prepared:
    return Prepared(
        subject=row.subject,
        dossier_code=row.dossier_code,
        content=row.content,
        digest=row.digest,
        problem=row.problem,
        details=dict(row.details),
    )
