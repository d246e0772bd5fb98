"""What a screen or a command shows of a dossier at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from digitizer.model.document import Document, Page
from digitizer.model.dossier import Component, Dossier
from digitizer.model.field import FieldValue, Finding
from digitizer.model.place import Located


@dataclass(frozen=True, slots=True)
class DossierSummary:
    """One row of a queue."""

    dossier: Dossier
    page_count: int
    unread_count: int
    """Pages not yet read."""
    open_count: int
    """Field values that still need a person."""
    result_state: str = ""


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier with everything that belongs to it."""

    dossier: Dossier
    components: tuple[Component, ...]
    documents: tuple[Document, ...]
    pages: tuple[Page, ...]
    values: tuple[FieldValue, ...]
    findings: tuple[Finding, ...]
    places: Mapping[int, Located] = field(default_factory=dict)
    """By id of a value that is an address: where it lies today."""

    def page(self, page_id: int) -> Page | None:
        """Return the page with this id."""
        return next((page for page in self.pages if page.id == page_id), None)

    def values_of(self, document_id: int) -> tuple[FieldValue, ...]:
        """Return the field values of one document, in the order of its definition."""
        return tuple(value for value in self.values if value.document_id == document_id)

    @property
    def missing(self) -> tuple[Component, ...]:
        """Required components that are not there."""
        return tuple(one for one in self.components if one.required and one.state == "missing")


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """A field of a document type with how many of its values wait for a person."""

    document_type: str
    field: str
    count: int


@dataclass(frozen=True, slots=True)
class WaitingValue:
    """A value that waits for a person, and whose dossier it belongs to."""

    dossier_code: str
    owner_name: str
    value: FieldValue


@dataclass(frozen=True, slots=True)
class ItemFailure:
    """One file or page that could not be taken or read; the others went on."""

    name: str
    code: str
    details: dict[str, object]


@dataclass(frozen=True, slots=True)
class IntakeOutcome:
    """What taking in files yielded."""

    pages: tuple[Page, ...]
    failures: tuple[ItemFailure, ...]


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What doing one thing to many dossiers yielded; what failed did not stop the others."""

    done: int
    failures: tuple[ItemFailure, ...]


@dataclass(frozen=True, slots=True)
class ReadingOutcome:
    """What reading a dossier's pages yielded."""

    read: int
    failures: tuple[ItemFailure, ...]
    seconds: float
    sent_to: tuple[str, ...] = ()
    """Other dossiers that have got pages, as separators of theirs lay in the stack."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dossier's values stand, and who may therefore not verify them."""

    values: tuple[FieldValue, ...]
    findings: tuple[Finding, ...]
    keyed_by: frozenset[int]
    """Ids of the officers who have keyed on the dossier."""
