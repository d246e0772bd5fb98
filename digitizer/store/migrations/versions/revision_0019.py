"""Work done ahead and the queue of a single desk; indexes for periods and for results by state."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and indexes."""
    op.create_table(
        "desk_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_desk_job_dossier_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_job")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_desk_job_kind_subject")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_desk_job_priority_id"), "desk_job", ["priority", "id"])
    op.create_table(
        "prepared",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_prepared_dossier_code")
        ),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_prepared")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_prepared_dossier_code"), "prepared", ["dossier_code"])
    op.create_index(op.f("ix_dossier_received_at"), "dossier", ["received_at"])
    op.create_index(op.f("ix_hand_kind_at"), "hand", ["kind", "at"])
    op.create_index(op.f("ix_journal_action_at"), "journal", ["action", "at"])
    op.create_index(op.f("ix_result_state_id"), "result", ["state", "id"])
    # few of the values are decided by people, so the index holds those alone
    decided = sa.text("decided_at IS NOT NULL")
    op.create_index(
        op.f("ix_field_value_decided_at"),
        "field_value",
        ["decided_at"],
        sqlite_where=decided,
        postgresql_where=decided,
    )
