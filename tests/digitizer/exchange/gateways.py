"""Gateways to citizens on loopback: one over HTTP, one mail server."""

from __future__ import annotations

import base64
import email.policy
import hashlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.parser import BytesParser

from typing_extensions import override

from tests.digitizer.exchange.counterpart import SLOW, Counterpart, Reply, Request
from tests.digitizer.exchange.province import checked

TOKEN = "the-cua-cong-nhan-tin"
USER, PASSWORD = "mot-cua@mau.gov.vn", "mat-khau-thu"


class Gateway(Counterpart):
    """Takes notices."""

    @override
    def serve(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply(401)
        if request.path == "/health":
            return Reply(200, b"{}")
        checked(json.loads(request.body), "notice")
        return Reply(200, json.dumps({"id": f"SMS{len(self.done) + 1}"}).encode())


class Mail(Counterpart):
    """A mail server over TLS that keeps letters by their Message-ID."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(context)
        self.letters: dict[str, EmailMessage] = {}
        self._port = 0

    @property
    @override
    def address(self) -> str:
        return f"smtps://127.0.0.1:{self._port}"

    def mood(self, wanted: str) -> bool:
        if self.moods and self.moods[0] == wanted:
            self.moods.popleft()
            return True
        return False

    @contextmanager
    @override
    def running(self, port: int = 0) -> Iterator[Counterpart]:
        with socket.create_server(("127.0.0.1", port)) as listener:
            self._port = listener.getsockname()[1]
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
            yield self
            listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        assert self._context is not None
        with suppress(OSError, ConnectionError):
            plain.settimeout(10)
            with self._context.wrap_socket(plain, server_side=True) as line:
                file = line.makefile("rwb")

                def say(words: str) -> None:
                    file.write(words.encode() + b"\r\n")
                    file.flush()

                say("220 mau.gov.vn")
                while heard := file.readline().decode("utf-8", "replace").strip():
                    word = heard.split()[0].upper()
                    if word == "DATA":
                        say("354 go on")
                        whole = bytearray()
                        while (part := file.readline()) != b".\r\n":
                            whole += part.removeprefix(b".") if part.startswith(b"..") else part
                        answer = self._letter(bytes(whole))
                        if not answer:
                            return
                        say(answer)
                    else:
                        say(self._answer(word, heard))
                    if word == "QUIT":
                        return

    def _answer(self, word: str, heard: str) -> str:
        if word == "AUTH":
            pair = base64.b64decode(heard.rsplit(maxsplit=1)[-1]).decode().split("\0")
            good = pair[1:] == [USER, PASSWORD] and not self.mood("denied")
            return "235 welcome" if good else "535 who?"
        if word == "MAIL":
            self.requests.append(Request("MAIL", "", {}, b""))
            if self.mood("slow"):
                time.sleep(SLOW)
            if self.mood("busy"):
                return "421 later"
            if self.mood("fault"):
                return "451 trouble"
            if self.mood("refuse"):
                return "550 no"
        return "250-mau.gov.vn\r\n250 AUTH PLAIN" if word == "EHLO" else "250 ok"

    def _letter(self, whole: bytes) -> str:
        letter = BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(whole)
        key, said = str(letter["Message-ID"]), hashlib.sha256(whole).hexdigest()
        if key in self.done:
            self.repeats += 1
            self.conflicts += self.done[key] != said
        if not letter["Auto-Submitted"] or letter["Subject"] is None:
            self.complaints.append("headers")
        self.done[key], self.letters[key] = said, letter
        return "" if self.mood("lost") else "250 taken"
