"""The inbox: what neighbours delivered, each thing once, whatever comes twice or out of order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digitizer.errors import WrongStateError
from digitizer.model.dossier import DossierState
from digitizer.model.message import (
    DeliveryKind,
    DeliveryState,
    InboxItem,
    MessageKind,
    Received,
)
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.records import Records, found
from digitizer.store.work import Work, current

_INBOX, _FILE = schema.inbox, schema.inbox_file
CHANGED = "delivery-changed"
"""Problem of a delivery that says something else under a key that came before."""


class Inbox(Records):
    """Keeps what was received; it comes here only after its connector found it sound."""

    def add(self, officer: Officer, neighbour: str, received: Received) -> InboxItem:
        """Keep a delivery; one that came before is returned as it stands and changes nothing.

        Other content under a known key is refused; what is older than what is known of its
        subject is kept as outdated.
        """
        for digest in received.files.values():
            self._in_vault(digest)
        with self._database.write() as work:
            actor = work.actor(officer, Action.SEND_MESSAGES)
            same = work.execute(
                sa.select(_INBOX).where(
                    _INBOX.c.neighbour == neighbour,
                    _INBOX.c.key == received.key,
                    _INBOX.c.digest == received.digest,
                )
            ).first()
            if same is not None:
                return _as_item(same, _files(work, same.id))
            state, problem = _judged(work, neighbour, received)
            if state is DeliveryState.WAITING:
                _supersede(work, neighbour, received)
            number = work.insert(
                _INBOX,
                neighbour=neighbour,
                key=received.key,
                kind=received.kind,
                subject=received.subject,
                version=received.version,
                content={} if state is DeliveryState.REFUSED else dict(received.content),
                digest=received.digest,
                state=state,
                problem=problem,
                at=work.at,
            )
            if state is not DeliveryState.REFUSED:
                for name, digest in received.files.items():
                    work.insert(_FILE, inbox_id=number, name=name, digest=digest)
            after = {"neighbour": neighbour, "kind": received.kind, "state": state.value}
            work.journal(actor, "delivery-received", f"inbox/{number}", after=after)
            return _read(work, number)

    def refuse(self, officer: Officer, neighbour: str, key: str, digest: str, problem: str) -> None:
        """Note that something that is not sound was not taken in; of it only the hash is kept."""
        nothing = Received(key or digest, DeliveryKind.UNSOUND, "", "", {}, digest)
        with self._database.write() as work:
            actor = work.actor(officer, Action.SEND_MESSAGES)
            known = sa.select(_INBOX.c.id).where(
                _INBOX.c.neighbour == neighbour,
                _INBOX.c.key == nothing.key,
                _INBOX.c.digest == digest,
            )
            if work.execute(known).first() is not None:
                return
            number = work.insert(
                _INBOX,
                neighbour=neighbour,
                key=nothing.key,
                kind=nothing.kind,
                subject="",
                version="",
                content={},
                digest=digest,
                state=DeliveryState.REFUSED,
                problem=problem,
                at=work.at,
            )
            work.journal(actor, "delivery-refused", f"inbox/{number}", after=problem)

    def items(
        self, officer: Officer, *, states: Collection[DeliveryState] = (), limit: int = 200
    ) -> tuple[InboxItem, ...]:
        """Return what was received, oldest first; where ``limit`` cuts, the oldest of these states.

        Without states it is the newest of all that are returned.
        """
        query = sa.select(_INBOX).limit(limit)
        if states:
            wanted = _INBOX.c.state.in_([one.value for one in states])
            return self._items(officer, query.where(wanted).order_by(_INBOX.c.id))
        return self._items(officer, query.order_by(_INBOX.c.id.desc()))[::-1]

    def kept_beside(self, officer: Officer, *, limit: int = 100) -> tuple[InboxItem, ...]:
        """Return the newest replies whose papers are kept beside verified dossiers."""
        query = sa.select(_INBOX).where(
            _INBOX.c.state == DeliveryState.OUTDATED, _INBOX.c.dossier_code.is_not(None)
        )
        return self._items(officer, query.order_by(_INBOX.c.id.desc()).limit(limit))

    def _items(self, officer: Officer, query: sa.Select[Any]) -> tuple[InboxItem, ...]:
        with self._database.read() as connection:
            current(connection, officer, Action.VIEW)
            work = Work(connection, self._database.station, self._database.clock())
            rows = connection.execute(query).all()
            return tuple(_as_item(row, _files(work, row.id)) for row in rows)

    def get(self, officer: Officer, number: int) -> InboxItem:
        """Return one delivery; raises NotFoundError."""
        with self._database.read() as connection:
            current(connection, officer, Action.VIEW)
            return _read(Work(connection, "", self._database.clock()), number)

    def answers(
        self, officer: Officer, dossier_code: str, kind: DeliveryKind
    ) -> tuple[InboxItem, ...]:
        """Return what was answered about a dossier, newest first."""
        query = (
            sa.select(_INBOX)
            .where(_INBOX.c.dossier_code == dossier_code, _INBOX.c.kind == kind)
            .order_by(_INBOX.c.id.desc())
        )
        with self._database.read() as connection:
            current(connection, officer, Action.VIEW)
            return tuple(_as_item(row, {}) for row in connection.execute(query))

    def forget(self, officer: Officer, neighbour: str, kind: DeliveryKind, before: datetime) -> int:
        """Forget what a database answered before a moment; that it was asked stays known."""
        old = (
            (_INBOX.c.neighbour == neighbour)
            & (_INBOX.c.kind == kind)
            & (_INBOX.c.state == DeliveryState.DONE)
            & (_INBOX.c.at < before)
            & (_INBOX.c.content != {})
        )
        with self._database.write() as work:
            actor = work.actor(officer, Action.SEND_MESSAGES)
            rows = work.execute(sa.select(_INBOX.c.id, _INBOX.c.dossier_code).where(old)).all()
            if rows:
                work.execute(sa.update(_INBOX).where(old).values(content={}))
            work.journal_many(
                [
                    (actor, "answer-forgotten", f"{row.dossier_code}/inbox/{row.id}", "", neighbour)
                    for row in rows
                ]
            )
            return len(rows)

    def viewed(self, officer: Officer, number: int) -> None:
        """Journal that an officer looked at what a delivery holds."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.VIEW)
            _read(work, number)
            work.journal(actor, "delivery-viewed", f"inbox/{number}")

    def exported(self, officer: Officer, number: int) -> None:
        """Journal that an officer took out what a delivery holds."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.VIEW_SENSITIVE)
            item = _read(work, number)
            about = f"inbox/{number}"
            subject = f"{item.dossier_code}/{about}" if item.dossier_code else about
            work.journal(actor, "delivery-exported", subject, after=sorted(item.received.files))

    def done(self, officer: Officer, number: int, dossier_code: str | None = None) -> InboxItem:
        """Note that a delivery was acted on, and by which dossier of the office."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.VIEW)
            _mark_done(work, actor, number, dossier_code)
            return _read(work, number)

    def taken(self, officer: Officer, number: int, dossier_code: str) -> None:
        """Note that all that came in a delivery is in its dossier.

        Two may go on with it at the same moment: the second to come to its end changes nothing.
        """
        with self._database.write() as work:
            actor = work.actor(officer, Action.VIEW)
            item = _read(work, number)
            if (item.state, item.dossier_code) != (DeliveryState.DONE, dossier_code):
                _mark_done(work, actor, number, dossier_code)

    def keep_beside(self, officer: Officer, number: int, dossier_code: str) -> None:
        """Keep a reply's papers beside a dossier that was verified without them.

        Raises WrongStateError while the dossier may still take papers in.
        """
        with self._database.write() as work:
            actor = work.actor(officer, Action.OPEN_DOSSIER)
            work.dossier(dossier_code, (DossierState.VERIFIED, DossierState.ISSUED))
            _waiting(work, number)
            _end(work, number, DeliveryState.OUTDATED, dossier_code)
            work.journal(actor, "reply-kept-beside", f"{dossier_code}/inbox/{number}")

    def late_replies(self, officer: Officer, dossier_code: str) -> tuple[InboxItem, ...]:
        """Return the replies with papers that a dossier stands without: waiting, or kept beside."""
        asked = schema.outbox.c
        request = (
            sa.select(asked.id)
            .where(
                asked.dossier_code == dossier_code,
                asked.kind == MessageKind.REQUEST,
                asked.neighbour == _INBOX.c.neighbour,
                asked.key == _INBOX.c.subject,
            )
            .exists()
        )
        waiting = (_INBOX.c.state == DeliveryState.WAITING) & request
        beside = (_INBOX.c.state == DeliveryState.OUTDATED) & (
            _INBOX.c.dossier_code == dossier_code
        )
        query = sa.select(_INBOX).where(_INBOX.c.kind == DeliveryKind.REPLY, waiting | beside)
        items = self._items(officer, query.order_by(_INBOX.c.id))
        return tuple(one for one in items if one.received.files)

    def place(self, neighbour: str) -> str:
        """Return how far what a neighbour offers was fetched; empty at first."""
        table = schema.neighbour.c
        with self._database.read() as connection:
            query = sa.select(table.place).where(table.name == neighbour)
            return str(connection.execute(query).scalar() or "")

    def set_place(self, officer: Officer, neighbour: str, place: str) -> None:
        """Keep how far a neighbour's offers were fetched."""
        table = schema.neighbour
        with self._database.write() as work:
            work.actor(officer, Action.SEND_MESSAGES)
            work.execute(sa.update(table).where(table.c.name == neighbour).values(place=place))


