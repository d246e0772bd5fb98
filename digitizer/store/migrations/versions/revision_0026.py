"""The unit an address lies in is kept beside the fact, with the version of the tables it is by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; facts that are there already are derived by ``digitizer places``."""
    op.create_table(
        "fact_place",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("unit_code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "standing in ('in-force', 'mapped', 'ambiguous', 'uncertain', 'unknown')",
            name=op.f("ck_fact_place_standing_known"),
        ),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_fact_place_fact_id")),
        sa.PrimaryKeyConstraint("fact_id", name=op.f("pk_fact_place")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_fact_place_unit_code"), "fact_place", ["unit_code"])
    op.create_index(op.f("ix_fact_place_province"), "fact_place", ["province"])
