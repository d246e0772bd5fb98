"""Run by Alembic: hands it the program's own connection and tables."""

from __future__ import annotations

from alembic import context

from digitizer.store import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    # SQLite changes tables inside a transaction like anything else; the caller holds it
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
