"""Dossiers: opened, filled, handed on, sent back, verified."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitizer.errors import (
    FourEyesError,
    ReasonMissingError,
    StaleError,
    UnfitValueError,
    WrongStateError,
)
from digitizer.model.document import PageState
from digitizer.model.dossier import WITH_CLERK, Channel, Dossier, DossierState, Owner
from digitizer.model.field import Look, Method, Severity
from digitizer.model.message import MessageKind
from digitizer.model.officer import Officer
from digitizer.model.reuse import WarehouseRow
from digitizer.model.rights import Action
from digitizer.model.view import DossierSummary
from digitizer.store import rows, schema
from digitizer.store.columns import holds
from digitizer.store.database import Dialect
from digitizer.store.deferrals import end_deferral
from digitizer.store.documents import DocumentRecords
from digitizer.store.facts import load_facts
from digitizer.store.inbox import begin
from digitizer.store.kinds import KindRecords
from digitizer.store.names import name_key
from digitizer.store.outgoing import tell
from digitizer.store.pages import PageRecords
from digitizer.store.records import Hands
from digitizer.store.reviews import ask
from digitizer.store.serials import next_value
from digitizer.store.values import ValueRecords
from digitizer.store.waiting import WaitingRecords, asked, finding_names_value
from digitizer.store.work import Work, find_dossier
from digitizer.vietnamese import digits

PERSONAL_ID = 12
"""Digits of a citizen's number (Luật Căn cước 26/2023/QH15 Đ12)."""
LONGEST_NAME, LONGEST_NUMBER = 500, 100
"""Characters of a name and a number; both are indexed, and an index takes no long texts."""
_LOOKED_AT = 1000
"""Dossiers looked at for each way a search could mean them."""
_MOVES: dict[DossierState, tuple[Action, frozenset[DossierState]]] = {
    DossierState.VERIFYING: (Action.SUBMIT, WITH_CLERK),
    DossierState.RETURNED: (Action.RETURN, frozenset({DossierState.VERIFYING})),
    DossierState.VERIFIED: (Action.VERIFY, frozenset({DossierState.VERIFYING})),
}

_ALSO_TOLD = {DossierState.VERIFIED: (MessageKind.COMPONENTS,)}


