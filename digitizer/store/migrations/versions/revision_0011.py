"""Pages keep what is wrong with their images."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("page", sa.Column("faults", sa.Text(), server_default="[]", nullable=False))
