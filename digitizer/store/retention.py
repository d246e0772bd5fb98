"""Retention: what may be erased and when, erasing it for good, and what is held on a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitizer.errors import HeldError, ReasonMissingError, WrongStateError
from digitizer.log import masked
from digitizer.model.dossier import DossierState
from digitizer.model.message import DeliveryKind, MessageKind
from digitizer.model.officer import Officer
from digitizer.model.rights import Action
from digitizer.store import schema
from digitizer.store.journal import about
from digitizer.store.records import Records
from digitizer.store.store import referenced
from digitizer.store.work import TOMBSTONE, Work, current, residue


@dataclass(frozen=True, slots=True)
class Due:
    """A dossier whose time is over."""

    code: str
    procedure: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure destroyed; the numbers stand in the certificate."""

    code: str
    decision: str
    at: datetime
    rows: Mapping[str, int]
    files: tuple[str, ...]
    tombstone: int
    """The journal row that says so."""


class Retention(Records):
    """Holds dossiers back, erases them, and gathers what is held on a person."""

    def hold(self, officer: Officer, code: str, reason: str) -> int:
        """Keep a dossier from being erased for a reason, and return the hold's number."""
        if not reason.strip():
            raise ReasonMissingError(dossier=code)
        with self._database.write() as work:
            actor = work.actor(officer, Action.ERASE)
            work.dossier(code)
            number = work.insert(
                schema.legal_hold,
                dossier_code=code,
                reason=reason.strip(),
                officer_id=actor.id,
                at=work.at,
            )
            work.journal(actor, "hold-set", code, after={"hold": number, "reason": reason.strip()})
            return number

    def lift(self, officer: Officer, code: str) -> int:
        """End every hold on a dossier and return how many there were."""
        table = schema.legal_hold
        with self._database.write() as work:
            actor = work.actor(officer, Action.ERASE)
            lifted = work.execute(
                sa.update(table)
                .where(table.c.dossier_code == code, table.c.lifted_at.is_(None))
                .values(lifted_by=actor.id, lifted_at=work.at)
            ).rowcount
            if lifted:
                work.journal(actor, "hold-lifted", code)
            return lifted

    def due(
        self, officer: Officer, issued_before: Mapping[str, datetime], limit: int = 1000
    ) -> tuple[Due, ...]:
        """Return issued dossiers past their procedure's time that nothing holds, oldest first."""
        dossier, hold, done = schema.dossier.c, schema.legal_hold.c, schema.erasure.c
        held = sa.exists().where(hold.dossier_code == dossier.code, hold.lifted_at.is_(None))
        erased = sa.exists().where(done.dossier_code == dossier.code)
        past = [
            (dossier.procedure == procedure) & (dossier.verified_at < day)
            for procedure, day in issued_before.items()
        ]
        query = (
            sa.select(dossier.code, dossier.procedure, dossier.verified_at)
            .where(dossier.state == DossierState.ISSUED, ~held, ~erased, sa.or_(sa.false(), *past))
            .order_by(dossier.verified_at)
            .limit(limit)
        )
        with self._database.read() as connection:
            current(connection, officer, Action.ERASE)
            return tuple(Due(*row) for row in connection.execute(query))

    def erase(self, officer: Officer, code: str, decision: str) -> Erased:
        """Destroy everything a dossier holds about people; its code, dates and states stay.

        The journal's rows stay with who did what and when; what was before and after is taken out,
        and a tombstone says of each what is left, so that the chain still verifies. Files nothing
        else names go from the vault. Backups lose them as their old snapshots go. Raises HeldError,
        WrongStateError, ReasonMissingError, NotAllowedError.
        """
        decision = decision.strip()
        if not decision:
            raise ReasonMissingError(dossier=code)
        with self._database.write() as work:
            actor = work.actor(officer, Action.ERASE)
            work.dossier(code, {DossierState.ISSUED})
            _require_free(work, code)
            before = referenced(work.connection)
            work.insert(
                schema.erasure,
                dossier_code=code,
                officer_id=actor.id,
                decision=decision,
                at=work.at,
                done=False,
            )
            counts = _delete_rows(work, code)
            left = _empty_journal(work, code)
            files = tuple(sorted(before - referenced(work.connection)))
            words = schema.page_text
            work.execute(sa.delete(words).where(words.c.text_hash.in_(files)))
            work.journal(
                actor,
                TOMBSTONE,
                code,
                after={"decision": decision, "counts": counts, "files": len(files), "rows": left},
            )
            erasure = schema.erasure
            work.execute(sa.update(erasure).where(erasure.c.dossier_code == code).values(done=True))
            seq = work.execute(sa.select(sa.func.max(schema.journal.c.seq))).scalar_one()
            outcome = Erased(code, decision, work.at, counts, files, int(seq))
        # after the commit: a crash here leaves orphans, which collecting removes
        for digest in files:
            self._vault.remove(digest)
        return outcome

    def about_person(self, officer: Officer, personal_id: str) -> dict[str, Any]:
        """Return everything held on a person, ready for JSON; the export is journaled, masked."""
        with self._database.write() as work:
            actor = work.actor(officer, Action.EXPORT)
            found = _gathered(work.connection, personal_id)
            words = {"person": masked(personal_id), "dossiers": len(found["dossiers"])}
            for one in found["dossiers"]:
                work.journal(actor, "person-exported", one["code"], after=words)
            return found


