"""Reports are made by themselves, and what became of each is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_COUNTED = {"sqlite_strict": True, "sqlite_autoincrement": True}


def upgrade() -> None:
    """Make the tables of plans and of what was made."""
    op.create_table(
        "report_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("formats", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("neighbour", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.Text(), nullable=False),
        sa.Column("stopped_by", sa.Integer(), nullable=True),
        sa.Column("stopped_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "period in ('daily', 'weekly', 'monthly')", name=op.f("ck_report_plan_period_known")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_report_plan_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["stopped_by"], ["officer.id"], name=op.f("fk_report_plan_stopped_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_plan")),
        **_COUNTED,
    )
    op.create_table(
        "report_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["report_plan.id"], name=op.f("fk_report_run_plan_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_report_run_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_run")),
        **_COUNTED,
    )
    op.create_index(op.f("ix_report_run_plan_id"), "report_run", ["plan_id"])
