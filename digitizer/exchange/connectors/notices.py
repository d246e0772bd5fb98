"""Words to the citizen: through a gateway for the city's app or SMS over HTTP, or by e-mail.

The words stand in the connector's tables. They name the dossier by its code and nothing of what it
is about: messages are read on other people's screens. Where no address of the citizen is known
there is nobody to tell, and the receipt says so.
"""

from __future__ import annotations

import contextlib
import json
import re
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from typing_extensions import override

from digitizer.errors import DefinitionError
from digitizer.exchange.connector import Base, Health, Surroundings, sha256
from digitizer.exchange.errors import (
    NeighbourBusyError,
    NeighbourDeniedError,
    NeighbourError,
    NeighbourFaultError,
    NeighbourRefusedError,
    NeighbourUnreachableError,
    NeighbourUntrustedError,
)
from digitizer.exchange.transport import as_json, line_to, pinned_context, said
from digitizer.model.message import Message, MessageKind, Receipt

_PHONE = re.compile(r"0[35789][0-9]{8}")
_MAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,190}\.[A-Za-z]{2,24}")
_NOBODY = "nobody"


def words_of(around: Surroundings, message: Message) -> str:
    """Return what the citizen is told, empty when this step is not for them."""
    text = str(around.tables.get("texts", {}).get(message.content["event"], ""))
    places = {
        "code": message.dossier_code,
        "office": around.settings.office_name,
        "place": around.settings.place,
    }
    return text.format(**places)


def nobody(words: str) -> Receipt:
    """Return the receipt of a notice that nobody could be told."""
    return Receipt("", sha256(words.encode()), {"told": _NOBODY})


class NoticeHttp(Base):
    """A gateway that takes JSON and passes it to an app, or sends an SMS."""

    kinds = (MessageKind.NOTICE,)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self._line = line_to(around)

    @override
    def close(self) -> None:
        self._line.close()

    @override
    def send(self, message: Message) -> Receipt:
        """Hand the words to the gateway; it tells each key once."""
        words, to = words_of(self._around, message), self._recipient(message)
        if not words or not to:
            return nobody(words)
        body = json.dumps(
            {
                "requestId": message.key,
                "channel": self._around.required("channel"),
                "to": to,
                "sender": self._around.setting("sender"),
                "dossier": message.dossier_code,
                "text": words,
            },
            ensure_ascii=False,
            sort_keys=True,
        ).encode()
        headers = {**self._headers(), "Idempotency-Key": message.key}
        path = self._around.required("send_path")
        answer = as_json(self._name, self._line.told("POST", path, body, headers).body)
        number = answer.get("id") if isinstance(answer, dict) else None
        if not isinstance(number, str):
            raise NeighbourFaultError(neighbour=self._name, reason="half answer")
        return Receipt(number, sha256(body))

    def check(self) -> Health:
        """Ask the gateway whether it is there and knows the office."""
        self._line.told("GET", self._around.required("health_path"), None, self._headers())
        return Health(well=True)

    def _recipient(self, message: Message) -> str:
        contact = message.content.get("contact") or {}
        if self._around.required("channel") == "app":
            return str(message.content["dossier"]["personal_id"])
        phone = re.sub(r"[^0-9]", "", str(contact.get("phone", "")))
        if phone.startswith("84"):
            phone = "0" + phone[2:]
        return phone if _PHONE.fullmatch(phone) else ""

    def _headers(self) -> dict[str, str]:
        token = self._around.secret("token")
        return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    @property
    def _name(self) -> str:
        return self._around.neighbour.name


