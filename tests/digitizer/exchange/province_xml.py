"""The province's older gateway on loopback."""

from __future__ import annotations

import base64
import hashlib
import ssl

from lxml import etree
from typing_extensions import override

from tests.digitizer.exchange.counterpart import Complaint, Counterpart, Reply, Request
from tests.digitizer.exchange.province import PASSWORD, SCHEMAS, USER

SCHEMA = etree.XMLSchema(file=str(SCHEMAS / "province.xsd"))
PAIR = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class XmlProvince(Counterpart):
    """Keeps dossiers and their steps."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(context)
        self.dossiers: dict[str, list[str]] = {}

    @override
    def serve(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Basic {PAIR}":
            return Reply(401, b"who?")
        if request.path == "/kiemtra":
            return Reply(200, b"<TrangThai>1</TrangThai>", "application/xml")
        if request.path == "/tep":
            digest = hashlib.sha256(request.body).hexdigest()
            body = f"<Tep><IdTepTin>T1</IdTepTin><HashTepTin>{digest}</HashTepTin></Tep>"
            return Reply(200, body.encode(), "application/xml")
        root = etree.fromstring(request.body)
        if not SCHEMA.validate(root):
            raise Complaint(str(SCHEMA.error_log[0].message))
        state = root.findtext("TrangThaiHoSo") or root.findtext("TrangThai") or ""
        self.dossiers.setdefault(root.findtext("MaHoSo") or "", []).append(state)
        body = "<KetQua><MaLoi>0</MaLoi><SoTiepNhan>TN1</SoTiepNhan></KetQua>"
        return Reply(200, body.encode(), "application/xml")
