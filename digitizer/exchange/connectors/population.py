"""The national population database, asked over SOAP: always for a dossier, always by an officer.

What is kept of an answer is a setting: by default only which values agree, since the law that lets
an office ask does not let it collect. Nothing is kept for other dossiers.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from typing_extensions import override

from digitizer.exchange import safe_xml
from digitizer.exchange.connector import Base, Health, Offer, Question, Surroundings, sha256
from digitizer.exchange.errors import (
    NeighbourFaultError,
    NeighbourRefusedError,
    NotTellableError,
    UnsoundError,
)
from digitizer.exchange.transport import line_to, said
from digitizer.model.message import DeliveryKind, Received
from digitizer.model.witness import fingerprint

SERVICE = "http://dancuquocgia.bca"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_LARGEST = 1_000_000
_FOUND, _NOBODY = "1", "0"
_COMPARED = ("number", "name", "birth_date")


class Population(Base):
    """Asks for one person at a time."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._line = line_to(around)

    @override
    def close(self) -> None:
        self._line.close()

    @override
    def ask(self, question: Question) -> Offer:
        body = self._request(question)
        answer = self._line.told(
            "POST", self._around.required("path"), body, self._headers(question.key)
        )
        found = self._read(answer.body)
        agrees = {name: self._same(name, found, question.values) for name in self._compared(found)}
        # about whom, as hashes: a verdict must not be taken for one about another value
        about = {
            name: fingerprint(question.key, name, str(value))
            for name, value in question.values.items()
            if value and name in _COMPARED
        }
        content: dict[str, Any] = {"found": bool(found), "agrees": agrees, "about": about}
        if self._around.setting("keep") == "answer":
            content["answer"] = found
        return Offer(
            Received(
                key=question.key,
                kind=DeliveryKind.POPULATION,
                subject="",
                version="",
                content=content,
                digest=sha256(answer.body),
            )
        )

    def check(self) -> Health:
        """Ask for the service's description, and for nobody."""
        path = self._around.required("health_path")
        self._line.told("GET", path, None, self._headers(uuid.uuid4().hex))
        return Health(well=True)

    def _request(self, question: Question) -> bytes:
        values = question.values
        root = safe_xml.root_of(f"{{{SOAP}}}Envelope", {"soapenv": SOAP, "dc": SERVICE})
        body = safe_xml.add(root, f"{{{SOAP}}}Body")
        asked = safe_xml.add(body, f"{{{SERVICE}}}TraCuuThongTinCongDan")
        number, name, birth = (str(values.get(one, "")) for one in ("number", "name", "birth_date"))
        for what, value in (("SoDinhDanh", number), ("HoVaTen", name)):
            if not value:
                raise NotTellableError(neighbour=self._name, field=what)
        try:
            day = f"{date.fromisoformat(birth):%Y%m%d}"
        except ValueError as error:
            raise NotTellableError(neighbour=self._name, field="NgayThangNamSinh") from error
        for element, text in (
            ("MaYeuCau", question.key),
            ("MaDVC", question.procedure),
            ("MaTichHop", self._around.required("integration")),
            # the officer's own code there: without one nobody asks
            ("MaCanBo", self._around.code("officers", question.officer)),
            ("SoDinhDanh" if len(number) == 12 else "SoCMND", number),
            ("HoVaTen", _folded(name)),
            ("NgayThangNamSinh", day),
        ):
            safe_xml.add(asked, f"{{{SERVICE}}}{element}", text)
        return safe_xml.written(root)

    def _read(self, body: bytes) -> dict[str, str]:
        try:
            root = safe_xml.parse(body, largest=_LARGEST)
        except safe_xml.UnsoundXmlError as error:
            raise NeighbourFaultError(neighbour=self._name, reason="half answer") from error
        fault = root.find(f"{{{SOAP}}}Body/{{{SOAP}}}Fault")
        if fault is not None:
            words = said(safe_xml.text(fault, "faultstring").encode())
            raise NeighbourRefusedError(neighbour=self._name, reason=words)
        answer = root.find(f"{{{SOAP}}}Body/{{{SERVICE}}}TraCuuThongTinCongDanResponse")
        state = "" if answer is None else safe_xml.text(answer, f"{{{SERVICE}}}TrangThai")
        if answer is None or state not in (_FOUND, _NOBODY):
            raise UnsoundError(neighbour=self._name, reason="TrangThai")
        if state == _NOBODY:
            return {}
        person = answer.find(f"{{{SERVICE}}}CongDan")
        names: Mapping[str, str] = self._around.tables["answer"]
        return {
            ours: "" if person is None else safe_xml.text(person, f"{{{SERVICE}}}{theirs}")
            for ours, theirs in names.items()
        }

    def _compared(self, found: Mapping[str, str]) -> list[str]:
        return [name for name in _COMPARED if found.get(name)]

    def _same(self, name: str, found: Mapping[str, str], values: Mapping[str, str]) -> bool:
        theirs, ours = found[name], str(values.get(name, ""))
        if name == "birth_date":
            return theirs == ours.replace("-", "")
        return _folded(theirs) == _folded(ours)

    def _headers(self, key: str) -> dict[str, str]:
        user, at = self._around.required("username"), f"{self._around.clock():%Y%m%d%H%M%S}"
        pair = base64.b64encode(f"{user}:{self._around.secret('password')}".encode()).decode()
        whole = f"{self._around.neighbour.address}{user}{at}{self._around.secret('secret')}"
        return {
            "Authorization": f"Basic {pair}",
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f"{SERVICE}/TraCuuThongTinCongDan",
            "timestamp": at,
            "signature": hashlib.sha256(whole.encode()).hexdigest(),
            "Idempotency-Key": key,
        }

    @property
    def _name(self) -> str:
        return self._around.neighbour.name


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).upper().split())
