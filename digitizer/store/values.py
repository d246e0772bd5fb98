"""The field values of documents: what a machine read, what a person decided, what it was before."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from digitizer.errors import StaleError, UnfitEvidenceError, UnfitValueError, WrongStateError
from digitizer.model.dossier import WITH_CLERK, DossierState
from digitizer.model.field import (
    Absence,
    Evidence,
    FieldReading,
    FieldValue,
    Method,
    Outcome,
)
from digitizer.model.officer import Officer
from digitizer.model.review import Effort
from digitizer.model.rights import Action
from digitizer.store import rows, schema
from digitizer.store.documents import find_document
from digitizer.store.papers import drop_values, keep_former
from digitizer.store.records import Records, found
from digitizer.store.reviews import looks_of, note_effort, refuse_keyed_twice
from digitizer.store.work import Work, current

_VALUE = schema.field_value
_FORMER = schema.field_value_history

LONGEST = 10_000
"""Characters a person's value may have."""
LONGEST_REASON = 500
"""Characters of why a value stands although a check warns."""


class ValueRecords(Records):
    """Keeps field values, each with every version it ever had."""

    def save_readings(self, document_id: int, readings: Sequence[FieldReading]) -> None:
        """Store what a machine read: new, or made from another basis; never over a person's."""
        with self._database.write() as work:
            document = find_document(work, document_id)
            work.dossier(document.dossier_code, WITH_CLERK)
            if document.reused_from is not None:
                raise WrongStateError(document=document_id, state="reused")
            changes = _save_readings(work, {document_id: readings})
            subject = f"{document.dossier_code}/document/{document_id}"
            work.journal(None, "values-read", subject, after=changes[document_id])

    def save_readings_of_many(
        self, readings: Mapping[int, Sequence[FieldReading]]
    ) -> tuple[int, ...]:
        """Store what a machine read on some papers, all or none; return on which.

        Papers whose dossier has left the clerk since, and reused ones, are passed over.
        """
        documents, dossiers = schema.document.c, schema.dossier.c
        query = (
            sa.select(documents.id, documents.dossier_code)
            .join(schema.dossier, dossiers.code == documents.dossier_code)
            .where(
                documents.id.in_(list(readings)),
                documents.reused_from.is_(None),
                dossiers.state.in_(WITH_CLERK),
            )
            .order_by(documents.id)
        )
        with self._database.write() as work:
            codes = {row.id: row.dossier_code for row in work.execute(query)}
            changes = _save_readings(work, {one: readings[one] for one in codes})
            work.journal_many(
                [
                    (None, "values-read", f"{code}/document/{one}", "", changes[one])
                    for one, code in codes.items()
                ]
            )
        return tuple(codes)

    def values(self, code: str) -> tuple[FieldValue, ...]:
        """Return the dossier's values, document by document in their order."""
        documents = schema.document.c
        within = _VALUE.c.document_id.in_(
            sa.select(documents.id).where(documents.dossier_code == code)
        )
        with self._database.read() as connection:
            order = {
                one.id: place
                for place, one in enumerate(
                    rows.read_documents(connection, documents.dossier_code == code)
                )
            }
            query = sa.select(_VALUE).where(within).order_by(_VALUE.c.position, _VALUE.c.id)
            values = [rows.as_value(row) for row in connection.execute(query)]
            looks = looks_of(connection, [one.id for one in values])
        values = [replace(one, look=looks.get(one.id)) for one in values]
        return tuple(sorted(values, key=lambda value: order[value.document_id]))

    def values_of(self, document_id: int) -> tuple[FieldValue, ...]:
        """Return the values of one document in the order of its definition."""
        query = (
            sa.select(_VALUE)
            .where(_VALUE.c.document_id == document_id)
            .order_by(_VALUE.c.position, _VALUE.c.id)
        )
        with self._database.read() as connection:
            return tuple(rows.as_value(row) for row in connection.execute(query))

    def value(self, value_id: int) -> FieldValue:
        """Return the value with this id."""
        query = sa.select(_VALUE).where(_VALUE.c.id == value_id)
        with self._database.read() as connection:
            return rows.as_value(found(connection.execute(query).first(), value=value_id))

    def value_history(self, value_id: int) -> tuple[FieldValue, ...]:
        """Return the former versions of a value, oldest first."""
        query = sa.select(_FORMER).where(_FORMER.c.value_id == value_id).order_by(_FORMER.c.version)
        with self._database.read() as connection:
            return tuple(
                replace(rows.as_value(row), id=value_id) for row in connection.execute(query)
            )

    def before_this(self, officer: Officer, document_id: int) -> tuple[FieldValue, ...]:
        """Return the values of the paper of the same type that this officer decided on last."""
        document = schema.document
        with self._database.read() as connection:
            here = found(
                connection.execute(
                    sa.select(document.c.type).where(document.c.id == document_id)
                ).first(),
                document=document_id,
            )
            last = (
                sa.select(_VALUE.c.document_id)
                .join(document, document.c.id == _VALUE.c.document_id)
                .where(
                    _VALUE.c.decided_by == officer.id,
                    document.c.type == here.type,
                    document.c.id != document_id,
                )
                .order_by(_VALUE.c.decided_at.desc(), _VALUE.c.id.desc())
                .limit(1)
            )
            former = connection.execute(last).scalar()
        return () if former is None else self.values_of(former)

    def outcomes(self, officer: Officer) -> tuple[Outcome, ...]:
        """Return what machines read in verified dossiers, and whether persons left it standing.

        Only recognised print that somebody decided on counts. Raises NotAllowedError.
        """
        document, dossier = schema.document.c, schema.dossier.c
        latest = (
            sa.select(_FORMER.c.value_id, sa.func.max(_FORMER.c.version).label("version"))
            .where(_FORMER.c.decided_by.is_(None), _FORMER.c.method == Method.OCR)
            .group_by(_FORMER.c.value_id)
            .subquery()
        )
        query = (
            sa.select(
                document.type,
                _FORMER.c.name,
                _FORMER.c.confidence,
                _FORMER.c.sure,
                (_FORMER.c.value == _VALUE.c.value).label("right"),
            )
            .select_from(_FORMER)
            .join(
                latest,
                (latest.c.value_id == _FORMER.c.value_id) & (latest.c.version == _FORMER.c.version),
            )
            .join(_VALUE, _VALUE.c.id == _FORMER.c.value_id)
            .join(schema.document, document.id == _VALUE.c.document_id)
            .join(schema.dossier, dossier.code == document.dossier_code)
            .where(
                _VALUE.c.decided_by.is_not(None),
                _VALUE.c.absence.is_(None),
                _FORMER.c.value != "",
                dossier.state.in_((DossierState.VERIFIED, DossierState.ISSUED)),
            )
            .order_by(_FORMER.c.value_id)
        )
        with self._database.read() as connection:
            current(connection, officer, Action.EDIT_DEFINITIONS)
            return tuple(
                Outcome(row.type, row.name, row.confidence, bool(row.sure), bool(row.right))
                for row in connection.execute(query)
            )

    def note_calibration(self, officer: Officer, version: str, counts: dict[str, int]) -> None:
        """Journal that confidence rests on new outcomes, and on how many of each kind."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.EDIT_DEFINITIONS)
            work.journal(actor, "confidence-calibrated", version, after=counts)

    def decide(
        self,
        officer: Officer,
        value_id: int,
        version: int,
        *,
        action: Action,
        value: str | None = None,
        absence: Absence | None = None,
        evidence: Evidence | None = None,
        effort: Effort | None = None,
        reason: str = "",
    ) -> FieldValue:
        """Let a person stand for a value: as it is, corrected, or absent for a reason.

        ``effort`` is what the decision took; it is kept with the version it makes, and so is
        ``reason``: why the value stands although a check warns.
        """
        if value is not None and (absence is not None or len(value) > LONGEST):
            raise UnfitValueError(length=len(value), limit=LONGEST)
        if len(reason) > LONGEST_REASON:
            raise UnfitValueError(length=len(reason), limit=LONGEST_REASON)
        with self._database.write() as work:
            row, code, actor = _open_value(work, officer, value_id, version, action, value)
            change: dict[str, object] = {
                "decided_by": actor.id,
                "decided_at": work.at,
                "reason": _plain(reason.strip()),
            }
            text = "" if absence else row.value if value is None else _plain(value)
            if text != row.value or (absence != row.absence and (value is not None or absence)):
                change |= {"value": text, "absence": absence, "method": Method.TYPED}
            if evidence is not None:
                _require_on_page(work, code, evidence)
                change["evidence"] = rows.evidence_data([evidence])
            after = _change(work, actor, row, change)
            note_effort(work, code, actor, after, effort)
            work.journal(
                actor,
                "value-decided",
                f"{code}/value/{value_id}",
                before=_content(row),
                after=_content(after),
            )
        return rows.as_value(after)

    def restore(
        self, officer: Officer, value_id: int, version: int, *, to: int | None = None
    ) -> FieldValue:
        """Put back what the machine read last; nobody stands for it then.

        With ``to`` the former version of that number comes back; if a person had decided it, this
        officer stands for it now.
        """
        with self._database.write() as work:
            row, code, actor = _open_value(work, officer, value_id, version, None)
            if row.decided_by is None and to is None:
                return rows.as_value(row)
            chosen = _FORMER.c.decided_by.is_(None) if to is None else _FORMER.c.version == to
            query = (
                sa.select(_FORMER)
                .where(_FORMER.c.value_id == value_id, chosen)
                .order_by(_FORMER.c.version.desc())
                .limit(1)
            )
            former = found(work.execute(query).first(), value=value_id)
            columns = (
                "value",
                "absence",
                "method",
                "evidence",
                "decided_by",
                "decided_at",
                "reason",
            )
            change = {name: getattr(former, name) for name in columns}
            if former.decided_by is not None:
                change |= {"decided_by": actor.id, "decided_at": work.at}
            after = _change(work, actor, row, change)
            work.journal(
                actor,
                "value-restored",
                f"{code}/value/{value_id}",
                before=_content(row),
                after=_content(after),
            )
        return rows.as_value(after)


def _save_readings(
    work: Work, readings: Mapping[int, Sequence[FieldReading]]
) -> dict[int, dict[str, str]]:
    """Write the readings of some papers; return by paper what is another value than before."""
    present: dict[int, dict[str, sa.Row[Any]]] = {one: {} for one in readings}
    query = sa.select(_VALUE).where(_VALUE.c.document_id.in_(list(readings)))
    for row in work.execute(query):
        present[row.document_id][row.name] = row
    changes: dict[int, dict[str, str]] = {one: {} for one in readings}
    gone: list[int] = []
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for document_id, own in readings.items():
        names = {reading.name for reading in own}
        gone += [
            row.id
            for name, row in present[document_id].items()
            if name not in names and row.decided_by is None
        ]
        for position, reading in enumerate(own):
            old = present[document_id].get(reading.name)
            content = _reading_content(position, reading)
            if old is None:
                added.append(
                    {"document_id": document_id, "name": reading.name, "version": 1, **content}
                )
            elif old.decided_by is None and old.basis != reading.basis:
                changed.append({"row_id": old.id, "next_version": old.version + 1, **content})
            else:
                continue
            changes[document_id][reading.name] = reading.value
    if gone:
        drop_values(work, _VALUE.c.id.in_(gone))
    if added:
        work.connection.execute(sa.insert(_VALUE), added)
    if changed:
        keep_former(work, _VALUE.c.id.in_([one["row_id"] for one in changed]))
        work.connection.execute(
            sa.update(_VALUE)
            .where(_VALUE.c.id == sa.bindparam("row_id"))
            .values(version=sa.bindparam("next_version"), absence=None, reason="", changed_by=None),
            changed,
        )
    return changes


def _reading_content(position: int, reading: FieldReading) -> dict[str, Any]:
    return {
        "position": position,
        "value": _plain(reading.value),
        "raw": reading.raw,
        "confidence": float(reading.confidence),
        "sure": reading.sure,
        "method": reading.method,
        "basis": reading.basis,
        "evidence": rows.evidence_data(reading.evidence),
        "alternatives": list(reading.alternatives),
    }


def _require_on_page(work: Work, code: str, evidence: Evidence) -> None:
    """Raise UnfitEvidenceError unless the rectangle lies on a page that the dossier shows."""
    table, document = schema.page, schema.document
    own = sa.select(table).where(table.c.id == evidence.page_id, table.c.dossier_code == code)
    source = sa.select(document.c.reused_from).where(
        document.c.dossier_code == code, document.c.reused_from.is_not(None)
    )
    reused = sa.select(table).where(table.c.id == evidence.page_id, table.c.document_id.in_(source))
    page = work.execute(own).first() or work.execute(reused).first()
    fits = page is not None and (
        0 <= evidence.left < evidence.right <= page.width
        and 0 <= evidence.top < evidence.bottom <= page.height
    )
    if not fits:
        raise UnfitEvidenceError(page=evidence.page_id)


def _change(
    work: Work, actor: Officer | None, row: sa.Row[Any], change: dict[str, Any]
) -> sa.Row[Any]:
    keep_former(work, _VALUE.c.id == row.id)
    changed_by = actor.id if actor else None
    work.execute(
        sa.update(_VALUE)
        .where(_VALUE.c.id == row.id)
        .values(**change, changed_by=changed_by, version=row.version + 1)
    )
    return found(work.execute(sa.select(_VALUE).where(_VALUE.c.id == row.id)).first())


def _open_value(
    work: Work,
    officer: Officer,
    value_id: int,
    version: int,
    action: Action | None,
    mine: str | None = None,
) -> tuple[sa.Row[Any], str, Officer]:
    """Return a value that this officer may change now; without an action the state chooses it."""
    row = found(
        work.execute(sa.select(_VALUE).where(_VALUE.c.id == value_id)).first(), value=value_id
    )
    code = find_document(work, row.document_id).dossier_code
    if action is None:
        keying = work.dossier(code).state in WITH_CLERK
        action = Action.KEY if keying else Action.VERIFY
    if action not in (Action.KEY, Action.VERIFY):
        raise ValueError(f"a value is decided by keying or verifying, not by {action}")
    actor = work.actor(officer, action)
    if action is Action.KEY:
        work.dossier(code, WITH_CLERK)
        work.keyed(actor, code)
    else:
        work.dossier(code, {DossierState.VERIFYING})
        work.verified(actor, code)
        refuse_keyed_twice(work, value_id, row.name)
    if row.version != version:
        by = sa.select(schema.officer.c.name).where(schema.officer.c.id == row.changed_by)
        raise StaleError(
            value=value_id,
            version=row.version,
            theirs=row.value,
            mine=mine or "",
            officer=work.execute(by).scalar() or "",
        )
    return row, code, actor


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _content(row: sa.Row[Any]) -> dict[str, object]:
    return {
        "name": row.name,
        "value": row.value,
        "absence": row.absence,
        "method": row.method,
        "version": row.version,
        **({"reason": row.reason} if row.reason else {}),
    }