def _require_free(work: Work, code: str) -> None:
    hold, document = schema.legal_hold, schema.document
    reason = work.execute(
        sa.select(hold.c.reason)
        .where(hold.c.dossier_code == code, hold.c.lifted_at.is_(None))
        .limit(1)
    ).scalar()
    if reason is not None:
        raise HeldError(dossier=code, reason=reason)
    source = document.alias()
    reused = work.execute(
        sa.select(document.c.dossier_code)
        .join(source, source.c.id == document.c.reused_from)
        .where(source.c.dossier_code == code)
        .limit(1)
    ).scalar()
    if reused is not None:
        raise HeldError(dossier=code, reason=f"giấy tờ đang được dùng lại trong {reused}")
    done = sa.select(schema.erasure.c.at).where(schema.erasure.c.dossier_code == code)
    if work.execute(done).first() is not None:
        raise WrongStateError(dossier=code, state="erased")


def _delete_rows(work: Work, code: str) -> dict[str, int]:
    # first: an issued dossier without a result could not be changed any more
    dossier = schema.dossier
    work.execute(
        sa.update(dossier)
        .where(dossier.c.code == code)
        .values(
            owner_name="", owner_name_key="", owner_personal_id="", version=dossier.c.version + 1
        )
    )
    documents = _document_ids(work, code)
    pages = sa.select(schema.page.c.id).where(schema.page.c.dossier_code == code)
    results = sa.select(schema.result.c.id).where(schema.result.c.dossier_code == code)
    received = _deliveries(work.connection, code)
    batches = sa.select(schema.scan_batch.c.id).where(schema.scan_batch.c.dossier_code == code)
    persons = _holders(work, code, schema.fact.c.personal_id)
    facts = sa.select(schema.fact.c.id).where(schema.fact.c.dossier_code == code)
    organisations = _holders(work, code, schema.fact.c.organisation)
    # children before parents
    chosen: Sequence[tuple[sa.Table, sa.ColumnElement[bool]]] = (
        (schema.inbox_file, schema.inbox_file.c.inbox_id.in_(received)),
        (schema.inbox, schema.inbox.c.id.in_(received)),
        (schema.outbox, schema.outbox.c.dossier_code == code),
        (schema.signing_step, schema.signing_step.c.result_id.in_(results)),
        (schema.objection, schema.objection.c.dossier_code == code),
        (schema.result, schema.result.c.dossier_code == code),
        (schema.issued_form, schema.issued_form.c.dossier_code == code),
        (schema.signed_copy, schema.signed_copy.c.dossier_code == code),
        (
            schema.stale_use,
            (schema.stale_use.c.dossier_code == code) | schema.stale_use.c.fact_id.in_(facts),
        ),
        (schema.correction, schema.correction.c.fact_id.in_(facts)),
        (schema.fact_end, schema.fact_end.c.fact_id.in_(facts)),
        (schema.fact_place, schema.fact_place.c.fact_id.in_(facts)),
        (schema.fact, schema.fact.c.dossier_code == code),
        (schema.refusal, schema.refusal.c.dossier_code == code),
        (schema.finding, schema.finding.c.dossier_code == code),
        (schema.field_value, schema.field_value.c.document_id.in_(documents)),
        (schema.field_value_history, schema.field_value_history.c.document_id.in_(documents)),
        (schema.confirmation, schema.confirmation.c.page_id.in_(pages)),
        (schema.page_edit, schema.page_edit.c.dossier_code == code),
        (schema.page_aside, schema.page_aside.c.dossier_code == code),
        (schema.scan_image, schema.scan_image.c.batch_id.in_(batches)),
        (schema.scan_batch, schema.scan_batch.c.dossier_code == code),
        (schema.kept_file, schema.kept_file.c.dossier_code == code),
        (schema.prepared, schema.prepared.c.dossier_code == code),
        (schema.desk_job, schema.desk_job.c.dossier_code == code),
        (schema.page, schema.page.c.dossier_code == code),
        (schema.document, schema.document.c.dossier_code == code),
        (schema.claim, schema.claim.c.dossier_code == code),
        (schema.deferral, schema.deferral.c.dossier_code == code),
        (schema.review, schema.review.c.dossier_code == code),
        (schema.keying, schema.keying.c.dossier_code == code),
        (schema.effort, schema.effort.c.dossier_code == code),
    )
    counts = {
        table.name: work.execute(sa.delete(table).where(condition)).rowcount
        for table, condition in chosen
    }
    for table, key, column, known in (
        (schema.person, schema.person.c.personal_id, schema.fact.c.personal_id, persons),
        (
            schema.organisation,
            schema.organisation.c.code,
            schema.fact.c.organisation,
            organisations,
        ),
    ):
        others = sa.select(column).where(column.in_(known))
        gone = sa.delete(table).where(key.in_(known), key.not_in(others))
        counts[table.name] = work.execute(gone).rowcount
    return {name: count for name, count in counts.items() if count}


