"""Names are searched by words; dossiers may be claimed; an office's vault key stands in a table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index of names and the two tables."""
    op.create_table(
        "claim",
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_claim_dossier_code")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_claim_officer_id")),
        sa.PrimaryKeyConstraint("dossier_code", name=op.f("pk_claim")),
        sqlite_autoincrement=False,
        sqlite_strict=True,
    )
    op.create_table(
        "office_key",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_office_key")),
        sqlite_autoincrement=False,
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE person_search USING fts5(name_key, content='person',"
            " content_rowid='rowid', detail='none', prefix='1 2 3')"
        )
        op.execute("INSERT INTO person_search (person_search) VALUES ('rebuild')")
    else:
        op.execute(
            "CREATE INDEX ix_person_words ON person USING gin ((' ' || name_key) gin_trgm_ops)"
        )
