"""Dossiers may be held back from erasure, or erased by a decision; names are found by whole words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables; index beginnings of words up to six letters."""
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_legal_hold_dossier_code")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_legal_hold_officer_id")
        ),
        sa.ForeignKeyConstraint(["lifted_by"], ["officer.id"], name=op.f("fk_legal_hold_lifted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_legal_hold_dossier_code"), "legal_hold", ["dossier_code"])
    op.create_table(
        "erasure",
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_erasure_dossier_code")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_erasure_officer_id")),
        sa.PrimaryKeyConstraint("dossier_code", name=op.f("pk_erasure")),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for name, columns, table in (
            ("person_search", "name_key", "person"),
            ("dossier_search", "owner_name_key, code", "dossier"),
        ):
            op.execute(f"DROP TABLE {name}")
            op.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content='{table}',"
                " content_rowid='rowid', detail='none', prefix='1 2 3 4 5 6')"
            )
            op.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")
