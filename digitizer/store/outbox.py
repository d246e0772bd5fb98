"""The outbox: neighbours, what waits for them, and how each attempt ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from digitizer.errors import ReasonMissingError, WrongStateError
from digitizer.model.message import (
    Attempt,
    Message,
    MessageKind,
    MessageState,
    Neighbour,
    QueueState,
)
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import outgoing, schema
from digitizer.store.columns import holds
from digitizer.store.records import Records, found
from digitizer.store.work import Work, current

_NEIGHBOUR, _OUTBOX = schema.neighbour, schema.outbox
_SHOWN = [column for column in _OUTBOX.c if column.name != "content"]
"""What whoever looks after the queue may see: never what a message says."""
_WAITING = MessageState.WAITING


class Outbox(Records):
    """Keeps neighbours and messages."""

    # ---- neighbours ----------------------------------------------------------------------------

    def set_up(self, officer: Officer, neighbours: Collection[Neighbour]) -> None:
        """Keep these neighbours as they are given; others are switched off, their messages stay."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.MANAGE_NEIGHBOURS)
            known = {row.name: row for row in work.execute(sa.select(_NEIGHBOUR))}
            for one in neighbours:
                _keep_neighbour(work, actor, one, is_new=one.name not in known)
            for name in known.keys() - {one.name for one in neighbours}:
                if known[name].enabled:
                    _set_neighbour(work, name, enabled=False)
                    work.journal(actor, "neighbour-off", f"neighbour/{name}")

    def set_one(self, officer: Officer, neighbour: Neighbour) -> None:
        """Keep one neighbour as it is given; the others stay as they are."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.MANAGE_NEIGHBOURS)
            query = sa.select(_NEIGHBOUR.c.name).where(_NEIGHBOUR.c.name == neighbour.name)
            is_new = work.execute(query).first() is None
            _keep_neighbour(work, actor, neighbour, is_new=is_new)

    def neighbours(self, *, enabled: bool = False) -> tuple[Neighbour, ...]:
        """Return the neighbours by name, or only those that are switched on."""
        query = sa.select(_NEIGHBOUR).order_by(_NEIGHBOUR.c.name)
        if enabled:
            query = query.where(holds(_NEIGHBOUR.c.enabled))
        with self._database.read() as connection:
            return tuple(_as_neighbour(row) for row in connection.execute(query))

    def neighbour(self, name: str) -> Neighbour:
        """Return the neighbour of this name; raises NotFoundError."""
        query = sa.select(_NEIGHBOUR).where(_NEIGHBOUR.c.name == name)
        with self._database.read() as connection:
            return _as_neighbour(found(connection.execute(query).first(), neighbour=name))

    def lease(self, officer: Officer, name: str, holder: str, lasts: timedelta) -> bool:
        """Take the right to send to a neighbour, or make it last longer; False if another has it.

        Two desks that send to one neighbour at once would break the order of its messages.
        """
        with self._database.write() as work:
            work.actor(officer, Action.SEND_MESSAGES)
            query = sa.select(_NEIGHBOUR.c.leased_by, _NEIGHBOUR.c.leased_until).where(
                _NEIGHBOUR.c.name == name
            )
            row = found(work.execute(query).first(), neighbour=name)
            held = row.leased_until is not None and row.leased_until > work.at
            if held and row.leased_by != holder:
                return False
            _set_neighbour(work, name, leased_by=holder, leased_until=work.at + lasts)
            return True

    def give_back(self, officer: Officer, name: str, holder: str) -> None:
        """Give up the right to send that ``lease`` took."""
        with self._database.write() as work:
            work.actor(officer, Action.SEND_MESSAGES)
            mine = (_NEIGHBOUR.c.name == name) & (_NEIGHBOUR.c.leased_by == holder)
            work.execute(sa.update(_NEIGHBOUR).where(mine).values(leased_by="", leased_until=None))

    def reached(self, officer: Officer, name: str) -> None:
        """Note that a neighbour answers."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.SEND_MESSAGES)
            before = _problem_of(work, name)
            _set_neighbour(
                work, name, failures=0, problem="", resting_until=None, answered_at=work.at
            )
            if before:
                work.journal(actor, "neighbour-back", f"neighbour/{name}", before=before)

    def unreached(self, officer: Officer, name: str, problem: str, until: datetime) -> None:
        """Note that a neighbour does not answer, and until when it is left alone."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.SEND_MESSAGES)
            if _problem_of(work, name) != problem:
                # once, not at every attempt of months
                work.journal(actor, "neighbour-away", f"neighbour/{name}", after=problem)
            _set_neighbour(
                work,
                name,
                failures=_NEIGHBOUR.c.failures + 1,
                problem=problem,
                resting_until=until,
            )

    # ---- messages ------------------------------------------------------------------------------

    def due(self, officer: Officer, neighbour: str, limit: int) -> tuple[Message, ...]:
        """Return messages that may be sent now, oldest first, with what they say.

        None stands behind one of its dossier that is given up or waits for its next attempt.
        """
        earlier = _OUTBOX.alias("earlier")
        with self._database.read() as connection:
            current(connection, officer, Action.SEND_MESSAGES)
            now = self._database.clock()
            blocked = (
                sa.select(earlier.c.id)
                .where(
                    earlier.c.dossier_code == _OUTBOX.c.dossier_code,
                    earlier.c.neighbour == _OUTBOX.c.neighbour,
                    earlier.c.id <= _OUTBOX.c.id,
                    (earlier.c.state == MessageState.DEAD)
                    | (earlier.c.state == MessageState.WAITING) & (earlier.c.next_at > now),
                )
                .exists()
            )
            query = (
                sa.select(_OUTBOX)
                .where(
                    _OUTBOX.c.neighbour == neighbour,
                    _OUTBOX.c.state == MessageState.WAITING,
                    ~blocked,
                )
                .order_by(_OUTBOX.c.id)
                .limit(limit)
            )
            return tuple(_as_message(row) for row in connection.execute(query))

    def settle(self, officer: Officer, attempts: Sequence[Attempt]) -> None:
        """Keep how attempts ended, in the order in which they were made, all in one transaction."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.SEND_MESSAGES)
            _settle(work, actor, attempts)

    def messages(
        self,
        officer: Officer,
        *,
        states: Collection[MessageState] = (),
        neighbour: str = "",
        dossier_code: str = "",
        limit: int = 200,
    ) -> tuple[Message, ...]:
        """Return messages without what they say, oldest first."""
        query = sa.select(*_SHOWN).order_by(_OUTBOX.c.id).limit(limit)
        if states:
            query = query.where(_OUTBOX.c.state.in_([one.value for one in states]))
        if neighbour:
            query = query.where(_OUTBOX.c.neighbour == neighbour)
        if dossier_code:
            query = query.where(_OUTBOX.c.dossier_code == dossier_code)
        with self._database.read() as connection:
            current(connection, officer, Action.VIEW_MESSAGES)
            return tuple(_as_message(row) for row in connection.execute(query))

    def queues(self, officer: Officer) -> tuple[QueueState, ...]:
        """Return how the queue of each neighbour stands, by name."""
        count, oldest = sa.func.count(), sa.func.min(_OUTBOX.c.created_at)
        query = sa.select(
            _OUTBOX.c.neighbour, _OUTBOX.c.state, count.label("messages"), oldest.label("oldest")
        ).group_by(_OUTBOX.c.neighbour, _OUTBOX.c.state)
        counts: dict[str, dict[str, tuple[int, datetime]]] = defaultdict(dict)
        with self._database.read() as connection:
            current(connection, officer, Action.VIEW_MESSAGES)
            for row in connection.execute(query):
                counts[row.neighbour][row.state] = (row.messages, row.oldest)
            every = sa.select(_NEIGHBOUR).order_by(_NEIGHBOUR.c.name)
            neighbours = [_as_neighbour(row) for row in connection.execute(every)]
        nothing = (0, None)
        return tuple(
            QueueState(
                neighbour=one,
                waiting=counts[one.name].get(MessageState.WAITING, nothing)[0],
                dead=counts[one.name].get(MessageState.DEAD, nothing)[0],
                sent=counts[one.name].get(MessageState.SENT, nothing)[0],
                oldest=counts[one.name].get(MessageState.WAITING, nothing)[1],
            )
            for one in neighbours
        )

    def retry(self, officer: Officer, message_ids: Collection[int] | None = None) -> int:
        """Let messages that were given up, or all of them, be sent again; return how many."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.MANAGE_NEIGHBOURS)
            query = sa.select(_OUTBOX.c.id, _OUTBOX.c.dossier_code).where(
                _OUTBOX.c.state == MessageState.DEAD
            )
            if message_ids is not None:
                query = query.where(_OUTBOX.c.id.in_(list(message_ids)))
            rows = work.execute(query.order_by(_OUTBOX.c.id)).all()
            for row in rows:
                _set(work, row.id, state=MessageState.WAITING, attempts=0, next_at=None, problem="")
                work.journal(actor, "message-retried", f"{row.dossier_code}/message/{row.id}")
            if rows:
                work.execute(sa.update(_NEIGHBOUR).values(resting_until=None))
            return len(rows)

    def drop(self, officer: Officer, message_id: int, reason: str) -> None:
        """Decide that a message is not sent, for a reason; later ones of its dossier may go on."""
        if not reason.strip():
            raise ReasonMissingError(message=message_id)
        with self._database.write() as work:
            actor = work.actor(officer, Action.MANAGE_NEIGHBOURS)
            row = found(_shown(work, message_id), message=message_id)
            if row.state not in (MessageState.WAITING, MessageState.DEAD):
                raise WrongStateError(dossier=row.dossier_code, state=row.state)
            _set(work, message_id, state=MessageState.DROPPED, content={})
            subject = f"{row.dossier_code}/message/{message_id}"
            work.journal(actor, "message-dropped", subject, after={"reason": reason.strip()})

    def tell_state(self, officer: Officer, code: str, event: str, reason: str) -> int:
        """Tell neighbours a state that no step of the program makes; return how many are told.

        ``event`` is one of those the connectors' tables know, such as ``withdrawn``.
        """
        with self._database.write() as work:
            actor = work.actor(officer, Action.TELL_STATE)
            work.dossier(code)
            count = outgoing.tell(
                work, code, event, MessageKind.STATE, reason=reason.strip(), by=actor.name
            )
            work.journal(actor, "state-told", code, after={"event": event, "reason": reason})
            return count

    def dossier_of(self, officer: Officer, key: str) -> str:
        """Return the dossier for which a request was sent under a key; raises NotFoundError."""
        query = sa.select(_OUTBOX.c.dossier_code).where(
            _OUTBOX.c.key == key, _OUTBOX.c.kind == MessageKind.REQUEST
        )
        with self._database.read() as connection:
            current(connection, officer, Action.SEND_MESSAGES)
            return str(found(connection.execute(query).first(), request=key).dossier_code)

    def ask(self, officer: Officer, neighbour: str, code: str, content: dict[str, Any]) -> int:
        """Put a request to another agency into the outbox and return its number."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.ASK_DATABASES)
            work.dossier(code)
            whole = {
                "event": "request",
                "at": work.at.isoformat(),
                "by": actor.name,
                "reason": "",
                **outgoing.facts_of(work, code),
                **content,
            }
            number = outgoing.put(work, neighbour, MessageKind.REQUEST, code, whole)
            work.journal(actor, "request-made", f"{code}/message/{number}", after=neighbour)
            return number


