"""Documents and their pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class CopyKind(StrEnum):
    """What lay before the clerk."""

    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"


class PageState(StrEnum):
    """How far a page has been read."""

    STORED = "stored"
    READ = "read"
    FAILED = "failed"


class AsideReason(StrEnum):
    """Why a page lies in the bin instead of in its dossier."""

    REMOVED = "removed"
    BLANK = "blank"
    SEPARATOR = "separator"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paper: the original and the image shown and read, both in the vault.

    ``width`` and ``height`` are pixels of the image; every box of the page is in these pixels.
    """

    id: int
    dossier_code: str
    document_id: int | None
    number: int
    """Order of taking in within the dossier, from 1."""
    original_hash: str
    original_name: str
    original_page: int
    """Page within the original file, from 1."""
    image_hash: str
    width: int
    height: int
    dpi: float
    state: PageState
    text_hash: str | None = None
    failure: str = ""
    signed_original: bool = False
    recipe: dict[str, object] = field(default_factory=dict, hash=False)
    """How the image was made from what was taken in; empty while it is that image."""
    faults: tuple[str, ...] = ()
    """What is wrong with the image, as reading told it: ``blurred``, ``cut-off``…"""
    begins: str = ""
    """What a separator says begins here: ``*`` or a component's code; empty when nothing."""


@dataclass(frozen=True, slots=True)
class Document:
    """One paper of a dossier: a run of pages with one type."""

    id: int
    dossier_code: str
    type: str | None
    """Code of the document type; None while it is unknown."""
    type_probability: float
    type_decided_by: int | None
    component: str | None
    copy_kind: CopyKind
    pages: tuple[int, ...]
    """Page ids in order."""
    reused_from: int | None = None
    """Id of the verified document of an earlier dossier that this one stands for."""
    valid_from: date | None = None
    valid_to: date | None = None
    verified: bool = False
