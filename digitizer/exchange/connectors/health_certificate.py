"""Drivers' health certificates for the insurance gateway: each signed (XAdES), many in a batch.

The gateway answers for each certificate by itself, in any order: one that is refused holds back no
other. A message whose dossier holds no such certificate tells nothing, and its receipt says so.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from typing_extensions import override

from digitizer.exchange import safe_xml
from digitizer.exchange.connector import Base, Health, Surroundings, sha256
from digitizer.exchange.errors import (
    NeighbourError,
    NeighbourFaultError,
    NeighbourRefusedError,
    NotTellableError,
)
from digitizer.exchange.keyed import signing_key
from digitizer.exchange.transport import as_json, line_to, said
from digitizer.model.message import Message, MessageKind, Receipt

PAPER = "driver_health_certificate"
_TAKEN = ("0", "409")


class HealthCertificate(Base):
    """Speaks to the insurance gateway."""

    kinds = (MessageKind.COMPONENTS,)
    at_once = 50

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._line = line_to(around)

    @override
    def close(self) -> None:
        self._line.close()

    @override
    def send(self, message: Message) -> Receipt:
        """Send the certificates of one message."""
        (outcome,) = self.send_all([message])
        if isinstance(outcome, NeighbourError):
            raise outcome
        return outcome

    @override
    def send_all(self, messages: Sequence[Message]) -> list[Receipt | NeighbourError]:
        """Send the certificates of many messages at once; each has an outcome of its own.

        Raises NeighbourError for what concerns the batch as a whole.
        """
        written: dict[str, Any] = {}
        outcomes: dict[str, Receipt | NeighbourError] = {}
        for message in messages:
            papers = [one for one in message.content["papers"] if one["type"] == PAPER]
            if not papers:
                outcomes[message.key] = Receipt("", sha256(b""), {"told": "nothing"})
                continue
            try:
                written[message.key] = self._certificate(papers[0])
            except NotTellableError as error:
                outcomes[message.key] = error
        if written:
            signed = self._signed(written)
            outcomes |= self._batch(signed)
        return [outcomes[message.key] for message in messages]

    def check(self) -> Health:
        """Ask the gateway whether it is there and knows the office."""
        self._line.told("GET", self._around.required("health_path"), None, self._headers())
        return Health(well=True)

    def _batch(self, signed: Mapping[str, bytes]) -> dict[str, Receipt | NeighbourError]:
        items = [
            {"id": key, "SIGNDATA": base64.b64encode(data).decode()} for key, data in signed.items()
        ]
        body = json.dumps({"items": items}, sort_keys=True).encode()
        batch = hashlib.sha256("".join(sorted(signed)).encode()).hexdigest()[:32]
        headers = {**self._headers(), "Idempotency-Key": batch}
        path = self._around.required("send_path")
        answer = as_json(self._name, self._line.told("POST", path, body, headers).body)
        told = answer.get("items") if isinstance(answer, dict) else None
        if not isinstance(told, list):
            raise NeighbourFaultError(neighbour=self._name, reason="half answer")
        by_key = {str(one.get("id")): one for one in told if isinstance(one, dict)}
        return {key: self._outcome(by_key.get(key), data) for key, data in signed.items()}

    def _outcome(self, told: Mapping[str, Any] | None, data: bytes) -> Receipt | NeighbourError:
        if told is None:
            return NeighbourFaultError(neighbour=self._name, reason="no receipt for this item")
        code = str(told.get("code", ""))
        if code in _TAKEN:
            return Receipt(str(told.get("number", "")), sha256(data))
        words = said(str(told.get("message", "")).encode())
        return NeighbourRefusedError(neighbour=self._name, reason=f"{code}: {words}")

    def _signed(self, written: Mapping[str, Any]) -> dict[str, bytes]:
        """Return all signed with one opening of the key: a token asks for its PIN once."""
        from signing.xml import sign_xades

        role = self._around.setting("role")
        with signing_key(self._around) as key:
            return {
                name: safe_xml.written(sign_xades(root, key, role))
                for name, root in written.items()
            }

    def _certificate(self, paper: Mapping[str, Any]) -> Any:
        root = safe_xml.root_of(self._around.required("root"))
        for name, rule in self._around.tables["fields"].items():
            safe_xml.add(root, name, self._value(name, rule, paper.get("values", {})))
        return root

    def _value(self, name: str, rule: Mapping[str, Any], values: Mapping[str, str]) -> str:
        value = str(values.get(rule.get("from", ""), "") or rule.get("else", ""))
        if "words" in rule and value:
            value = str(rule["words"].get(value, value))
        if rule.get("day") and value:
            try:
                value = f"{date.fromisoformat(value):%Y%m%d}"
            except ValueError as error:
                raise NotTellableError(neighbour=self._name, field=name) from error
        if rule.get("required") and not value:
            raise NotTellableError(neighbour=self._name, field=name)
        return value

    def _headers(self) -> dict[str, str]:
        token = self._around.secret("token")
        return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    @property
    def _name(self) -> str:
        return self._around.neighbour.name
