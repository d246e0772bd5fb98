"""A warned value says why it stands; a day's and an officer's dossiers are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column to the values and to their history, and two indexes for dossiers."""
    for table in ("field_value", "field_value_history"):
        op.add_column(table, sa.Column("reason", sa.Text(), server_default="", nullable=False))
    op.create_index(op.f("ix_dossier_verified_at"), "dossier", ["verified_at"])
    op.create_index(
        op.f("ix_dossier_opened_by_state_due_at"), "dossier", ["opened_by", "state", "due_at"]
    )
