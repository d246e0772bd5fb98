"""Warehouse: verified values become facts about a person, each with its evidence."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from digitizer.catalogue import Units, kept_place
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.doctype import DocumentType, Reads
from digitizer.model.document import Document
from digitizer.model.dossier import Dossier
from digitizer.model.field import FieldValue
from digitizer.model.officer import Officer
from digitizer.model.reuse import WarehouseRow


def rows_for(
    dossier: Dossier,
    document: Document,
    document_type: DocumentType,
    values: Sequence[FieldValue],
    officer: Officer,
    at: datetime,
    units: Units,
) -> tuple[WarehouseRow, ...]:
    """Return one row per verified value of a document, under whom the paper is about.

    An address stays as printed; beside it stands the unit in force, where that is certain.

    A paper that names neither a citizen number nor an organisation's yields no rows: a fact must
    belong to somebody.
    """
    person = _person_of(document_type, values)
    organisation, organisation_name = _organisation_of(document_type, values)
    if not person and not organisation:
        return ()
    common = WarehouseRow(
        personal_id=person,
        document_type=document.type or "",
        field="",
        value="",
        dossier_code=dossier.code,
        document_id=document.id,
        page_id=None,
        box=None,
        method="",
        basis="",
        verified_by=officer.name,
        verified_at=at,
        valid_to=valid_until(document, document_type, values, at),
        organisation=organisation,
        organisation_name=organisation_name,
        true_from=true_from(document_type, values),
        succession=document_type.succession,
        legal_source=document_type.legal_source,
    )
    addresses = {rule.name for rule in document_type.fields if rule.reads is Reads.ADDRESS}
    on = at.astimezone(OFFICE_TIME).date()
    return tuple(
        dataclasses.replace(
            _with(common, value),
            place=kept_place(units, value.value, on) if value.name in addresses else None,
        )
        for value in values
        if value.absence is None and value.value
    )


def true_from(document_type: DocumentType, values: Sequence[FieldValue]) -> date | None:
    """Return the day from which a paper says it holds; None when it names no whole day."""
    named = next((one.value for one in values if one.name == document_type.true_from), "")
    try:
        return date.fromisoformat(named) if named else None
    except ValueError:
        return None


def valid_until(
    document: Document,
    document_type: DocumentType,
    values: Sequence[FieldValue],
    at: datetime,
) -> date | None:
    """Return the last day a paper may be used: as printed, else by its kind's term, else None."""
    printed = next((v.value for v in values if v.name == "expiry_date" and v.value), "")
    if printed:
        try:
            return date.fromisoformat(printed)
        except ValueError:
            # "không thời hạn" and partial dates set no last day
            return document.valid_to
    if document_type.valid_days is not None:
        return at.date() + timedelta(days=document_type.valid_days)
    return document.valid_to


def _person_of(document_type: DocumentType, values: Sequence[FieldValue]) -> str:
    by_name: Mapping[str, FieldValue] = {value.name: value for value in values}
    for name in document_type.person_fields:
        rule = document_type.field(name)
        value = by_name.get(name)
        if rule is not None and value is not None and rule.reads is Reads.PERSONAL_ID:
            return value.value
    return ""


def _organisation_of(document_type: DocumentType, values: Sequence[FieldValue]) -> tuple[str, str]:
    by_name = {value.name: value.value.strip() for value in values if value.absence is None}
    number, name = [by_name.get(one, "") for one in (*document_type.organisation_fields, "", "")][
        :2
    ]
    return "".join(number.split()).upper(), name if number else ""


def _with(common: WarehouseRow, value: FieldValue) -> WarehouseRow:
    first = value.evidence[0] if value.evidence else None
    return dataclasses.replace(
        common,
        field=value.name,
        value=value.value,
        page_id=first.page_id if first else None,
        box=(first.left, first.top, first.right, first.bottom) if first else None,
        method=value.method.value,
        basis=value.basis,
    )
