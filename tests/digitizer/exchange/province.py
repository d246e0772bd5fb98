"""The province's dossier system on loopback."""

from __future__ import annotations

import hashlib
import json
import secrets
import ssl
from pathlib import Path
from typing import Any

import jsonschema
from typing_extensions import override

from tests.digitizer.exchange.counterpart import Complaint, Counterpart, Reply, Request

SCHEMAS = Path(__file__).parent / "schemas"
USER, PASSWORD = "donvi01", "mật khẩu của đơn vị"


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def checked(value: object, name: str) -> None:
    try:
        jsonschema.validate(value, schema(name))
    except jsonschema.ValidationError as error:
        raise Complaint(f"{name}: {list(error.absolute_path)}: {error.message}") from error


class Province(Counterpart):
    """Keeps dossiers, progress and files, and offers dossiers filed online."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(context)
        self.sessions: set[str] = set()
        self.dossiers: dict[str, list[dict[str, Any]]] = {}
        self.steps: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.offered: list[list[dict[str, Any]]] = []
        self.to_fetch: dict[str, bytes] = {}
        self.checks = True

    @override
    def serve(self, request: Request) -> Reply:
        if request.path == "/login":
            return self._log_in(request)
        if request.headers.get("authorization") not in self.sessions:
            return Reply(401, b"no session")
        if request.path == "/file":
            return self._file(request)
        if request.method == "GET":
            data = self.to_fetch.get(request.path)
            return Reply(404) if data is None else Reply(200, data, "application/pdf")
        if request.path == "/service":
            return self._service(json.loads(request.body))
        return Reply(404)

    def states(self, code: str) -> list[str]:
        return [one["TrangThaiHoSo"] for one in self.dossiers.get(code, [])]

    @override
    def counts(self, request: Request) -> bool:
        return request.path in ("/service", "/file") and b"TraCuuHoSo" not in request.body[-400:]

    @override
    def keeps_words(self, request: Request) -> bool:
        # the session stands in the body and may be another one
        return request.path == "/file"

    def _log_in(self, request: Request) -> Reply:
        given = json.loads(request.body)
        if given != {"username": USER, "password": PASSWORD}:
            return Reply(401, b"who?")
        session = secrets.token_hex(8)
        self.sessions.add(session)
        return Reply(200, json.dumps({"error_code": "0", "session": session}).encode())

    def _file(self, request: Request) -> Reply:
        if not request.body.startswith(b"%PDF-"):
            raise Complaint("no PDF")
        digest = hashlib.sha256(request.body).hexdigest()
        self.files[digest] = request.body
        number = f"T{len(self.files)}"
        reply = {"IdTepTin": number, "HashTepTin": digest, "DuongDan": f"/tep/{number}"}
        return Reply(200, json.dumps(reply).encode())

    def _service(self, given: dict[str, Any]) -> Reply:
        if self.checks:
            checked(given, "province-envelope")
        reply: dict[str, Any] = {"error_code": "0", "result": f"TN{len(self.done) + 1}"}
        for one in given["data"]:
            if given["service"] == "DongBoHoSoMC":
                if self.checks:
                    checked(one, "national-record")
                self._known_files(one)
                self.dossiers.setdefault(one["MaHoSo"], []).append(one)
            elif given["service"] == "CapNhatTienDoHoSoMC":
                if self.checks:
                    checked(one, "national-progress")
                self.steps.append(one)
            elif given["service"] == "GuiYeuCau":
                self.asked.append(one)
            elif given["service"] == "TraCuuHoSo":
                return self._offer(one)
            else:
                raise Complaint(f"no such service: {given['service']}")
        return Reply(200, json.dumps(reply).encode())

    def _known_files(self, one: dict[str, Any]) -> None:
        for paper in (*one["TaiLieuNop"], *one["DanhSachGiayToKetQua"]):
            number = paper.get("TepDinhKemId") or paper.get("GiayToId")
            if number and int(number[1:]) > len(self.files):
                raise Complaint(f"a file that never came: {number}")

    def _offer(self, one: dict[str, Any]) -> Reply:
        place = int(one["TuMoc"] or 0)
        page = self.offered[place] if place < len(self.offered) else []
        following = min(place + 1, len(self.offered))
        reply = {
            "error_code": "0",
            "data": page,
            "moc": str(following),
            "conTiep": following < len(self.offered),
        }
        return Reply(200, json.dumps(reply).encode())

    def offer(
        self, code: str, version: int, *, owner: str, data: bytes, **more: Any
    ) -> dict[str, Any]:
        """Return a dossier as it is offered, with one file that can be fetched."""
        path = f"/tep/{code}-{version}"
        self.to_fetch[path] = data
        return {
            "MaHoSo": code,
            "PhienBan": str(version),
            "MaTTHC": "1.004873",
            "ChuHoSo": owner,
            "SoGiayToChuHoSo": "001203004567",
            "NgayNopHoSo": "20260302080000",
            "TaiLieuNop": [
                {
                    "TenTepDinhKem": "to-khai.pdf",
                    "MaThanhPhanHoSo": "declaration",
                    "DuongDanTaiTepTin": path,
                    "HashTepTin": hashlib.sha256(data).hexdigest(),
                }
            ],
            **more,
        }
