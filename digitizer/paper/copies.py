"""Copies: a document as two-layer PDF/A-2b, searchable, beside its untouched original."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitizer.catalogue import Catalogue
from digitizer.errors import EngineError
from digitizer.model.document import Document, Page
from digitizer.paper import recognition
from digitizer.store import Store
from ocr.errors import OcrError
from ocr.model import TextSource


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """The files of papers as they leave the office."""

    store: Store
    catalogue: Callable[[], Catalogue]

    def paper(self, document_id: int, signed_copy: str) -> bytes:
        """Return a paper as PDF: its signed copy when there is one, else the searchable copy."""
        if signed_copy:
            return self.store.vault.get(signed_copy)
        return searchable(self.store, self.catalogue(), self.store.dossiers.document(document_id))

    def stored(self, digest: str) -> bytes:
        """Return a file of the vault."""
        return self.store.vault.get(digest)


def searchable(store: Store, catalogue: Catalogue, document: Document) -> bytes:
    """Return a document as searchable PDF/A-2b.

    A digitally signed original is returned as it came: rewriting would destroy its signature.
    """
    from ocr.searchable import SearchablePage, write_searchable

    if document.reused_from is not None:
        return searchable(store, catalogue, store.dossiers.document(document.reused_from))
    pages = [store.dossiers.page(page_id) for page_id in document.pages]
    if pages and all(page.signed_original for page in pages):
        return store.vault.get(pages[0].original_hash)
    own = _with_own_text(store, pages)
    if own is not None:
        return own
    layers = [
        SearchablePage(
            store.vault.get(page.image_hash), recognition.kept_text(store, page.text_hash)
        )
        for page in pages
        if page.text_hash is not None
    ]
    created = store.dossiers.get(document.dossier_code).received_at
    try:
        return write_searchable(layers, title=title_of(catalogue, document), created=created)
    except OcrError as error:
        raise EngineError(error.code, **error.details) from error


def _with_own_text(store: Store, pages: Sequence[Page]) -> bytes | None:
    """Return a born-digital document as PDF/A with its letters kept, where that is possible."""
    from ocr.borndigital import archive_copy

    texts = [recognition.kept_text(store, page.text_hash) for page in pages if page.text_hash]
    originals = {page.original_hash for page in pages}
    if len(originals) != 1 or len(texts) != len(pages):
        return None
    if any(text.source is not TextSource.TEXT_LAYER for text in texts):
        return None
    return archive_copy(store.vault.get(originals.pop()), [page.original_page for page in pages])


def title_of(catalogue: Catalogue, document: Document) -> str:
    """Return what the copy calls itself: the paper's name and the dossier's code."""
    if document.type is None:
        return document.dossier_code
    return f"{catalogue.document_type(document.type).name} – {document.dossier_code}"
