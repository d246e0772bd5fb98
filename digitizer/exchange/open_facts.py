"""Verified facts as plain rows with one documented set of columns, for every open format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from digitizer.catalogue import Catalogue
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.doctype import Privacy
from digitizer.model.reuse import WarehouseRow
from digitizer.store import Store

BATCH = 5_000
"""Facts fetched, and written, at once: memory does not grow with the warehouse."""

Cell = str | int | float | date | datetime | None


class Kind(StrEnum):
    """The type of a column, common to all formats."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    """A time in UTC."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type, and what it says, in Vietnamese."""

    name: str
    kind: Kind
    meaning: str


COLUMNS = (
    Column("fact_id", Kind.WHOLE, "Số thứ tự của dữ kiện; tăng dần, không dùng lại"),
    Column("year", Kind.WHOLE, "Năm xác nhận, giờ Việt Nam"),
    Column("month", Kind.WHOLE, "Tháng xác nhận, giờ Việt Nam"),
    Column("office", Kind.TEXT, "Mã định danh của cơ quan"),
    Column("personal_id", Kind.TEXT, "Số định danh cá nhân của chủ dữ liệu"),
    Column("document_type", Kind.TEXT, "Mã loại giấy tờ"),
    Column("document_type_name", Kind.TEXT, "Tên loại giấy tờ"),
    Column("field", Kind.TEXT, "Mã trường thông tin"),
    Column("field_title", Kind.TEXT, "Tên trường thông tin"),
    Column("privacy", Kind.TEXT, "Loại dữ liệu cá nhân: none, basic, sensitive"),
    Column("value", Kind.TEXT, "Giá trị đã kiểm tra; ngày theo ISO 8601"),
    Column("valid_to", Kind.DAY, "Giấy tờ có giá trị đến hết ngày này"),
    Column("dossier_code", Kind.TEXT, "Mã hồ sơ mà giá trị được xác nhận"),
    Column("document_id", Kind.WHOLE, "Số của giấy tờ trong kho"),
    Column("page_id", Kind.WHOLE, "Số của trang làm căn cứ"),
    Column("left", Kind.NUMBER, "Cạnh trái của căn cứ trên ảnh trang, điểm ảnh"),
    Column("top", Kind.NUMBER, "Cạnh trên của căn cứ, điểm ảnh"),
    Column("right", Kind.NUMBER, "Cạnh phải của căn cứ, điểm ảnh"),
    Column("bottom", Kind.NUMBER, "Cạnh dưới của căn cứ, điểm ảnh"),
    Column("method", Kind.TEXT, "Nguồn: text-layer, ocr, qr, mrz, derived, reused, typed"),
    Column("basis", Kind.TEXT, "Phiên bản bộ đọc, mô hình và định nghĩa tạo ra giá trị"),
    Column("verified_by", Kind.TEXT, "Cán bộ chịu trách nhiệm về giá trị"),
    Column("verified_at", Kind.MOMENT, "Thời điểm xác nhận (UTC)"),
    Column("legal_source", Kind.TEXT, "Văn bản quy định mẫu giấy tờ"),
    Column("organisation", Kind.TEXT, "Mã số của tổ chức mà giấy tờ nói về"),
    Column("true_from", Kind.DAY, "Giá trị đúng từ ngày này, theo giấy tờ"),
    Column("corrects", Kind.WHOLE, "Số của dữ kiện mà dữ kiện này đính chính"),
)
"""New columns stand at the end: tables that exist already take them on."""

END_COLUMNS = (
    Column("fact_id", Kind.WHOLE, "Số của dữ kiện đã hết hiệu lực"),
    Column("kind", Kind.TEXT, "corrected: sai từ đầu, đã đính chính; succeeded: có giấy tờ mới"),
    Column("known_to", Kind.MOMENT, "Thời điểm cơ quan biết (UTC)"),
    Column("true_to", Kind.DAY, "Ngày đầu tiên giá trị không còn đúng"),
    Column("next_fact", Kind.WHOLE, "Số của dữ kiện thay thế"),
)
"""The ends of facts, a table of its own: facts themselves never change."""

Row = dict[str, Cell]


def batches(
    store: Store, catalogue: Catalogue, office: str, *, after: int = 0
) -> Iterator[list[Row]]:
    """Yield the facts that entered after a fact, in their order, some thousands at a time."""
    while True:
        found = store.people.facts_after(after, BATCH)
        if not found:
            return
        yield [_row(number, fact, catalogue, office) for number, fact in found]
        after = found[-1][0]


def ends(store: Store) -> list[Row]:
    """Return the ends of all facts, in the order in which they became known."""
    return [
        {
            "fact_id": number,
            "kind": end.kind.value,
            "known_to": end.at,
            "true_to": end.true_to,
            "next_fact": end.next_fact,
        }
        for number, end in store.people.ends()
    ]


def dictionary(catalogue: Catalogue) -> list[tuple[str, ...]]:
    """Return the data dictionary: the columns, then every field of every type in force."""
    columns = [("columns", one.name, one.kind.value, one.meaning, "", "") for one in COLUMNS]
    columns += [("ends", one.name, one.kind.value, one.meaning, "", "") for one in END_COLUMNS]
    fields = [
        (
            kind.code,
            field.name,
            field.reads.value,
            field.title,
            field.privacy.value,
            kind.legal_source,
        )
        for kind in catalogue.document_types.values()
        for field in kind.fields
    ]
    return [*columns, *fields]


DICTIONARY_HEADS = ("document_type", "name", "kind", "meaning", "privacy", "legal_source")


def _row(number: int, fact: WarehouseRow, catalogue: Catalogue, office: str) -> Row:
    kind = catalogue.document_types.get(fact.document_type)
    rule = next((one for one in kind.fields if one.name == fact.field), None) if kind else None
    at = fact.verified_at.astimezone(OFFICE_TIME)
    left, top, right, bottom = fact.box or (None, None, None, None)
    return {
        "fact_id": number,
        "year": at.year,
        "month": at.month,
        "office": office,
        "personal_id": fact.personal_id,
        "document_type": fact.document_type,
        "document_type_name": kind.name if kind else "",
        "field": fact.field,
        "field_title": rule.title if rule else "",
        "privacy": _privacy(catalogue, fact.document_type, fact.field),
        "value": fact.value,
        "valid_to": fact.valid_to,
        "dossier_code": fact.dossier_code,
        "document_id": fact.document_id,
        "page_id": fact.page_id,
        "left": left,
        "top": top,
        "right": right,
        "bottom": bottom,
        "method": fact.method,
        "basis": fact.basis,
        "verified_by": fact.verified_by,
        "verified_at": fact.verified_at,
        # as it was when it was verified; facts older than that column have the present one
        "legal_source": fact.legal_source or (kind.legal_source if kind else ""),
        "organisation": fact.organisation,
        "true_from": fact.true_from,
        "corrects": fact.corrects,
    }


def _privacy(catalogue: Catalogue, type_code: str, field: str) -> str:
    """Return a field's class of personal data; one that no definition names counts as sensitive."""
    kind = catalogue.document_types.get(type_code)
    rule = next((one for one in kind.fields if one.name == field), None) if kind else None
    return rule.privacy.value if rule else Privacy.SENSITIVE.value
