"""What the state keeps, on loopback: the population database and the citizen's document store."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl

from lxml import etree
from typing_extensions import override

from tests.digitizer.exchange import cases
from tests.digitizer.exchange.counterpart import Complaint, Counterpart, Reply, Request
from tests.digitizer.exchange.province import SCHEMAS, checked

USER, PASSWORD, SECRET = "donvi01", "mật khẩu dân cư", "khóa bí mật"
TOKEN = "the-cua-kho"
D = "{http://dancuquocgia.bca}"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SCHEMA = etree.XMLSchema(file=str(SCHEMAS / "population.xsd"))
OFFICERS = {"lan": "CB01"}


class People(Counterpart):
    """Knows one person."""

    number, name, born = cases.NUMBER, "ĐỖ THỊ ĐÀO MẪU", "20030506"

    @override
    def serve(self, request: Request) -> Reply:
        pair = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        at = request.headers.get("timestamp", "")
        whole = f"{self.address}{USER}{at}{SECRET}"
        if (
            request.headers.get("authorization") != f"Basic {pair}"
            or request.headers.get("signature") != hashlib.sha256(whole.encode()).hexdigest()
        ):
            return Reply(401)
        if request.method == "GET":
            return Reply(200, b"<definitions/>", "text/xml")
        asked = etree.fromstring(request.body).find(f"{{{SOAP}}}Body/{D}TraCuuThongTinCongDan")
        if asked is None or not SCHEMA.validate(asked):
            raise Complaint(str(SCHEMA.error_log))
        known = asked.findtext(f"{D}SoDinhDanh") == self.number
        person = (
            f"<CongDan><SoDinhDanh>{self.number}</SoDinhDanh><HoVaTen>{self.name}</HoVaTen>"
            f"<NgayThangNamSinh>{self.born}</NgayThangNamSinh>"
            "<GioiTinh>Nữ</GioiTinh></CongDan>"
        )
        body = (
            f'<s:Envelope xmlns:s="{SOAP}"><s:Body><TraCuuThongTinCongDanResponse'
            f' xmlns="http://dancuquocgia.bca"><TrangThai>{int(known)}</TrangThai>'
            f"{person if known else ''}</TraCuuThongTinCongDanResponse></s:Body></s:Envelope>"
        )
        return Reply(200, body.encode(), "text/xml")


class Documents(Counterpart):
    """Keeps results and gives papers."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(context)
        self.files: dict[str, bytes] = {}
        self.papers: dict[str, bytes] = {"giay-khai-sinh.pdf": cases.PDF}

    @override
    def serve(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply(401)
        if request.path.startswith("/tep/"):
            return self._file(request)
        if request.path == "/kiemtra":
            return Reply(200, b"{}")
        told = json.loads(request.body)
        if request.path == "/giayto":
            checked(told, "stored-result")
            if told["TepTin"] not in self.files:
                raise Complaint("a file that never came")
            return Reply(200, json.dumps({"MaGiayTo": f"GT{len(self.done)}"}).encode())
        checked(told, "store-question")
        found = [
            {
                "TenTepDinhKem": name,
                "DuongDanTaiTepTin": f"/tep/{name}",
                "HashTepTin": hashlib.sha256(data).hexdigest(),
            }
            for name, data in self.papers.items()
        ]
        return Reply(200, json.dumps({"GiayTo": found}).encode())

    def _file(self, request: Request) -> Reply:
        name = request.path.removeprefix("/tep/")
        if request.method == "GET":
            return Reply(200, self.papers[name], "application/pdf")
        digest = hashlib.sha256(request.body).hexdigest()
        if digest != name:
            raise Complaint("name and content differ")
        self.files[digest] = request.body
        return Reply(200, json.dumps({"HashTepTin": digest}).encode())
