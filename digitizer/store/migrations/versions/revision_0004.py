"""Batches of scanned sheets, pages laid aside, edits of pages that can be undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    """Add the columns and the tables."""
    op.add_column("page", sa.Column("recipe", sa.Text(), server_default="{}", nullable=False))
    op.add_column("page", sa.Column("begins", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "scan_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("sheets_given", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_code"], ["dossier.code"], name=op.f("fk_scan_batch_dossier_code")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_scan_batch_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_batch")),
        sqlite_autoincrement=True,
        **_STRICT,
    )
    op.create_table(
        "scan_image",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("image_hash", sa.Text(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("side in ('front', 'back')", name=op.f("ck_scan_image_side_known")),
        sa.ForeignKeyConstraint(["batch_id"], ["scan_batch.id"], name=op.f("fk_scan_image_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_scan_image")),
        **_STRICT,
    )
    op.create_index(op.f("ix_scan_image_page_id"), "scan_image", ["page_id"])
    op.create_table(
        "page_aside",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("reason in ('removed', 'blank', 'separator')", name=op.f("ck_page_aside_reason_known")),
        sa.ForeignKeyConstraint(["dossier_code"], ["dossier.code"], name=op.f("fk_page_aside_dossier_code")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_page_aside_officer_id")),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_aside")),
        **_STRICT,
    )
    op.create_table(
        "page_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_code"], ["dossier.code"], name=op.f("fk_page_edit_dossier_code")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_page_edit_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_edit")),
        sqlite_autoincrement=True,
        **_STRICT,
    )
    op.create_index(op.f("ix_page_edit_dossier_code"), "page_edit", ["dossier_code"])
    op.create_table(
        "kept_file",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_code"], ["dossier.code"], name=op.f("fk_kept_file_dossier_code")),
        sa.PrimaryKeyConstraint("digest", "dossier_code", name=op.f("pk_kept_file")),
        **_STRICT,
    )