class NoticeMail(Base):
    """A mail server; its address is ``smtps://host[:465]``, or ``smtp://host[:587]`` with STARTTLS.

    A letter told again has the same Message-ID: mail programs show it once.
    """

    kinds = (MessageKind.NOTICE,)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        parts = urlsplit(around.neighbour.address)
        if parts.scheme not in ("smtps", "smtp") or not parts.hostname or parts.username:
            near = "smtps://mail.tinh.gov.vn"
            raise DefinitionError(
                file=f"neighbours/{around.neighbour.name}",
                key="address",
                nearest=near,
                problem="address",
            )
        self._host, self._port = parts.hostname, parts.port
        self._direct = parts.scheme == "smtps"
        self._server: smtplib.SMTP | None = None

    @override
    def close(self) -> None:
        if self._server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._server.quit()
            self._server = None

    @override
    def send(self, message: Message) -> Receipt:
        """Send one letter."""
        words = words_of(self._around, message)
        to = str((message.content.get("contact") or {}).get("email", "")).strip()
        if not words or not _MAIL.fullmatch(to):
            return nobody(words)
        letter = EmailMessage()
        letter["From"] = self._around.required("sender")
        letter["To"] = to
        letter["Subject"] = self._around.required("subject").format(code=message.dossier_code)
        letter["Message-ID"] = f"<{message.key}@{self._around.settings.office_code or 'digitizer'}>"
        letter["Date"] = format_datetime(message.created_at)
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(words, cte="base64")
        with self._explained():
            self._connected().send_message(letter)
        return Receipt(message.key, sha256(bytes(letter)))

    def check(self) -> Health:
        """Sign in, and send nothing."""
        with self._explained():
            self._connected().noop()
        return Health(well=True)

    def _connected(self) -> smtplib.SMTP:
        if self._server is not None:
            return self._server
        settings = self._around.neighbour.settings
        seconds = float(settings.get("seconds", 30.0))
        user, password = self._around.required("username"), self._around.secret("password")
        context = pinned_context(
            self._name, str(settings.get("roots", "")), settings.get("pins", ())
        )
        if self._direct:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port or 465, timeout=seconds, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port or 587, timeout=seconds)
            # a server that offers no TLS is not given the password
            server.starttls(context=context)
        self._server = server
        if not (user + password).isascii():
            # the protocol's own library knows no other letters
            raise NeighbourDeniedError(neighbour=self._name, reason="password")
        server.login(user, password)
        return server

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (NeighbourError, smtplib.SMTPException, OSError) as error:
            if self._server is not None:
                self._server.close()
                self._server = None
            if isinstance(error, NeighbourError):
                raise
            raise self._situation(error) from error

    def _situation(self, error: Exception) -> NeighbourError:
        name = self._name
        match error:
            case smtplib.SMTPAuthenticationError():
                return NeighbourDeniedError(neighbour=name, reason=str(error.smtp_code))
            case smtplib.SMTPRecipientsRefused():
                codes = {code for code, _words in error.recipients.values()}
                return self._by_code(min(codes, default=550), "recipient")
            case smtplib.SMTPServerDisconnected():
                late = isinstance(error.__context__, TimeoutError)
                return NeighbourUnreachableError(
                    neighbour=name, reason="timeout" if late else "closed"
                )
            case smtplib.SMTPResponseException():
                return self._by_code(error.smtp_code, said(_bytes(error.smtp_error)))
            case ssl.SSLCertVerificationError():
                return NeighbourUntrustedError(neighbour=name, reason=error.verify_message)
            case TimeoutError():
                return NeighbourUnreachableError(neighbour=name, reason="timeout")
            case OSError():
                return NeighbourUnreachableError(neighbour=name, reason=type(error).__name__)
            case _:
                return NeighbourFaultError(neighbour=name, reason=type(error).__name__)

    def _by_code(self, code: int, words: str) -> NeighbourError:
        reason = f"{code}: {words}"
        if code == 421:
            return NeighbourBusyError(neighbour=self._name, reason=reason, seconds=0)
        if code < 500:
            return NeighbourFaultError(neighbour=self._name, reason=reason)
        return NeighbourRefusedError(neighbour=self._name, reason=reason)

    @property
    def _name(self) -> str:
        return self._around.neighbour.name


def _bytes(words: Any) -> bytes:
    return words if isinstance(words, bytes) else str(words).encode()
