"""The agency seals what a person signed; every step of a signature and every form is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns, the new state and two tables."""
    with op.batch_alter_table(
        "result", table_kwargs={"sqlite_strict": True, "sqlite_autoincrement": True}
    ) as batch:
        batch.add_column(sa.Column("sealed_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("sealed_at", sa.Text(), nullable=True))
        batch.add_column(sa.Column("signatures", sa.Text(), nullable=False, server_default="{}"))
        batch.create_foreign_key(op.f("fk_result_sealed_by"), "officer", ["sealed_by"], ["id"])
        batch.drop_constraint(op.f("ck_result_state_known"), type_="check")
        batch.create_check_constraint(
            op.f("ck_result_state_known"), "state in ('composed', 'signed', 'sealed', 'released')"
        )
    op.create_table(
        "signing_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.CheckConstraint("role in ('person', 'agency')", name=op.f("ck_signing_step_role_known")),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_signing_step_result_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_step")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_signing_step_result_id"), "signing_step", ["result_id"])
    op.create_table(
        "issued_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=True),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("pdf_hash", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_issued_form_dossier_code")
        ),
        sa.ForeignKeyConstraint(["issued_by"], ["officer.id"], name=op.f("fk_issued_form_issued_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_form")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_issued_form_dossier_code"), "issued_form", ["dossier_code"])