def _keep_neighbour(work: Work, actor: Officer, one: Neighbour, *, is_new: bool) -> None:
    values = {
        "connector": one.connector,
        "address": one.address,
        "settings": dict(one.settings),
        "kinds": [kind.value for kind in one.kinds],
        "enabled": one.enabled,
    }
    if is_new:
        unused = {"failures": 0, "problem": "", "leased_by": "", "place": ""}
        work.insert(_NEIGHBOUR, name=one.name, **values, **unused)
    else:
        # what kept it from answering may be mended now
        fresh = {**values, "failures": 0, "problem": "", "resting_until": None}
        _set_neighbour(work, one.name, **fresh)
    work.journal(actor, "neighbour-set", f"neighbour/{one.name}", after=values)


def _settle(work: Work, actor: Officer, attempts: Sequence[Attempt]) -> None:
    # hundreds a second: one statement of each kind for all of them
    wanted = [one.message_id for one in attempts]
    known = {
        row.id: row
        for row in work.execute(
            sa.select(*_SHOWN).where(_OUTBOX.c.id.in_(wanted), _OUTBOX.c.state == _WAITING)
        )
    }
    settled, rows = [], []
    for one in attempts:
        # one that is missing was settled by another desk, whose lease had run out: it was told at
        # least once, and nothing is noted twice
        row = known.pop(one.message_id, None)
        if row is None:
            continue
        settled.append(_outcome(work, one, row.attempts + 1))
        action = "message-sent" if one.receipt else "message-given-up" if one.dead else ""
        if action:
            said = {"sha256": one.receipt.body_hash} if one.receipt else {"problem": one.problem}
            after = {"neighbour": row.neighbour, "kind": row.kind, **said}
            rows.append((actor, action, f"{row.dossier_code}/message/{row.id}", "", after))
    for sent in (True, False):
        chosen = [values for values in settled if ("content" in values) is sent]
        if chosen:
            names = [name for name in chosen[0] if name != "message"]
            update = (
                sa.update(_OUTBOX)
                .where(_OUTBOX.c.id == sa.bindparam("message"))
                .values({name: sa.bindparam(name) for name in names})
            )
            work.connection.execute(update, chosen)
    work.journal_many(rows)


