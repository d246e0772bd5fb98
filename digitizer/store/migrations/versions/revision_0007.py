"""Pages whose kind officers confirmed are kept as features, for sorting to learn from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "confirmation",
        sa.Column("page_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("features", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_confirmation_officer_id")
        ),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_confirmation")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_confirmation_type"), "confirmation", ["type"])
