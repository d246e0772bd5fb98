"""Asking one neighbour over HTTP: TLS verified, certificate pinned where set, answers bounded.

No redirect is followed and nothing personal stands in an address: servers on the way log it. Plain
HTTP is spoken with this machine only, where some provinces run their gateway's own client.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import ipaddress
import json
import ssl
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from typing_extensions import override

from digitizer import log
from digitizer.errors import DefinitionError
from digitizer.exchange.connector import Surroundings
from digitizer.exchange.errors import (
    NeighbourBusyError,
    NeighbourDeniedError,
    NeighbourError,
    NeighbourFaultError,
    NeighbourRefusedError,
    NeighbourUnreachableError,
    NeighbourUntrustedError,
)

LARGEST_ANSWER = 50_000_000
SECONDS = 30.0
_CHUNK = 65_536
_WORDS = 200
_AWAY = (502, 504)
_BUSY = (429, 503)
_DENIED = (401, 403, 407)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a neighbour answered; header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Line:
    """A connection to one neighbour, kept open between messages."""

    def __init__(
        self,
        neighbour: str,
        address: str,
        *,
        pins: Sequence[str] = (),
        roots: str = "",
        seconds: float = SECONDS,
        largest: int = LARGEST_ANSWER,
    ) -> None:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.scheme not in ("https", "http") or not host or parts.query or parts.username:
            raise DefinitionError(
                file=f"neighbours/{neighbour}", key="address", nearest="", problem="address"
            )
        if parts.scheme == "http" and not _is_this_machine(host):
            raise DefinitionError(
                file=f"neighbours/{neighbour}", key="address", nearest="", problem="not https"
            )
        self._neighbour, self._host, self._port = neighbour, host, parts.port
        self._path = parts.path.rstrip("/")
        self._seconds, self._largest = seconds, largest
        self._context = pinned_context(neighbour, roots, pins) if parts.scheme == "https" else None
        self._connection: http.client.HTTPConnection | None = None

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask and return the answer, whatever its status; raises NeighbourError."""
        target = self._path + quote(path, safe="/?&=%:.-_~")
        for _fresh in (False, True):
            connection, used = self._open()
            try:
                connection.request(method, target, body, dict(headers or {}))
                response = connection.getresponse()
            except (ConnectionError, http.client.RemoteDisconnected) as error:
                self.close()
                if used:
                    # a connection kept open may have been closed by the other side meanwhile
                    continue
                raise self._away(error) from error
            except OSError as error:
                self.close()
                raise self._away(error) from error
            except http.client.HTTPException as error:
                self.close()
                raise NeighbourFaultError(
                    neighbour=self._neighbour, reason=type(error).__name__
                ) from error
            return self._read(response)
        raise NeighbourUnreachableError(neighbour=self._neighbour, reason="closed")

    def told(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask, and return an answer that says yes; raises NeighbourError by what it says."""
        answer = self.ask(method, path, body, headers)
        problem = problem_of(self._neighbour, answer)
        if problem is not None:
            raise problem
        return answer

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> tuple[http.client.HTTPConnection, bool]:
        if self._connection is not None:
            return self._connection, True
        if self._context is None:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=self._seconds)
        else:
            connection = http.client.HTTPSConnection(
                self._host, self._port, timeout=self._seconds, context=self._context
            )
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as error:
            raise NeighbourUntrustedError(
                neighbour=self._neighbour, reason=error.verify_message
            ) from error
        except OSError as error:
            raise self._away(error) from error
        self._connection = connection
        return connection, False

    def _read(self, response: http.client.HTTPResponse) -> Answer:
        # a limit over the whole answer: one byte a second keeps every single read in time
        until, whole, late = time.monotonic() + self._seconds, bytearray(), False
        try:
            while chunk := response.read1(_CHUNK):
                whole += chunk
                late = time.monotonic() > until
                if late or len(whole) > self._largest:
                    break
        except TimeoutError as error:
            self.close()
            raise self._away(error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise NeighbourFaultError(neighbour=self._neighbour, reason="half answer") from error
        wanted = response.getheader("Content-Length") or ""
        half = wanted.isdigit() and len(whole) < int(wanted)
        if late:
            self.close()
            raise NeighbourUnreachableError(neighbour=self._neighbour, reason="timeout")
        if half or len(whole) > self._largest:
            self.close()
            reason = "half answer" if half else "answer too large"
            raise NeighbourFaultError(neighbour=self._neighbour, reason=reason)
        # read to its end by its length only: without this the connection would not be free again
        response.close()
        if response.will_close:
            self.close()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, bytes(whole))

    def _away(self, error: OSError) -> NeighbourError:
        reason = "timeout" if isinstance(error, TimeoutError) else type(error).__name__
        if isinstance(error, ssl.SSLError) and "CERTIFICATE" in str(error.reason or ""):
            return NeighbourUntrustedError(neighbour=self._neighbour, reason=str(error.reason))
        return NeighbourUnreachableError(neighbour=self._neighbour, reason=reason)


def problem_of(neighbour: str, answer: Answer) -> NeighbourError | None:
    """Return what is wrong by an answer's status, or None when it says yes."""
    status = answer.status
    if 200 <= status < 300:
        return None
    if status in _DENIED:
        return NeighbourDeniedError(neighbour=neighbour, reason=f"HTTP {status}")
    if status in _BUSY:
        wait = answer.headers.get("retry-after", "")
        seconds = int(wait) if wait.isdigit() else 0
        return NeighbourBusyError(neighbour=neighbour, reason=f"HTTP {status}", seconds=seconds)
    if status in _AWAY:
        return NeighbourUnreachableError(neighbour=neighbour, reason=f"HTTP {status}")
    if status >= 500 or status == http.client.REQUEST_TIMEOUT or status < 400:
        return NeighbourFaultError(neighbour=neighbour, reason=f"HTTP {status}")
    return NeighbourRefusedError(
        neighbour=neighbour, reason=f"HTTP {status}: {said(answer.body)}".rstrip(": ")
    )


def said(body: bytes) -> str:
    """Return the beginning of a neighbour's words in one line, with long numbers masked."""
    text = body[: 4 * _WORDS].decode("utf-8", "replace")
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return log.masked(" ".join(printable.split()))[:_WORDS]


def as_json(neighbour: str, body: bytes) -> Any:
    """Return the JSON of an answer; raises NeighbourFaultError for half of one."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NeighbourFaultError(neighbour=neighbour, reason="half answer") from error


def pin_of(certificate: bytes) -> str:
    """Return the pin of a certificate (DER): ``sha256/`` and the hash of its public key."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = x509.load_der_x509_certificate(certificate).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return "sha256/" + base64.b64encode(hashlib.sha256(spki).digest()).decode()


class _PinnedContext(ssl.SSLContext):
    """Compares a server's key with the pins as soon as it is known: before a byte is said."""

    neighbour = ""
    pins: tuple[str, ...] = ()

    @override
    def wrap_socket(self, *given: Any, **named: Any) -> ssl.SSLSocket:
        made = super().wrap_socket(*given, **named)
        pin = pin_of(made.getpeercert(binary_form=True) or b"") if self.pins else ""
        if pin and pin not in self.pins:
            made.close()
            raise NeighbourUntrustedError(neighbour=self.neighbour, reason=pin)
        return made


def pinned_context(neighbour: str, roots: str, pins: Iterable[object]) -> ssl.SSLContext:
    """Return what verifies a neighbour: its roots, else the system's, and its pins when set.

    Raises DefinitionError for roots that are no certificates.
    """
    context = _PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.neighbour, context.pins = neighbour, tuple(str(pin) for pin in pins)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        if roots:
            context.load_verify_locations(cadata=roots)
        else:
            context.load_default_certs()
    except ssl.SSLError as error:
        raise DefinitionError(
            file=f"neighbours/{neighbour}", key="roots", nearest="", problem="no certificate"
        ) from error
    return context


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def line_to(around: Surroundings) -> Line:
    """Return the connection to a neighbour with the pins, roots and patience it is set up with."""
    settings = around.neighbour.settings
    return Line(
        around.neighbour.name,
        around.neighbour.address,
        pins=[str(pin) for pin in settings.get("pins", ())],
        roots=str(settings.get("roots", "")),
        seconds=float(settings.get("seconds", SECONDS)),
    )
