"""The words of pages are searched, and officers keep searches under a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_COUNTED = {"sqlite_strict": True, "sqlite_autoincrement": True}


def upgrade() -> None:
    """Make the tables and the index of words; pages read before are indexed on request."""
    op.create_index(op.f("ix_page_text_hash"), "page", ["text_hash"])
    op.create_table(
        "page_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_text")),
        sa.UniqueConstraint("text_hash", name=op.f("uq_page_text_text_hash")),
        **_COUNTED,
    )
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_saved_search_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("officer_id", "name", name=op.f("uq_saved_search_officer_id_name")),
        **_COUNTED,
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE page_text_search USING fts5(words,"
            " content='page_text', content_rowid='id', detail='none', prefix='2 3')"
        )
    else:
        op.execute(
            "CREATE INDEX ix_page_text_words ON page_text"
            " USING gin (to_tsvector('simple', words))"
        )
