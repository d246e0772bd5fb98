"""Neighbours, the outbox and the inbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "neighbour",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("resting_until", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.Column("leased_by", sa.Text(), nullable=False),
        sa.Column("leased_until", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_neighbour")),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("neighbour", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind in ('state', 'components', 'result', 'notice', 'request')",
            name=op.f("ck_outbox_kind_known"),
        ),
        sa.CheckConstraint(
            "state in ('waiting', 'sent', 'dead', 'dropped')", name=op.f("ck_outbox_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_outbox_dossier_code")
        ),
        sa.ForeignKeyConstraint(
            ["neighbour"], ["neighbour.name"], name=op.f("fk_outbox_neighbour")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_outbox_neighbour_state_id"), "outbox", ["neighbour", "state", "id"])
    op.create_index(
        op.f("ix_outbox_dossier_code_neighbour_state_id"),
        "outbox",
        ["dossier_code", "neighbour", "state", "id"],
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("neighbour", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'done', 'refused', 'outdated')", name=op.f("ck_inbox_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_inbox_dossier_code")
        ),
        sa.ForeignKeyConstraint(["neighbour"], ["neighbour.name"], name=op.f("fk_inbox_neighbour")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("neighbour", "key", "digest", name=op.f("uq_inbox_neighbour_key_digest")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_inbox_dossier_code"), "inbox", ["dossier_code"])
    op.create_index(op.f("ix_inbox_neighbour_subject"), "inbox", ["neighbour", "subject"])
    op.create_table(
        "inbox_file",
        sa.Column("inbox_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_inbox_file_inbox_id")),
        sa.PrimaryKeyConstraint("inbox_id", "name", name=op.f("pk_inbox_file")),
        sqlite_strict=True,
    )
