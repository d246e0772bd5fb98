"""Facts stand in time, belong to organisations too, and can be corrected."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_STRICT = {"sqlite_strict": True}
_COUNTED = {"sqlite_strict": True, "sqlite_autoincrement": True}


def upgrade() -> None:
    """Add organisations, the two times of a fact, its end, corrections and who used the old."""
    op.create_table(
        "organisation",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_organisation")),
        **_STRICT,
    )
    op.create_index(op.f("ix_organisation_name_key"), "organisation", ["name_key"])
    with op.batch_alter_table("fact", table_kwargs=_COUNTED) as batch:
        batch.alter_column("personal_id", existing_type=sa.Text(), nullable=True)
        batch.add_column(sa.Column("organisation", sa.Text(), nullable=True))
        batch.add_column(sa.Column("true_from", sa.Text(), nullable=True))
        batch.add_column(sa.Column("succession", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("legal_source", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch.add_column(sa.Column("corrects", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("uq_fact_document_id_personal_id_field"), type_="unique")
        batch.create_unique_constraint(
            op.f("uq_fact_document_id_field_version"), ["document_id", "field", "version"]
        )
        batch.create_foreign_key(
            op.f("fk_fact_organisation"), "organisation", ["organisation"], ["code"]
        )
        batch.create_foreign_key(op.f("fk_fact_corrects"), "fact", ["corrects"], ["id"])
        batch.create_check_constraint(
            op.f("ck_fact_belongs_to_somebody"),
            "personal_id IS NOT NULL OR organisation IS NOT NULL",
        )
    op.create_index(op.f("ix_fact_organisation"), "fact", ["organisation"])
    op.create_table(
        "fact_end",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("true_to", sa.Text(), nullable=True),
        sa.Column("next_fact", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind in ('corrected', 'succeeded')", name=op.f("ck_fact_end_kind_known")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_fact_end_fact_id")),
        sa.PrimaryKeyConstraint("fact_id", "kind", name=op.f("pk_fact_end")),
        **_STRICT,
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("decision_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "state in ('proposed', 'approved', 'refused')", name=op.f("ck_correction_state_known")
        ),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_correction_fact_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["officer.id"], name=op.f("fk_correction_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["officer.id"], name=op.f("fk_correction_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        **_COUNTED,
    )
    op.create_index(op.f("ix_correction_fact_id"), "correction", ["fact_id"])
    op.create_index(op.f("ix_correction_state"), "correction", ["state"])
    op.create_table(
        "stale_use",
        sa.Column("dossier_code", sa.Text(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossier.code"], name=op.f("fk_stale_use_dossier_code")
        ),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_stale_use_fact_id")),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["officer.id"], name=op.f("fk_stale_use_settled_by")
        ),
        sa.PrimaryKeyConstraint("dossier_code", "fact_id", name=op.f("pk_stale_use")),
        **_STRICT,
    )
    op.create_index(op.f("ix_stale_use_settled_at"), "stale_use", ["settled_at"])
