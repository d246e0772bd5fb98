"""Tables of what is read and decided: values, their history, findings, looks and effort."""

from __future__ import annotations

import sqlalchemy as sa

from digitizer.model.field import Absence, Look, Method, Severity
from digitizer.store.columns import Flag, Moment, Nested
from digitizer.store.tables.base import (
    REAL,
    dossier_code,
    identity,
    officer_id,
    one_of,
    table,
    text,
)


def _value_columns() -> list[sa.schema.SchemaItem]:
    return [
        text("name"),
        sa.Column("position", sa.Integer, nullable=False),
        text("value"),
        text("raw"),
        sa.Column("confidence", REAL, nullable=False),
        sa.Column("sure", Flag, nullable=False),
        text("method"),
        text("basis"),
        sa.Column("evidence", Nested, nullable=False),
        sa.Column("alternatives", Nested, nullable=False),
        sa.Column("absence", sa.Text),
        officer_id("decided_by", nullable=True),
        sa.Column("decided_at", Moment),
        officer_id("changed_by", nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        # why it stands although a check warns
        text("reason", server_default=""),
        one_of("method", Method),
        one_of("absence", Absence),
    ]


field_value = table(
    "field_value",
    identity(),
    sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False),
    *_value_columns(),
    sa.UniqueConstraint("document_id", "name"),
    # few are decided by people, so the index holds those alone
    sa.Index(
        None,
        "decided_at",
        sqlite_where=sa.text("decided_at IS NOT NULL"),
        postgresql_where=sa.text("decided_at IS NOT NULL"),
    ),
)

field_value_history = table(
    "field_value_history",
    identity(),
    # no foreign keys: what a value was is kept when the value itself goes
    sa.Column("value_id", sa.Integer, nullable=False),
    sa.Column("document_id", sa.Integer, nullable=False),
    *_value_columns(),
    sa.Column("replaced_at", Moment, nullable=False),
    sa.UniqueConstraint("value_id", "version"),
)

review = table(
    "review",
    # what the office asks of a value beside doubt; written when the dossier is handed over
    sa.Column("value_id", sa.Integer, primary_key=True, autoincrement=False),
    text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    text("look"),
    # keyings before this time belong to an earlier round
    sa.Column("asked_at", Moment, nullable=False),
    officer_id("settled_by", nullable=True),
    sa.Column("settled_at", Moment),
    one_of("look", Look),
)

keying = table(
    "keying",
    identity(),
    # no foreign key: what was keyed is kept when the value itself goes
    sa.Column("value_id", sa.Integer, nullable=False, index=True),
    dossier_code(),
    # nobody: the machine's own voice
    officer_id("officer_id", nullable=True),
    text("answer"),
    sa.Column("absence", sa.Text),
    # the answer as it is compared
    text("answer_key"),
    sa.Column("at", Moment, nullable=False),
    one_of("absence", Absence),
)

effort = table(
    "effort",
    # what a decision took, with the version it made; no foreign key, as above
    identity(),
    sa.Column("value_id", sa.Integer, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    dossier_code(),
    officer_id("officer_id"),
    sa.Column("milliseconds", sa.Integer, nullable=False),
    sa.Column("keystrokes", sa.Integer, nullable=False),
    sa.Column("alternative", sa.Integer, nullable=False),
    sa.Column("zoomed", Flag, nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
)

finding = table(
    "finding",
    identity(),
    text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), index=True),
    text("code"),
    text("severity"),
    sa.Column("fields", Nested, nullable=False),
    sa.Column("details", Nested, nullable=False),
    one_of("severity", Severity),
)
