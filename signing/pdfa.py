"""PDF/A before and after signing.

The validator checks everything but signatures, which it calls unsupported. So a signed file is
judged three times: as it is for violations, its signature structures by hand, and once more with
the signature fields replaced by plain stamps that show the same appearance.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import pdfa

from signing.model import PdfaVerdict

CHECKED = ("1b", "2b", "3b")
SHOWN = 12
PRINT = 4
CONCEALING = 1 | 2 | 32 | 256
"""Annotation flags PDF/A forbids: invisible, hidden, no view, toggle no view."""
DAMAGED = (pikepdf.PdfError, AttributeError, TypeError, ValueError, LookupError, RuntimeError)
"""What pikepdf raises when an object is not of the kind it must be."""
FIELD_KEYS = ("/FT", "/T", "/V", "/Parent", "/Kids", "/MK", "/DA", "/Ff", "/Lock", "/SV", "/TU")


def check_pdfa(pdf: bytes) -> PdfaVerdict:
    """Return what PDF/A conformance a file claims and whether it keeps it."""
    try:
        document = pikepdf.open(io.BytesIO(pdf), inherit_page_attributes=False)
    except pikepdf.PasswordError:
        return PdfaVerdict("", conforms=False, violations=("encrypted",))
    except pikepdf.PdfError:
        return PdfaVerdict("", conforms=False, violations=("unreadable",))
    with document:
        claimed = document.open_metadata().pdfa_status.lower()
        if claimed not in CHECKED:
            reason = (f"unchecked-flavour {claimed}",) if claimed else ()
            return PdfaVerdict(claimed, conforms=False, violations=reason)
        report = pdfa.validate_written(io.BytesIO(pdf), claimed)
        found = [str(finding) for finding in report.findings]
        if "/AcroForm" in document.Root:
            found = [str(finding) for finding in report.violations]
            found += _form_findings(pdf, document, claimed)
    unique = tuple(dict.fromkeys(found))
    return PdfaVerdict(claimed, conforms=not unique, violations=unique[:SHOWN])


def _form_findings(pdf: bytes, document: pikepdf.Pdf, claimed: str) -> list[str]:
    try:
        faults = signature_faults(pdf, document)
        _neutralise(document)
    except DAMAGED:
        return ["form-unreadable"]
    return faults + [str(finding) for finding in pdfa.check(document, claimed).findings]


def signature_faults(pdf: bytes, document: pikepdf.Pdf) -> list[str]:
    """Return what is wrong with the form and signature structures the validator does not know."""
    form = document.Root.AcroForm
    faults = [f"form-key {key}" for key in ("/XFA",) if key in form]
    if bool(form.get("/NeedAppearances", False)):
        faults.append("form-key /NeedAppearances")
    if not pdf.rstrip(b"\r\n").endswith(b"%%EOF"):
        faults.append("bytes-after-end")
    for field in _fields(form):
        faults += _field_faults(pdf, field)
    return faults


def _fields(form: Any) -> Iterator[Any]:
    pending = list(form.get("/Fields", []))
    seen: set[tuple[int, int]] = set()
    while pending:
        field = pending.pop(0)
        if field.is_indirect and field.objgen in seen:
            continue
        seen.add(field.objgen)
        yield field
        pending.extend(field.get("/Kids", []))


def _field_faults(pdf: bytes, field: Any) -> Iterator[str]:
    name = str(field.get("/T", ""))
    kind = field.get("/FT", field.get("/Parent", {}).get("/FT"))
    if kind != "/Sig":
        yield f"form-field {name}"
        return
    for key in ("/A", "/AA"):
        if key in field:
            yield f"field-action {name} {key}"
    if field.get("/Subtype") == "/Widget":
        yield from _widget_faults(name, field)
    signature = field.get("/V")
    if signature is not None:
        yield from _range_faults(pdf, name, signature)


def _widget_faults(name: str, widget: Any) -> Iterator[str]:
    flags = int(widget.get("/F", 0))
    if not flags & PRINT or flags & CONCEALING:
        yield f"widget-flags {name} {flags}"
    shown = widget.get("/AP")
    left, bottom, right, top = (float(edge) for edge in widget.get("/Rect", [0, 0, 0, 0]))
    if shown is None:
        if left != right and bottom != top:
            yield f"widget-without-appearance {name}"
    elif set(shown.keys()) != {"/N"} or not isinstance(shown.N, pikepdf.Stream):
        yield f"widget-appearance {name}"


def _range_faults(pdf: bytes, name: str, signature: Any) -> Iterator[str]:
    """The range must leave out exactly the hexadecimal string of the signature."""
    try:
        start, first, second, last = (int(number) for number in signature.get("/ByteRange", []))
    except (TypeError, ValueError):
        yield f"byte-range {name}"
        return
    whole = start == 0 and 0 < first < second and second + last <= len(pdf)
    if not whole or not re.fullmatch(rb"<[0-9a-fA-F]*>", pdf[first:second]):
        yield f"byte-range {name}"


def _neutralise(document: pikepdf.Pdf) -> None:
    """Turn signature fields into stamps and drop the form, so the rest can be validated."""
    for page in document.pages:
        kept = [_as_stamp(note) for note in page.obj.get("/Annots", []) if _shows(note)]
        if "/Annots" in page.obj:
            page.obj.Annots = document.make_indirect(pikepdf.Array(kept))
    for key in ("/AcroForm", "/DSS", "/Perms", "/Extensions"):
        if key in document.Root:
            del document.Root[key]


def _shows(note: Any) -> bool:
    return note.get("/Subtype") != "/Widget" or "/AP" in note


def _as_stamp(note: Any) -> Any:
    if note.get("/Subtype") != "/Widget":
        return note
    for key in FIELD_KEYS:
        if key in note:
            del note[key]
    note.Subtype = pikepdf.Name.Stamp
    note.Contents = pikepdf.String("")
    return note
