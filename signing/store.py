"""Evidence in the file: the Document Security Store (ETSI EN 319 142-1 5.4.2), appended once.

pyHanko validates every file anew to do this, 40 ms of CPU each; a batch has one signer and one
timestamp service, so the same evidence goes into all files.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pikepdf

from signing.errors import PdfUnsignableError
from signing.revision import DAMAGED, Revision, Source, appending, deflated, stream_body
from signing.revocation import Evidence

MOST_ITEMS = 512


def evidence_revision(source: Source, evidence: Evidence) -> bytes:
    """Return the bytes that append evidence to a file; nothing when it holds all of it.

    Raises what ``appending`` raises, and PdfUnsignableError for a store that cannot be read.
    """
    with appending(source) as revision:
        try:
            return _extended(revision, evidence)
        except DAMAGED as error:
            raise PdfUnsignableError(reason="damaged") from error


def read_store(root: Any) -> Evidence:
    """Return the evidence a file holds, as far as it can be read."""
    store = root.get("/DSS")
    if not isinstance(store, pikepdf.Dictionary):
        return Evidence()
    certificates, answers, lists = (_items(store, key) for key in ("/Certs", "/OCSPs", "/CRLs"))
    return Evidence(certificates, answers, lists)


def _items(store: Any, key: str) -> tuple[bytes, ...]:
    held = store.get(key)
    if not isinstance(held, pikepdf.Array):
        return ()
    streams = [one for one in list(held)[:MOST_ITEMS] if isinstance(one, pikepdf.Stream)]
    return tuple(one.read_bytes() for one in streams)


def _extended(revision: Revision, evidence: Evidence) -> bytes:
    root = revision.root
    known = read_store(root)
    added = False
    if "/DSS" not in root:
        root["/DSS"] = pikepdf.Dictionary()
    store = root["/DSS"]
    changed = not store.is_indirect
    for key, held, wanted in (
        ("/Certs", known.certificates, evidence.certificates),
        ("/OCSPs", known.answers, evidence.answers),
        ("/CRLs", known.lists, evidence.lists),
    ):
        for item in wanted:
            if item in held:
                continue
            number = revision.add(_stream(item))
            changed = revision.append_to(store, key, number) or changed
            added = True
    if not added:
        return b""
    if store.is_indirect and changed:
        revision.replace(store)
    if not store.is_indirect:
        revision.replace(root)
    return revision.write()[0]


@lru_cache(maxsize=64)
def _stream(item: bytes) -> bytes:
    return stream_body(b"", deflated(item))
