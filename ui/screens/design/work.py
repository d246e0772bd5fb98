"""What the designer asks of the core, off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digitizer.model.doctype import DocumentType
from digitizer.model.document import Document
from digitizer.paper.designing import Sample, Try
from ocr.model import PageText
from ui.screen import Desk
from ui.widgets.levels import PagePicture, build_picture

TRIED_AT_ONCE = 30


@dataclass(frozen=True, slots=True)
class SamplePage:
    """A sample page ready to be shown."""

    page_id: int
    picture: PagePicture
    text: PageText | None


def kinds(desk: Desk) -> list[DocumentType]:
    """Return the types that have something to design, by their names."""
    found = desk.workstation.catalogue.document_types.values()
    return sorted((one for one in found if one.titles or one.anchors), key=lambda one: one.name)


def samples(desk: Desk, code: str) -> tuple[Sample, ...]:
    """Return stored papers of a type; of none while a new type has no papers yet."""
    design = desk.workstation.design
    return design.samples(desk.officer, code) or design.unknown_samples(desk.officer)


def page(desk: Desk, page_id: int) -> SamplePage:
    """Return a sample page."""
    design = desk.workstation.design
    picture = build_picture(design.page_image(desk.officer, page_id))
    return SamplePage(page_id, picture, design.page_text(desk.officer, page_id))


def tried(desk: Desk, kind: DocumentType, papers: Sequence[Document]) -> tuple[Try, ...]:
    """Return what the draft gives on some papers."""
    return desk.workstation.design.tried(desk.officer, kind, papers)


def save(desk: Desk, kind: DocumentType) -> None:
    """Put the draft into the office's own folder and in force."""
    desk.workstation.design.save(desk.officer, kind)
    desk.workstation.reload_definitions()
