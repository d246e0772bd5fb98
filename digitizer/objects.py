"""Files in an S3-compatible store, such as MinIO, Ceph or an agency's cloud.

One small client for everything that keeps files there: whole files, put in one request, so that a
reader finds the old one, the new one, or none. Signing of requests (AWS Signature Version 4) and
repeating them is the library's.
"""

from __future__ import annotations

import contextlib
import io
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digitizer.errors import (
    DefinitionError,
    DigitizerError,
    DiskFullError,
    NotFoundError,
    ObjectsRefusedError,
    StoreUnreachableError,
)
from ocr.errors import FileTooLargeError

if TYPE_CHECKING:
    from minio import Minio

SCHEMES = ("s3", "s3+http")
"""``s3`` is spoken over TLS; ``s3+http`` only where nobody else is on the wire."""
LARGEST = 2_000_000_000
"""Bytes that are read of one file at most."""
_MISSING = frozenset({"NoSuchKey", "NoSuchObject", "NotFound"})
_FULL = frozenset({"XMinioStorageFull", "QuotaExceeded", "EntityTooLarge", "InsufficientCapacity"})
_AWAY = frozenset({"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout"})
_TRIES = 3
_CONNECT_SECONDS, _READ_SECONDS = 5.0, 60.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where files lie: server, bucket, and the beginning of their names."""

    host: str
    bucket: str
    prefix: str = ""
    secure: bool = True

    @classmethod
    def parsed(cls, text: str) -> Place:
        """Return the place an address names: ``s3://host[:port]/bucket[/prefix]``.

        Raises DefinitionError.
        """
        parts = urlsplit(text)
        bucket, _, prefix = parts.path.strip("/").partition("/")
        if parts.scheme not in SCHEMES or not parts.hostname or not bucket or "@" in parts.netloc:
            raise DefinitionError(
                file=text, key="s3", nearest="s3://server:9000/bucket", problem="address"
            )
        return cls(parts.netloc, bucket, f"{prefix}/" if prefix else "", parts.scheme == "s3")

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(f"//{self.host}")
        return parts.hostname or "", parts.port or (443 if self.secure else 80)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use a place."""

    key: str
    secret: str = field(repr=False)
    region: str = "us-east-1"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a list."""

    name: str
    size: int
    modified: datetime


class ObjectStore:
    """Whole files at one place.

    Every call raises StoreUnreachableError when nobody answers, ObjectsRefusedError when the
    server will not have it, DiskFullError when it is full.
    """

    def __init__(
        self,
        place: Place,
        access: Access,
        *,
        context: ssl.SSLContext | None = None,
        seconds: float = _READ_SECONDS,
        tries: int = _TRIES,
    ) -> None:
        self.place = place
        self._access = access
        self._context, self._seconds, self._tries = context, seconds, tries
        self._made: Minio | None = None

    def put(self, name: str, data: bytes) -> None:
        """Keep a file for good, in place of one of the same name."""
        with _explained(name):
            self._client.put_object(
                self.place.bucket,
                self.place.prefix + name,
                io.BytesIO(data),
                len(data),
                # one request: what is there is whole
                part_size=max(len(data), 5 << 20),
            )

    def get(self, name: str, *, first: int = 0, limit: int = LARGEST) -> bytes:
        """Return a file, or its first bytes; raises NotFoundError, FileTooLargeError."""
        with _explained(name):
            answer = self._client.get_object(
                self.place.bucket, self.place.prefix + name, length=first
            )
            try:
                data = answer.read(limit + 1)
                # a connection cut in the middle must not look like a short file
                expected = int(answer.headers.get("content-length", len(data)))
            finally:
                answer.close()
                answer.release_conn()
        if len(data) > limit:
            raise FileTooLargeError(name=name, size=expected, limit=limit)
        if len(data) != expected:
            raise StoreUnreachableError(reason="cut short")
        return bytes(data)

    def has(self, name: str) -> bool:
        """Return whether a file of this name is there."""
        try:
            with _explained(name):
                self._client.stat_object(self.place.bucket, self.place.prefix + name)
        except NotFoundError:
            return False
        return True

    def remove(self, name: str) -> None:
        """Remove a file for good; one that is not there is no error."""
        with _explained(name), contextlib.suppress(NotFoundError):
            self._client.remove_object(self.place.bucket, self.place.prefix + name)

    def entries(self, start: str = "") -> Iterator[Entry]:
        """Give every file whose name begins so, in order of names."""
        with _explained(start):
            found = self._client.list_objects(
                self.place.bucket, prefix=self.place.prefix + start, recursive=True
            )
            for one in found:
                if one.object_name and one.last_modified and not one.is_dir:
                    yield Entry(
                        one.object_name.removeprefix(self.place.prefix),
                        one.size or 0,
                        one.last_modified,
                    )

    @property
    def _client(self) -> Minio:
        if self._made is None:
            import urllib3
            from minio import Minio

            self._made = Minio(
                self.place.host,
                access_key=self._access.key,
                secret_key=self._access.secret,
                secure=self.place.secure,
                # named, so that no request is spent on asking for it
                region=self._access.region,
                http_client=urllib3.PoolManager(
                    maxsize=8,
                    timeout=urllib3.Timeout(
                        connect=min(_CONNECT_SECONDS, self._seconds), read=self._seconds
                    ),
                    cert_reqs="CERT_REQUIRED",
                    ssl_context=self._context,
                    retries=urllib3.Retry(
                        total=self._tries, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504]
                    ),
                ),
            )
        return self._made


@contextlib.contextmanager
def _explained(name: str) -> Iterator[None]:
    from minio.error import InvalidResponseError, S3Error, ServerError
    from urllib3.exceptions import HTTPError

    try:
        yield
    except S3Error as error:
        raise _situation(error.code or "", name) from error
    except (HTTPError, ServerError, OSError) as error:
        raise StoreUnreachableError(reason=type(error).__name__) from error
    except InvalidResponseError as error:
        raise ObjectsRefusedError(reason="no S3 server") from error


def _situation(code: str, name: str) -> DigitizerError:
    if code in _MISSING:
        return NotFoundError(name=name)
    if code in _FULL:
        return DiskFullError(name=name, reason=code)
    if code in _AWAY:
        return StoreUnreachableError(reason=code)
    # the bucket, the key, the secret or the clock is wrong
    return ObjectsRefusedError(reason=code)
