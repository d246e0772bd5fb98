"""What the designer of document types asks of the core: sample pages, tries, saving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitizer.catalogue import Catalogue
from digitizer.catalogue.writing import save_definition
from digitizer.errors import NotFoundError
from digitizer.jobs import CancelToken, Report, silent
from digitizer.model.doctype import DocumentType
from digitizer.model.document import Document
from digitizer.model.field import FieldReading
from digitizer.model.officer import Officer
from digitizer.model.rights import Action, require
from digitizer.paper.recognition import kept_text
from digitizer.paper.reextracting import Comparison, Reextraction
from digitizer.paper.understanding import Understanding
from digitizer.store import Store
from ocr.model import PageText
from ocr.reader import Reader


@dataclass(frozen=True, slots=True)
class Sample:
    """One stored paper of a kind, to design on."""

    document: Document
    dossier_code: str


@dataclass(frozen=True, slots=True)
class Try:
    """What a definition gives on one stored paper."""

    document_id: int
    dossier_code: str
    page_id: int
    readings: tuple[FieldReading, ...]


@dataclass(frozen=True, slots=True)
class Designing:
    """Tries and saves definitions; every method needs the right to edit them."""

    store: Store
    catalogue: Catalogue
    reader: Callable[[], Reader]
    office_folder: Path | None

    def samples(self, officer: Officer, type_code: str, most: int = 50) -> tuple[Sample, ...]:
        """Return stored papers of a type, the latest first."""
        require(officer, Action.EDIT_DEFINITIONS)
        found: list[Sample] = []
        for document, _state in self.store.dossiers.of_type(type_code):
            if len(found) == most:
                break
            found.append(Sample(document, document.dossier_code))
        return tuple(found)

    def unknown_samples(self, officer: Officer, most: int = 50) -> tuple[Sample, ...]:
        """Return stored papers of no known type, to define a new one on."""
        require(officer, Action.EDIT_DEFINITIONS)
        return tuple(Sample(one, one.dossier_code) for one in self.store.dossiers.of_no_type(most))

    def page_image(self, officer: Officer, page_id: int) -> bytes:
        """Return a sample page's image; the look is journaled."""
        require(officer, Action.EDIT_DEFINITIONS)
        page = self.store.dossiers.page(page_id)
        self.store.journal.add(officer, "page-viewed", f"{page.dossier_code}/{page_id}")
        return self.store.vault.get(page.image_hash)

    def page_text(self, officer: Officer, page_id: int) -> PageText | None:
        """Return a sample page's words, or None while it is unread."""
        require(officer, Action.EDIT_DEFINITIONS)
        text_hash = self.store.dossiers.page(page_id).text_hash
        return None if text_hash is None else kept_text(self.store, text_hash)

    def tried(
        self, officer: Officer, kind: DocumentType, papers: Sequence[Document]
    ) -> tuple[Try, ...]:
        """Return what a definition gives on some papers, from their stored words."""
        require(officer, Action.EDIT_DEFINITIONS)
        machine = self._machine
        return tuple(
            Try(
                one.id,
                one.dossier_code,
                one.pages[0] if one.pages else 0,
                machine.reread(one, kind),
            )
            for one in papers
        )

    def preview(
        self,
        officer: Officer,
        kind: DocumentType,
        *,
        most: int | None = None,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> Comparison:
        """Return what the definition would change on everything stored of its kind."""
        require(officer, Action.EDIT_DEFINITIONS)
        again = Reextraction(self._machine)
        return again.preview(kind, most=most, report=report, cancel=cancel)

    def apply(
        self,
        officer: Officer,
        type_code: str,
        *,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> Comparison:
        """Read everything stored of a type again by its saved definition."""
        kind = self.catalogue.document_type(type_code)
        again = Reextraction(self._machine)
        return again.apply(officer, kind, report=report, cancel=cancel)

    def save(self, officer: Officer, kind: DocumentType) -> Path:
        """Put a definition into the office's own folder; it is in force when loaded again.

        Raises DefinitionError when it does not hold together with the others.
        """
        require(officer, Action.EDIT_DEFINITIONS)
        if self.office_folder is None:
            raise NotFoundError(name="office")
        path = save_definition(self.office_folder, kind)
        self.store.journal.add(officer, "definition-saved", f"type/{kind.code}", after=path.name)
        return path

    @property
    def _machine(self) -> Understanding:
        return Understanding(self.store, self.catalogue, self.reader)