class Dossiers(PageRecords, DocumentRecords, ValueRecords, KindRecords, WaitingRecords):
    """Keeps dossiers with their pages, documents, values and findings."""

    def next_serial(self, day: date) -> int:
        """Return the next number of a day's dossiers; a number is never given twice."""
        with self._database.write() as work:
            return next_value(work, f"dossier {day.isoformat()}")

    def create(
        self,
        officer: Officer,
        *,
        code: str,
        procedure: str,
        owner: Owner,
        channel: Channel,
        received_at: datetime,
        due_at: datetime,
        received: int | None = None,
    ) -> Dossier:
        """Open a dossier; ``received`` is the number of the delivery it is opened for."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.OPEN_DOSSIER)
            work.insert(
                schema.dossier,
                code=code,
                procedure=procedure,
                **_owner_columns(owner),
                channel=channel,
                state=DossierState.INTAKE,
                received_at=received_at,
                due_at=due_at,
                opened_by=actor.id,
                return_reason="",
                version=1,
            )
            work.keyed(actor, code)
            after: dict[str, object] = {"procedure": procedure, **_owner_data(owner)}
            if received is not None:
                # first: neighbours are told the code that the one it came from gave it
                begin(work, received, code)
                after["delivery"] = received
            work.journal(actor, "dossier-opened", code, after=after)
            tell(work, code, "opened", MessageKind.STATE, by=actor.name)
            return rows.as_dossier(work.dossier(code))

    def get(self, code: str) -> Dossier:
        """Return the dossier with this code."""
        with self._database.read() as connection:
            return rows.as_dossier(find_dossier(connection, code))

    def summaries(
        self,
        states: Collection[DossierState] = (),
        *,
        limit: int = 200,
        offset: int = 0,
        opened_by: int | None = None,
    ) -> tuple[DossierSummary, ...]:
        """Return one row per dossier: those still open by their deadline, issued ones last.

        With ``opened_by`` only those that this officer opened, returned ones first.
        """
        query = _queue(frozenset(states or DossierState), limit, offset, opened_by)
        with self._database.read() as connection:
            codes = connection.execute(query).scalars().all()
            return _shown(connection, codes)

    def find(self, words: str, *, limit: int = 20) -> tuple[DossierSummary, ...]:
        """Return dossiers whose code or owner's number begins so, or whose owner is named so.

        Names match word by word from their beginnings, with or without marks; newest first.
        """
        if not words.strip():
            return ()
        number = digits(words)
        with self._database.read() as connection:
            codes: Sequence[str] = ()
            if len(number) == PERSONAL_ID == len(words.replace(" ", "")):
                # what a counter types all day: one index, and a statement that is made once
                codes = (
                    connection.execute(_of_number(), {"number": number, "most": limit})
                    .scalars()
                    .all()
                )
            if not codes:
                found = _found(words, self._database.dialect, limit)
                codes = connection.execute(found).scalars().all()
            return _shown(connection, codes)

    def set_owner(self, officer: Officer, code: str, owner: Owner) -> Dossier:
        """Say whose dossier it is."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.KEY)
            before = rows.as_dossier(work.dossier(code, WITH_CLERK))
            work.keyed(actor, code)
            _update(work, code, **_owner_columns(owner))
            work.journal(
                actor,
                "owner-set",
                code,
                before=_owner_data(before.owner),
                after=_owner_data(owner),
            )
            return rows.as_dossier(work.dossier(code))

    def move(
        self,
        officer: Officer,
        code: str,
        to: DossierState,
        *,
        reason: str = "",
        facts: Sequence[WarehouseRow] = (),
        standing: Mapping[int, int] | None = None,
        looks: Mapping[int, Look] | None = None,
        machine_voices: Collection[int] = (),
    ) -> Dossier:
        """Hand a dossier on: submit it, return it with a reason, or verify it with its facts.

        The facts enter the warehouse in the same transaction. Only signing a result issues.
        ``standing`` names the version of every value that was judged: a value changed since then
        raises StaleError. ``looks`` is what the office asks of values when it is submitted,
        ``machine_voices`` of which the machine's value is one of two voices.
        """
        with self._database.write() as work:
            if to not in _MOVES:
                raise WrongStateError(dossier=code, state=work.dossier(code).state)
            action, states = _MOVES[to]
            actor = work.actor(officer, action)
            before = work.dossier(code, states)
            if to is DossierState.RETURNED and not reason.strip():
                raise ReasonMissingError(dossier=code)
            if facts and to is not DossierState.VERIFIED:
                raise ValueError("only verified facts enter the warehouse")
            if standing is not None:
                _require_standing(work, code, standing)
            if to is DossierState.VERIFIED:
                _verify(work, actor, before)
            if looks is not None:
                ask(work, code, looks, machine_voices)
            _update(work, code, state=to, return_reason=reason)
            if before.state == DossierState.VERIFYING:
                end_deferral(work, code, actor)
            load_facts(work, facts)
            work.journal(
                actor,
                f"dossier-{to.value}",
                code,
                before={"state": before.state},
                after={"state": to, "reason": reason},
            )
            kinds = (MessageKind.STATE, *_ALSO_TOLD.get(to, ()))
            tell(work, code, to.value, *kinds, reason=reason, by=actor.name)
            return rows.as_dossier(work.dossier(code))

    def hands(self, code: str) -> Hands:
        """Return who has had a hand in the dossier."""
        table = schema.hand
        with self._database.read() as connection:
            find_dossier(connection, code)
            query = sa.select(table.c.kind, table.c.officer_id).where(table.c.dossier_code == code)
            pairs = connection.execute(query).all()
        return Hands(
            *(
                frozenset(officer for kind, officer in pairs if kind == wanted)
                for wanted in ("keyed", "verified", "signed")
            )
        )


def _verify(work: Work, actor: Officer, before: sa.Row[Any]) -> None:
    if before.opened_by == actor.id:
        raise FourEyesError(officer=actor.name, action=Action.VERIFY.value, dossier=before.code)
    work.verified(actor, before.code)
    table = schema.document
    work.execute(sa.update(table).where(table.c.dossier_code == before.code).values(verified=True))
    work.execute(
        sa.update(schema.dossier)
        .where(schema.dossier.c.code == before.code)
        .values(state=DossierState.VERIFIED, verified_by=actor.id, verified_at=work.at)
    )


def _require_standing(work: Work, code: str, standing: Mapping[int, int]) -> None:
    value, document = schema.field_value.c, schema.document.c
    query = (
        sa.select(value.id, value.version)
        .join(schema.document, document.id == value.document_id)
        .where(document.dossier_code == code)
    )
    if {row.id: row.version for row in work.execute(query)} != dict(standing):
        raise StaleError(dossier=code)


def _update(work: Work, code: str, **values: object) -> None:
    table = schema.dossier
    work.execute(
        sa.update(table).where(table.c.code == code).values(version=table.c.version + 1, **values)
    )


def _owner_columns(owner: Owner) -> dict[str, object]:
    name = unicodedata.normalize("NFC", owner.name)
    for text, limit in ((name, LONGEST_NAME), (owner.personal_id, LONGEST_NUMBER)):
        if len(text) > limit:
            raise UnfitValueError(length=len(text), limit=limit)
    return {
        "owner_name": name,
        "owner_name_key": name_key(name),
        "owner_personal_id": owner.personal_id,
    }