def begin(work: Work, number: int, dossier_code: str) -> None:
    """Note within a transaction which dossier is opened for a delivery; raises WrongStateError.

    It waits on until its papers are in: whoever opens it again goes on with that dossier.
    """
    item = _waiting(work, number)
    if item.dossier_code is not None:
        raise WrongStateError(dossier=item.dossier_code, state=item.state.value)
    work.execute(sa.update(_INBOX).where(_INBOX.c.id == number).values(dossier_code=dossier_code))


def _waiting(work: Work, number: int) -> InboxItem:
    item = _read(work, number)
    if item.state is not DeliveryState.WAITING:
        raise WrongStateError(dossier=item.received.subject, state=item.state.value)
    return item


def _mark_done(work: Work, actor: Officer, number: int, dossier_code: str | None) -> None:
    _waiting(work, number)
    _end(work, number, DeliveryState.DONE, dossier_code)
    subject = f"inbox/{number}" if dossier_code is None else f"{dossier_code}/inbox/{number}"
    work.journal(actor, "delivery-done", subject)


def _end(work: Work, number: int, state: DeliveryState, dossier_code: str | None) -> None:
    mine = _INBOX.c.id == number
    work.execute(sa.update(_INBOX).where(mine).values(state=state, dossier_code=dossier_code))


