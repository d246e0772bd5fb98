"""A neighbour on loopback: checks what it gets, keeps each thing once, misbehaves on demand."""

from __future__ import annotations

import hashlib
import http.server
import socket
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from typing_extensions import override

SLOW = 3.0
"""Seconds a slow neighbour takes; connectors in tests wait 0.5."""


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


class Complaint(Exception):  # noqa: N818 - it is what the counterpart says, not our error
    """What came is not what the agreed schema says."""


class Counterpart:
    """Answers by ``serve``; ``moods`` say how the next answers go wrong, one each.

    Moods: slow, half, lost (done, but the answer never comes), garbled, busy, denied, fault,
    refuse.
    """

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self.moods: deque[str] = deque()
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        self.done: dict[str, str] = {}
        """What was carried out, by idempotency key: the hash of what was said."""
        self.repeats = 0
        self.conflicts = 0
        self._context = context
        self._replies: dict[str, Reply] = {}
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def serve(self, request: Request) -> Reply:
        """Answer one sound request; raises Complaint."""
        raise NotImplementedError

    @property
    def address(self) -> str:
        assert self._server is not None
        scheme = "http" if self._context is None else "https"
        return f"{scheme}://127.0.0.1:{self._server.server_address[1]}"

    @contextmanager
    def running(self, port: int = 0) -> Iterator[Counterpart]:
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self._server.context = self._context
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join(5)

    def handle(self, request: Request) -> Reply:
        """Answer a request; one whose key was carried out before changes nothing."""
        key = self.key_of(request)
        with self._lock:
            self.requests.append(request)
            said = hashlib.sha256(request.body).hexdigest()
            if key in self.done:
                self.repeats += 1
                if self.done[key] != said and self.keeps_words(request):
                    self.conflicts += 1
                return self._replies[key]
            try:
                reply = self.serve(request)
            except Complaint as complaint:
                self.complaints.append(str(complaint))
                return Reply(422, str(complaint).encode())
            if key and reply.status < 300 and self.counts(request):
                self.done[key] = said
                self._replies[key] = reply
            return reply

    def key_of(self, request: Request) -> str:
        """Return what tells a repeated request."""
        return request.headers.get("idempotency-key", "")

    def counts(self, request: Request) -> bool:
        """Return whether carrying a request out changes something here."""
        return request.method != "GET"

    def keeps_words(self, request: Request) -> bool:
        """Return whether a repeated request must be the same to the byte."""
        return bool(request.body)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    context: ssl.SSLContext | None = None

    @override
    def get_request(self) -> tuple[Any, Any]:
        connection, address = super().get_request()
        if self.context is None:
            return connection, address
        connection.settimeout(5)
        try:
            return self.context.wrap_socket(connection, server_side=True), address
        except OSError:
            connection.close()
            raise

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients go away in these tests."""


_STATUS = {"busy": 503, "denied": 401, "fault": 500, "refuse": 400}


def _handler(counterpart: Counterpart) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, body)
            mood = counterpart.moods.popleft() if counterpart.moods else ""
            if mood == "slow":
                time.sleep(SLOW)
            if mood in _STATUS:
                more = {"Retry-After": "120"} if mood == "busy" else {}
                self.answer(Reply(_STATUS[mood], b"no", "text/plain", more))
                return
            reply = counterpart.handle(request)
            if mood == "lost":
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if mood == "garbled":
                reply = Reply(reply.status, reply.body[: len(reply.body) // 2], reply.kind)
            self.answer(reply, half=mood == "half")

        do_GET = do_PUT = do_POST  # noqa: N815

        def answer(self, reply: Reply, *, half: bool = False) -> None:
            head = [
                f"HTTP/1.1 {reply.status} X",
                f"Content-Type: {reply.kind}",
                f"Content-Length: {len(reply.body)}",
                *(f"{name}: {value}" for name, value in reply.headers.items()),
            ]
            sent = reply.body[: len(reply.body) // 2] if half else reply.body
            try:
                self.wfile.write("\r\n".join(head).encode() + b"\r\n\r\n" + sent)
            except OSError:
                self.close_connection = True
            if half:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    return Handler


Serve = Callable[[Request], Reply]
