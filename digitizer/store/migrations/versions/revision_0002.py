"""Officers may be disabled; the journal can be searched by officer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the index."""
    op.add_column("officer", sa.Column("password_at", sa.Text(), nullable=True))
    op.add_column("officer", sa.Column("disabled_at", sa.Text(), nullable=True))
    op.create_index(op.f("ix_journal_officer_seq"), "journal", ["officer", "seq"])
