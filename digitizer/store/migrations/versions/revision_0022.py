"""Indexes of the few pages that are not read and of the few papers that are reused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    waiting = sa.text("state <> 'read'")
    op.create_index(
        op.f("ix_page_state_id"),
        "page",
        ["state", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    reused = sa.text("reused_from IS NOT NULL")
    op.create_index(
        op.f("ix_document_reused_from"),
        "document",
        ["reused_from"],
        sqlite_where=reused,
        postgresql_where=reused,
    )
