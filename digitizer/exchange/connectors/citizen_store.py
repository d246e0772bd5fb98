"""The citizen's electronic document store: results are put there, papers are got from there.

Asking for papers is always for a dossier and by an officer, and names the kind of paper wanted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from digitizer.exchange import national
from digitizer.exchange.arriving import paper_files
from digitizer.exchange.connector import Base, Health, Offer, Question, Surroundings, sha256
from digitizer.exchange.errors import NeighbourFaultError, NotTellableError
from digitizer.exchange.transport import as_json, line_to
from digitizer.model.message import DeliveryKind, Message, MessageKind, Receipt, Received


class CitizenStore(Base):
    """Speaks to the province's part of the store."""

    kinds = (MessageKind.RESULT,)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._line = line_to(around)

    @override
    def close(self) -> None:
        self._line.close()

    @override
    def send(self, message: Message) -> Receipt:
        result = message.content.get("result") or {}
        if not result.get("file"):
            raise NotTellableError(neighbour=self._name, field="result")
        data = self._around.files.stored(result["file"])
        digest = sha256(data)
        headers = {**self._headers("application/pdf"), "Idempotency-Key": f"{message.key}-file"}
        path = f"{self._around.required('file_path')}/{digest}"
        kept = self._mapping(self._line.told("PUT", path, data, headers).body)
        if str(kept.get("HashTepTin", "")).lower() != digest:
            raise NeighbourFaultError(neighbour=self._name, reason="HashTepTin")
        procedure = national.procedure_of(self._around, message)
        codes = self._around.tables.get("result_codes", {})
        body = json.dumps(
            {
                # blank where the owner has none, as the circular allows
                "MaDinhDanhChuSoHuu": message.content["dossier"]["personal_id"],
                # blank until the national catalogue has a code for this result
                "MaLoaiGiayTo": str(codes.get(procedure.result_type, "")),
                "TenGiayTo": procedure.result_type,
                "SoKyHieu": result["number"],
                "NgayCap": national.at(result["signed_at"])[:8],
                "CoQuanCap": self._around.settings.office_name,
                "MaCoQuanCap": self._around.settings.office_code,
                "MaHoSo": national.known_as(message),
                "TepTin": digest,
            },
            ensure_ascii=False,
            sort_keys=True,
        ).encode()
        headers = {**self._headers("application/json"), "Idempotency-Key": message.key}
        answer = self._mapping(
            self._line.told("POST", self._around.required("put_path"), body, headers).body
        )
        return Receipt(str(answer.get("MaGiayTo", "")), sha256(body))

    @override
    def ask(self, question: Question) -> Offer:
        body = json.dumps(
            {
                "MaYeuCau": question.key,
                "MaDinhDanhChuSoHuu": question.values.get("number", ""),
                "MaLoaiGiayTo": question.values.get("kind", ""),
                "MaHoSo": question.dossier_code,
                "MaTTHC": question.procedure,
                "MaCanBo": self._around.code("officers", question.officer),
                "MucDich": self._around.required("purpose"),
            },
            ensure_ascii=False,
            sort_keys=True,
        ).encode()
        headers = {**self._headers("application/json"), "Idempotency-Key": question.key}
        answer = self._mapping(
            self._line.told("POST", self._around.required("get_path"), body, headers).body
        )
        told, files = paper_files(self._around, answer.get("GiayTo"), self._fetch)
        return Offer(
            Received(
                key=question.key,
                kind=DeliveryKind.PAPER,
                subject="",
                version="",
                content={"papers": told},
                digest=sha256(json.dumps(told, sort_keys=True).encode()),
            ),
            files,
        )

    def check(self) -> Health:
        """Ask the store whether it is there and knows the office."""
        path = self._around.required("health_path")
        self._line.told("GET", path, None, self._headers("application/json"))
        return Health(well=True)

    def _fetch(self, path: str) -> bytes:
        return self._line.told("GET", path, None, self._headers("application/json")).body

    def _mapping(self, body: bytes) -> Mapping[str, Any]:
        found = as_json(self._name, body)
        if not isinstance(found, dict):
            raise NeighbourFaultError(neighbour=self._name, reason="half answer")
        return found

    def _headers(self, kind: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._around.secret('token')}", "Content-Type": kind}

    @property
    def _name(self) -> str:
        return self._around.neighbour.name
