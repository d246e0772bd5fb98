"""Writing what neighbours are to be told, inside the transaction that makes it true."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from digitizer.model.document import PageState
from digitizer.model.message import DeliveryKind, MessageKind, MessageState
from digitizer.store import schema
from digitizer.store.columns import holds
from digitizer.store.work import Work

_NEIGHBOUR, _OUTBOX = schema.neighbour, schema.outbox


def tell(
    work: Work, code: str, event: str, *kinds: MessageKind, reason: str = "", by: str = ""
) -> int:
    """Put a message for every neighbour that wants it into the outbox; return how many.

    A message carries the dossier's facts as they are at this moment: what is told later must not
    depend on what became of the dossier meanwhile.
    """
    wanted = [
        (row.name, kind)
        for row in work.execute(
            sa.select(_NEIGHBOUR.c.name, _NEIGHBOUR.c.kinds)
            .where(holds(_NEIGHBOUR.c.enabled))
            .order_by(_NEIGHBOUR.c.name)
        )
        for kind in kinds
        if kind in row.kinds
    ]
    if not wanted:
        return 0
    content = {
        "event": event,
        "at": work.at.isoformat(),
        "by": by,
        "reason": reason,
        **facts_of(work, code, values=any(kind is MessageKind.COMPONENTS for _, kind in wanted)),
    }
    for neighbour, kind in wanted:
        put(work, neighbour, kind, code, content)
    return len(wanted)


def put(
    work: Work, neighbour: str, kind: MessageKind, code: str, content: Mapping[str, Any]
) -> int:
    """Put one message into the outbox and return its number."""
    return work.insert(
        _OUTBOX,
        key=uuid.uuid4().hex,
        neighbour=neighbour,
        kind=kind,
        dossier_code=code,
        content=dict(content),
        state=MessageState.WAITING,
        created_at=work.at,
        attempts=0,
        problem="",
        details={},
        receipt={},
    )


def facts_of(work: Work, code: str, *, values: bool = False) -> dict[str, Any]:
    """Return what is known of a dossier now, as plain values; with what its papers say if asked."""
    dossier, officer = schema.dossier.c, schema.officer.c
    row = work.execute(
        sa.select(schema.dossier, officer.name.label("opened_by_name"))
        .join(schema.officer, officer.id == dossier.opened_by)
        .where(dossier.code == code)
    ).one()
    return {
        "dossier": {
            "code": row.code,
            "procedure": row.procedure,
            "owner": row.owner_name,
            "personal_id": row.owner_personal_id,
            "channel": row.channel,
            "state": row.state,
            "received_at": row.received_at.isoformat(),
            "due_at": row.due_at.isoformat(),
            "opened_by": row.opened_by_name,
            "return_reason": row.return_reason,
        },
        "contact": _contact(work, code),
        "databases": _databases(work, code),
        "online": _online(work, code),
        "papers": _papers(work, code, _values(work, code) if values else {}),
        "result": _result(work, code),
    }


def _contact(work: Work, code: str) -> dict[str, str]:
    """Return phone and e-mail as the papers have them: decided by a person, or read for sure."""
    value, document = schema.field_value.c, schema.document.c
    query = (
        sa.select(value.name, value.value)
        .join(schema.document, document.id == value.document_id)
        .where(
            document.dossier_code == code,
            value.name.like("%phone") | value.name.like("%email"),
            value.value != "",
            value.decided_by.is_not(None) | holds(value.sure),
        )
        # the first paper's own word counts: a declaration stands before what is attached
        .order_by(value.id.desc())
    )
    return {
        "phone" if row.name.endswith("phone") else "email": row.value for row in work.execute(query)
    }


def _databases(work: Work, code: str) -> list[str]:
    """Return the kinds of what was asked for the dossier, such as ``population``."""
    inbox = schema.inbox.c
    query = sa.select(inbox.kind).where(inbox.dossier_code == code).distinct()
    return sorted(set(work.execute(query).scalars()) - {DeliveryKind.DOSSIER})


def _online(work: Work, code: str) -> dict[str, str]:
    """Return what the neighbour that the dossier was taken over from calls it."""
    inbox = schema.inbox.c
    row = work.execute(
        sa.select(inbox.neighbour, inbox.subject, inbox.content)
        .where(inbox.dossier_code == code, inbox.kind == DeliveryKind.DOSSIER)
        .order_by(inbox.id)
        .limit(1)
    ).first()
    if row is None:
        return {}
    vneid = str(row.content.get("vneid", "0"))
    return {"neighbour": row.neighbour, "code": row.subject, "vneid": vneid}


def _values(work: Work, code: str) -> dict[int, dict[str, str]]:
    value, document = schema.field_value.c, schema.document.c
    query = (
        sa.select(value.document_id, value.name, value.value)
        .join(schema.document, document.id == value.document_id)
        .where(document.dossier_code == code, holds(document.verified), value.absence.is_(None))
    )
    found: dict[int, dict[str, str]] = {}
    for row in work.execute(query):
        found.setdefault(row.document_id, {})[row.name] = row.value
    return found


def _papers(work: Work, code: str, values: Mapping[int, Mapping[str, str]]) -> list[dict[str, Any]]:
    document, page, source = schema.document.c, schema.page.c, schema.document.alias("source")
    pages = (
        sa.select(sa.func.count())
        .where(page.document_id == document.id, page.state != PageState.FAILED)
        .scalar_subquery()
    )
    handed = (
        sa.select(schema.inbox_file.c.digest)
        .join(schema.inbox, schema.inbox.c.id == schema.inbox_file.c.inbox_id)
        .where(schema.inbox.c.dossier_code == code, schema.inbox.c.kind == DeliveryKind.PAPER)
    )
    stored = (
        sa.select(page.id)
        .where(page.document_id == document.id, page.original_hash.in_(handed))
        .exists()
    )
    query = (
        sa.select(
            schema.document,
            stored.label("stored"),
            pages.label("pages"),
            source.c.dossier_code.label("reused_dossier"),
        )
        .outerjoin(source, source.c.id == document.reused_from)
        .where(document.dossier_code == code)
        .order_by(document.id)
    )
    copies = _signed_copies(work, code)
    return [
        {
            "id": row.id,
            "component": row.component or "",
            "type": row.type or "",
            "copy_kind": row.copy_kind,
            "pages": row.pages,
            "verified": row.verified,
            "from_store": bool(row.stored),
            "reused_from": row.reused_from,
            "reused_dossier": row.reused_dossier or "",
            "valid_to": None if row.valid_to is None else row.valid_to.isoformat(),
            "signed_copy": copies.get(row.id, ""),
            "values": dict(values.get(row.id, {})),
        }
        for row in work.execute(query)
    ]


def _signed_copies(work: Work, code: str) -> dict[int, str]:
    copy = schema.signed_copy.c
    query = (
        sa.select(copy.document_id, copy.pdf_hash)
        .where(copy.dossier_code == code)
        .order_by(copy.id)
    )
    # the newest of each paper stands last
    return {row.document_id: row.pdf_hash for row in work.execute(query)}


def _result(work: Work, code: str) -> dict[str, Any]:
    result = schema.result.c
    row = work.execute(sa.select(schema.result).where(result.dossier_code == code)).first()
    if row is None:
        return {}
    return {
        "id": row.id,
        "number": row.number,
        "template": row.template,
        "state": row.state,
        "file": row.signed_hash or "",
        "signed_at": None if row.signed_at is None else row.signed_at.isoformat(),
        "data": dict(row.data),
    }