def _owner_data(owner: Owner) -> dict[str, object]:
    return {"owner": owner.name, "personal_id": owner.personal_id}


@lru_cache(maxsize=128)
def _queue(
    states: frozenset[DossierState], limit: int, offset: int, opened_by: int | None
) -> sa.Select[Any]:
    """Cut every state by its own index, then put the cuts together: no list grows with time.

    Statements are kept: making one takes longer than asking.
    """
    table = schema.dossier.c
    whose = [] if opened_by is None else [table.opened_by == opened_by]
    cuts = [
        sa.select(table.code, table.due_at, table.state)
        .where(table.state == state.value, *whose)
        .order_by(table.due_at, table.code)
        .limit(limit + offset)
        .subquery()
        for state in DossierState
        if state in states
    ]
    together = sa.union_all(*(sa.select(cut) for cut in cuts)).subquery()
    # who opened a dossier sees first what came back
    first = 1 if opened_by is None else 0
    turn = sa.case(
        (together.c.state == DossierState.RETURNED, first),
        (together.c.state == DossierState.ISSUED, 2),
        else_=1,
    )
    ordered = sa.select(together.c.code).order_by(turn, together.c.due_at, together.c.code)
    return ordered.limit(limit).offset(offset)


@cache
def _of_number() -> sa.Select[Any]:
    table = schema.dossier.c
    return (
        sa.select(table.code)
        .where(table.owner_personal_id == sa.bindparam("number"))
        .order_by(table.received_at.desc(), table.code)
        .limit(sa.bindparam("most"))
    )


def _found(words: str, dialect: Dialect, limit: int) -> sa.Select[Any]:
    table = schema.dossier.c
    numbers = digits(words)
    folded = name_key(words)
    # names are mostly typed from their beginning: a range that the index of names answers at once
    begins = (table.owner_name_key >= folded) & (table.owner_name_key < f"{folded}{{")
    conditions = [*dialect.dossiers_like(folded.split(), words.strip())]
    if folded:
        conditions.append(begins)
    if numbers and len(numbers) == len(words.replace(" ", "")):
        # a range instead of LIKE: it walks the index on every database; ":" follows "9"
        number = table.owner_personal_id
        conditions.append((number >= numbers) & (number < numbers + ":"))
    # each way by its own index, cut before it is sorted: sorting all would grow with the store
    cuts = [
        sa.select(table.code, table.received_at).where(condition).limit(_LOOKED_AT).subquery()
        for condition in conditions or [sa.false()]
    ]
    together = sa.union(*(sa.select(cut) for cut in cuts)).subquery()
    ordered = sa.select(together.c.code).order_by(together.c.received_at.desc(), together.c.code)
    return ordered.limit(limit)


def _shown(connection: Connection, codes: Sequence[str]) -> tuple[DossierSummary, ...]:
    """Return the rows of these dossiers, in this order."""
    found = {row.code: row for row in connection.execute(_counted(), {"codes": list(codes)})}
    return tuple(_as_summary(found[code]) for code in codes)


@cache
def _counted() -> sa.Select[Any]:
    """Count for the rows that are shown only; made once, as making it takes longer than asking."""
    cut = schema.dossier
    page, document, value, result = (
        schema.page.c,
        schema.document.c,
        schema.field_value.c,
        schema.result.c,
    )
    pages = sa.select(sa.func.count()).where(page.dossier_code == cut.c.code)
    unread = pages.where(page.state == PageState.STORED)
    undecided = value.decided_by.is_(None)
    waiting = (
        sa.select(sa.func.count())
        .select_from(schema.field_value.join(schema.document, document.id == value.document_id))
        .where(
            document.dossier_code == cut.c.code,
            (undecided & holds(value.sure, value=False) & ~asked(Look.NEVER, Look.FINDING))
            | (undecided & finding_names_value())
            | finding_names_value(Severity.ERROR)
            # decided although a check warns, and nobody said why
            | (
                ~undecided
                & (value.reason == "")
                & value.absence.is_(None)
                & (value.method != Method.REUSED)
                & finding_names_value(Severity.WARNING)
            )
            | (undecided & asked(Look.ALWAYS, Look.SAMPLE))
            | asked(Look.TWICE),
        )
    )
    result_state = sa.select(result.state).where(result.dossier_code == cut.c.code)
    return sa.select(
        cut,
        pages.scalar_subquery().label("page_count"),
        unread.scalar_subquery().label("unread_count"),
        waiting.scalar_subquery().label("open_count"),
        result_state.scalar_subquery().label("result_state"),
    ).where(cut.c.code.in_(sa.bindparam("codes", expanding=True)))


def _as_summary(row: sa.Row[Any]) -> DossierSummary:
    return DossierSummary(
        dossier=rows.as_dossier(row),
        page_count=row.page_count,
        unread_count=row.unread_count,
        open_count=row.open_count,
        result_state=row.result_state or "",
    )
