"""The store's tables, in column types that SQLite and PostgreSQL understand alike (``columns``)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from digitizer.model.document import AsideReason, CopyKind, PageState
from digitizer.model.dossier import Channel, DeferralKind, DossierState
from digitizer.model.field import Absence, Look, Method, Severity
from digitizer.model.message import DeliveryState, MessageKind, MessageState
from digitizer.model.result import CopyRole, ResultState, SignerRole
from digitizer.model.scan import Side
from digitizer.model.warehouse import CorrectionState, EndKind
from digitizer.store.columns import Day, Flag, Moment, Nested

HEAD = "0017"
"""The migration this program writes; revisions are numbers in text, so they compare as text."""


def _one_of(column: str, words: Iterable[StrEnum]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word.value}'" for word in words)
    return sa.CheckConstraint(f"{column} in ({listed})", name=f"{column}_known")


_real: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    # autoincrement: the id of a removed page must never come to mean another page
    counted = any(isinstance(part, sa.Column) and part.name == "id" for part in parts)
    return sa.Table(name, metadata, *parts, sqlite_strict=True, sqlite_autoincrement=counted)


def _text(name: str, *more: Any, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text, *more, nullable=False, **options)


def _dossier() -> sa.Column[str]:
    return _text("dossier_code", sa.ForeignKey("dossier.code"))


def _officer(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey("officer.id"), nullable=nullable)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


officer = _table(
    "officer",
    _id(),
    _text("login", unique=True),
    _text("name"),
    sa.Column("roles", Nested, nullable=False),
    _text("password_hash"),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("paused_until", Moment),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("password_at", Moment),
    sa.Column("disabled_at", Moment),
)

journal = _table(
    "journal",
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    _text("at"),
    _text("officer"),
    _text("station"),
    _text("action"),
    _text("subject", index=True),
    _text("before"),
    _text("after"),
    _text("previous_hash"),
    _text("hash"),
    sa.Index(None, "officer", "seq"),
)

counter = _table(
    "counter", _text("name", primary_key=True), sa.Column("value", sa.Integer, nullable=False)
)

dossier = _table(
    "dossier",
    _text("code", primary_key=True),
    _text("procedure"),
    _text("owner_name"),
    _text("owner_name_key", index=True),
    _text("owner_personal_id", index=True),
    _text("channel"),
    _text("state"),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    _officer("opened_by"),
    _officer("verified_by", nullable=True),
    sa.Column("verified_at", Moment),
    _text("return_reason"),
    sa.Column("version", sa.Integer, nullable=False),
    _one_of("channel", Channel),
    _one_of("state", DossierState),
    sa.Index(None, "state", "due_at"),
)

claim = _table(
    "claim",
    _text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
    _officer("officer_id"),
    _text("station"),
    sa.Column("until", Moment, nullable=False),
)

deferral = _table(
    "deferral",
    # laid aside or left to somebody else; what has ended stays, so that it can be counted
    _id(),
    _text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    _text("kind"),
    _text("reason"),
    _officer("officer_id"),
    sa.Column("at", Moment, nullable=False),
    _officer("ended_by", nullable=True),
    sa.Column("ended_at", Moment),
    _one_of("kind", DeferralKind),
)

office_key = _table("office_key", _text("name", primary_key=True), _text("value"))
"""What an office on a shared database keeps there for its members; empty on a single desk."""

hand = _table(
    "hand",
    _text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
    sa.Column("officer_id", sa.Integer, sa.ForeignKey("officer.id"), primary_key=True),
    _text("kind", primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.CheckConstraint("kind in ('keyed', 'verified', 'signed')", name="kind_known"),
)

document = _table(
    "document",
    _id(),
    _dossier(),
    sa.Column("type", sa.Text),
    sa.Column("type_probability", _real, nullable=False),
    _officer("type_decided_by", nullable=True),
    sa.Column("component", sa.Text),
    _text("copy_kind"),
    sa.Column("reused_from", sa.Integer, sa.ForeignKey("document.id")),
    sa.Column("valid_from", Day),
    sa.Column("valid_to", Day),
    sa.Column("verified", Flag, nullable=False),
    _one_of("copy_kind", CopyKind),
    sa.UniqueConstraint("dossier_code", "reused_from"),
)

page = _table(
    "page",
    _id(),
    _dossier(),
    sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    _text("original_hash", index=True),
    _text("original_name"),
    sa.Column("original_page", sa.Integer, nullable=False),
    _text("image_hash"),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("dpi", _real, nullable=False),
    _text("state"),
    sa.Column("text_hash", sa.Text, index=True),
    _text("failure"),
    sa.Column("signed_original", Flag, nullable=False),
    # how the image was made from the one taken in; empty while it is that one
    sa.Column("recipe", Nested, nullable=False, server_default="{}"),
    # the paper a separator says begins here: "*", or the code of a component; empty when none
    _text("begins", server_default=""),
    # what is wrong with its image, as reading told it
    sa.Column("faults", Nested, nullable=False, server_default="[]"),
    _one_of("state", PageState),
    sa.UniqueConstraint("dossier_code", "number"),
)

page_text = _table(
    # the words of a page for searching, each once, without marks; named by the text in the vault,
    # so that a page that goes and comes back needs no new entry
    "page_text",
    _id(),
    _text("text_hash", unique=True),
    _text("words"),
)

saved_search = _table(
    "saved_search",
    _id(),
    _officer("officer_id"),
    _text("name"),
    sa.Column("query", Nested, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.UniqueConstraint("officer_id", "name"),
)

scan_batch = _table(
    "scan_batch",
    _id(),
    _dossier(),
    _text("device"),
    sa.Column("profile", Nested, nullable=False),
    sa.Column("sheets_given", sa.Integer),
    _officer("officer_id"),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
)

scan_image = _table(
    "scan_image",
    # what a device gave, for good: a page may be removed, its sheet must not be taken in twice
    sa.Column("batch_id", sa.Integer, sa.ForeignKey("scan_batch.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sheet", sa.Integer, nullable=False),
    _text("side"),
    _text("image_hash"),
    # no foreign key: the row stays when the page goes
    sa.Column("page_id", sa.Integer, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    _one_of("side", Side),
)

page_aside = _table(
    "page_aside",
    # a page out of its dossier: removed, blank or a separator; the whole row, so that it can return
    sa.Column("page_id", sa.Integer, primary_key=True),
    _dossier(),
    _text("reason"),
    sa.Column("content", Nested, nullable=False),
    _officer("officer_id", nullable=True),
    sa.Column("at", Moment, nullable=False),
    _one_of("reason", AsideReason),
)

page_edit = _table(
    "page_edit",
    # what was done to pages, with the rows before and after: undone and redone also after restart
    _id(),
    _text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    _text("what"),
    sa.Column("before", Nested, nullable=False),
    sa.Column("after", Nested, nullable=False),
    sa.Column("undone", Flag, nullable=False),
    _officer("officer_id"),
    sa.Column("at", Moment, nullable=False),
)

kept_file = _table(
    "kept_file",
    # files that only page_aside and page_edit name; without this row they would be collected
    _text("digest", primary_key=True),
    _text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
)


def _value_columns() -> list[sa.schema.SchemaItem]:
    return [
        _text("name"),
        sa.Column("position", sa.Integer, nullable=False),
        _text("value"),
        _text("raw"),
        sa.Column("confidence", _real, nullable=False),
        sa.Column("sure", Flag, nullable=False),
        _text("method"),
        _text("basis"),
        sa.Column("evidence", Nested, nullable=False),
        sa.Column("alternatives", Nested, nullable=False),
        sa.Column("absence", sa.Text),
        _officer("decided_by", nullable=True),
        sa.Column("decided_at", Moment),
        _officer("changed_by", nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        _one_of("method", Method),
        _one_of("absence", Absence),
    ]


field_value = _table(
    "field_value",
    _id(),
    sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False),
    *_value_columns(),
    sa.UniqueConstraint("document_id", "name"),
)

field_value_history = _table(
    "field_value_history",
    _id(),
    # no foreign keys: what a value was is kept when the value itself goes
    sa.Column("value_id", sa.Integer, nullable=False),
    sa.Column("document_id", sa.Integer, nullable=False),
    *_value_columns(),
    sa.Column("replaced_at", Moment, nullable=False),
    sa.UniqueConstraint("value_id", "version"),
)

review = _table(
    "review",
    # what the office asks of a value beside doubt; written when the dossier is handed over
    sa.Column("value_id", sa.Integer, primary_key=True, autoincrement=False),
    _text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    _text("look"),
    # keyings before this time belong to an earlier round
    sa.Column("asked_at", Moment, nullable=False),
    _officer("settled_by", nullable=True),
    sa.Column("settled_at", Moment),
    _one_of("look", Look),
)

keying = _table(
    "keying",
    _id(),
    # no foreign key: what was keyed is kept when the value itself goes
    sa.Column("value_id", sa.Integer, nullable=False, index=True),
    _dossier(),
    # nobody: the machine's own voice
    _officer("officer_id", nullable=True),
    _text("answer"),
    sa.Column("absence", sa.Text),
    # the answer as it is compared
    _text("answer_key"),
    sa.Column("at", Moment, nullable=False),
    _one_of("absence", Absence),
)

effort = _table(
    "effort",
    # what a decision took, with the version it made; no foreign key, as above
    _id(),
    sa.Column("value_id", sa.Integer, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    _dossier(),
    _officer("officer_id"),
    sa.Column("milliseconds", sa.Integer, nullable=False),
    sa.Column("keystrokes", sa.Integer, nullable=False),
    sa.Column("alternative", sa.Integer, nullable=False),
    sa.Column("zoomed", Flag, nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
)

finding = _table(
    "finding",
    _id(),
    _text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), index=True),
    _text("code"),
    _text("severity"),
    sa.Column("fields", Nested, nullable=False),
    sa.Column("details", Nested, nullable=False),
    _one_of("severity", Severity),
)

person = _table(
    "person",
    _text("personal_id", primary_key=True),
    _text("name"),
    _text("name_key", index=True),
)

organisation = _table(
    "organisation",
    _text("code", primary_key=True),
    _text("name"),
    _text("name_key", index=True),
)

fact = _table(
    "fact",
    _id(),
    sa.Column("personal_id", sa.Text, sa.ForeignKey("person.personal_id"), index=True),
    sa.Column("organisation", sa.Text, sa.ForeignKey("organisation.code"), index=True),
    _text("document_type"),
    _text("field"),
    _text("value"),
    _dossier(),
    sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False),
    sa.Column("page_id", sa.Integer),
    sa.Column("box", Nested),
    _text("method"),
    _text("basis"),
    _text("verified_by"),
    sa.Column("verified_at", Moment, nullable=False),
    sa.Column("valid_to", Day),
    sa.Column("true_from", Day),
    _text("succession", server_default=""),
    _text("legal_source", server_default=""),
    # 1 as verified first, one more with every correction; what it corrects is a fact of its own
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("corrects", sa.Integer, sa.ForeignKey("fact.id")),
    sa.CheckConstraint(
        "personal_id IS NOT NULL OR organisation IS NOT NULL", name="belongs_to_somebody"
    ),
    sa.UniqueConstraint("document_id", "field", "version"),
)

fact_end = _table(
    "fact_end",
    # a row of its own, so that facts are never changed: what was known when can be asked for good
    sa.Column("fact_id", sa.Integer, sa.ForeignKey("fact.id"), primary_key=True),
    _text("kind", primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("true_to", Day),
    # no foreign key: the end stays when the fact that took the place is erased
    sa.Column("next_fact", sa.Integer),
    _one_of("kind", EndKind),
)

correction = _table(
    "correction",
    _id(),
    sa.Column("fact_id", sa.Integer, sa.ForeignKey("fact.id"), nullable=False, index=True),
    _text("value"),
    _text("reason"),
    _officer("proposed_by"),
    sa.Column("proposed_at", Moment, nullable=False),
    _text("state", index=True),
    _officer("decided_by", nullable=True),
    sa.Column("decided_at", Moment),
    _text("decision_reason", server_default=""),
    _one_of("state", CorrectionState),
)

stale_use = _table(
    "stale_use",
    # a dossier that rests on a value corrected since
    _text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
    sa.Column("fact_id", sa.Integer, sa.ForeignKey("fact.id"), primary_key=True),
    sa.Column("at", Moment, nullable=False),
    _officer("settled_by", nullable=True),
    sa.Column("settled_at", Moment, index=True),
    _text("note", server_default=""),
)

refusal = _table(
    "refusal",
    _text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
    sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), primary_key=True),
    _officer("officer_id"),
    _text("reason"),
    sa.Column("at", Moment, nullable=False),
)

result = _table(
    "result",
    _id(),
    _text("dossier_code", sa.ForeignKey("dossier.code"), unique=True),
    _text("number"),
    _text("template"),
    sa.Column("data", Nested, nullable=False),
    _text("pdf_hash"),
    _text("state"),
    _officer("composed_by"),
    sa.Column("composed_at", Moment, nullable=False),
    sa.Column("signed_hash", sa.Text),
    _officer("signed_by", nullable=True),
    sa.Column("signed_at", Moment),
    sa.Column("report", Nested, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    _officer("sealed_by", nullable=True),
    sa.Column("sealed_at", Moment),
    sa.Column("signatures", Nested, nullable=False, server_default="{}"),
    _one_of("state", ResultState),
)

signing_step = _table(
    "signing_step",
    _id(),
    sa.Column("result_id", sa.Integer, sa.ForeignKey("result.id"), nullable=False, index=True),
    _text("role"),
    _text("stage"),
    sa.Column("at", Moment, nullable=False),
    _text("entry"),
    _one_of("role", SignerRole),
)

signed_copy = _table(
    "signed_copy",
    _id(),
    _text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    # no foreign key: what was signed is kept when the paper is sorted anew
    sa.Column("document_id", sa.Integer, nullable=False),
    _text("role"),
    _text("content"),
    _text("pdf_hash"),
    _officer("signed_by"),
    sa.Column("signed_at", Moment, nullable=False),
    sa.Column("report", Nested, nullable=False),
    _one_of("role", CopyRole),
)

issued_form = _table(
    "issued_form",
    _id(),
    sa.Column("dossier_code", sa.Text, sa.ForeignKey("dossier.code"), index=True),
    _text("template"),
    _text("number"),
    sa.Column("data", Nested, nullable=False),
    _text("pdf_hash"),
    _officer("issued_by"),
    sa.Column("issued_at", Moment, nullable=False),
)

confirmation = _table(
    "confirmation",
    # no foreign key: what a page looked like is still known when the page is gone
    sa.Column("page_id", sa.Integer, primary_key=True, autoincrement=False),
    _text("type", index=True),
    sa.Column("first", Flag, nullable=False),
    _text("features"),
    _officer("officer_id"),
    sa.Column("at", Moment, nullable=False),
)
"""Pages whose kind an officer stood for, as hashes of their words: what sorting learns from."""

legal_hold = _table(
    "legal_hold",
    _id(),
    _text("dossier_code", sa.ForeignKey("dossier.code"), index=True),
    _text("reason"),
    _officer("officer_id"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("lifted_by", sa.Integer, sa.ForeignKey("officer.id")),
    sa.Column("lifted_at", Moment),
)
"""Dossiers that must not be erased while a complaint, a lawsuit or an inspection runs."""

erasure = _table(
    "erasure",
    _text("dossier_code", sa.ForeignKey("dossier.code"), primary_key=True),
    _officer("officer_id"),
    _text("decision"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("done", Flag, nullable=False),
)
"""Dossiers whose contents were destroyed; ``done`` is 0 only inside the erasing transaction."""

neighbour = _table(
    "neighbour",
    _text("name", primary_key=True),
    _text("connector"),
    _text("address"),
    sa.Column("settings", Nested, nullable=False),
    sa.Column("kinds", Nested, nullable=False),
    sa.Column("enabled", Flag, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("resting_until", Moment),
    _text("problem"),
    sa.Column("answered_at", Moment),
    # which desk sends now: two would break the order
    _text("leased_by"),
    sa.Column("leased_until", Moment),
    # how far what it offers was fetched
    _text("place", server_default=""),
)
"""Systems the office exchanges with; their secrets stand in keyrings, never here."""

outbox = _table(
    "outbox",
    _id(),
    _text("key", unique=True),
    _text("neighbour", sa.ForeignKey("neighbour.name")),
    _text("kind"),
    _dossier(),
    sa.Column("content", Nested, nullable=False),
    _text("state"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", Moment),
    _text("problem"),
    sa.Column("details", Nested, nullable=False),
    sa.Column("receipt", Nested, nullable=False),
    sa.Column("sent_at", Moment),
    _one_of("kind", MessageKind),
    _one_of("state", MessageState),
    sa.Index(None, "neighbour", "state", "id"),
    sa.Index(None, "dossier_code", "neighbour", "state", "id"),
)
"""What neighbours are to be told, written in the transaction that made it true."""

inbox = _table(
    "inbox",
    _id(),
    _text("neighbour", sa.ForeignKey("neighbour.name")),
    _text("key"),
    _text("kind"),
    _text("subject"),
    _text("version"),
    sa.Column("content", Nested, nullable=False),
    _text("digest"),
    _text("state"),
    _text("problem"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("dossier_code", sa.Text, sa.ForeignKey("dossier.code"), index=True),
    _one_of("state", DeliveryState),
    # the same delivery again is the same row; another one under its key is refused, and kept
    sa.UniqueConstraint("neighbour", "key", "digest"),
    sa.Index(None, "neighbour", "subject"),
)
"""What neighbours delivered, validated before it got here."""

inbox_file = _table(
    "inbox_file",
    sa.Column("inbox_id", sa.Integer, sa.ForeignKey("inbox.id"), primary_key=True),
    _text("name", primary_key=True),
    _text("digest"),
)

officer_certificate = _table(
    "officer_certificate",
    _text("fingerprint", primary_key=True),
    _officer("officer_id"),
    _text("owner"),
    sa.Column("at", Moment, nullable=False),
)
"""Certificates by which officers sign in at a single desk."""
