"""Appending a revision to a PDF: new and changed objects behind bytes that stay as they were.

pyHanko's writer takes the file apart in Python, which costs several times a token-free signature;
qpdf reads the base and this writes the update (ISO 32000-1 7.5.6). The cross-reference section is
of the same kind as the file's last one, as readers expect.
"""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

from signing.errors import EncryptedPdfError, NotAPdfError, PdfUnsignableError

LARGEST_FILE = 1_000_000_000
"""Bytes of a file that is read for signing."""
LARGEST_MAPPED = 16_000_000
MOST_OBJECTS = 8_388_607
"""ISO 19005-2 6.1.13 allows no more indirect objects."""
DAMAGED = (
    pikepdf.PdfError,
    pikepdf.ForeignObjectError,
    AttributeError,
    TypeError,
    ValueError,
    LookupError,
    OverflowError,
    # qpdf's own, too deep, not supported
    RuntimeError,
)
"""What the libraries raise on bytes made to confuse them."""
CHUNK = 1 << 20
_TOKEN = secrets.token_hex(8)
_MARK = f"/Reference-{_TOKEN}-"
_MARKED = re.compile(rb"/Reference-" + _TOKEN.encode() + rb"-(\d+)")
_START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")

Source = Path | bytes
"""A PDF: a file, or bytes in memory."""


def size_of(source: Source) -> int:
    """Return how many bytes a source has."""
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def chunks_of(source: Source) -> Iterator[bytes | memoryview]:
    """Yield a source's bytes, a megabyte at a time."""
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


@dataclass(slots=True)
class Revision:
    """One appended section: add and replace objects, then ``write`` it."""

    document: pikepdf.Pdf
    length: int
    ends_line: bool
    previous: int
    streamed: bool
    next_number: int
    _bodies: dict[tuple[int, int], bytes] = field(default_factory=dict)

    @property
    def root(self) -> Any:
        """Return the document catalogue."""
        return self.document.Root

    def reserve(self) -> int:
        """Return the number of a new object whose body follows."""
        number = self.next_number
        if number > MOST_OBJECTS:
            raise PdfUnsignableError(reason="damaged")
        self.next_number += 1
        return number

    def put(self, number: int, body: bytes, generation: int = 0) -> None:
        """Set an object's body."""
        self._bodies[number, generation] = body

    def add(self, body: bytes) -> int:
        """Add a new object and return its number."""
        number = self.reserve()
        self.put(number, body)
        return number

    def add_stream(self, entries: bytes, data: bytes, *, compressed: bytes | None = None) -> int:
        """Add a stream; ``compressed`` spares deflating the same data again."""
        return self.add(stream_body(entries, deflated(data) if compressed is None else compressed))

    def replace(self, changed: Any) -> None:
        """Write an object of the file anew, as it has been changed in memory."""
        number, generation = changed.objgen
        body = _MARKED.sub(rb"\1 0 R", changed.unparse(resolved=True))
        self.put(number, body, generation)

    @staticmethod
    def reference(number: int) -> pikepdf.Name:
        """Return what stands for a new object inside an object of the file until it is written."""
        return pikepdf.Name(f"{_MARK}{number}")

    def append_to(self, holder: Any, key: str, number: int) -> bool:
        """Append a reference to an array of ``holder``; return whether ``holder`` has changed."""
        array = holder.get(key)
        if array is None:
            holder[key] = pikepdf.Array([self.reference(number)])
            return True
        array.append(self.reference(number))
        if array.is_indirect:
            self.replace(array)
            return False
        return True

    def write(self) -> tuple[bytes, dict[int, int]]:
        """Return the bytes to append, and where in the whole file each object's body begins."""
        parts = [b"" if self.ends_line else b"\n"]
        at = self.length + len(parts[0])
        places: dict[tuple[int, int], int] = {}
        bodies: dict[int, int] = {}
        for (number, generation), body in sorted(self._bodies.items()):
            places[number, generation] = at
            head = b"%d %d obj\n" % (number, generation)
            bodies[number] = at + len(head)
            parts += [head, body, b"\nendobj\n"]
            at += len(head) + len(body) + 8
        section = self._stream_section if self.streamed else self._table_section
        parts += [section(places, at), b"startxref\n%d\n%%%%EOF\n" % at]
        return b"".join(parts), bodies

    def _table_section(self, places: dict[tuple[int, int], int], _at: int) -> bytes:
        parts = [b"xref\n"]
        for run in _runs(sorted(places)):
            parts.append(b"%d %d\n" % (run[0][0], len(run)))
            parts += [b"%010d %05d n \n" % (places[one], one[1]) for one in run]
        parts.append(b"trailer\n<<%s>>\n" % self._trailer(places, self.next_number))
        return b"".join(parts)

    def _stream_section(self, places: dict[tuple[int, int], int], at: int) -> bytes:
        own = (self.next_number, 0)
        entries = {**places, own: at}
        index: list[bytes] = []
        rows: list[bytes] = []
        for run in _runs(sorted(entries)):
            index.append(b"%d %d" % (run[0][0], len(run)))
            rows += [
                b"\x01" + entries[one].to_bytes(5, "big") + one[1].to_bytes(2, "big") for one in run
            ]
        entry = b"/Type/XRef/W[1 5 2]/Index[%s]%s" % (
            b" ".join(index),
            self._trailer(places, own[0] + 1),
        )
        data = b"".join(rows)
        return b"%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
            own[0],
            entry,
            len(data),
            data,
        )

    def _trailer(self, places: dict[tuple[int, int], int], size: int) -> bytes:
        trailer = self.document.trailer
        root = trailer.Root.objgen
        parts = [b"/Size %d/Root %d %d R/Prev %d" % (size, *root, self.previous)]
        information = trailer.get("/Info")
        if information is not None and information.is_indirect:
            parts.append(b"/Info %d %d R" % information.objgen)
        fresh = hashlib.sha256(repr(sorted(places.items())).encode())
        for body in self._bodies.values():
            fresh.update(body)
        new = fresh.digest()[:16]
        known = trailer.get("/ID")
        first = bytes(known[0]) if known is not None and len(known) else new
        parts.append(b"/ID[<%s><%s>]" % (first.hex().encode(), new.hex().encode()))
        return b"".join(parts)


