"""Signed copies of paper are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "signed_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("pdf_hash", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.CheckConstraint("role in ('clerk', 'agency')", name=op.f("ck_signed_copy_role_known")),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_signed_copy_dossier_code")
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["officer.id"], name=op.f("fk_signed_copy_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_copy")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_signed_copy_dossier_code"), "signed_copy", ["dossier_code"])
