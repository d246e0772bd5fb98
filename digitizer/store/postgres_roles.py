"""Who may do what in the database itself: group roles, grants, row-level security.

Every officer logs in with a database role ``<database>.<login>`` that is a member of the group
roles of their seats (``<database>_clerk`` …). What the window forbids, the server forbids too, in
psql as well: the policies below say per table which rows a seat may add and change, and in whose
name. What concerns moves and four eyes is said by the triggers (``rules``), which hold for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from digitizer.model.officer import Role

_OPEN = "('intake', 'returned')"
_SEATS = ("clerk", "supervisor", "records")
MEMBER, OWNER, WORKER = "member", "owner", "worker"


def group(database: str, word: str) -> str:
    """Return the name of an office's group role."""
    return f"{database}_{word}"


def login_role(database: str, login: str) -> str:
    """Return the name of an officer's own role."""
    return f"{database}.{login}"


def quoted(name: str) -> str:
    """Return a name as it stands in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as it stands in SQL."""
    return "'" + text.replace("'", "''") + "'"


def groups(database: str) -> Sequence[str]:
    """Return all group roles of an office; the owner is not among them."""
    return [group(database, word) for word in (MEMBER, WORKER, *(role.value for role in Role))]


def statements(database: str) -> Iterator[str]:
    """Give everything that makes the tables safe to log in to, to be run by their owner."""
    yield from _functions(database)
    yield from _grants(database)
    yield _NO_POLICIES
    for table, policies in _POLICIES.items():
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        for number, (words, event, condition) in enumerate(policies):
            name = f"{table}_{number}"
            to = ", ".join(quoted(group(database, word)) for word in words.split())
            yield f"CREATE POLICY {name} ON {table} FOR {event} TO {to} {condition}"


# one that an earlier version laid and this one does not would go on opening its door
_NO_POLICIES = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %I ON %I', one.policyname, one.tablename);
  END LOOP;
