"""Tables of neighbours, and what was sent to them and came from them."""

from __future__ import annotations

import sqlalchemy as sa

from digitizer.model.message import DeliveryState, MessageKind, MessageState
from digitizer.store.columns import Flag, Moment, Nested
from digitizer.store.tables.base import dossier_code, identity, one_of, table, text

neighbour = table(
    "neighbour",
    text("name", primary_key=True),
    text("connector"),
    text("address"),
    sa.Column("settings", Nested, nullable=False),
    sa.Column("kinds", Nested, nullable=False),
    sa.Column("enabled", Flag, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("resting_until", Moment),
    text("problem"),
    sa.Column("answered_at", Moment),
    # which desk sends now: two would break the order
    text("leased_by"),
    sa.Column("leased_until", Moment),
    # how far what it offers was fetched
    text("place", server_default=""),
)
"""Systems the office exchanges with; their secrets stand in keyrings, never here."""

outbox = table(
    "outbox",
    identity(),
    text("key", unique=True),
    text("neighbour", sa.ForeignKey("neighbour.name")),
    text("kind"),
    dossier_code(),
    sa.Column("content", Nested, nullable=False),
    text("state"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", Moment),
    text("problem"),
    sa.Column("details", Nested, nullable=False),
    sa.Column("receipt", Nested, nullable=False),
    sa.Column("sent_at", Moment),
    one_of("kind", MessageKind),
    one_of("state", MessageState),
    sa.Index(None, "neighbour", "state", "id"),
    sa.Index(None, "dossier_code", "neighbour", "state", "id"),
)
"""What neighbours are to be told, written in the transaction that made it true."""

inbox = table(
    "inbox",
    identity(),
    text("neighbour", sa.ForeignKey("neighbour.name")),
    text("key"),
    text("kind"),
    text("subject"),
    text("version"),
    sa.Column("content", Nested, nullable=False),
    text("digest"),
    text("state"),
    text("problem"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("dossier_code", sa.Text, sa.ForeignKey("dossier.code"), index=True),
    one_of("state", DeliveryState),
    # the same delivery again is the same row; another one under its key is refused, and kept
    sa.UniqueConstraint("neighbour", "key", "digest"),
    sa.Index(None, "neighbour", "subject"),
)
"""What neighbours delivered, validated before it got here."""

inbox_file = table(
    "inbox_file",
    sa.Column("inbox_id", sa.Integer, sa.ForeignKey("inbox.id"), primary_key=True),
    text("name", primary_key=True),
    text("digest"),
)
