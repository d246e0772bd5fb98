"""Separator sheets and blank pages of a scanned stack: laid into the bin, never deleted.

A separator bears a QR code ``DGT1|dossier|component`` that the program prints (``cover_sheets``);
the page behind it begins a new paper. Both are one edit that can be undone, and a page brought back
from the bin is not laid aside again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitizer.model.document import AsideReason, Page
from digitizer.model.officer import Officer
from digitizer.paper import recognition
from digitizer.store import Store
from digitizer.store.page_rows import PageChange
from ocr.model import PageText

MARK = "DGT1"
ANY = "*"


@dataclass(frozen=True, slots=True)
class Separator:
    """What a separator sheet says: whose dossier, and which component follows (``*``: any)."""

    dossier: str
    component: str


def code_text(dossier: str, component: str = ANY) -> str:
    """Return what the code on a separator says; an empty dossier fits every one."""
    return "|".join((MARK, dossier, component))


def separator_in(text: PageText) -> Separator | None:
    """Return what the separator on a page says, or None if the page is none."""
    for code in text.codes:
        parts = code.text.split("|")
        if code.kind == "qr" and len(parts) == 3 and parts[0] == MARK:
            return Separator(parts[1].strip(), parts[2].strip() or ANY)
    return None


def set_aside(store: Store, officer: Officer, dossier_code: str, page_ids: Sequence[int]) -> int:
    """Lay blank pages and separators of a scan aside; return how many.

    Only pages named and scanned: a blank page of a file that was handed in belongs to that file.
    A separator of another dossier is laid aside too, but begins nothing here.
    """
    wanted = set(page_ids)
    pages = store.dossiers.pages(dossier_code)
    brought_back = {page.id for page in pages} & store.edits.brought_back(dossier_code)
    changes: list[PageChange] = []
    begins = ""
    for page in pages:
        text = _text(store, page) if page.id in wanted - brought_back else None
        if text is not None and store.scans.sheet_of(page.id) is not None:
            separator = separator_in(text)
            if separator is not None:
                changes.append(PageChange(page.id, out=AsideReason.SEPARATOR))
                fits = separator.dossier in ("", dossier_code)
                begins = separator.component if fits else ANY
                continue
            if text.quality.blank and not text.words:
                changes.append(PageChange(page.id, out=AsideReason.BLANK))
                continue
        if begins:
            changes.append(PageChange(page.id, columns={"begins": begins}))
            begins = ""
    laid = sum(change.out is not None for change in changes)
    if laid:
        store.edits.change(
            officer, dossier_code, "separate", changes, order=[page.id for page in pages]
        )
    return laid


def _text(store: Store, page: Page) -> PageText | None:
    if page.text_hash is None:
        return None
    return recognition.kept_text(store, page.text_hash)
