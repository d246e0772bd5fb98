"""The record of a dossier that goes on to the National Public Service Portal, complete.

Field names are the portal's own. A field the office knows nothing about is there and empty: one
missing flag costs the point although the scan exists (QĐ 766/QĐ-TTg, group 4). Codes come from the
connector's tables; times are Vietnam's, ``yyyyMMddHHmmss``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from digitizer.errors import DigitizerError
from digitizer.exchange.connector import Surroundings
from digitizer.exchange.errors import NotTellableError
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.message import Message
from digitizer.model.procedure import Procedure

_NAME, _SUMMARY, _OFFICER = 4000, 1000, 50
"""Largest numbers of characters: TenTepDinhKem, TrichYeuHoSo, NguoiXuLy."""
_FINISHED = ("issued", "released")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file the neighbour has taken: its number there, and where it lies."""

    number: str
    place: str


def at(text: str | None) -> str:
    """Return a time as the portal writes it, empty for none."""
    if not text:
        return ""
    return f"{datetime.fromisoformat(text).astimezone(OFFICE_TIME):%Y%m%d%H%M%S}"


def file_name(code: str, part: str) -> str:
    """Return a file's name out of codes only: names travel through logs."""
    kept = "".join(sign if sign.isalnum() or sign in ".-" else "_" for sign in part)
    return f"{code}.{kept}.pdf"


def procedure_of(around: Surroundings, message: Message) -> Procedure:
    """Return the procedure of a message's dossier; raises NotTellableError."""
    code = str(message.content["dossier"]["procedure"])
    try:
        return around.catalogue.procedure(code)
    except DigitizerError as error:
        raise NotTellableError(neighbour=message.neighbour, field="MaTTHC") from error


def known_as(message: Message) -> str:
    """Return the dossier's code: the neighbour's own where the dossier came from it."""
    online = message.content.get("online") or {}
    if online.get("neighbour") == message.neighbour:
        return str(online["code"])
    return message.dossier_code


def record(
    around: Surroundings,
    message: Message,
    *,
    papers: Mapping[int, Sent] | None = None,
    result: Sent | None = None,
) -> dict[str, Any]:
    """Return the whole record of a dossier; ``papers`` and ``result`` are files sent before.

    Raises NotTellableError naming the field for which a table has no code.
    """
    dossier, event = message.content["dossier"], str(message.content["event"])
    procedure = procedure_of(around, message)
    state = around.code("states", event)
    number = str(dossier["personal_id"])
    told = message.content["papers"]
    finished = event in _FINISHED
    reason = str(message.content.get("reason", ""))
    return {
        "MaHoSo": known_as(message),
        "MaTTHC": procedure.code,
        "TenTTHC": procedure.name,
        "MaLinhVuc": str(around.tables.get("field_codes", {}).get(procedure.field, "")),
        "TenLinhVuc": procedure.field,
        "KenhThucHien": around.code("channels", str(dossier["channel"])),
        "LoaiDoiTuong": around.code("subjects", "citizen"),
        "MaDoiTuong": "",
        "ChuHoSo": dossier["owner"],
        "SoGiayToChuHoSo": number,
        "DinhDanhCHS": _identities(around, number),
        "Email": "",
        "Fax": "",
        "SoDienThoai": "",
        "ThongTinKhac": "",
        "NgayNopHoSo": at(dossier["received_at"]),
        "NgayTiepNhan": "" if state in ("1", "3") else at(dossier["received_at"]),
        "NgayHenTra": at(dossier["due_at"]),
        "NgayKetThucXuLy": at(_finished_at(message)) if finished else "",
        "NgayTra": at(message.content["at"]) if state == "10" else "",
        "NgayTuChoi": at(message.content["at"]) if state == "3" else "",
        "TrangThaiHoSo": state,
        "HinhThuc": around.code("channels", str(dossier["channel"])),
        "ThongTinTra": "",
        "DonViXuLy": around.settings.office_name,
        "GhiChu": reason,
        "TrichYeuHoSo": procedure.name[:_SUMMARY],
        "NoiNopHoSo": around.code("places", str(dossier["channel"])),
        "TaiKhoanDuocXacThucVoiVNeID": (message.content.get("online") or {}).get("vneid", "0"),
        "DuocThanhToanTrucTuyen": "3",
        "HoSoCoThanhPhanSoHoa": "1" if any(one["pages"] for one in told) else "0",
        "DSKetNoiCSDL": [
            {"MaCSDL": str(known[one])}
            for known in (around.tables.get("databases", {}),)
            for one in message.content.get("databases", ())
            if one in known
        ],
        "TaiLieuNop": [_paper(around, message, one, (papers or {}).get(one["id"])) for one in told],
        "DanhSachGiayToKetQua": _results(around, message, procedure, result),
        "DanhSachLePhi": [],
        "DanhSachTepDinhKemKhac": [],
        "DanhSachHoSoBoSung": [],
    }


def progress(around: Surroundings, message: Message) -> dict[str, Any]:
    """Return the record of one step of a dossier's way."""
    content = message.content
    state = around.code("states", str(content["event"]))
    name = around.tables.get("state_names", {}).get(state, "")
    return {
        "MaHoSo": known_as(message),
        "NguoiXuLy": str(content.get("by", ""))[:_OFFICER],
        "ChucDanh": "",
        "ThoiDiemXuLy": at(content["at"]),
        "PhongBanXuLy": around.settings.office_name,
        "NoiDungXuLy": str(content.get("reason", "")) or str(name),
        "TrangThai": state,
        "NgayBatDau": at(content["dossier"]["received_at"]),
        "NgayKetThucTheoQuyDinh": at(content["dossier"]["due_at"]),
    }


def _identities(around: Surroundings, number: str) -> list[dict[str, str]]:
    kind = around.tables.get("identities", {}).get(str(len(number)))
    if not number or kind is None:
        return []
    return [{"LoaiDinhDanh": str(kind), "SoDinhDanh": number}]


def _paper(
    around: Surroundings, message: Message, paper: Mapping[str, Any], sent: Sent | None
) -> dict[str, Any]:
    reused = bool(paper["reused_from"])
    return {
        "TepDinhKemId": sent.number if sent else "",
        "TenTepDinhKem": file_name(message.dossier_code, str(paper["component"] or paper["id"]))[
            :_NAME
        ],
        "IsDeleted": "0",
        "MaThanhPhanHoSo": paper["component"],
        "DuongDanTaiTepTin": sent.place if sent else "",
        "DuocSoHoa": "1" if paper["pages"] and not reused else "0",
        "DuocTaiSuDung": around.code("reuse", "yes" if reused else "no"),
        "DuocLayTuKhoDMQG": "1" if paper.get("from_store") else "0",
        # what the reused paper was verified for: its dossier here, until results carry codes
        "MaKetQuaThayThe": paper["reused_dossier"] if reused else "",
    }


def _results(
    around: Surroundings, message: Message, procedure: Procedure, sent: Sent | None
) -> list[dict[str, str]]:
    result = message.content.get("result") or {}
    if not result.get("file"):
        return []
    codes = around.tables.get("result_codes", {})
    return [
        {
            "TenGiayTo": procedure.result_type,
            "MaThanhPhanHoSo": "",
            "GiayToId": sent.number if sent else "",
            "DuongDanTepTinKetQua": sent.place if sent else "",
            "MaGiayToKetQua": str(codes.get(procedure.result_type, "")),
        }
    ]


def _finished_at(message: Message) -> str:
    result = message.content.get("result") or {}
    return str(result.get("signed_at") or message.content["at"])