END $$
"""


def _functions(database: str) -> Iterator[str]:
    text = files("digitizer.store").joinpath("postgres_functions.sql").read_text(encoding="utf-8")
    yield from text.replace("{database}", database).split(";;")


def _grants(database: str) -> Iterator[str]:
    member, worker = (quoted(group(database, word)) for word in (MEMBER, WORKER))
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {member}, {worker}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {member}, {worker}"
    for table in ("jobs", "events", "workers", "periodic_defers"):
        name = f"procrastinate_{table}"
        rights = "SELECT, INSERT" if table in {"jobs", "events"} else "SELECT"
        yield f"REVOKE ALL ON {name} FROM {member}, {worker}"
        yield f"GRANT {rights} ON {name} TO {member}"
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {worker}"
    for table, granted in _GRANTS.items():
        yield f"REVOKE ALL ON {table} FROM {', '.join(map(quoted, groups(database)))}"
        for words, rights in granted:
            to = ", ".join(quoted(group(database, word)) for word in words.split())
            yield f"GRANT {rights} ON {table} TO {to}"


_ALL_SEATS = "clerk supervisor records worker"
_DECIDED = "value, absence, method, evidence, decided_by, decided_at, changed_by, version, reason"

_HEALTH = "failures, resting_until, problem, answered_at, leased_by, leased_until, place"
_SENDING = "state, attempts, next_at, problem, details"
_QUEUE = (
    "id, key, neighbour, kind, dossier_code, state, created_at, attempts, next_at, problem,"
    " details, receipt, sent_at"
)

_GRANTS: Mapping[str, Sequence[tuple[str, str]]] = {
    "alembic_version": [("member worker", "SELECT")],
    "officer": [("member worker", "SELECT"), ("administrator", "INSERT, UPDATE")],
    # every action needs the chain's end; what the rows say is for those who oversee
    "journal": [
        ("member worker", "SELECT (seq, hash), INSERT"),
        ("supervisor administrator", "SELECT"),
    ],
    "counter": [("clerk records supervisor", "SELECT, INSERT, UPDATE")],
    "officer_certificate": [("member", "SELECT, INSERT, DELETE")],
    "office_key": [(_ALL_SEATS, "SELECT")],
    "dossier": [(_ALL_SEATS, "SELECT"), ("clerk", "INSERT"), (_ALL_SEATS, "UPDATE")],
    "claim": [(_ALL_SEATS, "SELECT, INSERT, UPDATE, DELETE")],
    "hand": [(_ALL_SEATS, "SELECT"), ("clerk supervisor records", "INSERT")],
    "document": [
        (_ALL_SEATS, "SELECT"),
        ("clerk worker", "INSERT, UPDATE, DELETE"),
        ("supervisor", "UPDATE (verified)"),
    ],
    "page": [
        (_ALL_SEATS, "SELECT"),
        ("clerk", "INSERT, UPDATE, DELETE"),
        ("worker", "UPDATE"),
        ("supervisor", "UPDATE (state, text_hash, failure)"),
    ],
    "field_value": [
        (_ALL_SEATS, "SELECT"),
        ("clerk worker", "INSERT, UPDATE, DELETE"),
        ("supervisor", f"UPDATE ({_DECIDED})"),
    ],
    "field_value_history": [
        (_ALL_SEATS, "SELECT"),
        ("clerk supervisor worker", "INSERT"),
    ],
    "finding": [
        (_ALL_SEATS, "SELECT"),
        ("clerk supervisor worker", "INSERT, UPDATE, DELETE"),
    ],
    "person": [(_ALL_SEATS, "SELECT"), ("supervisor", "INSERT, UPDATE")],
    "organisation": [(_ALL_SEATS, "SELECT"), ("supervisor", "INSERT, UPDATE")],
    "fact": [(_ALL_SEATS, "SELECT"), ("supervisor", "INSERT")],
    "fact_end": [(_ALL_SEATS, "SELECT"), ("supervisor", "INSERT")],
    "fact_place": [(_ALL_SEATS, "SELECT"), ("supervisor", "INSERT, UPDATE")],
    "correction": [
        (_ALL_SEATS, "SELECT"),
        ("clerk supervisor records", "INSERT"),
        ("supervisor", "UPDATE (state, decided_by, decided_at, decision_reason)"),
    ],
    "stale_use": [
        (_ALL_SEATS, "SELECT"),
        ("supervisor", "INSERT"),
        ("supervisor records", "UPDATE (settled_by, settled_at, note)"),
    ],
    "page_text": [(_ALL_SEATS, "SELECT"), ("clerk supervisor worker", "INSERT")],
    "saved_search": [("clerk supervisor records", "SELECT, INSERT, DELETE")],
    "report_plan": [
        ("member", "SELECT"),
        ("supervisor records", "INSERT, UPDATE (stopped_by, stopped_at)"),
    ],
    "report_run": [("member", "SELECT"), ("supervisor records", "INSERT")],
    "refusal": [(_ALL_SEATS, "SELECT"), ("clerk", "INSERT, DELETE")],
    "result": [(_ALL_SEATS, "SELECT"), ("records", "INSERT, UPDATE")],
    "objection": [(_ALL_SEATS, "SELECT"), ("records", "INSERT")],
    "scan_batch": [(_ALL_SEATS, "SELECT"), ("clerk", "INSERT, UPDATE")],
    "scan_image": [(_ALL_SEATS, "SELECT"), ("clerk", "INSERT, UPDATE, DELETE")],
    "page_aside": [(_ALL_SEATS, "SELECT"), ("clerk worker", "INSERT, DELETE")],
    "page_edit": [(_ALL_SEATS, "SELECT"), ("clerk", "INSERT, UPDATE, DELETE")],
    "kept_file": [(_ALL_SEATS, "SELECT"), ("clerk worker", "INSERT")],
    "legal_hold": [(_ALL_SEATS, "SELECT"), ("records", "INSERT, UPDATE")],
    # erasing goes past these policies: only who maintains the database does it
    "erasure": [(_ALL_SEATS, "SELECT")],
    "review": [
        (_ALL_SEATS, "SELECT"),
        ("clerk", "INSERT, DELETE"),
        ("supervisor", "UPDATE (settled_by, settled_at)"),
    ],
    "keying": [(_ALL_SEATS, "SELECT"), ("clerk supervisor", "INSERT")],
    "effort": [(_ALL_SEATS, "SELECT"), ("clerk supervisor", "INSERT")],
    "deferral": [
        (_ALL_SEATS, "SELECT"),
        ("supervisor", "INSERT, UPDATE (ended_by, ended_at)"),
    ],
    "signing_step": [(_ALL_SEATS, "SELECT"), ("records", "INSERT")],
    "issued_form": [(_ALL_SEATS, "SELECT"), ("clerk supervisor records", "INSERT")],
    "signed_copy": [(_ALL_SEATS, "SELECT"), ("clerk records", "INSERT")],
    "confirmation": [(_ALL_SEATS, "SELECT"), ("clerk supervisor", "INSERT, DELETE")],
    "neighbour": [
        ("member worker", "SELECT"),
        ("administrator", "INSERT, UPDATE"),
        ("clerk supervisor records", f"UPDATE ({_HEALTH})"),
    ],
    # an administrator sees how messages stand, never what they say
    "outbox": [
        ("clerk supervisor records", "SELECT, INSERT"),
        ("clerk supervisor records", f"UPDATE ({_SENDING}, content, receipt, sent_at)"),
        ("administrator", f"SELECT ({_QUEUE}), UPDATE ({_SENDING}, content)"),
    ],
    "inbox": [
        ("clerk supervisor records", "SELECT, INSERT"),
        ("clerk supervisor records", "UPDATE (state, dossier_code, content)"),
        ("administrator", "SELECT (id, neighbour, kind, subject, state, problem, at)"),
    ],
    "inbox_file": [("clerk supervisor records", "SELECT, INSERT")],
    # an office's queue is procrastinate's
    "desk_job": [("member", "SELECT")],
    # what is signed later comes from here: only machines put something in
    "prepared": [("member worker", "SELECT"), ("worker", "INSERT, DELETE")],
}

_SEEN = (_ALL_SEATS, "SELECT", "USING (true)")
_WITH_CLERK = f"state_of(dossier_code) IN {_OPEN}"
_UNVERIFIED = "state_of(dossier_code) IN ('intake', 'returned', 'verifying')"
_VALUE_OPEN = f"state_of_document(document_id) IN {_OPEN}"
_VALUE_VERIFYING = "state_of_document(document_id) = 'verifying'"


def _both(condition: str, more: str = "true") -> str:
    return f"USING ({condition}) WITH CHECK ({condition} AND {more})"


_POLICIES: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "officer": [
        ("member worker", "SELECT", "USING (true)"),
        ("administrator", "INSERT", "WITH CHECK (me() IS NOT NULL)"),
        ("administrator", "UPDATE", "USING (me() IS NOT NULL)"),
    ],
    "journal": [
        ("member worker", "SELECT", "USING (true)"),
        # in one's own name, or as the machine, which has none
        (
            "member",
            "INSERT",
            "WITH CHECK (me() IS NOT NULL AND (officer = me_login() OR officer = ''))",
        ),
        ("worker", "INSERT", "WITH CHECK (officer = '')"),
    ],
    "officer_certificate": [
        ("member", "SELECT", "USING (true)"),
        # everybody binds what is their own; who manages officers takes any away
        ("member", "INSERT", "WITH CHECK (officer_id = me())"),
        ("member", "DELETE", "USING (officer_id = me())"),
        ("administrator", "DELETE", "USING (me() IS NOT NULL)"),
    ],
    "office_key": [_SEEN],
    "dossier": [
        _SEEN,
        ("clerk", "INSERT", "WITH CHECK (opened_by = me() AND state = 'intake')"),
        (
            "clerk",
            "UPDATE",
            f"USING (state IN {_OPEN} AND me() IS NOT NULL)"
            f" WITH CHECK (state IN ('intake', 'returned', 'verifying') AND verified_by IS NULL)",
        ),
        (
            "supervisor",
            "UPDATE",
            "USING (state = 'verifying' AND me() IS NOT NULL) WITH CHECK (state = 'returned' OR"
            " state IN ('verifying', 'verified') AND (verified_by = me() OR verified_by IS NULL))",
        ),
        (
            "supervisor",
            "UPDATE",
            # raising the version of what one has just verified
            "USING (state = 'verified' AND verified_by = me())"
            " WITH CHECK (state = 'verified' AND verified_by = me())",
        ),
        (
            "records",
            "UPDATE",
            # signing issues it, a refused seal takes that back; an apology moves its due date
            "USING (state IN ('verified', 'issued') AND me() IS NOT NULL)"
            " WITH CHECK (state IN ('verified', 'issued'))",
        ),
    ],
    "claim": [
        _SEEN,
        (
            "clerk supervisor records",
            "INSERT",
            "WITH CHECK (officer_id = me())",
        ),
        (
            "clerk supervisor records",
            "UPDATE",
            "USING (officer_id = me() OR until < right_now()) WITH CHECK (officer_id = me())",
        ),
        (
            "clerk supervisor records",
            "DELETE",
            "USING (officer_id = me() OR until < right_now())",
        ),
        # a supervisor may take a dossier over from another, which the journal keeps
        ("supervisor", "DELETE", "USING (me() IS NOT NULL)"),
    ],
    "hand": [
        _SEEN,
        ("clerk", "INSERT", "WITH CHECK (officer_id = me() AND kind = 'keyed')"),
        ("supervisor", "INSERT", "WITH CHECK (officer_id = me() AND kind = 'verified')"),
        ("records", "INSERT", "WITH CHECK (officer_id = me() AND kind = 'signed')"),
    ],
    "document": [
        _SEEN,
        ("clerk worker", "ALL", _both(_WITH_CLERK, "NOT verified::boolean")),
        ("supervisor", "UPDATE", _both("state_of(dossier_code) = 'verifying'")),
    ],
    "page": [
        _SEEN,
        ("clerk worker", "ALL", _both(_WITH_CLERK)),
        ("supervisor worker", "UPDATE", _both("state_of(dossier_code) = 'verifying'")),
    ],
    "field_value": [
        _SEEN,
        ("clerk", "ALL", _both(_VALUE_OPEN, "(changed_by IS NULL OR changed_by = me())")),
        ("worker", "ALL", _both(_VALUE_OPEN, "changed_by IS NULL")),
        ("supervisor", "UPDATE", _both(_VALUE_VERIFYING, "changed_by = me()")),
    ],
    "field_value_history": [
        _SEEN,
        ("clerk supervisor worker", "INSERT", "WITH CHECK (true)"),
    ],
    "finding": [
        _SEEN,
        ("clerk supervisor worker", "ALL", _both(_UNVERIFIED)),
    ],
    "person": [
        _SEEN,
        ("supervisor", "INSERT", "WITH CHECK (me() IS NOT NULL)"),
        ("supervisor", "UPDATE", "USING (me() IS NOT NULL)"),
    ],
    "organisation": [
        _SEEN,
        ("supervisor", "INSERT", "WITH CHECK (me() IS NOT NULL)"),
        ("supervisor", "UPDATE", "USING (me() IS NOT NULL)"),
    ],
    "fact": [_SEEN, ("supervisor", "INSERT", "WITH CHECK (me() IS NOT NULL)")],
    "fact_end": [_SEEN, ("supervisor", "INSERT", "WITH CHECK (me() IS NOT NULL)")],
    "fact_place": [
        _SEEN,
        ("supervisor", "INSERT", "WITH CHECK (me() IS NOT NULL)"),
        ("supervisor", "UPDATE", "USING (me() IS NOT NULL)"),
    ],
    "correction": [
        _SEEN,
        (
            "clerk supervisor records",
            "INSERT",
            "WITH CHECK (proposed_by = me() AND state = 'proposed')",
        ),
        (
            "supervisor",
            "UPDATE",
            "USING (me() IS NOT NULL) WITH CHECK (decided_by = me() AND proposed_by <> me())",
        ),
    ],
    "stale_use": [
        _SEEN,
        ("supervisor", "INSERT", "WITH CHECK (me() IS NOT NULL)"),
        ("supervisor records", "UPDATE", "USING (me() IS NOT NULL) WITH CHECK (settled_by = me())"),
    ],
    "page_text": [_SEEN, ("clerk supervisor worker", "INSERT", "WITH CHECK (true)")],
    "saved_search": [("clerk supervisor records", "ALL", _both("officer_id = me()"))],
    "report_plan": [
        ("member", "SELECT", "USING (true)"),
        ("supervisor records", "INSERT", "WITH CHECK (officer_id = me())"),
        (
            "supervisor records",
            "UPDATE",
            "USING (me() IS NOT NULL) WITH CHECK (stopped_by = me())",
        ),
    ],
    "report_run": [
        ("member", "SELECT", "USING (true)"),
        ("supervisor records", "INSERT", "WITH CHECK (officer_id = me())"),
    ],
    "refusal": [
        _SEEN,
        ("clerk", "INSERT", "WITH CHECK (officer_id = me())"),
        ("clerk", "DELETE", f"USING ({_WITH_CLERK})"),
    ],
    "result": [
        _SEEN,
        ("records", "INSERT", "WITH CHECK (composed_by = me() AND state = 'composed')"),
        (
            "records",
            "UPDATE",
            "USING (me() IS NOT NULL) WITH CHECK (state = 'composed' AND composed_by = me()"
            " OR state = 'signed' AND signed_by = me() OR state = 'sealed' AND sealed_by = me()"
            " OR state = 'released' OR state = 'composed' AND EXISTS (SELECT 1 FROM objection"
            " WHERE result_id = result.id AND objection.pdf_hash = result.pdf_hash"
            " AND officer_id = me()))",
        ),
    ],
    "objection": [_SEEN, ("records", "INSERT", "WITH CHECK (officer_id = me())")],
    "scan_batch": [_SEEN, ("clerk", "ALL", _both(_WITH_CLERK))],
    "scan_image": [_SEEN, ("clerk", "ALL", "USING (me() IS NOT NULL)")],
    "page_aside": [_SEEN, ("clerk worker", "ALL", _both(_WITH_CLERK))],
    "page_edit": [_SEEN, ("clerk", "ALL", _both(_WITH_CLERK, "officer_id = me()"))],
    "kept_file": [_SEEN, ("clerk worker", "INSERT", f"WITH CHECK ({_WITH_CLERK})")],
    "legal_hold": [
        _SEEN,
        ("records", "INSERT", "WITH CHECK (officer_id = me() AND lifted_at IS NULL)"),
        ("records", "UPDATE", "USING (me() IS NOT NULL) WITH CHECK (lifted_by = me())"),
    ],
    "erasure": [_SEEN],
    "review": [
        _SEEN,
        ("clerk", "INSERT", f"WITH CHECK ({_WITH_CLERK} AND settled_by IS NULL)"),
        ("clerk", "DELETE", f"USING ({_WITH_CLERK})"),
        ("supervisor", "UPDATE", "USING (me() IS NOT NULL) WITH CHECK (settled_by = me())"),
    ],
    "keying": [
        _SEEN,
        # the machine's voice is noted when a clerk hands the dossier over
        ("clerk", "INSERT", f"WITH CHECK ({_WITH_CLERK} AND officer_id IS NULL)"),
        ("supervisor", "INSERT", "WITH CHECK (officer_id = me())"),
    ],
    "effort": [_SEEN, ("clerk supervisor", "INSERT", "WITH CHECK (officer_id = me())")],
    "deferral": [
        _SEEN,
        ("supervisor", "INSERT", "WITH CHECK (officer_id = me() AND ended_at IS NULL)"),
        ("supervisor", "UPDATE", "USING (me() IS NOT NULL) WITH CHECK (ended_by = me())"),
    ],
    "signing_step": [_SEEN, ("records", "INSERT", "WITH CHECK (me() IS NOT NULL)")],
    "issued_form": [_SEEN, ("clerk supervisor records", "INSERT", "WITH CHECK (issued_by = me())")],
    "signed_copy": [_SEEN, ("clerk records", "INSERT", "WITH CHECK (signed_by = me())")],
    "confirmation": [
        _SEEN,
        ("clerk supervisor", "INSERT", "WITH CHECK (officer_id = me())"),
        ("clerk supervisor", "DELETE", "USING (me() IS NOT NULL)"),
    ],
    "neighbour": [
        ("member worker", "SELECT", "USING (true)"),
        ("administrator", "INSERT", "WITH CHECK (me() IS NOT NULL)"),
        ("member", "UPDATE", "USING (me() IS NOT NULL)"),
    ],
    "outbox": [
        ("member", "SELECT", "USING (true)"),
        (
            "clerk supervisor records",
            "INSERT",
            "WITH CHECK (me() IS NOT NULL AND state = 'waiting')",
        ),
        ("clerk supervisor records", "UPDATE", "USING (me() IS NOT NULL)"),
        # an administrator sends again or drops; that something was sent only a sender can say
        (
            "administrator",
            "UPDATE",
            "USING (me() IS NOT NULL) WITH CHECK (state IN ('waiting', 'dropped'))",
        ),
    ],
    "inbox": [
        ("member", "SELECT", "USING (true)"),
        ("clerk supervisor records", "INSERT", "WITH CHECK (me() IS NOT NULL)"),
        ("clerk supervisor records", "UPDATE", "USING (me() IS NOT NULL)"),
    ],
    "inbox_file": [
        ("clerk supervisor records", "SELECT", "USING (true)"),
        ("clerk supervisor records", "INSERT", "WITH CHECK (me() IS NOT NULL)"),
    ],
    "desk_job": [("member", "SELECT", "USING (true)")],
    "prepared": [
        ("member worker", "SELECT", "USING (true)"),
        ("worker", "INSERT", "WITH CHECK (true)"),
        ("worker", "DELETE", "USING (true)"),
    ],
}
