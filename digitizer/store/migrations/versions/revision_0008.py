"""Dossiers are found by words of their owner's name and parts of their code."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index of words; on PostgreSQL trigram indexes do the same."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE dossier_search USING fts5(owner_name_key, code,"
            " content='dossier', content_rowid='rowid', detail='none', prefix='1 2 3')"
        )
        op.execute("INSERT INTO dossier_search (dossier_search) VALUES ('rebuild')")
    else:
        op.execute(
            "CREATE INDEX ix_dossier_words ON dossier"
            " USING gin ((' ' || owner_name_key) gin_trgm_ops)"
        )
        op.execute("CREATE INDEX ix_dossier_code_parts ON dossier USING gin (code gin_trgm_ops)")
