"""The province's dossier system over JSON: states, progress, papers and results out, dossiers in.

Log in, then ``{session, madonvi, service, data[], isUpdating}`` to one address; ``error_code`` 0
means taken. Every call carries ``Idempotency-Key``, so a call repeated changes nothing there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from digitizer.exchange import national
from digitizer.exchange.arriving import collected_dossiers
from digitizer.exchange.connector import Base, Collected, Health, Surroundings, sha256
from digitizer.exchange.errors import (
    NeighbourDeniedError,
    NeighbourFaultError,
    NeighbourRefusedError,
)
from digitizer.exchange.transport import Line, as_json, line_to, said
from digitizer.model.message import Message, MessageKind, Receipt

_SESSION_OVER = "401"
_DUPLICATE = "409"


class ProvinceJson(Base):
    """Speaks to one province's gateway."""

    kinds = (MessageKind.STATE, MessageKind.COMPONENTS, MessageKind.RESULT, MessageKind.REQUEST)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._line: Line = line_to(around)
        self._session = ""

    @override
    def close(self) -> None:
        self._line.close()

    @override
    def send(self, message: Message) -> Receipt:
        """Send the files a message names, then the record, then the step of the way."""
        if message.kind is MessageKind.REQUEST:
            return self._send_request(message)
        papers: dict[int, national.Sent] = {}
        result = None
        if message.kind is MessageKind.COMPONENTS:
            papers = self._send_papers(message)
        if message.kind is MessageKind.RESULT:
            result = self._send_result(message)
        record = national.record(self._around, message, papers=papers, result=result)
        updating = message.content["event"] != "opened"
        answer = self._call("sync_service", [record], message.key, updating=updating)
        if message.kind is MessageKind.STATE:
            step = national.progress(self._around, message)
            self._call("progress_service", [step], f"{message.key}-progress", updating=True)
        number = str(answer.get("result", "") or "")
        return Receipt(number, sha256(_bytes(record)), {"MaHoSo": record["MaHoSo"]})

    @override
    def collect(self, place: str) -> Collected:
        answer = self._call("collect_service", [{"TuMoc": place}], "collect")
        return collected_dossiers(self._around, answer, place, self._fetch)

    def check(self) -> Health:
        """Log in: the address, the certificate, the name and the password are right then."""
        self._session = ""
        self._log_in()
        return Health(well=True)

    # ---- within --------------------------------------------------------------------------------

    def _send_request(self, message: Message) -> Receipt:
        wanted = message.content["request"]
        whole = {"MaYeuCau": message.key, "MaHoSo": national.known_as(message), **wanted}
        answer = self._call("request_service", [whole], message.key)
        return Receipt(str(answer.get("result", "") or ""), sha256(_bytes(whole)))

    def _send_papers(self, message: Message) -> dict[int, national.Sent]:
        sent = {}
        for paper in message.content["papers"]:
            if not paper["pages"] or paper["reused_from"]:
                # a paper that was reused lies there already; only its flags are told
                continue
            data = self._around.files.paper(paper["id"], paper["signed_copy"])
            name = national.file_name(message.dossier_code, str(paper["component"] or paper["id"]))
            sent[paper["id"]] = self._send_file(f"{message.key}-{paper['id']}", name, data)
        return sent

    def _send_result(self, message: Message) -> national.Sent | None:
        result = message.content.get("result") or {}
        if not result.get("file"):
            return None
        name = national.file_name(message.dossier_code, "ket-qua")
        data = self._around.files.stored(result["file"])
        return self._send_file(f"{message.key}-result", name, data)

    def _send_file(self, key: str, name: str, data: bytes) -> national.Sent:
        headers = {
            "Content-Type": "application/pdf",
            "Content-Disposition": f'attachment; filename="{name}"',
            "Idempotency-Key": key,
        }
        path = self._around.required("file_path")
        answer = self._authorised("POST", path, data, headers)
        taken = answer.get("HashTepTin")
        if not isinstance(taken, str) or taken.lower() != sha256(data):
            # half of a file there would be worse than none
            raise NeighbourFaultError(neighbour=self._name, reason="HashTepTin")
        return national.Sent(str(answer.get("IdTepTin", "")), str(answer.get("DuongDan", "")))

    def _fetch(self, path: str) -> bytes:
        self._log_in()
        return self._line.told("GET", path, None, {"Authorization": self._session}).body

    def _call(
        self, service: str, data: list[Any], key: str, *, updating: bool = False
    ) -> Mapping[str, Any]:
        whole = {
            "madonvi": self._around.setting("unit"),
            "service": self._around.required(service),
            "data": data,
            "isUpdating": str(updating),
        }
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        path = self._around.required("service_path")
        answer = self._authorised("POST", path, whole, headers)
        code = str(answer.get("error_code", ""))
        if code not in ("0", _DUPLICATE):
            words = said(str(answer.get("message", "")).encode())
            raise NeighbourRefusedError(neighbour=self._name, reason=f"{code}: {words}")
        return answer

    def _authorised(
        self, method: str, path: str, body: bytes | dict[str, Any], headers: dict[str, str]
    ) -> Mapping[str, Any]:
        """Ask within a session; one that has run out there is begun anew, once."""
        for last in (False, True):
            self._log_in()
            whole = body if isinstance(body, bytes) else _bytes({"session": self._session, **body})
            sent = {**headers, "Authorization": self._session}
            try:
                answer = self._line.told(method, path, whole, sent)
            except NeighbourDeniedError:
                self._session = ""
                if last:
                    raise
                continue
            found = _mapping(self._name, answer.body)
            if str(found.get("error_code", "")) != _SESSION_OVER:
                return found
            self._session = ""
        raise NeighbourDeniedError(neighbour=self._name, reason=_SESSION_OVER)

    def _log_in(self) -> None:
        if self._session:
            return
        body = {
            "username": self._around.required("username"),
            "password": self._around.secret("password"),
        }
        headers = {
            "Content-Type": "application/json",
            "dstcode": self._around.setting("destination"),
        }
        answer = self._line.told("POST", self._around.required("login_path"), _bytes(body), headers)
        found = _mapping(self._name, answer.body)
        session = found.get("session")
        if str(found.get("error_code", "0")) != "0" or not isinstance(session, str) or not session:
            raise NeighbourDeniedError(neighbour=self._name, reason=str(found.get("error_code")))
        self._session = session

    @property
    def _name(self) -> str:
        return self._around.neighbour.name


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


def _mapping(neighbour: str, body: bytes) -> Mapping[str, Any]:
    found = as_json(neighbour, body)
    if not isinstance(found, dict):
        raise NeighbourFaultError(neighbour=neighbour, reason="half answer")
    return found
