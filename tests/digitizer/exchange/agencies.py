"""Other agencies on loopback: the document axis and the insurance gateway."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml import SignatureConfiguration, XMLVerifier
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier
from typing_extensions import override

from digitizer.exchange import safe_zip
from signing.keys import make_test_key, open_pkcs12
from tests.digitizer.exchange.counterpart import Complaint, Counterpart, Reply, Request
from tests.digitizer.exchange.province import SCHEMAS

TOKEN = "the-cua-truc-lien-thong"
KEY_PASSWORD = "mật khẩu khóa"
PKCS12 = make_test_key("UBND phường Mẫu", KEY_PASSWORD)
CERTIFICATE = open_pkcs12(PKCS12, KEY_PASSWORD).certificate
PEM = CERTIFICATE.public_bytes(Encoding.PEM).decode()
KEYS = {"token": TOKEN, "key": base64.b64encode(PKCS12).decode(), "key_password": KEY_PASSWORD}
E = "{http://www.mic.gov.vn/TBT/QCVN_102_2016}"
CERTIFICATE_SCHEMA = etree.XMLSchema(file=str(SCHEMAS / "health-certificate.xsd"))


class Axis(Counterpart):
    """Takes documents, signed, and offers some."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(context)
        self.offered: dict[str, bytes] = {}
        self.statuses: list[tuple[str, str]] = []
        self.documents: list[Any] = []

    @override
    def keeps_words(self, request: Request) -> bool:
        # a signature made again carries names and a time of its own
        return request.path != "/documents"

    @override
    def serve(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply(401)
        if request.path == "/inbox":
            return Reply(200, json.dumps({"documents": list(self.offered)}).encode())
        if request.path.startswith("/inbox/"):
            return Reply(200, self.offered[request.path.removeprefix("/inbox/")], "text/xml")
        if request.path == "/status":
            told = json.loads(request.body)
            self.statuses.append((told["id"], told["status"]))
            self.offered.pop(told["id"], None)
            return Reply(200, b"{}")
        self._take(etree.fromstring(request.body))
        return Reply(200, json.dumps({"id": f"VB{len(self.documents)}"}).encode())

    def _take(self, root: Any) -> None:
        found = XMLVerifier().verify(
            root, x509_cert=PEM, expect_config=SignatureConfiguration(expect_references=1)
        )
        signed = found.signed_xml  # type: ignore[union-attr]
        head = signed.find(f"{E}edXMLEnvelope/{E}edXMLHeader/{E}MessageHeader")
        code, number = head.findtext(f"{E}Code/{E}CodeNumber"), head.findtext(f"{E}DocumentId")
        if code != "01" or number != "H00.01.01,2026/03/02,01/UBND-XN":
            raise Complaint(f"{code} {number}")
        attached = signed.findtext(f"{E}AttachmentEncoded/{E}Attachment/{E}ContentTransferEncoded")
        (inside,) = safe_zip.unpacked(base64.b64decode(attached)).values()
        if not inside.startswith(b"%PDF"):
            raise Complaint("no PDF")
        self.documents.append(signed)


class Insurance(Counterpart):
    """Takes health certificates in batches and answers for each, the last first."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(context)
        self.refused: set[str] = set()
        self.left_out: set[str] = set()
        self.certificate: Any = PEM

    @override
    def key_of(self, request: Request) -> str:
        return ""

    @override
    def serve(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply(401)
        if request.path == "/health":
            return Reply(200, b"{}")
        answers = []
        for item in reversed(json.loads(request.body)["items"]):
            if item["id"] in self.left_out:
                continue
            root = etree.fromstring(base64.b64decode(item["SIGNDATA"]))
            name = root.findtext("HOTEN")
            if name in self.refused:
                answers.append({"id": item["id"], "code": "12", "message": "sai mã bệnh viện"})
                continue
            self._judge(root)
            if item["id"] in self.done:
                self.repeats += 1
            said = hashlib.sha256((root.findtext("SO") or "").encode()).hexdigest()
            self.done[item["id"]] = said
            answers.append({"id": item["id"], "code": "0", "number": f"GK{len(self.done)}"})
        return Reply(200, json.dumps({"items": answers}).encode())

    def _judge(self, root: Any) -> None:
        configuration = XAdESSignatureConfiguration(expect_references=3)
        found = XAdESVerifier().verify(
            root, x509_cert=self.certificate, expect_config=configuration
        )
        signed = found[0].signed_xml
        if signed is None or not CERTIFICATE_SCHEMA.validate(signed):
            raise Complaint(str(CERTIFICATE_SCHEMA.error_log))