@contextmanager
def appending(source: Source) -> Iterator[Revision]:
    """Open a PDF for one more revision; nothing is written to it.

    Raises NotAPdfError, EncryptedPdfError, or PdfUnsignableError for a hybrid file.
    """
    head, tail, hybrid = _ends(source)
    if not head.startswith(b"%PDF-"):
        raise NotAPdfError
    try:
        opened = open_quietly(source)
    except pikepdf.PasswordError as error:
        raise EncryptedPdfError from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise NotAPdfError from error
    with opened as document:
        if document.is_encrypted:
            raise EncryptedPdfError
        if hybrid:
            raise PdfUnsignableError(reason="hybrid")
        try:
            revision = _revision(document, source, tail)
        except DAMAGED as error:
            raise NotAPdfError from error
        yield revision


def open_quietly(source: Source) -> pikepdf.Pdf:
    """Open a PDF as it stands, without mending it; a large file is not mapped into memory.

    Raises ``pikepdf.PdfError``, ValueError or RecursionError.
    """
    mode = pikepdf.AccessMode.default
    if size_of(source) > LARGEST_MAPPED:
        mode = pikepdf.AccessMode.stream
    return pikepdf.open(
        io.BytesIO(source) if isinstance(source, bytes) else source,
        attempt_recovery=False,
        inherit_page_attributes=False,
        access_mode=mode,
    )


def _revision(document: pikepdf.Pdf, source: Source, tail: bytes) -> Revision:
    starts = _START.findall(tail)
    if not starts or document.Root.get("/Type") != "/Catalog" or not document.Root.is_indirect:
        raise NotAPdfError
    _ = document.Root.Pages.Count
    previous = int(starts[-1])
    size = int(document.trailer.Size)
    if any("number of objects" in str(one) for one in document.get_warnings()):
        size = max(size, *(one.objgen[0] + 1 for one in document.objects))
    return Revision(
        document=document,
        length=size_of(source),
        ends_line=tail.endswith(b"\n"),
        previous=previous,
        streamed=_at(source, previous).lstrip()[:4] != b"xref",
        next_number=size,
    )


def _ends(source: Source) -> tuple[bytes, bytes, bool]:
    """Return the first and last bytes, and whether tables of both kinds are mixed."""
    if isinstance(source, bytes):
        return source[:8], source[-2048:], b"/XRefStm" in source
    if not source.is_file() and source.exists():
        # a device or a pipe may never end
        raise NotAPdfError(path=str(source), reason="no regular file")
    try:
        length = source.stat().st_size
        if length > LARGEST_FILE:
            raise NotAPdfError(path=str(source), reason="too large")
        if not length:
            raise NotAPdfError(path=str(source), reason="empty")
        with source.open("rb") as stream:
            head = stream.read(8)
            stream.seek(max(0, length - 2048))
            tail = stream.read()
        return head, tail, _holds(source, b"/XRefStm")
    except OSError as error:
        raise NotAPdfError(path=str(source), reason=error.strerror or "") from error


def _holds(source: Path, word: bytes) -> bool:
    kept = b""
    for chunk in chunks_of(source):
        if word in kept + bytes(chunk[: len(word)]) or word in bytes(chunk):
            return True
        kept = bytes(chunk[-len(word) :])
    return False


def _at(source: Source, offset: int) -> bytes:
    if isinstance(source, bytes):
        return source[offset : offset + 32]
    with source.open("rb") as stream:
        stream.seek(offset)
        return stream.read(32)


def _runs(keys: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the keys in stretches of consecutive numbers."""
    run: list[tuple[int, int]] = []
    for key in keys:
        if run and key[0] != run[-1][0] + 1:
            yield run
            run = []
        run.append(key)
    if run:
        yield run


def deflated(data: bytes) -> bytes:
    """Return data as a FlateDecode stream holds it."""
    return zlib.compress(data, 9)


def stream_body(entries: bytes, compressed: bytes) -> bytes:
    """Return the body of a deflated stream object."""
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
        entries,
        len(compressed),
        compressed,
    )


def text_string(text: str) -> bytes:
    """Return text as a PDF string."""
    if text.isascii():
        escaped = re.sub(r"([\\()])", r"\\\1", text)
        # what stands at 127 in ASCII means nothing in a PDF string
        return b"(%s)" % "".join(sign for sign in escaped if " " <= sign <= "~").encode("ascii")
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode("ascii")
