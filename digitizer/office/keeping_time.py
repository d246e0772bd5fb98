"""How long dossiers are kept, erasing them by a decision, and the certificate of destruction."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from digitizer.model.clock import OFFICE_TIME
from digitizer.model.officer import Officer
from digitizer.office.sheets import Sheet, make
from digitizer.settings import Settings
from digitizer.store import Store
from digitizer.store.retention import Due, Erased, Retention


def retention_of(store: Store) -> Retention:
    """Return the store's part that erases."""
    return store.part(Retention)


def periods(office_folder: Path | None = None) -> Mapping[str, Any]:
    """Return the periods in force; an office's own ``rules/retention.toml`` wins."""
    own = None if office_folder is None else office_folder / "rules" / "retention.toml"
    if own is not None and own.exists():
        return tomllib.loads(own.read_text(encoding="utf-8"))
    shipped = files("resources").joinpath("rules").joinpath("retention.toml")
    return tomllib.loads(shipped.read_text(encoding="utf-8"))


def due(
    store: Store,
    by: Officer,
    procedures: Mapping[str, object],
    at: datetime,
    office_folder: Path | None = None,
) -> tuple[Due, ...]:
    """Return the dossiers whose time is over; those kept for good are never among them."""
    table = periods(office_folder)
    before = {}
    for code in procedures:
        years = int(table["procedures"].get(code, table["default_years"]))
        if years > 0:
            day = at.replace(month=2, day=28) if (at.month, at.day) == (2, 29) else at
            before[code] = day.replace(year=day.year - years)
    return retention_of(store).due(by, before)


def erase(
    store: Store, by: Officer, code: str, decision: str, settings: Settings
) -> tuple[Erased, bytes]:
    """Erase a dossier by a decision and return what went, with a certificate to sign and keep."""
    erased = retention_of(store).erase(by, code, decision)
    counted = ", ".join(f"{name} {count}" for name, count in erased.rows.items())
    sheet = Sheet(
        title="BIÊN BẢN HỦY TÀI LIỆU",
        rows=[
            ("Hồ sơ", erased.code),
            ("Quyết định hủy", erased.decision),
            ("Thời điểm hủy", f"{erased.at.astimezone(OFFICE_TIME):%H:%M:%S %d/%m/%Y}"),
            ("Người hủy", by.name),
            ("Dòng dữ liệu đã hủy", counted or "0"),
            ("Tệp đã hủy", str(len(erased.files))),
            ("Dòng nhật ký ghi việc hủy", str(erased.tombstone)),
        ],
        paragraphs=[
            "Nội dung hồ sơ đã bị hủy khỏi cơ sở dữ liệu và kho tệp. Mã hồ sơ, các mốc thời gian "
            "và nhật ký ai đã làm gì được giữ lại; nhật ký vẫn kiểm tra được là nguyên vẹn.",
            "Các bản sao lưu cũ còn chứa nội dung này cho đến khi hết lượt giữ; hãy sao lưu lại "
            "hoặc hủy các bản đó.",
        ],
        signer="Người chứng kiến",
    )
    return erased, make(sheet, settings, erased.at)
