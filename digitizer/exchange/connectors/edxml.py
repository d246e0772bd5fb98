"""The document axis: edXML by QCVN 102:2016/BTTTT, out and in.

Out goes a released result with its signed PDF in a ZIP, the whole signed when a key is set up. In
come documents of other agencies: well formed, by the schema, signed where that is asked for, their
attachments unpacked within bounds. The spelling “Bussiness” is the standard's own.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from typing_extensions import override

from digitizer.exchange import safe_xml, safe_zip
from digitizer.exchange.arriving import safe_name
from digitizer.exchange.connector import (
    Base,
    Collected,
    Health,
    Offer,
    Surroundings,
    Unsound,
    sha256,
)
from digitizer.exchange.errors import NeighbourFaultError, NotTellableError, UnsoundError
from digitizer.exchange.keyed import signing_key
from digitizer.exchange.national import file_name, procedure_of
from digitizer.exchange.safe_xml import UnsoundXmlError, add
from digitizer.exchange.safe_zip import UnsoundZipError
from digitizer.exchange.transport import as_json, line_to
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.message import DeliveryKind, Message, MessageKind, Receipt, Received

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
LARGEST = 150_000_000
MOST_AT_ONCE = 50
_E = f"{{{NAMESPACE}}}"
_SPACES = {"e": NAMESPACE}
_NUMBER = re.compile(r"([0-9]+[A-Za-z]?)\s*/\s*(.+)")
_HEADER = "e:edXMLEnvelope/e:edXMLHeader/e:MessageHeader/"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,99}")


class EdXml(Base):
    """Speaks to the axis through the agency's own gateway."""

    kinds = (MessageKind.RESULT,)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._line = line_to(around)

    @override
    def close(self) -> None:
        self._line.close()

    @override
    def send(self, message: Message) -> Receipt:
        """Send a result as one document to the recipients in the settings."""
        root = self._whole(message)
        body = safe_xml.written(root)
        headers = {
            **self._headers(),
            "Content-Type": "application/xml; charset=utf-8",
            "Idempotency-Key": message.key,
        }
        path = self._around.required("send_path")
        answer = as_json(self._name, self._line.told("POST", path, body, headers).body)
        number = answer.get("id") if isinstance(answer, dict) else None
        if not isinstance(number, str):
            raise NeighbourFaultError(neighbour=self._name, reason="half answer")
        return Receipt(number, sha256(body))

    @override
    def collect(self, place: str) -> Collected:
        path = self._around.required("list_path")
        answer = as_json(self._name, self._line.told("GET", path, None, self._headers()).body)
        numbers = answer.get("documents") if isinstance(answer, dict) else None
        if not isinstance(numbers, list):
            raise NeighbourFaultError(neighbour=self._name, reason="half answer")
        # what was taken or refused is no longer listed: there is no place to go on from
        return Collected(self._fetched(path, numbers[:MOST_AT_ONCE]), lambda: place)

    def _fetched(self, path: str, numbers: Sequence[object]) -> Iterator[Offer | Unsound]:
        for number in numbers:
            if not isinstance(number, str) or not _ID.fullmatch(number):
                raise NeighbourFaultError(neighbour=self._name, reason="half answer")
            body = self._line.told("GET", f"{path}/{number}", None, self._headers()).body
            try:
                yield self._offer(number, body)
            except UnsoundError as error:
                yield Unsound.because(error, number, sha256(body))

    @override
    def acknowledge(self, key: str, *, taken: bool) -> None:
        status = self._around.code("statuses", "taken" if taken else "refused")
        body = json.dumps({"id": key, "status": status}).encode()
        headers = {**self._headers(), "Idempotency-Key": f"{key}-{status}"}
        self._line.told("POST", self._around.required("status_path"), body, headers)

    def check(self) -> Health:
        """Ask for the list of waiting documents, and take none."""
        path = self._around.required("list_path")
        self._line.told("GET", path, None, self._headers())
        return Health(well=True)

    # ---- out -----------------------------------------------------------------------------------

    def _whole(self, message: Message) -> Any:
        root = self._document(message)
        if self._around.setting("sign") == "yes":
            from signing.xml import SIGNATURE, sign_xml

            # where the standard has it: at the end of the header
            header = root.find("e:edXMLEnvelope/e:edXMLHeader", _SPACES)
            add(header, SIGNATURE).set("Id", "placeholder")
            with signing_key(self._around) as key:
                root = sign_xml(root, key)
        return root

    def _document(self, message: Message) -> Any:
        result = message.content.get("result") or {}
        found = _NUMBER.fullmatch(str(result.get("number", "")))
        if not result.get("file") or found is None:
            raise NotTellableError(neighbour=self._name, field="CodeNumber")
        recipients = self._around.tables.get("recipients", {})
        if not recipients:
            raise NotTellableError(neighbour=self._name, field="recipients")
        number, notation = found.groups()
        day = datetime.fromisoformat(str(result["signed_at"])).astimezone(OFFICE_TIME)
        name = file_name(message.dossier_code, "ket-qua")
        title = procedure_of(self._around, message).result_type
        root = safe_xml.root_of(f"{_E}edXML", {None: NAMESPACE})
        envelope = add(root, f"{_E}edXMLEnvelope")
        header = add(envelope, f"{_E}edXMLHeader")
        head = add(header, f"{_E}MessageHeader")
        own = self._around.settings
        self._organ(add(head, f"{_E}From"), own.office_code, own.office_name)
        for code, organ in recipients.items():
            self._organ(add(head, f"{_E}To"), code, str(organ))
        add(head, f"{_E}DocumentId", f"{own.office_code},{day:%Y/%m/%d},{number}/{notation}")
        code_part = add(head, f"{_E}Code")
        add(code_part, f"{_E}CodeNumber", number)
        add(code_part, f"{_E}CodeNotation", notation)
        issued = add(head, f"{_E}PromulgationInfo")
        add(issued, f"{_E}Place", own.place)
        add(issued, f"{_E}PromulgationDate", f"{day:%Y/%m/%d}")
        kind = add(head, f"{_E}DocumentType")
        add(kind, f"{_E}Type", self._around.code("types", "result"))
        add(kind, f"{_E}TypeDetail", "0")
        add(kind, f"{_E}TypeName", title)
        # the title alone: the header is read by every station on the way
        add(head, f"{_E}Subject", f"{title} – {message.dossier_code}")
        add(head, f"{_E}Content", f"{title} – {message.dossier_code}")
        signer = add(head, f"{_E}SignerInfo")
        add(signer, f"{_E}Competence", "")
        add(signer, f"{_E}Position", own.signer_title)
        add(signer, f"{_E}FullName", own.signer_name)
        other = add(head, f"{_E}OtherInfo")
        add(other, f"{_E}Priority", self._around.code("priorities", "normal"))
        add(other, f"{_E}PromulgationAmount", "1")
        add(other, f"{_E}PageAmount", "1")
        self._trace(header, message, day)
        self._attach(root, envelope, name, self._around.files.stored(result["file"]))
        safe_xml.require_valid(root, "edxml")
        return root

    def _organ(self, part: Any, code: str, name: str) -> None:
        add(part, f"{_E}OrganId", code)
        add(part, f"{_E}OrganizationInCharge", "")
        add(part, f"{_E}OrganName", name)

    def _trace(self, header: Any, message: Message, day: datetime) -> None:
        traces = add(header, f"{_E}TraceHeaderList")
        one = add(traces, f"{_E}TraceHeader")
        add(one, f"{_E}OrganId", self._around.settings.office_code)
        at = datetime.fromisoformat(str(message.content["at"])).astimezone(OFFICE_TIME)
        add(one, f"{_E}Timestamp", f"{max(at, day):%Y/%m/%d %H:%M:%S}")
        business = add(traces, f"{_E}Bussiness")
        add(business, f"{_E}BussinessDocType", self._around.code("business", "new"))
        add(business, f"{_E}BussinessDocReason", "Văn bản điện tử mới")
        add(business, f"{_E}Paper", "0")
        staff = add(business, f"{_E}StaffInfo")
        add(staff, f"{_E}Department", self._around.settings.office_name)
        add(staff, f"{_E}Staff", str(message.content.get("by", "")))

    def _attach(self, root: Any, envelope: Any, name: str, data: bytes) -> None:
        body = add(envelope, f"{_E}edXMLBody")
        manifest = add(body, f"{_E}edXMLManifest")
        manifest.set("version", "1.0")
        number = f"cid:{sha256(data)[:16]}"
        one = add(manifest, f"{_E}Reference")
        attached = add(add(root, f"{_E}AttachmentEncoded"), f"{_E}Attachment")
        for part in (one, attached):
            add(part, f"{_E}ContentId", number)
            add(part, f"{_E}ContentType", "application/zip")
            add(part, f"{_E}Description", name)
            add(part, f"{_E}AttachmentName", name)
        packed = base64.b64encode(safe_zip.packed({name: data})).decode()
        add(attached, f"{_E}ContentTransferEncoded", packed)

    # ---- in ------------------------------------------------------------------------------------

    def _offer(self, number: str, body: bytes) -> Offer:
        try:
            root = safe_xml.parse(body, largest=LARGEST)
            safe_xml.require_valid(root, "edxml")
            if self._around.setting("require_signature") == "yes":
                root = self._signed(root)
            files = self._attachments(root)
        except (UnsoundXmlError, UnsoundZipError, ValueError) as error:
            raise UnsoundError(neighbour=self._name, reason=str(error)[:100]) from error
        head = {
            name: safe_xml.text(root, _HEADER + path, _SPACES)
            for name, path in {
                "document_id": "e:DocumentId",
                "from": "e:From/e:OrganId",
                "from_name": "e:From/e:OrganName",
                "number": "e:Code/e:CodeNumber",
                "notation": "e:Code/e:CodeNotation",
                "date": "e:PromulgationInfo/e:PromulgationDate",
                "type": "e:DocumentType/e:TypeName",
                "subject": "e:Subject",
            }.items()
        }
        trace = "e:edXMLEnvelope/e:edXMLHeader/e:TraceHeaderList/e:TraceHeader/e:Timestamp"
        return Offer(
            Received(
                key=number,
                kind=DeliveryKind.DOCUMENT,
                subject=head["document_id"],
                version=safe_xml.text(root, trace, _SPACES) or "0",
                content=head,
                digest=hashlib.sha256(body).hexdigest(),
            ),
            files,
        )

    def _signed(self, root: Any) -> Any:
        from signing.errors import XmlSignatureWrongError
        from signing.xml import check_xml

        trusted = str(self._around.tables.get("settings", {}).get("signers", ""))
        try:
            return check_xml(root, [trusted.encode()] if trusted else [])
        except XmlSignatureWrongError as error:
            raise UnsoundError(neighbour=self._name, reason="signature") from error

    def _attachments(self, root: Any) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for one in root.iterfind("e:AttachmentEncoded/e:Attachment", _SPACES):
            encoded = safe_xml.text(one, "e:ContentTransferEncoded", _SPACES)
            try:
                data = base64.b64decode(encoded, validate=False)
            except binascii.Error as error:
                raise UnsoundError(neighbour=self._name, reason="base64") from error
            for name, inside in safe_zip.unpacked(data, most_bytes=LARGEST).items():
                plain = safe_name(name.rsplit("/", 1)[-1])
                if plain in found:
                    raise UnsoundError(neighbour=self._name, reason="name")
                found[plain] = inside
        return found

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._around.secret('token')}"}

    @property
    def _name(self) -> str:
        return self._around.neighbour.name
