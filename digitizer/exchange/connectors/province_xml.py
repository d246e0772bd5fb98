"""The province's dossier system over XML: the older variant, for provinces whose gateway kept it.

The same record as in JSON, an element a field; name and password by HTTP Basic in every call.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from digitizer.exchange import national, safe_xml
from digitizer.exchange.connector import Base, Health, Surroundings, sha256
from digitizer.exchange.errors import NeighbourFaultError, NeighbourRefusedError
from digitizer.exchange.transport import line_to, said
from digitizer.model.message import Message, MessageKind, Receipt

_TAKEN = ("0", "409")
_LARGEST = 1_000_000


class ProvinceXml(Base):
    """Speaks to one province's older gateway."""

    kinds = (MessageKind.STATE, MessageKind.COMPONENTS, MessageKind.RESULT)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._line = line_to(around)

    @override
    def close(self) -> None:
        self._line.close()

    @override
    def send(self, message: Message) -> Receipt:
        """Send the files a message names, then the record, then the step of the way."""
        papers: dict[int, national.Sent] = {}
        result = None
        if message.kind is MessageKind.COMPONENTS:
            for paper in message.content["papers"]:
                if paper["pages"] and not paper["reused_from"]:
                    data = self._around.files.paper(paper["id"], paper["signed_copy"])
                    papers[paper["id"]] = self._send_file(f"{message.key}-{paper['id']}", data)
        if message.kind is MessageKind.RESULT and message.content["result"].get("file"):
            data = self._around.files.stored(message.content["result"]["file"])
            result = self._send_file(f"{message.key}-result", data)
        record = national.record(self._around, message, papers=papers, result=result)
        body = self._document("HoSo", record)
        answer = self._ask("sync_path", body, message.key)
        if message.kind is MessageKind.STATE:
            step = self._document("TienDo", national.progress(self._around, message))
            self._ask("progress_path", step, f"{message.key}-progress")
        number = safe_xml.text(answer, "SoTiepNhan")
        return Receipt(number, sha256(body), {"MaHoSo": record["MaHoSo"]})

    def check(self) -> Health:
        """Ask the gateway whether it is there and knows the office's name and password."""
        self._line.told("GET", self._around.required("health_path"), None, self._headers(""))
        return Health(well=True)

    def _document(self, name: str, record: Mapping[str, Any]) -> bytes:
        space = self._around.setting("namespace")
        prefix = f"{{{space}}}" if space else ""
        root = safe_xml.root_of(prefix + name, {None: space} if space else None)
        safe_xml.fill(root, record, self._around.tables["items"], prefix)
        return safe_xml.written(root)

    def _send_file(self, key: str, data: bytes) -> national.Sent:
        headers = {**self._headers(key), "Content-Type": "application/pdf"}
        path = self._around.required("file_path")
        answer = self._read(self._line.told("POST", path, data, headers).body)
        if safe_xml.text(answer, "HashTepTin").lower() != sha256(data):
            raise NeighbourFaultError(neighbour=self._around.neighbour.name, reason="HashTepTin")
        return national.Sent(safe_xml.text(answer, "IdTepTin"), safe_xml.text(answer, "DuongDan"))

    def _ask(self, path: str, body: bytes, key: str) -> Any:
        headers = {**self._headers(key), "Content-Type": "application/xml; charset=utf-8"}
        answer = self._line.told("POST", self._around.required(path), body, headers)
        root = self._read(answer.body)
        code = safe_xml.text(root, "MaLoi")
        if code not in _TAKEN:
            words = said(safe_xml.text(root, "MoTa").encode())
            raise NeighbourRefusedError(
                neighbour=self._around.neighbour.name, reason=f"{code}: {words}"
            )
        return root

    def _read(self, body: bytes) -> Any:
        try:
            return safe_xml.parse(body, largest=_LARGEST)
        except safe_xml.UnsoundXmlError as error:
            raise NeighbourFaultError(
                neighbour=self._around.neighbour.name, reason="half answer"
            ) from error

    def _headers(self, key: str) -> dict[str, str]:
        user = self._around.required("username")
        pair = f"{user}:{self._around.secret('password')}".encode()
        made = {"Authorization": "Basic " + base64.b64encode(pair).decode()}
        return {**made, "Idempotency-Key": key} if key else made
