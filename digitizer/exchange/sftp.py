"""Files on an SFTP server whose key is known beforehand: no key is trusted on first use."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import socket
import stat
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from digitizer.errors import DefinitionError
from digitizer.exchange.connector import Surroundings
from digitizer.exchange.errors import (
    NeighbourDeniedError,
    NeighbourError,
    NeighbourFaultError,
    NeighbourUnreachableError,
    NeighbourUntrustedError,
)

_PORT = 22


class SftpPlace:
    """One folder; the connection is made when it is first used."""

    def __init__(self, around: Surroundings) -> None:
        self.require_settings(around)
        parts = urlsplit(around.neighbour.address)
        self._name = around.neighbour.name
        self._host, self._port = parts.hostname or "", parts.port or _PORT
        self._user, self._folder = unquote(parts.username or ""), unquote(parts.path)
        self._pins = tuple(around.neighbour.settings["pins"])
        self._seconds = float(around.neighbour.settings.get("seconds", 30.0))
        by_key = around.setting("sign_in") == "key"
        self._secret, self._by_key = around.secret("key" if by_key else "password"), by_key
        self._transport: Any = None
        self._client: Any = None

    @staticmethod
    def require_settings(around: Surroundings) -> None:
        """Raise DefinitionError for an address or settings that cannot be right."""
        parts = urlsplit(around.neighbour.address)
        pins = around.neighbour.settings.get("pins")
        file = f"neighbours/{around.neighbour.name}"
        if parts.scheme != "sftp" or not parts.hostname or not parts.username or parts.password:
            near = "sftp://user@server/folder"
            raise DefinitionError(file=file, key="address", nearest=near, problem="address")
        if not pins or not all(str(pin).startswith("SHA256:") for pin in pins):
            near = "SHA256:…"
            raise DefinitionError(file=file, key="pins", nearest=near, problem="key of the server")

    def put(self, name: str, data: bytes) -> None:
        """Write beside, then rename over: who looks finds the old file or the whole new one."""
        target = f"{self._folder.rstrip('/')}/{name}"
        with self._explained():
            client = self._connected()
            self._make_folders(client, name)
            with client.open(target + ".part", "wb") as file:
                file.write(data)
            if client.stat(target + ".part").st_size != len(data):
                raise NeighbourFaultError(neighbour=self._name, reason="half file")
            client.posix_rename(target + ".part", target)

    def get(self, name: str, limit: int) -> bytes:
        """Return a file."""
        with self._explained(), self._connected().open(f"{self._folder}/{name}", "rb") as file:
            return bytes(file.read(limit))

    def listed(self, folder: str) -> dict[str, str]:
        """Return the files in a folder, each with its size and when it was changed."""
        with self._explained():
            client = self._connected()
            client.listdir_attr(self._folder)
            try:
                found = client.listdir_attr(f"{self._folder}/{folder}")
            except FileNotFoundError:
                return {}
            files = (one for one in found if not stat.S_ISDIR(one.st_mode or 0))
            return dict(sorted((one.filename, f"{one.st_size}-{one.st_mtime}") for one in files))

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()
            self._transport = self._client = None

    def _make_folders(self, client: Any, name: str) -> None:
        path = self._folder.rstrip("/")
        for part in name.split("/")[:-1]:
            path = f"{path}/{part}"
            try:
                client.stat(path)
            except FileNotFoundError:
                client.mkdir(path)

    def _connected(self) -> Any:
        if self._client is not None:
            return self._client
        import paramiko

        sock = socket.create_connection((self._host, self._port), timeout=self._seconds)
        transport = paramiko.Transport(sock)
        self._transport = transport
        transport.banner_timeout = transport.handshake_timeout = self._seconds
        transport.auth_timeout = transport.channel_timeout = self._seconds
        transport.start_client(timeout=self._seconds)
        pin = _pin(transport.get_remote_server_key().asbytes())
        if pin not in self._pins:
            # before a name or a password is said
            raise NeighbourUntrustedError(neighbour=self._name, reason=pin)
        if self._by_key:
            transport.auth_publickey(self._user, _private_key(self._secret))
        else:
            transport.auth_password(self._user, self._secret)
        client = paramiko.SFTPClient.from_transport(transport)
        if client is None:
            raise NeighbourFaultError(neighbour=self._name, reason="no SFTP")
        client.get_channel().settimeout(self._seconds)
        self._client = client
        return client

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        import paramiko

        try:
            yield
        except NeighbourError:
            self.close()
            raise
        except (paramiko.AuthenticationException, PermissionError) as error:
            self.close()
            raise NeighbourDeniedError(neighbour=self._name, reason=type(error).__name__) from error
        except TimeoutError as error:
            self.close()
            raise NeighbourUnreachableError(neighbour=self._name, reason="timeout") from error
        except FileNotFoundError as error:
            raise NeighbourFaultError(neighbour=self._name, reason="gone") from error
        except (OSError, EOFError, paramiko.SSHException) as error:
            # the server's own “failure” has no number; a line that broke has one
            failed = type(error) is OSError and error.errno is None
            self.close()
            kind = NeighbourFaultError if failed else NeighbourUnreachableError
            raise kind(neighbour=self._name, reason=type(error).__name__) from error


def _pin(key: bytes) -> str:
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def _private_key(text: str) -> Any:
    import paramiko

    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text))
        except paramiko.SSHException:
            continue
    raise paramiko.AuthenticationException("key")
