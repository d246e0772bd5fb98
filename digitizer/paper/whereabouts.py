"""Where each page that was taken in has gone: into which paper, into the bin, or elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitizer.errors import NotFoundError
from digitizer.model.document import AsideReason, Page
from digitizer.store import Store


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One page: what it was taken from and where it lies now."""

    page_id: int
    name: str
    """The file or sheet it came from."""
    number: int
    """Page within the file, from 1."""
    dossier: str
    component: str = ""
    """Code of the component its paper stands for; empty while that is not known."""
    document_type: str = ""
    aside: str = ""
    """Why it lies in the bin; empty when it does not."""
    failure: str = ""
    """Code of why it could not be read."""
    faults: tuple[str, ...] = ()


def of_pages(
    store: Store, dossier_code: str, pages: Sequence[Page], others: Sequence[str] = ()
) -> tuple[Whereabouts, ...]:
    """Say where pages taken into a dossier lie now; ``others`` have got some behind a separator."""
    here = {one.page_id: one for one in _of_dossier(store, dossier_code)}
    there = {
        (page.image_hash, page.original_name): place
        for code in others
        for page, place in zip(store.dossiers.pages(code), _of_dossier(store, code), strict=True)
    }
    found = []
    for page in pages:
        place = here.get(page.id)
        if place is None:
            place = there.get((page.image_hash, page.original_name)) or _aside(store, page)
        found.append(place)
    return tuple(found)


def _of_dossier(store: Store, code: str) -> list[Whereabouts]:
    documents = {one.id: one for one in store.dossiers.documents(code)}
    found = []
    for page in store.dossiers.pages(code):
        document = documents.get(page.document_id) if page.document_id is not None else None
        found.append(
            Whereabouts(
                page.id,
                page.original_name,
                page.original_page,
                code,
                (document.component or "") if document is not None else "",
                (document.type or "") if document is not None else "",
                failure=page.failure,
                faults=page.faults,
            )
        )
    return found


def _aside(store: Store, page: Page) -> Whereabouts:
    try:
        reason = store.edits.aside(page.id).reason
    except NotFoundError:
        reason = AsideReason.REMOVED
    return Whereabouts(
        page.id, page.original_name, page.original_page, page.dossier_code, aside=reason.value
    )
