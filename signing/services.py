"""Asking the services a signature needs: timestamps, OCSP, CRL. Only configured hosts, bounded.

A certificate names addresses itself, and a file from outside may name anything: only hosts the
administrator has configured are asked, no redirect is followed, and answers have a largest size.
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from signing.errors import AddressUnfitError, ServiceRefusedError, ServiceUnavailableError

SECONDS = 10.0
LARGEST_ANSWER = 20_000_000
"""Bytes; lists of revoked certificates of large authorities come to several megabytes."""
PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """Return host and port of an address, as the list of allowed hosts has them."""
    parts = _split(url)
    return f"{parts.hostname}:{parts.port or PORTS[parts.scheme]}"


@dataclass(slots=True)
class Services:
    """The hosts that may be asked, and the connections to them that are kept open."""

    hosts: Collection[str]
    """``host:port``; ``host_of`` makes one of an address."""
    timeout: float = SECONDS
    """Seconds without an answer after which a service counts as not answering."""
    _idle: dict[str, list[http.client.HTTPConnection]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def get(self, url: str) -> bytes:
        """Return what lies at an address. Raises ServiceRefusedError, ServiceUnavailableError."""
        return self._ask("GET", url, None, {})

    def post(self, url: str, body: bytes, *, kind: str, answer: str) -> bytes:
        """Return the answer to a request of a media type, which must be of another."""
        headers = {"Content-Type": kind, "Accept": answer}
        return self._ask("POST", url, body, headers, expected=answer)

    def _ask(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str], expected: str = ""
    ) -> bytes:
        parts = _split(url)
        host = host_of(url)
        if host not in self.hosts:
            raise ServiceRefusedError(host=host)
        path = parts.path or "/"
        target = f"{path}?{parts.query}" if parts.query else path
        for fresh in (False, True):
            connection, used = self._connection(parts, host, fresh=fresh)
            try:
                connection.request(method, target, body, headers)
                answer = self._read(connection.getresponse(), host, expected)
            except ConnectionError as error:
                connection.close()
                if used:
                    # a connection kept open may have been closed by the other side meanwhile
                    continue
                raise ServiceUnavailableError(host=host, reason=_reason(error)) from error
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                raise ServiceUnavailableError(host=host, reason=_reason(error)) from error
            except ServiceUnavailableError:
                connection.close()
                raise
            with self._lock:
                self._idle.setdefault(host, []).append(connection)
            return answer
        raise ServiceUnavailableError(host=host, reason="closed")

    def _read(self, response: http.client.HTTPResponse, host: str, expected: str) -> bytes:
        if response.status != http.client.OK:
            raise ServiceUnavailableError(host=host, reason=f"HTTP {response.status}")
        kind = (response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        if expected and kind != expected:
            raise ServiceUnavailableError(host=host, reason="content")
        deadline = time.monotonic() + 4 * self.timeout
        parts: list[bytes] = []
        size = 0
        while chunk := response.read1(1 << 16):
            size += len(chunk)
            # each read has its own time limit; drop by drop it could last for ever
            if size > LARGEST_ANSWER or time.monotonic() > deadline:
                raise ServiceUnavailableError(host=host, reason="too much")
            parts.append(chunk)
        # read to its end, but read1 does not say so, and the connection would count as busy
        response.close()
        return b"".join(parts)

    def _connection(
        self, parts: SplitResult, host: str, *, fresh: bool
    ) -> tuple[http.client.HTTPConnection, bool]:
        with self._lock:
            idle = self._idle.get(host)
            if idle and not fresh:
                return idle.pop(), True
        name, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        if parts.scheme == "https":
            opened: http.client.HTTPConnection = http.client.HTTPSConnection(
                name, port, timeout=self.timeout, context=ssl.create_default_context()
            )
        else:
            opened = http.client.HTTPConnection(name, port, timeout=self.timeout)
        return opened, False

    def close(self) -> None:
        """Close the connections that are kept open; the next question opens new ones."""
        with self._lock:
            idle, self._idle = self._idle, {}
        for connections in idle.values():
            for connection in connections:
                connection.close()


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressUnfitError(address=url[:200]) from error
    plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in PORTS or not parts.hostname or parts.username or port == 0 or not plain:
        raise AddressUnfitError(address=url[:200])
    return parts


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    return getattr(error, "strerror", None) or type(error).__name__
