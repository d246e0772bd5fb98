"""Places to drop files on loopback: an S3 store, an SFTP server, a folder."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import paramiko
from typing_extensions import override

from digitizer.exchange import safe_zip
from tests.digitizer.exchange.counterpart import SLOW, Complaint, Counterpart, Reply, Request
from tests.digitizer.exchange.province import checked

KEY, SECRET = "khoa-truy-cap", "bi-mat-truy-cap"
USER, PASSWORD = "trao-doi", "mật khẩu trao đổi"


def require_message(data: bytes) -> None:
    """Complain about a ZIP that is not what was agreed."""
    inside = safe_zip.unpacked(data)
    told = json.loads(inside.pop("message.json"))
    checked(told["record"], "national-record")
    said = {name: hashlib.sha256(one).hexdigest() for name, one in inside.items()}
    if said != told["files"]:
        raise Complaint("files and their hashes differ")


class S3(Counterpart):
    """Keeps objects of one bucket."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(context)
        self.files: dict[str, bytes] = {}

    @property
    @override
    def address(self) -> str:
        return super().address.replace("https://", "s3://") + "/lien-thong"

    @override
    def key_of(self, request: Request) -> str:
        return request.path if request.method == "PUT" else ""

    @override
    def serve(self, request: Request) -> Reply:
        if f"Credential={KEY}/" not in request.headers.get("authorization", ""):
            return Reply(403, _fault("InvalidAccessKeyId"), "application/xml")
        parts = urlsplit(request.path)
        if request.method == "PUT":
            name = unquote(parts.path)
            require_message(request.body)
            self.files[name] = request.body
            etag = hashlib.sha256(request.body).hexdigest()
            return Reply(200, b"", headers={"ETag": f'"{etag}"'})
        prefix = parse_qs(parts.query).get("prefix", [""])[0]
        names = [one.removeprefix("/lien-thong/") for one in self.files]
        listed = "".join(
            f"<Contents><Key>{one}</Key><LastModified>2026-03-02T01:00:00.000Z</LastModified>"
            f"<Size>1</Size></Contents>"
            for one in sorted(names)
            if one.startswith(prefix)
        )
        body = f"<ListBucketResult><Name>lien-thong</Name>{listed}</ListBucketResult>"
        return Reply(200, body.encode(), "application/xml")


def _fault(code: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()


class _Doors(paramiko.ServerInterface):
    def __init__(self, owner: Sftp) -> None:
        self.owner = owner

    @override
    def check_auth_password(self, username: str, password: str) -> int:
        good = (username, password) == (USER, PASSWORD) and not self.owner.mood("denied")
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    @override
    def get_allowed_auths(self, username: str) -> str:
        return "password"

    @override
    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _File(paramiko.SFTPHandle):
    def __init__(self, owner: Sftp, name: str, flags: int) -> None:
        super().__init__(flags)
        self.owner, self.name = owner, name

    @override
    def write(self, offset: int, data: bytes) -> int:
        if self.owner.mood("fault"):
            return paramiko.SFTP_FAILURE
        kept = bytearray(self.owner.files.get(self.name, b""))
        kept[offset : offset + len(data)] = data
        self.owner.files[self.name] = bytes(kept)
        return paramiko.SFTP_OK

    @override
    def read(self, offset: int, length: int) -> bytes:
        return self.owner.files[self.name][offset : offset + length]

    @override
    def stat(self) -> paramiko.SFTPAttributes:
        return _attributes(self.name, len(self.owner.files[self.name]))

    @override
    def close(self) -> None:
        if self.owner.mood("half"):
            self.owner.files[self.name] = self.owner.files[self.name][:-10]


def _attributes(name: str, size: int, mode: int = 0o100600) -> paramiko.SFTPAttributes:
    made = paramiko.SFTPAttributes()
    made.filename, made.st_size, made.st_mode = name.rsplit("/", 1)[-1], size, mode
    return made


class _Tree(paramiko.SFTPServerInterface):
    def __init__(self, server: Any, *_more: Any, **_named: Any) -> None:
        super().__init__(server)
        self.owner: Sftp = server.owner

    @override
    def open(self, path: str, flags: int, attr: Any) -> Any:
        self.owner.seen(path)
        if self.owner.mood("slow"):
            time.sleep(SLOW)
        if self.owner.mood("refuse"):
            return paramiko.SFTP_PERMISSION_DENIED
        return _File(self.owner, path, flags)

    @override
    def stat(self, path: str) -> Any:
        if path in self.owner.files:
            return _attributes(path, len(self.owner.files[path]))
        return _attributes(path, 0, 0o40700) if path in self.owner.folders else 2

    @override
    def mkdir(self, path: str, attr: Any) -> int:
        self.owner.folders.add(path)
        return paramiko.SFTP_OK

    @override
    def list_folder(self, path: str) -> Any:
        if path not in self.owner.folders:
            return paramiko.SFTP_NO_SUCH_FILE
        inside = [one for one in self.owner.files if one.rsplit("/", 1)[0] == path]
        return [_attributes(one, len(self.owner.files[one])) for one in inside]

    @override
    def posix_rename(self, oldpath: str, newpath: str) -> int:
        self.owner.finish(oldpath, newpath)
        if self.owner.mood("lost"):
            self.owner.hang_up()
        return paramiko.SFTP_OK


class Sftp(Counterpart):
    """Keeps files below ``/nhan``."""

    def __init__(self, _context: Any = None) -> None:
        super().__init__(None)
        self.key = paramiko.ECDSAKey.generate()
        self.files: dict[str, bytes] = {}
        self.folders = {"/nhan"}
        self._lines: list[paramiko.Transport] = []
        self._port = 0

    @property
    @override
    def address(self) -> str:
        return f"sftp://{USER}@127.0.0.1:{self._port}/nhan"

    @property
    def pin(self) -> str:
        digest = hashlib.sha256(self.key.asbytes()).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")

    def mood(self, wanted: str) -> bool:
        if self.moods and self.moods[0] == wanted:
            self.moods.popleft()
            return True
        return False

    def seen(self, path: str) -> None:
        self.requests.append(Request("PUT", path, {}, b""))

    def finish(self, part: str, name: str) -> None:
        data = self.files.pop(part)
        try:
            require_message(data)
        except Complaint as complaint:
            self.complaints.append(str(complaint))
        said = hashlib.sha256(data).hexdigest()
        if name in self.done:
            self.repeats += 1
            self.conflicts += self.done[name] != said
        self.files[name], self.done[name] = data, said

    def hang_up(self) -> None:
        for line in self._lines:
            line.close()

    @contextmanager
    @override
    def running(self, port: int = 0) -> Iterator[Counterpart]:
        with socket.create_server(("127.0.0.1", port)) as listener:
            self._port = listener.getsockname()[1]
            thread = threading.Thread(target=self._accept, args=(listener,), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                listener.close()
                self.hang_up()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            line = paramiko.Transport(connection)
            line.add_server_key(self.key)
            line.set_subsystem_handler("sftp", paramiko.SFTPServer, _Tree)
            self._lines.append(line)
            try:
                line.start_server(server=_Doors(self))
            except (paramiko.SSHException, EOFError, OSError):
                line.close()


class Folder(Counterpart):
    """A folder on this machine."""

    def __init__(self, folder: Path) -> None:
        super().__init__(None)
        self.folder = folder

    @property
    @override
    def address(self) -> str:
        return self.folder.as_uri()

    @contextmanager
    @override
    def running(self, port: int = 0) -> Iterator[Counterpart]:
        self.folder.mkdir(parents=True)
        yield self
