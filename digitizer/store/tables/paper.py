"""Tables of dossiers, their papers and pages."""

from __future__ import annotations

import sqlalchemy as sa

from digitizer.model.document import AsideReason, CopyKind, PageState
from digitizer.model.dossier import Channel, DeferralKind, DossierState
from digitizer.model.scan import Side
from digitizer.store.columns import Day, Flag, Moment, Nested
from digitizer.store.tables.base import (
    REAL,
    dossier_code,
    identity,
    officer_id,
    one_of,
    table,
    text,
)

dossier = table(
    "dossier",
    text("code", primary_key=True),
    text("procedure"),
    text("owner_name"),
    text("owner_name_key", index=True),
    text("owner_personal_id", index=True),
    text("channel"),
    text("state"),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    officer_id("opened_by"),
    officer_id("verified_by", nullable=True),
    sa.Column("verified_at", Moment),
    text("return_reason"),
    sa.Column("version", sa.Integer, nullable=False),
    one_of("channel", Channel),
    one_of("state", DossierState),
    sa.Index(None, "state", "due_at"),
    # statistics ask for a period
    sa.Index(None, "received_at"),
    sa.Index(None, "verified_at"),
    sa.Index(None, "opened_by", "state", "due_at"),
)

claim = table(
    "claim",
    text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
    officer_id("officer_id"),
    text("station"),
    sa.Column("until", Moment, nullable=False),
)


deferral = table(
    "deferral",
    # laid aside or left to somebody else; what has ended stays, so that it can be counted
    identity(),
    text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    text("kind"),
    text("reason"),
    officer_id("officer_id"),
    sa.Column("at", Moment, nullable=False),
    officer_id("ended_by", nullable=True),
    sa.Column("ended_at", Moment),
    one_of("kind", DeferralKind),
)


hand = table(
    "hand",
    text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
    sa.Column("officer_id", sa.Integer, sa.ForeignKey("officer.id"), primary_key=True),
    text("kind", primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.CheckConstraint("kind in ('keyed', 'verified', 'signed')", name="kind_known"),
    sa.Index(None, "kind", "at"),
)

document = table(
    "document",
    identity(),
    dossier_code(),
    sa.Column("type", sa.Text),
    sa.Column("type_probability", REAL, nullable=False),
    officer_id("type_decided_by", nullable=True),
    sa.Column("component", sa.Text),
    text("copy_kind"),
    sa.Column("reused_from", sa.Integer, sa.ForeignKey("document.id")),
    sa.Column("valid_from", Day),
    sa.Column("valid_to", Day),
    sa.Column("verified", Flag, nullable=False),
    one_of("copy_kind", CopyKind),
    sa.UniqueConstraint("dossier_code", "reused_from"),
    # few are, and statistics look for them
    sa.Index(
        None,
        "reused_from",
        sqlite_where=sa.text("reused_from IS NOT NULL"),
        postgresql_where=sa.text("reused_from IS NOT NULL"),
    ),
)

page = table(
    "page",
    identity(),
    dossier_code(),
    sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    text("original_hash", index=True),
    text("original_name"),
    sa.Column("original_page", sa.Integer, nullable=False),
    text("image_hash"),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("dpi", REAL, nullable=False),
    text("state"),
    sa.Column("text_hash", sa.Text, index=True),
    text("failure"),
    sa.Column("signed_original", Flag, nullable=False),
    # how the image was made from the one taken in; empty while it is that one
    sa.Column("recipe", Nested, nullable=False, server_default="{}"),
    # the paper a separator says begins here: "*", or the code of a component; empty when none
    text("begins", server_default=""),
    # what is wrong with its image, as reading told it
    sa.Column("faults", Nested, nullable=False, server_default="[]"),
    one_of("state", PageState),
    sa.UniqueConstraint("dossier_code", "number"),
    # nearly all pages are read: the index holds the others
    sa.Index(
        None,
        "state",
        "id",
        sqlite_where=sa.text("state <> 'read'"),
        postgresql_where=sa.text("state <> 'read'"),
    ),
)

page_text = table(
    # the words of a page for searching, each once, without marks; named by the text in the vault,
    # so that a page that goes and comes back needs no new entry
    "page_text",
    identity(),
    text("text_hash", unique=True),
    text("words"),
)

scan_batch = table(
    "scan_batch",
    identity(),
    dossier_code(),
    text("device"),
    sa.Column("profile", Nested, nullable=False),
    sa.Column("sheets_given", sa.Integer),
    officer_id("officer_id"),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
)

scan_image = table(
    "scan_image",
    # what a device gave, for good: a page may be removed, its sheet must not be taken in twice
    sa.Column("batch_id", sa.Integer, sa.ForeignKey("scan_batch.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sheet", sa.Integer, nullable=False),
    text("side"),
    text("image_hash"),
    # no foreign key: the row stays when the page goes
    sa.Column("page_id", sa.Integer, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    one_of("side", Side),
)

page_aside = table(
    "page_aside",
    # a page out of its dossier: removed, blank or a separator; the whole row, so that it can return
    sa.Column("page_id", sa.Integer, primary_key=True),
    dossier_code(),
    text("reason"),
    sa.Column("content", Nested, nullable=False),
    officer_id("officer_id", nullable=True),
    sa.Column("at", Moment, nullable=False),
    one_of("reason", AsideReason),
)

page_edit = table(
    "page_edit",
    # what was done to pages, with the rows before and after: undone and redone also after restart
    identity(),
    text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    text("what"),
    sa.Column("before", Nested, nullable=False),
    sa.Column("after", Nested, nullable=False),
    sa.Column("undone", Flag, nullable=False),
    officer_id("officer_id"),
    sa.Column("at", Moment, nullable=False),
)

kept_file = table(
    "kept_file",
    # files that only page_aside and page_edit name; without this row they would be collected
    text("digest", primary_key=True),
    text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
)