def _holders(work: Work, code: str, column: sa.Column[str]) -> list[str]:
    """Return the numbers of the people, or organisations, that a dossier's facts are about."""
    query = sa.select(column).where(schema.fact.c.dossier_code == code, column.is_not(None))
    return list(work.execute(query.distinct()).scalars())


def _deliveries(connection: Connection, code: str) -> list[int]:
    """Return what neighbours delivered about a dossier, also what nobody opened.

    That is what names it, earlier versions of the same, and replies to its requests.
    """
    inbox, asked = schema.inbox.c, schema.outbox.c
    same = schema.inbox.alias()
    earlier = (
        sa.select(same.c.id)
        .where(
            same.c.dossier_code == code,
            same.c.neighbour == inbox.neighbour,
            same.c.kind == inbox.kind,
            same.c.subject == inbox.subject,
            same.c.subject != "",
        )
        .exists()
    )
    requests = sa.select(asked.key).where(
        asked.dossier_code == code, asked.kind == MessageKind.REQUEST
    )
    replies = (inbox.kind == DeliveryKind.REPLY) & inbox.subject.in_(requests)
    query = sa.select(inbox.id).where((inbox.dossier_code == code) | earlier | replies)
    return list(connection.execute(query).scalars())


def _document_ids(work: Work, code: str) -> list[int]:
    """Return the dossier's documents, also those that went: their former values are kept."""
    present = work.execute(
        sa.select(schema.document.c.id).where(schema.document.c.dossier_code == code)
    ).scalars()
    start = f"{code}/document/"
    subjects = work.execute(
        sa.select(schema.journal.c.subject).where(about(code)).distinct()
    ).scalars()
    gone = {one.removeprefix(start) for one in subjects if one.startswith(start)}
    return sorted({*present, *(int(one) for one in gone if one.isdigit())})


def _empty_journal(work: Work, code: str) -> dict[str, str]:
    table = schema.journal
    filled = about(code) & ((table.c.before != "") | (table.c.after != ""))
    left = {
        str(row["seq"]): residue(dict(row))
        for row in work.execute(sa.select(table).where(filled)).mappings()
    }
    work.execute(sa.update(table).where(filled).values(before="", after=""))
    return left


def _gathered(connection: Connection, personal_id: str) -> dict[str, Any]:
    dossier, fact = schema.dossier, schema.fact
    codes = connection.execute(
        sa.union(
            sa.select(dossier.c.code).where(dossier.c.owner_personal_id == personal_id),
            sa.select(fact.c.dossier_code).where(fact.c.personal_id == personal_id),
        )
    ).scalars()
    return {
        "personal_id": personal_id,
        "person": _rows(connection, schema.person, schema.person.c.personal_id == personal_id),
        "facts": _rows(connection, fact, fact.c.personal_id == personal_id),
        "dossiers": [_dossier(connection, code) for code in sorted(codes)],
    }


def _dossier(connection: Connection, code: str) -> dict[str, Any]:
    whole = _rows(connection, schema.dossier, schema.dossier.c.code == code)[0]
    documents = sa.select(schema.document.c.id).where(schema.document.c.dossier_code == code)
    values, former = schema.field_value, schema.field_value_history
    ends, righted, placed = schema.fact_end, schema.correction, schema.fact_place
    facts = sa.select(schema.fact.c.id).where(schema.fact.c.dossier_code == code)
    for name, table, condition in (
        ("documents", schema.document, schema.document.c.dossier_code == code),
        ("pages", schema.page, schema.page.c.dossier_code == code),
        ("values", values, values.c.document_id.in_(documents)),
        ("former_values", former, former.c.document_id.in_(documents)),
        ("findings", schema.finding, schema.finding.c.dossier_code == code),
        ("keyings", schema.keying, schema.keying.c.dossier_code == code),
        ("deferrals", schema.deferral, schema.deferral.c.dossier_code == code),
        ("results", schema.result, schema.result.c.dossier_code == code),
        ("objections", schema.objection, schema.objection.c.dossier_code == code),
        ("fact_ends", ends, ends.c.fact_id.in_(facts)),
        ("fact_places", placed, placed.c.fact_id.in_(facts)),
        ("corrections", righted, righted.c.fact_id.in_(facts)),
        ("forms", schema.issued_form, schema.issued_form.c.dossier_code == code),
        ("signed_copies", schema.signed_copy, schema.signed_copy.c.dossier_code == code),
        ("messages", schema.outbox, schema.outbox.c.dossier_code == code),
        ("deliveries", schema.inbox, schema.inbox.c.id.in_(_deliveries(connection, code))),
        ("journal", schema.journal, about(code)),
    ):
        whole[name] = _rows(connection, table, condition)
    return whole


def _rows(
    connection: Connection, table: sa.Table, condition: sa.ColumnElement[bool]
) -> list[dict[str, Any]]:
    query = sa.select(table).where(condition).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(query).mappings()]
