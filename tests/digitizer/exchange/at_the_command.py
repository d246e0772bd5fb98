"""What tests of the commands about neighbours share: a keyring, a dossier and its paper."""

from __future__ import annotations

import io
from datetime import timedelta

import keyring.backend
from PIL import Image

from digitizer.model.dossier import Channel
from tests.digitizer.store.office import NOW, OWNER, Office


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def pdf() -> bytes:
    page = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(page, "PDF", resolution=100)
    return page.getvalue()


def opened(office: Office, code: str) -> None:
    office.store.dossiers.create(
        office.clerk,
        code=code,
        procedure="1.004873",
        owner=OWNER,
        channel=Channel.COUNTER,
        received_at=NOW,
        due_at=NOW + timedelta(days=3),
    )
