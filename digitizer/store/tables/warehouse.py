"""Tables of people, organisations, and the facts that were verified about them."""

from __future__ import annotations

import sqlalchemy as sa

from digitizer.model.place import Standing
from digitizer.model.warehouse import CorrectionState, EndKind
from digitizer.store.columns import Day, Moment, Nested
from digitizer.store.tables.base import dossier_code, identity, officer_id, one_of, table, text

person = table(
    "person",
    text("personal_id", primary_key=True),
    text("name"),
    text("name_key", index=True),
)

organisation = table(
    "organisation",
    text("code", primary_key=True),
    text("name"),
    text("name_key", index=True),
)

fact = table(
    "fact",
    identity(),
    sa.Column("personal_id", sa.Text, sa.ForeignKey("person.personal_id"), index=True),
    sa.Column("organisation", sa.Text, sa.ForeignKey("organisation.code"), index=True),
    text("document_type"),
    text("field"),
    text("value"),
    dossier_code(),
    sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False),
    sa.Column("page_id", sa.Integer),
    sa.Column("box", Nested),
    text("method"),
    text("basis"),
    text("verified_by"),
    sa.Column("verified_at", Moment, nullable=False),
    sa.Column("valid_to", Day),
    sa.Column("true_from", Day),
    text("succession", server_default=""),
    text("legal_source", server_default=""),
    # 1 as verified first, one more with every correction; what it corrects is a fact of its own
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("corrects", sa.Integer, sa.ForeignKey("fact.id")),
    sa.CheckConstraint(
        "personal_id IS NOT NULL OR organisation IS NOT NULL", name="belongs_to_somebody"
    ),
    sa.UniqueConstraint("document_id", "field", "version"),
)

fact_end = table(
    "fact_end",
    # a row of its own, so that facts are never changed: what was known when can be asked for good
    sa.Column("fact_id", sa.Integer, sa.ForeignKey("fact.id"), primary_key=True),
    text("kind", primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("true_to", Day),
    # no foreign key: the end stays when the fact that took the place is erased
    sa.Column("next_fact", sa.Integer),
    one_of("kind", EndKind),
)

fact_place = table(
    "fact_place",
    # derived from the fact's value and the dated tables of units: derived anew when they change
    sa.Column("fact_id", sa.Integer, sa.ForeignKey("fact.id"), primary_key=True),
    text("version"),
    text("standing"),
    text("unit_code", index=True),
    text("unit"),
    text("province", index=True),
    sa.Column("at", Moment, nullable=False),
    one_of("standing", Standing),
)

correction = table(
    "correction",
    identity(),
    sa.Column("fact_id", sa.Integer, sa.ForeignKey("fact.id"), nullable=False, index=True),
    text("value"),
    text("reason"),
    officer_id("proposed_by"),
    sa.Column("proposed_at", Moment, nullable=False),
    text("state", index=True),
    officer_id("decided_by", nullable=True),
    sa.Column("decided_at", Moment),
    text("decision_reason", server_default=""),
    one_of("state", CorrectionState),
)

stale_use = table(
    "stale_use",
    # a dossier that rests on a value corrected since
    text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
    sa.Column("fact_id", sa.Integer, sa.ForeignKey("fact.id"), primary_key=True),
    sa.Column("at", Moment, nullable=False),
    officer_id("settled_by", nullable=True),
    sa.Column("settled_at", Moment, index=True),
    text("note", server_default=""),
)

refusal = table(
    "refusal",
    text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
    sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), primary_key=True),
    officer_id("officer_id"),
    text("reason"),
    sa.Column("at", Moment, nullable=False),
)
