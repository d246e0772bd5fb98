"""Verification: what a person must have decided before a dossier's values count."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from digitizer.errors import (
    FailedPagesError,
    IncompleteDossierError,
    UndecidedFieldsError,
    UnknownTypeError,
    UnreadPagesError,
)
from digitizer.model.doctype import DocumentType, FieldRule, Reads
from digitizer.model.document import Document, Page, PageState
from digitizer.model.dossier import Component, ComponentState
from digitizer.model.field import FieldValue, Finding, Look, Method, Severity
from digitizer.vietnamese import collapse, nfc, parse_date

_SEPARATORS = str.maketrans("", "", " .-")


def needs_person(
    value: FieldValue, findings: Sequence[Finding], keyed_by: Collection[int] = ()
) -> bool:
    """Return whether this value waits for a person: not sure, or blocked by a finding.

    What somebody among ``keyed_by`` decided waits too: who keyed does not verify. So does what was
    decided although a check warns, until somebody says why. What the office asks of the field goes
    before the machine's doubt.
    """
    about = [
        finding
        for finding in findings
        if finding.document_id == value.document_id and value.name in finding.fields
    ]
    if value.look is Look.TWICE:
        return True
    if value.decided_by is not None:
        return value.decided_by in keyed_by or unexplained(value, about)
    return wanted(value, objected=bool(about))


def unexplained(value: FieldValue, about: Sequence[Finding]) -> bool:
    """Return whether a person let the value stand although a check warns, and has not said why.

    A paper taken from an earlier dossier was explained there.
    """
    warned = any(finding.severity is Severity.WARNING for finding in about)
    decided = value.decided_by is not None and value.method is not Method.REUSED
    # a stated absence is a reason
    return warned and decided and value.absence is None and not value.reason


def blinded(value: FieldValue) -> FieldValue:
    """Return a value as may be seen while it is being keyed twice: without what was read."""
    if value.look is not Look.TWICE:
        return value
    return replace(value, value="", raw="", alternatives=(), absence=None, sure=False)


def wanted(value: FieldValue, *, objected: bool) -> bool:
    """Return whether a value that nobody has decided waits for a look."""
    match value.look:
        case Look.NEVER:
            return False
        case Look.FINDING:
            return objected
        case Look.ALWAYS | Look.SAMPLE | Look.TWICE:
            return True
        case _:
            return objected or not value.sure


def stored_form(rule: FieldRule | None, typed: str) -> str:
    """Return what a person typed in the form values are stored in.

    Nothing is guessed or mended: what is no date stays as typed, and a check will say so.
    """
    text = collapse(nfc(typed)).strip()
    reads = Reads.TEXT if rule is None else rule.reads
    if reads is Reads.DATE:
        return parse_date(text) or text
    if reads in (Reads.PERSONAL_ID, Reads.PHONE):
        return text.translate(_SEPARATORS)
    return text


def require_complete(components: Collection[Component], documents: Sequence[Document]) -> None:
    """Raise IncompleteDossierError when a required component is missing or a type unknown."""
    missing = [one.name for one in components if one.state is ComponentState.MISSING]
    if missing:
        raise IncompleteDossierError(components="; ".join(missing))
    if not documents:
        raise IncompleteDossierError(components="; ".join(one.name for one in components))


def require_read(pages: Sequence[Page], documents: Sequence[Document]) -> None:
    """Raise UnreadPagesError or UnknownTypeError while a page is unread or a type unknown."""
    failed = sum(page.state is PageState.FAILED for page in pages)
    if failed:
        raise FailedPagesError(count=failed)
    unread = sum(page.state is PageState.STORED or page.document_id is None for page in pages)
    if unread:
        raise UnreadPagesError(count=unread)
    unknown = sum(document.type is None for document in documents)
    if unknown:
        raise UnknownTypeError(count=unknown)


def require_understood(
    documents: Sequence[Document], types: Mapping[str, DocumentType], values: Sequence[FieldValue]
) -> None:
    """Raise UnreadPagesError while a paper of known type has not had its fields read."""
    held = {(value.document_id, value.name) for value in values}
    half = sum(
        document.type in types
        and any((document.id, rule.name) not in held for rule in types[document.type].fields)
        for document in documents
        if document.type is not None and document.reused_from is None
    )
    if half:
        raise UnreadPagesError(count=half)


def require_decided(
    values: Sequence[FieldValue], findings: Sequence[Finding], keyed_by: Collection[int]
) -> None:
    """Raise UndecidedFieldsError while values wait for a person or an error stands."""
    open_values = [value for value in values if needs_person(value, findings, keyed_by)]
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if open_values or errors:
        raise UndecidedFieldsError(
            count=len(open_values) + len(errors),
            values=tuple(value.id for value in open_values),
            findings=tuple(one.code for one in errors),
        )