def _outcome(work: Work, one: Attempt, attempts: int) -> dict[str, Any]:
    """Return a message as an attempt leaves it; one that was sent forgets what it said."""
    if one.receipt is None:
        return {
            "message": one.message_id,
            "state": MessageState.DEAD if one.dead else _WAITING,
            "attempts": attempts,
            "next_at": one.next_at,
            "problem": one.problem,
            "details": dict(one.details),
        }
    receipt = {"number": one.receipt.number, "sha256": one.receipt.body_hash, **one.receipt.details}
    return {
        "message": one.message_id,
        "state": MessageState.SENT,
        "sent_at": work.at,
        "attempts": attempts,
        "receipt": receipt,
        "content": {},
        "problem": "",
        "details": {},
    }


def _shown(work: Work, message_id: int) -> sa.Row[Any] | None:
    return work.execute(sa.select(*_SHOWN).where(_OUTBOX.c.id == message_id)).first()


def _set(work: Work, message_id: int, **values: object) -> None:
    work.execute(sa.update(_OUTBOX).where(_OUTBOX.c.id == message_id).values(**values))


def _set_neighbour(work: Work, name: str, **values: object) -> None:
    work.execute(sa.update(_NEIGHBOUR).where(_NEIGHBOUR.c.name == name).values(**values))


def _problem_of(work: Work, name: str) -> str:
    query = sa.select(_NEIGHBOUR.c.problem).where(_NEIGHBOUR.c.name == name)
    return str(work.execute(query).scalar() or "")


def _as_neighbour(row: sa.Row[Any]) -> Neighbour:
    return Neighbour(
        name=row.name,
        connector=row.connector,
        address=row.address,
        settings=dict(row.settings),
        kinds=tuple(MessageKind(kind) for kind in row.kinds),
        enabled=row.enabled,
        failures=row.failures,
        resting_until=row.resting_until,
        problem=row.problem,
        answered_at=row.answered_at,
    )


def _as_message(row: sa.Row[Any]) -> Message:
    return Message(
        id=row.id,
        key=row.key,
        neighbour=row.neighbour,
        kind=MessageKind(row.kind),
        dossier_code=row.dossier_code,
        content=dict(getattr(row, "content", {})),
        state=MessageState(row.state),
        created_at=row.created_at,
        attempts=row.attempts,
        next_at=row.next_at,
        problem=row.problem,
        details=dict(row.details),
        receipt=dict(row.receipt),
        sent_at=row.sent_at,
    )
