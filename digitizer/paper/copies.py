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
    title = title_of(catalogue, document)
    created = store.dossiers.get(document.dossier_code).received_at
    layers = {
        page.id: SearchablePage(
            store.vault.get(page.image_hash), recognition.kept_text(store, page.text_hash)
        )
        for page in pages
        if page.text_hash is not None
    }

    def scanned(some: Sequence[Page]) -> bytes:
        kept = [layers[page.id] for page in some if page.id in layers]
        return write_searchable(kept, title=title, created=created)

    try:
        own = [
            page
            for page in pages
            if page.id in layers and layers[page.id].text.source is TextSource.TEXT_LAYER
        ]
        return _with_own_text(store, pages, own, scanned) or scanned(pages)
    except OcrError as error:
        raise EngineError(error.code, **error.details) from error


def _with_own_text(
    store: Store,
    pages: Sequence[Page],
    own: Sequence[Page],
    scanned: Callable[[Sequence[Page]], bytes],
) -> bytes | None:
    """Return PDF/A in which pages that were born digital keep their letters, where that can be.

    The other pages of the same file are put between them as pictures with a text layer; the whole
    is held against PDF/A once more. Returns None when one file cannot be made of them.
    """
    from ocr.borndigital import archive_copy, mixed_copy

    numbers = [page.original_page for page in pages]
    in_order = numbers == sorted(set(numbers))
    if not own or len({page.original_hash for page in pages}) != 1 or not in_order:
        return None
    original = store.vault.get(pages[0].original_hash)
    kept = [page.original_page for page in own]
    others = [page for page in pages if page.original_page not in kept]
    if not others:
        return archive_copy(original, kept)
    if any(page.text_hash is None for page in others):
        return None
    return mixed_copy(original, kept, scanned(others), [page.original_page for page in others])


def title_of(catalogue: Catalogue, document: Document) -> str:
    """Return what the copy calls itself: the paper's name and the dossier's code."""
    if document.type is None:
        return document.dossier_code
    return f"{catalogue.document_type(document.type).name} – {document.dossier_code}"
