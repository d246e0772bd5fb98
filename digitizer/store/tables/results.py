"""Tables of results, signatures, copies and forms."""

from __future__ import annotations

import sqlalchemy as sa

from digitizer.model.result import CopyRole, ResultState, SignerRole
from digitizer.store.columns import Moment, Nested
from digitizer.store.tables.base import identity, officer_id, one_of, table, text

result = table(
    "result",
    identity(),
    text("dossier_code", sa.ForeignKey("dossier.code"), unique=True),
    text("number"),
    text("template"),
    sa.Column("data", Nested, nullable=False),
    text("pdf_hash"),
    text("state"),
    officer_id("composed_by"),
    sa.Column("composed_at", Moment, nullable=False),
    sa.Column("signed_hash", sa.Text),
    officer_id("signed_by", nullable=True),
    sa.Column("signed_at", Moment),
    sa.Column("report", Nested, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    officer_id("sealed_by", nullable=True),
    sa.Column("sealed_at", Moment),
    sa.Column("signatures", Nested, nullable=False, server_default="{}"),
    one_of("state", ResultState),
    sa.Index(None, "state", "id"),
)

signing_step = table(
    "signing_step",
    identity(),
    sa.Column("result_id", sa.Integer, sa.ForeignKey("result.id"), nullable=False, index=True),
    text("role"),
    text("stage"),
    sa.Column("at", Moment, nullable=False),
    text("entry"),
    one_of("role", SignerRole),
)

objection = table(
    "objection",
    identity(),
    text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    sa.Column("result_id", sa.Integer, sa.ForeignKey("result.id"), nullable=False, index=True),
    text("role"),
    # the composed file that was refused: another file is another result to judge
    text("pdf_hash"),
    officer_id("officer_id"),
    text("reason"),
    sa.Column("at", Moment, nullable=False),
    one_of("role", SignerRole),
)

signed_copy = table(
    "signed_copy",
    identity(),
    text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    # no foreign key: what was signed is kept when the paper is sorted anew
    sa.Column("document_id", sa.Integer, nullable=False),
    text("role"),
    text("content"),
    text("pdf_hash"),
    officer_id("signed_by"),
    sa.Column("signed_at", Moment, nullable=False),
    sa.Column("report", Nested, nullable=False),
    one_of("role", CopyRole),
)

issued_form = table(
    "issued_form",
    identity(),
    sa.Column("dossier_code", sa.Text, sa.ForeignKey("dossier.code"), index=True),
    text("template"),
    text("number"),
    sa.Column("data", Nested, nullable=False),
    text("pdf_hash"),
    officer_id("issued_by"),
    sa.Column("issued_at", Moment, nullable=False),
)
