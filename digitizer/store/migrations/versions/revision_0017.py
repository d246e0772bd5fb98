"""Certificates by which officers sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "officer_certificate",
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_officer_certificate_officer_id")
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_officer_certificate")),
        sqlite_strict=True,
    )