def _judged(work: Work, neighbour: str, received: Received) -> tuple[DeliveryState, str]:
    mine = _INBOX.c.neighbour == neighbour
    sound = _INBOX.c.state != DeliveryState.REFUSED
    other = sa.select(_INBOX.c.id).where(mine, sound, _INBOX.c.key == received.key)
    if work.execute(other).first() is not None:
        return DeliveryState.REFUSED, CHANGED
    newer = sa.select(_INBOX.c.id).where(
        mine,
        sound,
        _INBOX.c.subject == received.subject,
        _INBOX.c.kind == received.kind,
        _INBOX.c.version >= received.version,
    )
    if received.subject and work.execute(newer.limit(1)).first() is not None:
        return DeliveryState.OUTDATED, ""
    return DeliveryState.WAITING, ""


def _supersede(work: Work, neighbour: str, received: Received) -> None:
    """Nobody needs to act on what waits when something newer about it has come."""
    work.execute(
        sa.update(_INBOX)
        .where(
            _INBOX.c.neighbour == neighbour,
            _INBOX.c.kind == received.kind,
            _INBOX.c.subject == received.subject,
            _INBOX.c.subject != "",
            _INBOX.c.state == DeliveryState.WAITING,
            # one whose dossier is open already is gone on with
            _INBOX.c.dossier_code.is_(None),
        )
        .values(state=DeliveryState.OUTDATED)
    )


def _read(work: Work, number: int) -> InboxItem:
    row = work.execute(sa.select(_INBOX).where(_INBOX.c.id == number)).first()
    return _as_item(found(row, inbox=number), _files(work, number))


def _files(work: Work, number: int) -> dict[str, str]:
    query = sa.select(_FILE.c.name, _FILE.c.digest).where(_FILE.c.inbox_id == number)
    return {row.name: row.digest for row in work.execute(query.order_by(_FILE.c.name))}


def _as_item(row: sa.Row[Any], files: dict[str, str]) -> InboxItem:
    return InboxItem(
        id=row.id,
        neighbour=row.neighbour,
        received=Received(
            key=row.key,
            kind=DeliveryKind(row.kind),
            subject=row.subject,
            version=row.version,
            content=dict(row.content),
            digest=row.digest,
            files=files,
        ),
        state=DeliveryState(row.state),
        problem=row.problem,
        at=row.at,
        dossier_code=row.dossier_code,
    )
