"""The facts of dossiers that statistics count, in a handful of queries whatever their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from digitizer.model.document import PageState
from digitizer.model.dossier import DossierState
from digitizer.model.field import Method
from digitizer.model.message import DeliveryKind, MessageKind, MessageState
from digitizer.model.result import ResultState
from digitizer.model.statistics import CountedDossier, Flag, Hand
from digitizer.store import schema
from digitizer.store.records import Records

_DOSSIER, _DOCUMENT, _RESULT = schema.dossier.c, schema.document.c, schema.result.c
_VALUE, _OFFICER, _HAND, _JOURNAL = (
    schema.field_value.c,
    schema.officer.c,
    schema.hand.c,
    schema.journal.c,
)
_SIGNED = (ResultState.SIGNED, ResultState.SEALED, ResultState.RELEASED)


class Counting(Records):
    """Counts; who may ask is checked by who calls."""

    def dossiers(
        self, first: datetime, end: datetime, synced_by: Collection[str] = ()
    ) -> tuple[CountedDossier, ...]:
        """Return the dossiers received from ``first`` until before ``end``, oldest first.

        A result is synchronised where a neighbour with one of the connectors ``synced_by`` has
        confirmed the message that brought it.
        """
        document = schema.document
        within = _DOCUMENT.dossier_code == _DOSSIER.code
        paged = (
            sa.select(schema.page.c.id)
            .where(
                schema.page.c.document_id == _DOCUMENT.id, schema.page.c.state != PageState.FAILED
            )
            .exists()
        )
        filed = sa.select(document.c.id).where(within, _DOCUMENT.component.is_not(None), paged)
        reused = sa.select(document.c.id).where(within, _DOCUMENT.reused_from.is_not(None))
        asked = sa.select(schema.inbox.c.id).where(
            schema.inbox.c.dossier_code == _DOSSIER.code,
            schema.inbox.c.kind == DeliveryKind.POPULATION,
        )
        inbox = schema.inbox.c
        handed = (
            sa.select(schema.inbox_file.c.digest)
            .join(schema.inbox, inbox.id == schema.inbox_file.c.inbox_id)
            .where(inbox.dossier_code == _DOSSIER.code, inbox.kind == DeliveryKind.PAPER)
        )
        stored = (
            sa.select(schema.page.c.id)
            .join(document, _DOCUMENT.id == schema.page.c.document_id)
            .where(within, schema.page.c.original_hash.in_(handed))
        )
        told = (
            sa.select(schema.outbox.c.id)
            .join(schema.neighbour, schema.neighbour.c.name == schema.outbox.c.neighbour)
            .where(
                schema.outbox.c.dossier_code == _DOSSIER.code,
                schema.outbox.c.kind == MessageKind.RESULT,
                schema.outbox.c.state == MessageState.SENT,
                schema.neighbour.c.connector.in_(list(synced_by)),
            )
        )
        came = (
            sa.select(inbox.content)
            .where(inbox.dossier_code == _DOSSIER.code, inbox.kind == DeliveryKind.DOSSIER)
            .order_by(inbox.id)
            .limit(1)
        )
        query = (
            sa.select(
                schema.dossier,
                filed.exists().label("filed"),
                reused.exists().label("reused"),
                asked.exists().label("asked"),
                stored.exists().label("stored"),
                told.exists().label("synced"),
                came.scalar_subquery().label("came"),
                _RESULT.state.label("result_state"),
                sa.func.coalesce(_RESULT.sealed_at, _RESULT.signed_at).label("finished_at"),
            )
            .select_from(
                schema.dossier.outerjoin(schema.result, _RESULT.dossier_code == _DOSSIER.code)
            )
            .where(_DOSSIER.received_at >= first, _DOSSIER.received_at < end)
            .order_by(_DOSSIER.received_at, _DOSSIER.code)
        )
        with self._database.read() as connection:
            return tuple(_as_counted(row) for row in connection.execute(query))

    def hands(self, first: datetime, end: datetime) -> tuple[Hand, ...]:
        """Return what each officer did from ``first`` until before ``end``, by name."""
        between = (_DOSSIER.received_at >= first, _DOSSIER.received_at < end)
        at = (_VALUE.decided_at >= first, _VALUE.decided_at < end)
        count = sa.func.count()
        returned = (
            sa.select(_DOSSIER.opened_by, count)
            .where(
                _JOURNAL.action == f"dossier-{DossierState.RETURNED.value}",
                _JOURNAL.at >= first.isoformat(),
                _JOURNAL.at < end.isoformat(),
                _JOURNAL.subject == _DOSSIER.code,
            )
            .group_by(_DOSSIER.opened_by)
        )
        queries = (
            sa.select(_DOSSIER.opened_by, count).where(*between).group_by(_DOSSIER.opened_by),
            sa.select(_HAND.officer_id, count)
            .where(_HAND.kind == "verified", _HAND.at >= first, _HAND.at < end)
            .group_by(_HAND.officer_id),
            sa.select(_VALUE.decided_by, count)
            .where(_VALUE.decided_by.is_not(None), *at)
            .group_by(_VALUE.decided_by),
            sa.select(_VALUE.decided_by, count)
            .where(_VALUE.decided_by.is_not(None), _VALUE.method == Method.TYPED, *at)
            .group_by(_VALUE.decided_by),
            returned,
        )
        with self._database.read() as connection:
            names = {
                row.id: row.name
                for row in connection.execute(sa.select(_OFFICER.id, _OFFICER.name))
            }
            counts: list[Counter[int]] = [
                Counter({row[0]: row[1] for row in connection.execute(query)}) for query in queries
            ]
        found = (Hand(name, *(one[officer] for one in counts)) for officer, name in names.items())
        worked = (one for one in found if any((one.opened, one.verified, one.decided)))
        return tuple(sorted(worked, key=lambda one: one.officer))

    def return_reasons(self, first: datetime, end: datetime) -> tuple[tuple[str, int], ...]:
        """Return the reasons for which dossiers of the period stand returned, commonest first."""
        count = sa.func.count()
        query = (
            sa.select(_DOSSIER.return_reason, count)
            .where(
                _DOSSIER.return_reason != "",
                _DOSSIER.received_at >= first,
                _DOSSIER.received_at < end,
            )
            .group_by(_DOSSIER.return_reason)
            .order_by(count.desc(), _DOSSIER.return_reason)
        )
        with self._database.read() as connection:
            return tuple((reason, number) for reason, number in connection.execute(query))


def _as_counted(row: sa.Row[tuple[object, ...]]) -> CountedDossier:
    flags = {Flag.RECEIVED, Flag.NEEDS_RESULT}
    if row.stored:
        flags.add(Flag.FROM_PORTAL)
    if row.synced:
        flags.add(Flag.RESULT_SYNCED)
    if row.came is not None and row.came.get("vneid") == "1":
        flags.add(Flag.VNEID_ACCOUNT)
    if row.filed:
        flags.add(Flag.COMPONENT_FILE)
    if row.asked:
        flags.add(Flag.POPULATION_ASKED)
    if row.reused:
        flags.add(Flag.COMPONENT_REUSED)
    if row.result_state in _SIGNED:
        flags.add(Flag.RESULT_SIGNED)
    if row.result_state == ResultState.RELEASED:
        flags.add(Flag.RESULT_RELEASED)
    finished = row.finished_at if row.result_state in _SIGNED else None
    return CountedDossier(
        code=row.code,
        procedure=row.procedure,
        state=DossierState(row.state),
        received_at=row.received_at,
        due_at=row.due_at,
        opened_by=row.opened_by,
        verified_by=row.verified_by,
        flags=frozenset(flags),
        finished_at=finished,
    )
