"""A small S3-compatible server on loopback that checks every request's signature (SigV4)."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

ACCESS, SECRET, REGION = "van-phong", "bí mật của kho", "us-east-1"


class S3Server:
    """A server whose files, mood and log a test may look at and change."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, datetime]] = {}
        self.buckets = {"kho"}
        self.secret = SECRET
        self.trouble: str | None = None
        """An error code every request gets, or "cut" for a connection that breaks in an answer."""
        self.log: list[str] = []
        server = self

        class Handler(_Handler):
            s3 = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        return f"s3+http://127.0.0.1:{self.port}/kho/phuong-mau"


@contextmanager
def running() -> Iterator[S3Server]:
    server = S3Server()
    server.start()
    try:
        yield server
    finally:
        server.stop()


class _Handler(BaseHTTPRequestHandler):
    s3: S3Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        return

    def _answer(
        self, status: int, body: bytes = b"", length: int | None = None, **headers: str
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _refuse(self, status: int, code: str) -> None:
        self._answer(
            status, f"<Error><Code>{code}</Code></Error>".encode(), Content_Type="application/xml"
        )

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.s3.log.append(f"{self.command} {self.path}")
        if self.s3.trouble not in (None, "cut"):
            self._refuse(503 if self.s3.trouble == "SlowDown" else 507, str(self.s3.trouble))
        elif not self._signed(body):
            self._refuse(403, "SignatureDoesNotMatch")
        else:
            parts = urlsplit(self.path)
            _, bucket, *name = unquote(parts.path).split("/", 2)
            if bucket not in self.s3.buckets:
                self._refuse(404, "NoSuchBucket")
            elif name and name[0]:
                self._file(name[0], body)
            else:
                self._list(dict(parse_qsl(parts.query, keep_blank_values=True)))

    do_GET = do_PUT = do_HEAD = do_DELETE = _serve  # noqa: N815

    def _file(self, name: str, body: bytes) -> None:
        files = self.s3.files
        if self.command == "PUT":
            files[name] = (body, datetime.now(UTC))
            self._answer(200, ETag=f'"{hashlib.md5(body).hexdigest()}"')  # noqa: S324
        elif self.command == "DELETE":
            files.pop(name, None)
            self._answer(204)
        elif name not in files:
            self._refuse(404, "NoSuchKey")
        else:
            data, at = files[name]
            modified = f"{at:%a, %d %b %Y %H:%M:%S GMT}"
            span = self.headers.get("Range")
            if span:
                start, _, end = span.removeprefix("bytes=").partition("-")
                data = data[int(start) : int(end) + 1 if end else None]
            if self.s3.trouble == "cut":
                self._answer(200, data[: len(data) // 2], length=len(data), Last_Modified=modified)
                self.close_connection = True
                return
            self._answer(206 if span else 200, data, Last_Modified=modified, ETag='"x"')

    def _list(self, query: dict[str, str]) -> None:
        # two at a time, so that going on after a part of the list is tried too
        names = sorted(n for n in self.s3.files if n.startswith(query.get("prefix", "")))
        names = [n for n in names if n > query.get("continuation-token", "")]
        page, more = names[:2], len(names) > 2
        rows = "".join(
            f"<Contents><Key>{escape(quote(n))}</Key><Size>{len(self.s3.files[n][0])}</Size>"
            f"<LastModified>{self.s3.files[n][1]:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
            for n in page
        )
        token = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        self._answer(
            200,
            f"<ListBucketResult><Name>kho</Name><EncodingType>url</EncodingType>"
            f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}{rows}"
            f"</ListBucketResult>".encode(),
            Content_Type="application/xml",
        )

    def _signed(self, body: bytes) -> bool:
        """Recompute AWS Signature Version 4 and compare; the body's hash counts too."""
        given = self.headers.get("Authorization", "")
        if not given.startswith("AWS4-HMAC-SHA256 "):
            return False
        parts = dict(one.strip().split("=", 1) for one in given.split(" ", 1)[1].split(","))
        names = parts["SignedHeaders"].split(";")
        digest = self.headers.get("x-amz-content-sha256", "")
        if digest != hashlib.sha256(body).hexdigest():
            return False
        url = urlsplit(self.path)
        query = "&".join(
            sorted(
                f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}"
                for k, v in parse_qsl(url.query, keep_blank_values=True)
            )
        )
        canonical = "\n".join(
            [
                self.command,
                url.path,
                query,
                *(f"{n}:{' '.join((self.headers.get(n) or '').split())}" for n in names),
                "",
                parts["SignedHeaders"],
                digest,
            ]
        )
        at = self.headers.get("x-amz-date", "")
        scope = parts["Credential"].split("/", 1)[1]
        if not parts["Credential"].startswith(f"{ACCESS}/") or REGION not in scope:
            return False
        text = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = f"AWS4{self.s3.secret}".encode()
        for word in (at[:8], REGION, "s3", "aws4_request"):
            key = hmac.new(key, word.encode(), hashlib.sha256).digest()
        wanted = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        return hmac.compare_digest(wanted, parts["Signature"])
