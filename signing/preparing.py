"""Preparing a PDF for a signature: field, appearance, and the gap the signature will fill."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pikepdf

from signing.appearance import OFFICE_TIME, draw, with_test_line
from signing.errors import (
    AlreadySignedError,
    NoPageError,
    PdfUnsignableError,
    SignatureExpectedError,
    SigningError,
)
from signing.model import Appearance, Level
from signing.revision import DAMAGED, Revision, Source, appending, chunks_of, text_string

PADES = b"/ETSI.CAdES.detached"
TIMESTAMP_FORMAT = b"/ETSI.RFC3161"
RESERVED = 16_384
"""Hexadecimal digits kept free for a signature; room for a chain of several certificates."""
RESERVED_WITH_TIMESTAMP = 32_768
RANGE_ROOM = 48
CONTENTS = b"/Contents "
DEEPEST_FIELD = 16
NO_CHANGES = 1
PRINT_AND_LOCKED = 132


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that waits for its signature: the source, what is appended, and the gap in it."""

    source: Source
    tail: bytes
    start: int
    """Where in the whole file the gap's opening bracket stands."""
    end: int
    """Behind the gap's closing bracket."""
    digest: bytes
    """SHA-256 of everything but the gap."""
    base: int
    """Bytes of the source."""
    field: str

    @property
    def room(self) -> int:
        """Return the hexadecimal digits of the gap."""
        return self.end - self.start - 2

    def pieces(self, filling: bytes) -> Iterator[bytes | memoryview]:
        """Yield the whole file with the gap filled."""
        yield from chunks_of(self.source)
        yield from self.appended(filling)

    def appended(self, filling: bytes) -> Iterator[bytes]:
        """Yield what stands behind the source, with the gap filled."""
        begin, end = self.start - self.base, self.end - self.base
        yield self.tail[: begin + 1]
        yield filling
        yield self.tail[end - 1 :]


@dataclass(frozen=True, slots=True)
class Request:
    """What a signature is to say, and where it shows."""

    field: str
    appearance: Appearance | None = None
    reason: str = ""
    location: str = ""
    owner: str = ""
    test: bool = False
    """The key is a throwaway: the appearance must say so."""
    needs: tuple[str, ...] = ()
    """Fields that must have been signed before."""


def room_for(level: Level) -> int:
    """Return the hexadecimal digits to keep free for a signature of this level."""
    return RESERVED_WITH_TIMESTAMP if level.timestamped else RESERVED


def prepare(source: Source, request: Request, *, at: datetime, room: int = RESERVED) -> Prepared:
    """Return the file with a field and an empty signature appended.

    Raises NotAPdfError, EncryptedPdfError, AlreadySignedError, NoPageError, SignatureExpectedError
    or PdfUnsignableError.
    """
    with appending(source) as revision:
        try:
            number, body, place = _signature(revision, request, at, room)
            return finish(revision, source, number, body, place, request.field)
        except SigningError:
            raise
        except DAMAGED as error:
            raise PdfUnsignableError(reason="damaged") from error


def prepare_timestamp(source: Source, name: str, *, room: int = RESERVED) -> Prepared:
    """Return the file with an empty document timestamp appended (ETSI EN 319 142-1 5.4.3).

    Its field is called ``name`` and a number that no object of the file has yet.
    """
    with appending(source) as revision:
        field = f"{name}-{revision.next_number}"
        try:
            number = revision.reserve()
            body, place = _gap(
                b"<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter" + TIMESTAMP_FORMAT, room
            )
            _place_field(revision, field, number, None)
            return finish(revision, source, number, body, place, field)
        except SigningError:
            raise
        except DAMAGED as error:
            raise PdfUnsignableError(reason="damaged") from error


def add_fields(source: bytes, fields: Sequence[tuple[str, int, tuple[float, ...]]]) -> bytes:
    """Return the file with empty signature fields, agreed on before anybody signs.

    Each is a name, a page from 0 (-1 is the last) and a box in points; an empty box is invisible.
    """
    for name, page, box in fields:
        with appending(source) as revision:
            try:
                number = page_number(revision.document, page)
                # PDF/A asks for an appearance wherever there is a place to look at
                look = b"/AP<</N %d 0 R>>" % _blank(revision, box) if box else b""
                _new_field(revision, name, number, box or (0, 0, 0, 0), look)
                source += revision.write()[0]
            except DAMAGED as error:
                raise PdfUnsignableError(reason="damaged") from error
    return source


def _blank(revision: Revision, box: Sequence[float]) -> int:
    """Add an appearance that shows nothing and return its object's number."""
    size = (box[2] - box[0], box[3] - box[1])
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %.3f %.3f]/Resources<<>>" % size
    return revision.add_stream(entries, b"")


def finish(
    revision: Revision, source: Source, number: int, body: bytes, place: tuple[int, int], field: str
) -> Prepared:
    """Write the revision and name the signed range in it."""
    revision.put(number, body)
    tail, places = revision.write()
    start, end = places[number] + place[0], places[number] + place[1]
    base = revision.length
    covered = b"[0 %d %d %d]" % (start, end, base + len(tail) - end)
    at = start - len(CONTENTS) - RANGE_ROOM - base
    tail = tail[:at] + covered.ljust(RANGE_ROOM) + tail[at + RANGE_ROOM :]
    digest = hashlib.sha256()
    for chunk in chunks_of(source):
        digest.update(chunk)
    digest.update(tail[: start - base])
    digest.update(tail[end - base :])
    return Prepared(source, tail, start, end, digest.digest(), base, field)


