"""What the tests of every connector need: messages as the outbox holds them, and surroundings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from digitizer.catalogue import Catalogue
from digitizer.exchange.connector import (
    Collected,
    Connector,
    Offer,
    Question,
    Surroundings,
    Unsound,
    overlaid,
    tables_of,
)
from digitizer.exchange.errors import SecretMissingError
from digitizer.exchange.known_connectors import class_of
from digitizer.model.message import Message, MessageKind, MessageState, Neighbour
from digitizer.settings import Settings

NAME = "Đỗ Thị Đào MẪU"
NUMBER = "001203004567"
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 specimen\n%%EOF"
CODE = "H00.01.01-260302-0001"


@dataclass
class KnownSecrets:
    known: dict[str, str] = field(default_factory=dict)

    def get(self, neighbour: str, name: str) -> str:
        if name not in self.known:
            raise SecretMissingError(neighbour=neighbour, secret=name)
        return self.known[name]


@dataclass
class KnownFiles:
    """Papers and stored files that all say the same."""

    def paper(self, document_id: int, signed_copy: str) -> bytes:
        return PDF + f"{document_id}{signed_copy}".encode()

    def stored(self, digest: str) -> bytes:
        return PDF + digest.encode()


@cache
def catalogue() -> Catalogue:
    return Catalogue.load()


def surroundings(
    neighbour: Neighbour, secrets: Mapping[str, str], files: Any = None, **more: Any
) -> Surroundings:
    return Surroundings(
        neighbour=neighbour,
        tables=overlaid(tables_of(neighbour.connector), neighbour.settings),
        settings=Settings(
            office_name="UBND phường Mẫu", office_code="H00.01.01", place="Phường Mẫu"
        ),
        catalogue=catalogue(),
        secrets=KnownSecrets(dict(secrets)),
        files=files or KnownFiles(),
        **more,
    )


def connector(neighbour: Neighbour, secrets: Mapping[str, str], **more: Any) -> Connector:
    return class_of(neighbour.connector)(surroundings(neighbour, secrets, **more))


def parted(collected: Collected) -> tuple[list[Offer], list[Unsound], str]:
    """Return what was offered, what was refused, and from where to go on."""
    found = list(collected.found)
    offers = [one for one in found if isinstance(one, Offer)]
    return offers, [one for one in found if isinstance(one, Unsound)], collected.place()


def message(
    kind: MessageKind = MessageKind.STATE,
    event: str = "opened",
    *,
    neighbour: str = "tinh",
    number: int = 1,
    code: str = CODE,
    **content: Any,
) -> Message:
    """Return a message as the store writes it, of a dossier that went the whole way."""
    key = hashlib.sha256(f"{neighbour}{kind}{event}{number}{code}".encode()).hexdigest()[:32]
    whole: dict[str, Any] = {
        "event": event,
        "at": AT.isoformat(),
        "by": "Lê Văn Một Cửa",
        "reason": "",
        "dossier": {
            "code": code,
            "procedure": "1.004873",
            "owner": NAME,
            "personal_id": NUMBER,
            "channel": "counter",
            "state": "issued",
            "received_at": AT.isoformat(),
            "due_at": AT.isoformat(),
            "opened_by": "Lê Văn Một Cửa",
            "return_reason": "",
        },
        "online": {},
        "papers": [paper(1, "declaration"), paper(2, "identity_card", reused="HS-CU")],
        "result": {
            "id": 1,
            "number": "01/UBND-XN",
            "template": "marital_status_confirmation",
            "state": "released",
            "file": "f" * 64,
            "signed_at": AT.isoformat(),
            "data": {"person_name": NAME, "person_personal_id": NUMBER},
        },
        **content,
    }
    return Message(
        id=number,
        key=key,
        neighbour=neighbour,
        kind=kind,
        dossier_code=code,
        content=whole,
        state=MessageState.WAITING,
        created_at=AT,
    )


DRIVER = {
    "number": "12/GKSK",
    "person_name": NAME,
    "person_sex": "Nữ",
    "person_birth_date": "2003-05-06",
    "person_personal_id": NUMBER,
    "conclusion": "Đủ điều kiện sức khỏe lái xe hạng B",
    "conclusion_date": "2026-03-01",
    "licence_class": "B",
}


def driver_paper(**changed: str) -> dict[str, Any]:
    """Return a driver's health certificate among a dossier's papers."""
    return {
        **paper(3, "health"),
        "type": "driver_health_certificate",
        "values": {**DRIVER, **changed},
    }


def paper(number: int, component: str, *, reused: str = "") -> dict[str, Any]:
    return {
        "id": number,
        "component": component,
        "type": "marital_status_declaration",
        "copy_kind": "original",
        "pages": 1,
        "verified": True,
        "reused_from": 77 if reused else None,
        "reused_dossier": reused,
        "valid_to": None,
        "signed_copy": "",
        "values": {},
    }


def question(**changed: str) -> Question:
    """Return what an officer asks about the dossier."""
    values = {"number": NUMBER, "name": NAME, "birth_date": "2003-05-06", **changed}
    return Question("0123456789abcdef" * 2, CODE, "1.004873", "lan", values)
