"""The queue of a single desk: what waits to be made ahead, in the order in which it is taken.

Each attempt is counted before it begins, so that a job at which the program itself dies is set
aside after as many starts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records

_TABLE = schema.desk_job


@dataclass(frozen=True, slots=True)
class DeskJob:
    """One job that waits, or was set aside."""

    id: int
    kind: str
    subject: str
    dossier_code: str
    priority: int
    attempts: int
    problem: str
    """Code of why it was set aside; empty while it waits."""


class DeskJobs(Records):
    """Keeps the jobs until they are done."""

    def put(self, kind: str, subject: str, dossier_code: str, priority: int) -> None:
        """Let something wait to be done; what waits already is not put in twice.

        What was set aside is given another chance: what it is made from has changed.
        """
        with self._database.write() as work:
            same = (_TABLE.c.kind == kind) & (_TABLE.c.subject == subject)
            row = work.execute(sa.select(_TABLE).where(same)).first()
            if row is not None and not row.problem:
                return
            work.execute(sa.delete(_TABLE).where(same))
            work.insert(
                _TABLE,
                kind=kind,
                subject=subject,
                dossier_code=dossier_code,
                priority=priority,
                attempts=0,
                problem="",
                at=work.at,
            )

    def waiting(self) -> int:
        """Return how many wait."""
        query = sa.select(sa.func.count()).select_from(_TABLE).where(_TABLE.c.problem == "")
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def take(self, most: int, poison: str, without: Collection[int] = ()) -> DeskJob | None:
        """Return the job that comes first, its attempt counted; None when nothing waits.

        One that was tried ``most`` times is set aside as ``poison`` instead.
        """
        query = (
            sa.select(_TABLE)
            .where(_TABLE.c.problem == "", _TABLE.c.id.not_in(list(without)))
            .order_by(_TABLE.c.priority.desc(), _TABLE.c.id)
            .limit(1)
        )
        while True:
            with self._database.write() as work:
                row = work.execute(query).first()
                if row is None:
                    return None
                tried = row.attempts >= most
                changed = {"problem": poison} if tried else {"attempts": row.attempts + 1}
                work.execute(sa.update(_TABLE).where(_TABLE.c.id == row.id).values(**changed))
            if not tried:
                return _as_job(row)

    def done(self, job_id: int) -> None:
        """Forget a job that was done."""
        with self._database.write() as work:
            work.execute(sa.delete(_TABLE).where(_TABLE.c.id == job_id))

    def set_aside(self, job_id: int, problem: str) -> None:
        """Let a job wait for a person, with the code of what stands in its way."""
        with self._database.write() as work:
            work.execute(sa.update(_TABLE).where(_TABLE.c.id == job_id).values(problem=problem))

    def all(self, limit: int) -> tuple[DeskJob, ...]:
        """Return those set aside, then those that wait in the order they are taken."""
        query = (
            sa.select(_TABLE)
            .order_by(
                sa.case((_TABLE.c.problem == "", 1), else_=0),
                _TABLE.c.priority.desc(),
                _TABLE.c.id,
            )
            .limit(limit)
        )
        with self._database.read() as connection:
            return tuple(_as_job(row) for row in connection.execute(query))

    def again(self, officer: Officer, kind: str, subject: str) -> None:
        """Let a job that was set aside wait once more. Raises NotAllowedError."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.WATCH_QUEUE)
            changed = work.execute(
                sa.update(_TABLE)
                .where(_TABLE.c.kind == kind, _TABLE.c.subject == subject, _TABLE.c.problem != "")
                .values(problem="", attempts=0)
            ).rowcount
            if changed:
                work.journal(actor, "job-resent", f"{kind}/{subject}")


def _as_job(row: sa.Row[Any]) -> DeskJob:
    return DeskJob(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        dossier_code=row.dossier_code,
        priority=row.priority,
        attempts=row.attempts,
        problem=row.problem,
    )
