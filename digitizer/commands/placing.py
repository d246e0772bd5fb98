"""Where each page went, as every command that takes paper in says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digitizer.paper.whereabouts import Whereabouts

_ASIDE = {
    "removed": ("đã bỏ vào thùng trang", "laid into the bin"),
    "blank": ("trang trắng, trong thùng trang", "blank, in the bin"),
    "separator": ("tờ phân cách, trong thùng trang", "a separator, in the bin"),
}
_FAULTS = {
    "blank": ("trang trắng", "blank"),
    "blurred": ("bị mờ", "blurred"),
    "faint": ("chữ quá nhạt", "too faint"),
    "dark": ("quá tối", "too dark"),
    "coarse": ("quá ít điểm ảnh", "too few dots"),
    "cut-off": ("mất mép", "an edge cut off"),
    "corner-missing": ("thiếu góc", "a corner missing"),
    "glare": ("bị lóa", "glare"),
    "two-pages": ("hai trang một ảnh", "two pages in one image"),
    "fingers": ("có ngón tay", "fingers"),
    "wrong-size": ("sai khổ giấy", "the wrong size"),
}
"""What is wrong with an image, by ``ocr.model.Fault``."""


def rows(found: Sequence[Whereabouts]) -> list[dict[str, Any]]:
    """Return the pages for a JSON answer."""
    return [
        {
            "page": one.page_id,
            "name": one.name,
            "number": one.number,
            "dossier": one.dossier,
            "component": one.component or None,
            "type": one.document_type or None,
            "aside": one.aside or None,
            "failure": one.failure or None,
            "faults": list(one.faults),
        }
        for one in found
    ]


def lines(found: Sequence[Whereabouts], language: str) -> str:
    """Return the pages for people, one a line."""
    return "\n".join(f"  {one.name} ({one.number}): {_place(one, language)}" for one in found)


def _place(one: Whereabouts, language: str) -> str:
    english = language == "en"
    if one.aside:
        return _ASIDE[one.aside][english]
    if one.failure:
        reason = "could not be read" if english else "không đọc được"
        return f"{one.dossier}, {reason} [{one.failure}]"
    where = one.component or one.document_type
    if not where:
        where = "in no paper yet" if english else "chưa thuộc giấy tờ nào"
    if not one.faults:
        return f"{one.dossier}, {where}"
    told = ", ".join(_FAULTS[fault][english] for fault in one.faults)
    again = "scan it again" if english else "nên quét lại"
    return f"{one.dossier}, {where}; {told}: {again}"
