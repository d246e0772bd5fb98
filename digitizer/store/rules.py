"""Rules the database keeps by itself, whoever writes to it: the same on SQLite and PostgreSQL.

They say again what ``model.rights`` says: append-only journal, four eyes, allowed moves, and that
a machine never overwrites a person. They are laid anew after every migration, so a changed rule
needs a migration, if an empty one, to reach stores that exist.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """When an event on a table is refused, and with which word."""

    name: str
    event: str
    """INSERT, UPDATE or DELETE."""
    table: str
    when: str
    """A condition over NEW and OLD in words that both databases understand."""
    refusal: str


def _rule(name: str, event: str, when: str, refusal: str) -> Rule:
    word, _, table = event.partition(" ON ")
    return Rule(name, word, table, when, refusal)


# S608: what is put into these statements are names written in this module
def _hand(kind: str, dossier: str, officer: str) -> str:
    mine = f"dossier_code = {dossier} AND officer_id = {officer} AND kind = '{kind}'"
    return f"EXISTS (SELECT 1 FROM hand WHERE {mine})"  # noqa: S608


def _state(dossier: str) -> str:
    return f"(SELECT state FROM dossier WHERE code = {dossier})"  # noqa: S608


def _dossier_of(document: str) -> str:
    return f"(SELECT dossier_code FROM document WHERE id = {document})"  # noqa: S608


def _closed(dossier: str) -> str:
    return f"{_state(dossier)} IN ('verified', 'issued')"


# while a dossier is being erased by a decision, in that one transaction, its rows may go
_KEEPING = "NOT EXISTS (SELECT 1 FROM erasure WHERE done = 0)"


def _append_only(table: str) -> list[Rule]:
    return [
        _rule(f"{table}_no_update", f"UPDATE ON {table}", "1 = 1", "append-only"),
        _rule(f"{table}_no_delete", f"DELETE ON {table}", _KEEPING, "append-only"),
    ]


def _frozen_when_verified(table: str, old: str, new: str) -> list[Rule]:
    return [
        _rule(f"{table}_closed_insert", f"INSERT ON {table}", _closed(new), "wrong-state"),
        _rule(
            f"{table}_closed_update",
            f"UPDATE ON {table}",
            f"{_closed(old)} OR {_closed(new)}",
            "wrong-state",
        ),
        _rule(
            f"{table}_closed_delete",
            f"DELETE ON {table}",
            f"{_closed(old)} AND {_KEEPING}",
            "wrong-state",
        ),
    ]


_JOURNAL = [
    # only what was before and after may be taken out of a row, and only by an erasure
    _rule(
        "journal_no_update",
        "UPDATE ON journal",
        f"{_KEEPING} OR NEW.before <> '' OR NEW.after <> '' OR NEW.seq <> OLD.seq"
        " OR NEW.at <> OLD.at OR NEW.officer <> OLD.officer OR NEW.station <> OLD.station"
        " OR NEW.action <> OLD.action OR NEW.subject <> OLD.subject OR NEW.hash <> OLD.hash"
        " OR NEW.previous_hash <> OLD.previous_hash",
        "append-only",
    ),
    _rule("journal_no_delete", "DELETE ON journal", "1 = 1", "append-only"),
    _rule(
        "journal_chain",
        "INSERT ON journal",
        "NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq), 0) + 1 FROM journal)"
        " OR NEW.previous_hash IS DISTINCT FROM"
        " coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), NEW.previous_hash)",
        "append-only",
    ),
]

_COUNTERS = [
    _rule("counter_no_delete", "DELETE ON counter", "1 = 1", "append-only"),
    _rule(
        "counter_goes_up",
        "UPDATE ON counter",
        "NEW.name <> OLD.name OR NEW.value <> OLD.value + 1",
        "append-only",
    ),
]

_HANDS = [
    *_append_only("hand"),
    _rule(
        "hand_four_eyes",
        "INSERT ON hand",
        f"NEW.kind IN ('keyed', 'signed')"
        f" AND {_hand('verified', 'NEW.dossier_code', 'NEW.officer_id')}"
        f" OR NEW.kind = 'verified' AND ({_hand('keyed', 'NEW.dossier_code', 'NEW.officer_id')}"
        f" OR {_hand('signed', 'NEW.dossier_code', 'NEW.officer_id')})",
        "four-eyes",
    ),
]

_MOVES = (
    "('intake verifying', 'returned verifying', 'verifying returned',"
    " 'verifying verified', 'verified issued', 'issued verified')"
)

_DOSSIERS = [
    _rule("dossier_no_delete", "DELETE ON dossier", "1 = 1", "wrong-state"),
    _rule(
        "dossier_begins",
        "INSERT ON dossier",
        "NEW.state <> 'intake' OR NEW.verified_by IS NOT NULL",
        "wrong-state",
    ),
    _rule(
        "dossier_moves",
        "UPDATE ON dossier",
        f"NEW.code <> OLD.code OR NEW.opened_by <> OLD.opened_by OR (NEW.state <> OLD.state AND"
        f" OLD.state || ' ' || NEW.state NOT IN {_MOVES})",
        "wrong-state",
    ),
    _rule(
        "dossier_taken_back_by_objection",
        "UPDATE ON dossier",
        "OLD.state = 'issued' AND NEW.state = 'verified' AND NOT EXISTS (SELECT 1 FROM result"
        " JOIN objection ON objection.result_id = result.id"
        " AND objection.pdf_hash = result.pdf_hash"
        " WHERE result.dossier_code = NEW.code AND result.state = 'composed')",
        "wrong-state",
    ),
    _rule(
        "dossier_verified_by_somebody",
        "UPDATE ON dossier",
        "(NEW.state IN ('verified', 'issued')) <> (NEW.verified_by IS NOT NULL) OR"
        " (OLD.verified_by IS NOT NULL AND NEW.verified_by IS DISTINCT FROM OLD.verified_by)",
        "wrong-state",
    ),
    _rule(
        "dossier_verified_by_hand",
        "UPDATE ON dossier",
        f"NEW.verified_by IS NOT NULL AND NOT {_hand('verified', 'NEW.code', 'NEW.verified_by')}",
        "four-eyes",
    ),
    _rule(
        "dossier_four_eyes",
        "UPDATE ON dossier",
        f"NEW.verified_by = NEW.opened_by OR {_hand('keyed', 'NEW.code', 'NEW.verified_by')}",
        "four-eyes",
    ),
    _rule(
        "dossier_issued_with_signature",
        "UPDATE ON dossier",
        "NEW.state = 'issued' AND NOT EXISTS (SELECT 1 FROM result WHERE dossier_code = NEW.code"
        " AND signed_by IS NOT NULL)",
        "wrong-state",
    ),
]

_PAPERS = [
    *_frozen_when_verified("page", "OLD.dossier_code", "NEW.dossier_code"),
    *_frozen_when_verified("document", "OLD.dossier_code", "NEW.dossier_code"),
    *_frozen_when_verified("finding", "OLD.dossier_code", "NEW.dossier_code"),
    *_frozen_when_verified(
        "field_value", _dossier_of("OLD.document_id"), _dossier_of("NEW.document_id")
    ),
    _rule("history_no_update", "UPDATE ON field_value_history", "1 = 1", "append-only"),
    _rule("history_no_delete", "DELETE ON field_value_history", _KEEPING, "append-only"),
]


def _value_four_eyes(name: str, event: str) -> Rule:
    dossier = _dossier_of("NEW.document_id")
    return _rule(
        name,
        f"{event} ON field_value",
        f"{_state(dossier)} = 'verifying' AND {_hand('keyed', dossier, 'NEW.changed_by')}"
        f" OR {_state(dossier)} IN ('intake', 'returned')"
        f" AND {_hand('verified', dossier, 'NEW.changed_by')}"
        # a change by somebody whose hand is not noted would slip past the rules above
        f" OR NEW.changed_by IS NOT NULL AND NOT {_hand('keyed', dossier, 'NEW.changed_by')}"
        f" AND NOT {_hand('verified', dossier, 'NEW.changed_by')}"
        " OR NEW.decided_by IS NOT NULL AND NEW.decided_by IS DISTINCT FROM NEW.changed_by",
        "four-eyes",
    )


_VALUES = [
    _rule(
        "value_of_a_person",
        "UPDATE ON field_value",
        "OLD.decided_by IS NOT NULL AND NEW.changed_by IS NULL",
        "wrong-state",
    ),
    _rule(
        "value_has_a_new_version",
        "UPDATE ON field_value",
        "NEW.version IS DISTINCT FROM OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM"
        " field_value_history WHERE value_id = OLD.id AND version = OLD.version)",
        "wrong-state",
    ),
    _value_four_eyes("value_four_eyes_insert", "INSERT"),
    _value_four_eyes("value_four_eyes_update", "UPDATE"),
]

_FACTS = [
    _rule(
        "fact_is_verified",
        "INSERT ON fact",
        "NOT EXISTS (SELECT 1 FROM document JOIN dossier ON dossier.code = document.dossier_code"
        " WHERE document.id = NEW.document_id AND document.verified = 1"
        " AND dossier.code = NEW.dossier_code AND dossier.state IN ('verified', 'issued'))",
        "wrong-state",
    ),
    _rule(
        "fact_corrected_by_approval",
        "INSERT ON fact",
        "(NEW.version > 1) <> (NEW.corrects IS NOT NULL) OR NEW.version > 1 AND NOT EXISTS"
        " (SELECT 1 FROM correction WHERE fact_id = NEW.corrects AND state = 'approved'"
        " AND value = NEW.value)",
        "wrong-state",
    ),
    *_append_only("fact"),
    *_append_only("fact_end"),
    _rule(
        "correction_begins",
        "INSERT ON correction",
        "NEW.state <> 'proposed' OR NEW.decided_by IS NOT NULL OR NEW.reason = ''",
        "wrong-state",
    ),
    _rule(
        "correction_decided_once",
        "UPDATE ON correction",
        "OLD.state <> 'proposed' OR NEW.state = 'proposed' OR NEW.decided_by IS NULL"
        " OR NEW.fact_id <> OLD.fact_id OR NEW.value <> OLD.value OR NEW.reason <> OLD.reason"
        " OR NEW.proposed_by <> OLD.proposed_by",
        "wrong-state",
    ),
    _rule(
        "correction_four_eyes",
        "UPDATE ON correction",
        "NEW.decided_by = NEW.proposed_by",
        "four-eyes",
    ),
    _rule("correction_no_delete", "DELETE ON correction", _KEEPING, "append-only"),
    _rule(
        "stale_use_settled_once",
        "UPDATE ON stale_use",
        "OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL OR NEW.settled_by IS NULL"
        " OR NEW.note = '' OR NEW.dossier_code <> OLD.dossier_code OR NEW.fact_id <> OLD.fact_id",
        "append-only",
    ),
    _rule("stale_use_no_delete", "DELETE ON stale_use", _KEEPING, "append-only"),
]

_DEFERRALS = [
    _rule(
        "deferral_begins",
        "INSERT ON deferral",
        f"NEW.ended_at IS NOT NULL OR NEW.reason = ''"  # noqa: S608
        f" OR {_state('NEW.dossier_code')} <> 'verifying' OR EXISTS (SELECT 1 FROM deferral"
        " WHERE dossier_code = NEW.dossier_code AND ended_at IS NULL)",
        "wrong-state",
    ),
    _rule(
        "deferral_ends_once",
        "UPDATE ON deferral",
        "OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.reason <> OLD.reason"
        " OR NEW.kind <> OLD.kind OR NEW.dossier_code <> OLD.dossier_code"
        " OR NEW.officer_id <> OLD.officer_id OR NEW.at <> OLD.at",
        "append-only",
    ),
    _rule("deferral_no_delete", "DELETE ON deferral", _KEEPING, "append-only"),
]

# the voices of a value that is keyed twice, in its present round
_VOICES = (
    "FROM keying JOIN review ON review.value_id = keying.value_id"
    " AND keying.at >= review.asked_at WHERE keying.value_id = NEW.value_id"
)
_REVIEWS = [
    _rule(
        "keying_of_open_value",
        "INSERT ON keying",
        "NOT EXISTS (SELECT 1 FROM review WHERE value_id = NEW.value_id AND look = 'twice'"  # noqa: S608
        " AND dossier_code = NEW.dossier_code AND settled_by IS NULL)"
        f" OR (SELECT count(*) {_VOICES}) >= 2",
        "wrong-state",
    ),
    _rule(
        "keying_by_other_eyes",
        "INSERT ON keying",
        f"NEW.officer_id IS NOT NULL AND ({_state('NEW.dossier_code')} <> 'verifying'"
        f" OR NOT {_hand('verified', 'NEW.dossier_code', 'NEW.officer_id')}"
        f" OR EXISTS (SELECT 1 {_VOICES} AND keying.officer_id = NEW.officer_id))",
        "four-eyes",
    ),
    *_append_only("keying"),
    _rule(
        "review_settled_by_the_right_eyes",
        "UPDATE ON review",
        "OLD.settled_by IS NOT NULL OR NEW.settled_by IS NULL OR NEW.look <> OLD.look"
        " OR NEW.dossier_code <> OLD.dossier_code OR NEW.asked_at <> OLD.asked_at"
        " OR OLD.look <> 'twice'"
        f" OR (SELECT count(*) {_VOICES}) <> 2"
        # alike: the second of the two; different: somebody who was neither
        f" OR ((SELECT count(DISTINCT answer_key) {_VOICES}) = 1) <> EXISTS"
        f" (SELECT 1 {_VOICES} AND keying.officer_id = NEW.settled_by)",
        "four-eyes",
    ),
    _rule(
        "review_no_delete",
        "DELETE ON review",
        f"{_state('OLD.dossier_code')} NOT IN ('intake', 'returned') AND {_KEEPING}",
        "wrong-state",
    ),
    _rule(
        "value_keyed_twice",
        "UPDATE ON field_value",
        f"NEW.decided_by IS NOT NULL AND {_state(_dossier_of('NEW.document_id'))} = 'verifying'"  # noqa: S608
        " AND EXISTS (SELECT 1 FROM review WHERE value_id = NEW.id AND look = 'twice'"
        " AND settled_by IS DISTINCT FROM NEW.decided_by)",
        "four-eyes",
    ),
    *_append_only("effort"),
]

_AGENCY = "'agency'"


def _objected(more: str = "") -> str:
    mine = "result_id = NEW.id AND objection.pdf_hash = NEW.pdf_hash"
    return f"EXISTS (SELECT 1 FROM objection WHERE {mine} {more})"  # noqa: S608


_RESULTS = [
    _rule("result_no_delete", "DELETE ON result", _KEEPING, "wrong-state"),
    _rule(
        "result_begins",
        "INSERT ON result",
        f"NEW.state <> 'composed' OR NEW.signed_by IS NOT NULL"
        f" OR {_state('NEW.dossier_code')} <> 'verified'",
        "wrong-state",
    ),
    _rule(
        "result_moves",
        "UPDATE ON result",
        "OLD.state || ' ' || NEW.state NOT IN"
        " ('composed composed', 'composed signed', 'signed composed', 'signed sealed',"
        " 'signed released',"
        " 'sealed released', 'released released')"
        " OR (NEW.state = 'composed') <> (NEW.signed_by IS NULL)"
        " OR NEW.state = 'sealed' AND NEW.sealed_by IS NULL"
        " OR NEW.state IN ('composed', 'signed') AND NEW.sealed_by IS NOT NULL"
        " OR NEW.dossier_code <> OLD.dossier_code",
        "wrong-state",
    ),
    _rule(
        "result_stays_as_signed",
        "UPDATE ON result",
        "NEW.state <> 'composed' AND (NEW.pdf_hash <> OLD.pdf_hash OR NEW.data <> OLD.data"
        " OR NEW.number <> OLD.number) OR OLD.signed_by IS NOT NULL"
        " AND OLD.state || ' ' || NEW.state <> 'signed composed' AND"
        " (NEW.signed_by IS DISTINCT FROM OLD.signed_by"
        " OR NEW.signed_hash IS DISTINCT FROM OLD.signed_hash AND"
        # what is released grows by archive timestamps, each with a row in the journal
        " NOT (OLD.state || ' ' || NEW.state IN ('signed sealed', 'released released')))"
        " OR OLD.sealed_by IS NOT NULL AND NEW.sealed_by IS DISTINCT FROM OLD.sealed_by",
        "wrong-state",
    ),
    _rule(
        "result_sent_back_with_a_reason",
        "UPDATE ON result",
        "OLD.state = 'signed' AND NEW.state = 'composed' AND"
        f" (NEW.pdf_hash <> OLD.pdf_hash OR NOT {_objected('AND role = ' + _AGENCY)})",
        "wrong-state",
    ),
    _rule(
        "result_sent_back_is_not_signed",
        "UPDATE ON result",
        f"OLD.state = 'composed' AND NEW.state = 'signed' AND {_objected()}",
        "wrong-state",
    ),
    _rule(
        "objection_begins",
        "INSERT ON objection",
        "NEW.reason = '' OR NOT EXISTS (SELECT 1 FROM result WHERE id = NEW.result_id"
        " AND dossier_code = NEW.dossier_code AND pdf_hash = NEW.pdf_hash"
        " AND state = CASE NEW.role WHEN 'person' THEN 'composed' ELSE 'signed' END)",
        "wrong-state",
    ),
    *_append_only("objection"),
    _rule(
        "result_four_eyes",
        "UPDATE ON result",
        "NEW.signed_by IS NOT NULL AND"
        f" ({_hand('verified', 'NEW.dossier_code', 'NEW.signed_by')}"
        f" OR NOT {_hand('signed', 'NEW.dossier_code', 'NEW.signed_by')})"
        f" OR NEW.sealed_by IS NOT NULL AND"
        f" ({_hand('verified', 'NEW.dossier_code', 'NEW.sealed_by')}"
        f" OR NOT {_hand('signed', 'NEW.dossier_code', 'NEW.sealed_by')})",
        "four-eyes",
    ),
    *_append_only("signing_step"),
    *_append_only("issued_form"),
    *_append_only("signed_copy"),
]

_ERASURES = [
    _rule(
        "erasure_begins",
        "INSERT ON erasure",
        f"NEW.done <> 0 OR NEW.decision = '' OR {_state('NEW.dossier_code')} <> 'issued'"  # noqa: S608
        " OR EXISTS (SELECT 1 FROM legal_hold WHERE dossier_code = NEW.dossier_code"
        " AND lifted_at IS NULL)",
        "wrong-state",
    ),
    _rule(
        "erasure_ends",
        "UPDATE ON erasure",
        "OLD.done <> 0 OR NEW.done <> 1 OR NEW.dossier_code <> OLD.dossier_code"
        " OR NEW.decision <> OLD.decision",
        "append-only",
    ),
    _rule("erasure_no_delete", "DELETE ON erasure", "1 = 1", "append-only"),
    _rule(
        "hold_is_lifted_once",
        "UPDATE ON legal_hold",
        "OLD.lifted_at IS NOT NULL OR NEW.lifted_at IS NULL OR NEW.reason <> OLD.reason"
        " OR NEW.dossier_code <> OLD.dossier_code",
        "append-only",
    ),
    _rule("hold_no_delete", "DELETE ON legal_hold", "1 = 1", "append-only"),
]

_REPORTS = [
    _rule(
        "report_plan_is_stopped_once",
        "UPDATE ON report_plan",
        "OLD.stopped_at IS NOT NULL OR NEW.stopped_at IS NULL OR NEW.name <> OLD.name"
        " OR NEW.period <> OLD.period OR NEW.formats <> OLD.formats OR NEW.folder <> OLD.folder"
        " OR NEW.neighbour <> OLD.neighbour OR NEW.officer_id <> OLD.officer_id",
        "append-only",
    ),
    _rule("report_plan_no_delete", "DELETE ON report_plan", "1 = 1", "append-only"),
    *_append_only("report_run"),
]

_MESSAGES = [
    _rule("outbox_no_delete", "DELETE ON outbox", _KEEPING, "append-only"),
    _rule(
        "outbox_begins",
        "INSERT ON outbox",
        "NEW.state <> 'waiting' OR NEW.attempts <> 0 OR NEW.receipt <> '{}'",
        "wrong-state",
    ),
    _rule(
        "outbox_stays_as_written",
        "UPDATE ON outbox",
        "NEW.id <> OLD.id OR NEW.key <> OLD.key OR NEW.neighbour <> OLD.neighbour"
        " OR NEW.kind <> OLD.kind OR NEW.dossier_code <> OLD.dossier_code"
        " OR NEW.created_at <> OLD.created_at"
        # what was sent, or is not to be sent, need not be kept: the receipt names its hash
        " OR NEW.content <> OLD.content"
        " AND NOT (NEW.content = '{}' AND NEW.state IN ('sent', 'dropped'))",
        "append-only",
    ),
    _rule(
        "outbox_moves",
        "UPDATE ON outbox",
        "OLD.state || ' ' || NEW.state NOT IN ('waiting waiting', 'waiting sent', 'waiting dead',"
        " 'waiting dropped', 'dead waiting', 'dead dropped')"
        " OR (NEW.state = 'sent') <> (NEW.sent_at IS NOT NULL)",
        "wrong-state",
    ),
    _rule(
        "outbox_keeps_order",
        "UPDATE ON outbox",
        "NEW.state = 'sent' AND EXISTS (SELECT 1 FROM outbox AS earlier WHERE"
        " earlier.dossier_code = NEW.dossier_code AND earlier.neighbour = NEW.neighbour"
        " AND earlier.state IN ('waiting', 'dead') AND earlier.id < NEW.id)",
        "wrong-state",
    ),
    _rule("inbox_no_delete", "DELETE ON inbox", _KEEPING, "append-only"),
    _rule(
        "inbox_stays_as_received",
        "UPDATE ON inbox",
        "NEW.neighbour <> OLD.neighbour OR NEW.key <> OLD.key OR NEW.digest <> OLD.digest"
        " OR NEW.version <> OLD.version OR NEW.subject <> OLD.subject"
        # what a database answered may be kept for a while only: it is emptied, and nothing else is
        " OR (NEW.content <> OLD.content OR OLD.state <> 'waiting') AND NOT (NEW.content = '{}'"
        " AND OLD.kind = 'population' AND OLD.state = 'done' AND NEW.state = 'done')",
        "append-only",
    ),
]

RULES: tuple[Rule, ...] = (
    *_JOURNAL,
    *_COUNTERS,
    *_HANDS,
    *_DOSSIERS,
    *_PAPERS,
    *_VALUES,
    *_FACTS,
    *_DEFERRALS,
    *_REVIEWS,
    *_RESULTS,
    *_ERASURES,
    *_REPORTS,
    *_MESSAGES,
)
"""The rules in the order they are laid."""
