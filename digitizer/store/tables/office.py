"""Tables of officers, the journal, and what an office keeps besides dossiers."""

from __future__ import annotations

import sqlalchemy as sa

from digitizer.model.reports import Period
from digitizer.store.columns import Day, Flag, Moment, Nested
from digitizer.store.tables.base import identity, officer_id, one_of, table, text

officer = table(
    "officer",
    identity(),
    text("login", unique=True),
    text("name"),
    sa.Column("roles", Nested, nullable=False),
    text("password_hash"),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("paused_until", Moment),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("password_at", Moment),
    sa.Column("disabled_at", Moment),
)

officer_certificate = table(
    "officer_certificate",
    text("fingerprint", primary_key=True),
    officer_id("officer_id"),
    text("owner"),
    sa.Column("at", Moment, nullable=False),
)
"""Certificates by which officers sign in."""

journal = table(
    "journal",
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    text("at"),
    text("officer"),
    text("station"),
    text("action"),
    text("subject", index=True),
    text("before"),
    text("after"),
    text("previous_hash"),
    text("hash"),
    sa.Index(None, "officer", "seq"),
    sa.Index(None, "action", "at"),
)

counter = table(
    "counter", text("name", primary_key=True), sa.Column("value", sa.Integer, nullable=False)
)

office_key = table("office_key", text("name", primary_key=True), text("value"))
"""What an office on a shared database keeps there for its members; empty on a single desk."""

saved_search = table(
    "saved_search",
    identity(),
    officer_id("officer_id"),
    text("name"),
    sa.Column("query", Nested, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.UniqueConstraint("officer_id", "name"),
)

confirmation = table(
    "confirmation",
    # no foreign key: what a page looked like is still known when the page is gone
    sa.Column("page_id", sa.Integer, primary_key=True, autoincrement=False),
    text("type", index=True),
    sa.Column("first", Flag, nullable=False),
    text("features"),
    officer_id("officer_id"),
    sa.Column("at", Moment, nullable=False),
)
"""Pages whose kind an officer stood for, as hashes of their words: what sorting learns from."""

legal_hold = table(
    "legal_hold",
    identity(),
    text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    text("reason"),
    officer_id("officer_id"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("lifted_by", sa.Integer, sa.ForeignKey("officer.id")),
    sa.Column("lifted_at", Moment),
)
"""Dossiers that must not be erased while a complaint, a lawsuit or an inspection runs."""

erasure = table(
    "erasure",
    text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
    officer_id("officer_id"),
    text("decision"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("done", Flag, nullable=False),
)
"""Dossiers whose contents were destroyed; ``done`` is 0 only inside the erasing transaction."""

report_plan = table(
    "report_plan",
    identity(),
    text("name"),
    text("period"),
    sa.Column("formats", Nested, nullable=False),
    text("folder"),
    text("neighbour"),
    officer_id("officer_id"),
    sa.Column("set_at", Moment, nullable=False),
    sa.Column("stopped_by", sa.Integer, sa.ForeignKey("officer.id")),
    sa.Column("stopped_at", Moment),
    one_of("period", Period),
)
"""Reports that are made by themselves; one not wanted any more is stopped, never removed."""

report_run = table(
    "report_run",
    identity(),
    sa.Column("plan_id", sa.Integer, sa.ForeignKey("report_plan.id"), nullable=False, index=True),
    sa.Column("first", Day, nullable=False),
    sa.Column("last", Day, nullable=False),
    officer_id("officer_id"),
    sa.Column("at", Moment, nullable=False),
    text("problem"),
    sa.Column("details", Nested, nullable=False),
    sa.Column("files", Nested, nullable=False),
)
"""What became of each report: where it lies, or why it does not."""
