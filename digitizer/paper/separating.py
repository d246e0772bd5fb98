"""Separator sheets and blank pages of a scanned stack: laid into the bin, never deleted.

A separator bears a QR code ``DGT1|dossier|component`` that the program prints (``cover_sheets``),
or a patch code, as any office prints it; the page behind it begins a new paper. Both are one edit
that can be undone, and a page brought back from the bin is not laid aside again. A patch code on a
page full of print is a form with bars on it: that page stays, and begins a paper itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from digitizer.errors import NotFoundError
from digitizer.model.document import AsideReason, Page
from digitizer.model.dossier import WITH_CLERK
from digitizer.model.officer import Officer
from digitizer.paper import recognition
from digitizer.store import Store
from digitizer.store.page_rows import PageChange
from ocr.model import PageText

MARK = "DGT1"
ANY = "*"
_PATCH = "patch"
_MOST_WORDS = 90
"""More words than on any sheet with a patch code and what is to be done with it."""


@dataclass(frozen=True, slots=True)
class Separator:
    """What a separator sheet says: whose dossier, and which component follows (``*``: any)."""

    dossier: str
    component: str


@dataclass(frozen=True, slots=True)
class Separated:
    """What parting a stack did."""

    laid: int
    """Pages that lie in the bin now."""
    others: tuple[str, ...] = ()
    """Codes of other dossiers that have got pages."""


def code_text(dossier: str, component: str = ANY) -> str:
    """Return what the code on a separator says; an empty dossier fits every one."""
    return "|".join((MARK, dossier, component))


def separator_in(text: PageText) -> Separator | None:
    """Return what the separator on a page says, or None if the page is none."""
    for code in text.codes:
        parts = code.text.split("|")
        if code.kind == "qr" and len(parts) == 3 and parts[0] == MARK:
            return Separator(parts[1].strip(), parts[2].strip() or ANY)
    if _has_patch(text) and len(text.words) <= _MOST_WORDS:
        return Separator("", ANY)
    return None


def _has_patch(text: PageText) -> bool:
    return any(code.kind == _PATCH for code in text.codes)


def set_aside(
    store: Store, officer: Officer, dossier_code: str, page_ids: Sequence[int]
) -> Separated:
    """Lay blank pages and separators of a scan aside, and send on what belongs to another dossier.

    Only pages named and scanned: a blank page of a file that was handed in belongs to that file.
    Pages behind a separator of another dossier that is with the clerk become pages of that one;
    here they lie in the bin. Where that dossier cannot take them they stay and begin a paper.
    """
    wanted = set(page_ids)
    pages = store.dossiers.pages(dossier_code)
    brought_back = {page.id for page in pages} & store.edits.brought_back(dossier_code)
    parting = _Parting(store, dossier_code)
    for page in pages:
        text = _text(store, page) if page.id in wanted - brought_back else None
        if text is not None and store.scans.sheet_of(page.id) is None:
            text = None
        parting.take(page, text)
    changes, sent = parting.changes, parting.sent
    # first there, then out of here: a stop in between sends them once more, and there they are once
    for page, code, component in sent:
        _send(store, officer, page, code, component)
    laid = sum(change.out is not None for change in changes)
    if laid:
        store.edits.change(
            officer, dossier_code, "separate", changes, order=[page.id for page in pages]
        )
    return Separated(laid, tuple(dict.fromkeys(code for _page, code, _component in sent)))


@dataclass(slots=True)
class _Parting:
    """Goes through a stack page by page and notes what becomes of each."""

    store: Store
    dossier_code: str
    changes: list[PageChange] = field(default_factory=list)
    sent: list[tuple[Page, str, str]] = field(default_factory=list)
    """Pages of another dossier, its code, and what begins with them."""
    _begins: str = ""
    _target: str = ""

    def take(self, page: Page, text: PageText | None) -> None:
        """Take the next page; ``text`` only where it was scanned and may be laid aside."""
        if text is not None:
            separator = separator_in(text)
            if separator is not None:
                self.changes.append(PageChange(page.id, out=AsideReason.SEPARATOR))
                self._part(separator)
                return
            if _has_patch(text):
                self._begins = self._begins or ANY
            if text.quality.blank and not text.words:
                self.changes.append(PageChange(page.id, out=AsideReason.BLANK))
                return
        if self._target and text is not None:
            self.sent.append((page, self._target, self._begins))
            self.changes.append(PageChange(page.id, out=AsideReason.REMOVED))
        elif self._begins:
            self.changes.append(PageChange(page.id, columns={"begins": self._begins}))
        self._begins = ""

    def _part(self, separator: Separator) -> None:
        if separator.dossier:
            # a sheet that names no dossier parts papers of the one that is being fed
            other = separator.dossier != self.dossier_code
            self._target = separator.dossier if other else ""
        self._begins = separator.component
        if self._target and not _takes_pages(self.store, self._target):
            self._target, self._begins = "", ANY


def _takes_pages(store: Store, dossier_code: str) -> bool:
    try:
        state = store.dossiers.get(dossier_code).state
    except NotFoundError:
        return False
    return state in WITH_CLERK


def _send(store: Store, officer: Officer, page: Page, code: str, begins: str) -> None:
    made = store.dossiers.add_page(
        officer,
        dossier_code=code,
        original_hash=page.original_hash,
        original_name=page.original_name,
        original_page=page.original_page,
        image_hash=page.image_hash,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        signed_original=page.signed_original,
    )
    text = _text(store, page)
    if text is not None:
        recognition.save_text(store, made.id, text)
    if begins:
        store.edits.change(
            officer, code, "begin", [PageChange(made.id, columns={"begins": begins})]
        )


def _text(store: Store, page: Page) -> PageText | None:
    if page.text_hash is None:
        return None
    return recognition.kept_text(store, page.text_hash)
