"""Verified facts as plain rows with one documented set of columns, for every open format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
TABLE_BATCH = 50_000
"""The same for tables of columns, each of which costs a file, or a snapshot, of its own."""

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
    Column("unit_code", Kind.TEXT, "Mã xã, phường, đặc khu hiện nay của địa chỉ; trống: chưa rõ"),
    Column("unit", Kind.TEXT, "Xã, phường, đặc khu và tỉnh, thành phố hiện nay của địa chỉ"),
    Column("province", Kind.TEXT, "Tỉnh, thành phố hiện nay của địa chỉ"),
    Column("units_version", Kind.TEXT, "Bảng đơn vị hành chính đã dùng: ngày hiệu lực/nội dung"),
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
Columns = Mapping[str, Sequence[Cell]]
_NOWHERE: tuple[float | None, ...] = (None,) * 4


def tables(
    store: Store, catalogue: Catalogue, office: str, *, after: int = 0, size: int = TABLE_BATCH
) -> Iterator[Columns]:
    """Yield the facts that entered after a fact, in their order, as columns of the same length."""
    definitions = _Definitions(catalogue)
    while True:
        found = store.people.facts_after(after, size)
        if not found:
            return
        yield _columns(found, definitions, office)
        after = found[-1][0]


def batches(
    store: Store, catalogue: Catalogue, office: str, *, after: int = 0
) -> Iterator[list[Row]]:
    """Yield the same as rows, some thousands at a time."""
    for columns in tables(store, catalogue, office, after=after, size=BATCH):
        yield [
            dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)
        ]


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


class _Definitions:
    """What definitions say of a field, looked up once for each field rather than for each fact."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[tuple[str, str], tuple[str, str, str, str]] = {}

    def of(self, type_code: str, field: str) -> tuple[str, str, str, str]:
        """Return the kind's name, the field's title, its privacy, and the kind's legal source."""
        found = self._known.get((type_code, field))
        if found is None:
            kind = self._catalogue.document_types.get(type_code)
            rule = next((one for one in kind.fields if one.name == field), None) if kind else None
            found = (
                kind.name if kind else "",
                rule.title if rule else "",
                # a field that no definition names counts as sensitive
                rule.privacy.value if rule else Privacy.SENSITIVE.value,
                kind.legal_source if kind else "",
            )
            self._known[type_code, field] = found
        return found


def _columns(
    found: Sequence[tuple[int, WarehouseRow]], definitions: _Definitions, office: str
) -> Columns:
    facts = [fact for _number, fact in found]
    said = [definitions.of(one.document_type, one.field) for one in facts]
    local = [one.verified_at.astimezone(OFFICE_TIME) for one in facts]
    boxes = [one.box or _NOWHERE for one in facts]
    return {
        "fact_id": [number for number, _fact in found],
        "year": [at.year for at in local],
        "month": [at.month for at in local],
        "office": [office] * len(facts),
        "personal_id": [one.personal_id for one in facts],
        "document_type": [one.document_type for one in facts],
        "document_type_name": [name for name, *_ in said],
        "field": [one.field for one in facts],
        "field_title": [title for _, title, *_ in said],
        "privacy": [privacy for *_, privacy, _ in said],
        "value": [one.value for one in facts],
        "valid_to": [one.valid_to for one in facts],
        "dossier_code": [one.dossier_code for one in facts],
        "document_id": [one.document_id for one in facts],
        "page_id": [one.page_id for one in facts],
        "left": [box[0] for box in boxes],
        "top": [box[1] for box in boxes],
        "right": [box[2] for box in boxes],
        "bottom": [box[3] for box in boxes],
        "method": [one.method for one in facts],
        "basis": [one.basis for one in facts],
        "verified_by": [one.verified_by for one in facts],
        "verified_at": [one.verified_at for one in facts],
        # as it was when it was verified; facts older than that column have the present one
        "legal_source": [
            one.legal_source or source for one, (*_, source) in zip(facts, said, strict=True)
        ],
        "organisation": [one.organisation for one in facts],
        "true_from": [one.true_from for one in facts],
        "corrects": [one.corrects for one in facts],
        **_places(facts),
    }


def _places(facts: Sequence[WarehouseRow]) -> Columns:
    """Return the units in force of the facts that are addresses."""
    places = [one.place for one in facts]
    return {
        "unit_code": [None if one is None else one.unit_code for one in places],
        "unit": [None if one is None else one.unit for one in places],
        "province": [None if one is None else one.province for one in places],
        "units_version": [None if one is None else one.version for one in places],
    }