def _signature(
    revision: Revision, request: Request, at: datetime, room: int
) -> tuple[int, bytes, tuple[int, int]]:
    _demand_permission(revision.document, request.field)
    filled = set(filled_fields(revision.document))
    if request.field in filled:
        raise AlreadySignedError(field=request.field)
    missing = [name for name in request.needs if name not in filled]
    if missing:
        raise SignatureExpectedError(field=missing[0])
    number = revision.reserve()
    when = at.astimezone(OFFICE_TIME)
    head = [
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter" + PADES,
        b"/M(D:%s+07'00')" % when.strftime("%Y%m%d%H%M%S").encode("ascii"),
    ]
    for key, text in (
        (b"/Name", request.owner),
        (b"/Reason", request.reason),
        (b"/Location", request.location),
    ):
        if text:
            head.append(key + text_string(text))
    body, place = _gap(b"".join(head), room)
    appearance = request.appearance
    if appearance is not None:
        lines = with_test_line(appearance.at(at).lines, test=request.test)
        appearance = replace(
            appearance, page=page_number(revision.document, appearance.page), lines=lines
        )
    _place_field(revision, request.field, number, appearance)
    return number, body, place


def _gap(head: bytes, room: int) -> tuple[bytes, tuple[int, int]]:
    """Return a signature dictionary with its gap, and where in it the gap begins and ends."""
    before = head + b"/ByteRange" + b" " * RANGE_ROOM + CONTENTS
    body = before + b"<" + b"0" * room + b">>>"
    return body, (len(before), len(before) + room + 2)


def page_number(document: pikepdf.Pdf, page: int) -> int:
    """Return a page's number from 0. Raises NoPageError."""
    count = len(document.pages)
    if not -count <= page < count:
        raise NoPageError(page=page + 1, pages=count)
    return page % count


def fields_of(document: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Yield every form field with its whole name."""
    form = document.Root.get("/AcroForm")
    pending = [("", field, 0) for field in form.get("/Fields", [])] if form is not None else []
    seen: set[tuple[int, int]] = set()
    while pending:
        parent, field, depth = pending.pop(0)
        if not isinstance(field, pikepdf.Dictionary) or depth > DEEPEST_FIELD:
            continue
        if field.is_indirect:
            if field.objgen in seen:
                continue
            seen.add(field.objgen)
        own = str(field["/T"]) if "/T" in field else ""
        name = f"{parent}.{own}" if parent and own else parent or own
        yield name, field
        pending += [(name, kid, depth + 1) for kid in field.get("/Kids", [])]


def filled_fields(document: pikepdf.Pdf) -> Iterator[str]:
    """Yield the names of signature fields that carry a signature."""
    for name, field in fields_of(document):
        if field.get("/V") is not None and _kind(field) == "/Sig":
            yield name


def _kind(field: Any) -> Any:
    return field.get("/FT", field.get("/Parent", {}).get("/FT"))


def _demand_permission(document: pikepdf.Pdf, field: str) -> None:
    """Refuse what the author's signature forbids: any change, or a field it did not agree to.

    A new field in a certified file signs without complaint and breaks the author's signature.
    """
    root: Any = document.Root
    author = root.get("/Perms", {}).get("/DocMDP")
    if author is None:
        return
    for reference in author.get("/Reference", []):
        allowed = int(reference.get("/TransformParams", {}).get("/P", 2))
        agreed = any(name == field for name, _ in fields_of(document))
        if allowed == NO_CHANGES or not agreed:
            raise PdfUnsignableError(reason="certified")


def _place_field(revision: Revision, name: str, value: int, appearance: Appearance | None) -> None:
    """Put the signature into its field, which is made when the file has none of this name."""
    existing = next((field for known, field in fields_of(revision.document) if known == name), None)
    if existing is None:
        look = b""
        page, box = 0, (0.0, 0.0, 0.0, 0.0)
        if appearance is not None:
            page, box = appearance.page, appearance.box
            look = b"/AP<</N %d 0 R>>" % draw(revision, appearance)
        _new_field(revision, name, page, box, b"/V %d 0 R" % value + look)
        return
    if _kind(existing) != "/Sig" or not existing.is_indirect:
        raise PdfUnsignableError(reason="field")
    existing["/V"] = revision.reference(value)
    widget = existing
    kids = existing.get("/Kids")
    if kids is not None and len(kids):
        widget = kids[0]
    if appearance is not None:
        left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
        if right > left and top > bottom:
            fitted = replace(appearance, box=(left, bottom, right, top))
            stamp = draw(revision, fitted)
            widget["/AP"] = pikepdf.Dictionary(N=revision.reference(stamp))
            widget["/F"] = PRINT_AND_LOCKED
    revision.replace(existing)
    if widget is not existing and widget.is_indirect:
        revision.replace(widget)
    _set_flags(revision)


def _new_field(revision: Revision, name: str, page: int, box: Sequence[float], more: bytes) -> None:
    owner = revision.document.pages[page].obj
    number = revision.reserve()
    rectangle = b" ".join(b"%.3f" % edge for edge in box)
    revision.put(
        number,
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T%s/F %d/Rect[%s]/P %d %d R%s>>"
        % (text_string(name), PRINT_AND_LOCKED, rectangle, *owner.objgen, more),
    )
    if revision.append_to(owner, "/Annots", number):
        revision.replace(owner)
    root = revision.root
    form = root.get("/AcroForm")
    if form is None:
        fields = pikepdf.Array([revision.reference(number)])
        root["/AcroForm"] = pikepdf.Dictionary(Fields=fields, SigFlags=3)
        revision.replace(root)
        return
    revision.append_to(form, "/Fields", number)
    _set_flags(revision)


def _set_flags(revision: Revision) -> None:
    """Say that the file holds signatures and may only be appended to."""
    form = revision.root["/AcroForm"]
    form["/SigFlags"] = 3
    revision.replace(form if form.is_indirect else revision.root)
