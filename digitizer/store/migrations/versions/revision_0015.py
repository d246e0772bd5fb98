"""Values may be keyed twice or drawn for a look; what a decision took is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "review",
        sa.Column("value_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("look", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "look in ('never', 'finding', 'doubt', 'sample', 'always', 'twice')",
            name=op.f("ck_review_look_known"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_review_dossier_code")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["officer.id"], name=op.f("fk_review_settled_by")),
        sa.PrimaryKeyConstraint("value_id", name=op.f("pk_review")),
        **_STRICT,
    )
    op.create_index(op.f("ix_review_dossier_code"), "review", ["dossier_code"])
    op.create_table(
        "keying",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("absence", sa.Text(), nullable=True),
        sa.Column("answer_key", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "absence in ('blank', 'unreadable', 'not-applicable')",
            name=op.f("ck_keying_absence_known"),
        ),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_keying_dossier_code")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_keying_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keying")),
        sqlite_autoincrement=True,
        **_STRICT,
    )
    op.create_index(op.f("ix_keying_value_id"), "keying", ["value_id"])
    op.create_table(
        "effort",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("keystrokes", sa.Integer(), nullable=False),
        sa.Column("alternative", sa.Integer(), nullable=False),
        sa.Column("zoomed", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_effort_dossier_code")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_effort_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effort")),
        sqlite_autoincrement=True,
        **_STRICT,
    )
    op.create_index(op.f("ix_effort_value_id"), "effort", ["value_id"])
    op.create_index(op.f("ix_effort_at"), "effort", ["at"])
