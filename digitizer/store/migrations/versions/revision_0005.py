"""Files are found by content: what was digitized before is said at intake."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index(op.f("ix_page_original_hash"), "page", ["original_hash"])
