"""Tables of work done ahead: what waits on a single desk, and what was made before it is asked."""

from __future__ import annotations

import sqlalchemy as sa

from digitizer.store.columns import Moment, Nested
from digitizer.store.tables.base import dossier_code, identity, table, text

desk_job = table(
    "desk_job",
    # an office on PostgreSQL keeps its queue in procrastinate's own tables
    identity(),
    text("kind"),
    text("subject"),
    dossier_code(),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    # code of why it was set aside; empty while it waits
    text("problem"),
    sa.Column("at", Moment, nullable=False),
    sa.UniqueConstraint("kind", "subject"),
    sa.Index(None, "priority", "id"),
)

prepared = table(
    "prepared",
    text("kind", primary_key=True),
    text("subject", primary_key=True),
    text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    # hash of all it was made from: what changed since is made anew
    text("content"),
    sa.Column("digest", sa.Text),
    text("problem"),
    sa.Column("details", Nested, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
