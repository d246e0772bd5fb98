"""All tables of the store in one place, and the migration that makes them as they are."""

from __future__ import annotations

from digitizer.store.tables.ahead import desk_job, prepared
from digitizer.store.tables.base import metadata
from digitizer.store.tables.exchange import (
    inbox,
    inbox_file,
    neighbour,
    outbox,
)
from digitizer.store.tables.office import (
    confirmation,
    counter,
    erasure,
    journal,
    legal_hold,
    office_key,
    officer,
    officer_certificate,
    report_plan,
    report_run,
    saved_search,
)
from digitizer.store.tables.paper import (
    claim,
    deferral,
    document,
    dossier,
    hand,
    kept_file,
    page,
    page_aside,
    page_edit,
    page_text,
    scan_batch,
    scan_image,
)
from digitizer.store.tables.results import (
    issued_form,
    objection,
    result,
    signed_copy,
    signing_step,
)
from digitizer.store.tables.values import (
    effort,
    field_value,
    field_value_history,
    finding,
    keying,
    review,
)
from digitizer.store.tables.warehouse import (
    correction,
    fact,
    fact_end,
    fact_place,
    organisation,
    person,
    refusal,
    stale_use,
)

HEAD = "0026"
"""The migration this program writes; revisions are numbers in text, so they compare as text."""

__all__ = [
    "HEAD",
    "claim",
    "confirmation",
    "correction",
    "counter",
    "deferral",
    "desk_job",
    "document",
    "dossier",
    "effort",
    "erasure",
    "fact",
    "fact_end",
    "fact_place",
    "field_value",
    "field_value_history",
    "finding",
    "hand",
    "inbox",
    "inbox_file",
    "issued_form",
    "journal",
    "kept_file",
    "keying",
    "legal_hold",
    "metadata",
    "neighbour",
    "objection",
    "office_key",
    "officer",
    "officer_certificate",
    "organisation",
    "outbox",
    "page",
    "page_aside",
    "page_edit",
    "page_text",
    "person",
    "prepared",
    "refusal",
    "report_plan",
    "report_run",
    "result",
    "review",
    "saved_search",
    "scan_batch",
    "scan_image",
    "signed_copy",
    "signing_step",
    "stale_use",
]
